package passkey_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"slices"
	"testing"

	virtual "github.com/descope/virtualwebauthn"

	"twofold/domain/factor/passkey"
)

const address = "https://id.example.com"

var relying = virtual.RelyingParty{ID: "id.example.com", Name: "Northwind", Origin: address}

func site(t testing.TB) *passkey.Site {
	t.Helper()
	s, err := passkey.New(address, "Northwind")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func maria() passkey.Person {
	return passkey.Person{Handle: passkey.Handle("org_a", "usr_maria"), Name: "maria@northwind.example", DisplayName: "Maria Lopez"}
}

// device is a person's authenticator with one key.
type device struct {
	virtual.Authenticator
	key virtual.Credential
}

func newDevice(o virtual.AuthenticatorOptions) *device {
	if o.UserHandle == nil {
		o.UserHandle = maria().Handle
	}
	return &device{virtual.NewAuthenticatorWithOptions(o), newKey()}
}

// newKey draws a key whose coordinates fill their 32 bytes: the virtual
// authenticator writes shorter ones short, which no real one does.
func newKey() virtual.Credential {
	const whole = 77
	for {
		if key := virtual.NewCredential(virtual.KeyTypeEC2); len(key.Key.AttestationData()) == whole {
			return key
		}
	}
}

func (d *device) create(t testing.TB, options string, at virtual.RelyingParty) []byte {
	t.Helper()
	o, err := virtual.ParseAttestationOptions(options)
	if err != nil {
		t.Fatal(err)
	}
	return []byte(virtual.CreateAttestationResponse(at, d.Authenticator, d.key, *o))
}

func (d *device) sign(t testing.TB, options string, at virtual.RelyingParty) []byte {
	t.Helper()
	o, err := virtual.ParseAssertionOptions(options)
	if err != nil {
		t.Fatal(err)
	}
	return []byte(virtual.CreateAssertionResponse(at, d.Authenticator, d.key, *o))
}

// owns makes a credential of the device for the person.
func (d *device) owns(t testing.TB, s *passkey.Site, p passkey.Person) passkey.Credential {
	t.Helper()
	options, c, err := s.Create(p, passkey.Passkey)
	if err != nil {
		t.Fatal(err)
	}
	made, err := s.Created(c, d.create(t, options, relying), p)
	if err != nil {
		t.Fatal(err)
	}
	return kept(t, made)
}

// kept is the credential after a stay in the store.
func kept(t testing.TB, c passkey.Credential) passkey.Credential {
	t.Helper()
	text, err := c.Encode()
	if err != nil {
		t.Fatal(err)
	}
	back, err := passkey.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(back.Print(), c.Print()) || back.ID() != c.ID() || back.Synced() != c.Synced() {
		t.Fatalf("%+v came back as %+v", c, back)
	}
	return back
}

func read(t testing.TB, answer []byte) passkey.Response {
	t.Helper()
	r, err := passkey.Read(answer)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// asked is a ceremony with its options.
type asked struct {
	options string
	passkey.Ceremony
}

func ask(t testing.TB, s *passkey.Site, p passkey.Person) asked {
	t.Helper()
	options, c, err := s.Ask(p)
	if err != nil {
		t.Fatal(err)
	}
	return asked{options, c}
}

func askAnyone(t testing.TB, s *passkey.Site) asked {
	t.Helper()
	options, c, err := s.AskAnyone()
	if err != nil {
		t.Fatal(err)
	}
	return asked{options, c}
}

// tampered returns the answer with one member of its response changed.
func tampered(t testing.TB, answer []byte, member string, change func(raw []byte) []byte) []byte {
	t.Helper()
	var whole map[string]any
	if err := json.Unmarshal(answer, &whole); err != nil {
		t.Fatal(err)
	}
	response := whole["response"].(map[string]any)
	raw, err := base64.RawURLEncoding.DecodeString(response[member].(string))
	if err != nil {
		t.Fatal(err)
	}
	response[member] = base64.RawURLEncoding.EncodeToString(change(slices.Clone(raw)))
	out, err := json.Marshal(whole)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func aaguid(t testing.TB, text string) (out [16]byte) {
	t.Helper()
	raw, err := hex.DecodeString(text)
	if err != nil || copy(out[:], raw) != 16 {
		t.Fatal(text, err)
	}
	return out
}
