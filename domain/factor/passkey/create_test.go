package passkey_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	virtual "github.com/descope/virtualwebauthn"

	"twofold/domain/factor/passkey"
)

type creation struct {
	RP                     struct{ ID, Name string }
	User                   struct{ ID, Name, DisplayName string }
	Challenge              string
	Attestation            string
	Hints                  []string
	ExcludeCredentials     []struct{ ID, Type string }
	AuthenticatorSelection struct{ AuthenticatorAttachment, ResidentKey, UserVerification string }
	PubKeyCredParams       []struct{ Alg int }
}

func TestCreateAsksForWhatThePersonChose(t *testing.T) {
	s, p := site(t), maria()
	p.Credentials = []passkey.Credential{newDevice(virtual.AuthenticatorOptions{}).owns(t, s, p)}
	for kind, want := range map[passkey.Kind]struct{ resident, attachment string }{
		passkey.Passkey: {"required", ""}, passkey.SecurityKey: {"preferred", "cross-platform"},
	} {
		options, _, err := s.Create(p, kind)
		if err != nil {
			t.Fatal(err)
		}
		var got creation
		if err := json.Unmarshal([]byte(options), &got); err != nil {
			t.Fatal(err)
		}
		choice := got.AuthenticatorSelection
		if choice.ResidentKey != want.resident || choice.AuthenticatorAttachment != want.attachment || choice.UserVerification != "preferred" {
			t.Errorf("%s: %+v", kind, choice)
		}
		if got.RP.ID != "id.example.com" || got.RP.Name != "Northwind" || got.User.Name != p.Name || got.User.DisplayName != p.DisplayName {
			t.Errorf("%s: %+v", kind, got)
		}
		if got.Attestation != "none" || len(got.PubKeyCredParams) != 3 {
			t.Errorf("%s: attestation %q, algorithms %v", kind, got.Attestation, got.PubKeyCredParams)
		}
		if len(got.ExcludeCredentials) != 1 || got.ExcludeCredentials[0].ID != p.Credentials[0].ID() {
			t.Errorf("%s: excludes %v", kind, got.ExcludeCredentials)
		}
		if strings.Contains(options, "org_a") || strings.Contains(options, "usr_maria") {
			t.Errorf("%s: the handle isn't encoded: %s", kind, options)
		}
	}
}

// ASVS V6.7.2: 256 bits, never twice.
func TestChallengesAreLongAndNeverTheSame(t *testing.T) {
	s, seen := site(t), map[string]bool{}
	for range 1000 {
		o, err := virtual.ParseAssertionOptions(askAnyone(t, s).options)
		if err != nil {
			t.Fatal(err)
		}
		if 8*len(o.Challenge) != passkey.ChallengeBits || seen[string(o.Challenge)] {
			t.Fatalf("challenge %x", o.Challenge)
		}
		seen[string(o.Challenge)] = true
	}
}

func TestCreatedRefusesWhatDoesNotFit(t *testing.T) {
	s, p, d := site(t), maria(), newDevice(virtual.AuthenticatorOptions{})
	options, c, err := s.Create(p, passkey.Passkey)
	if err != nil {
		t.Fatal(err)
	}
	later, _, err := s.Create(p, passkey.Passkey)
	if err != nil {
		t.Fatal(err)
	}
	sam := p
	sam.Handle = passkey.Handle("org_a", "usr_sam")
	absent := newDevice(virtual.AuthenticatorOptions{UserNotPresent: true})
	lying := newDevice(virtual.AuthenticatorOptions{BackupState: true})
	right := d.create(t, options, relying)
	for name, x := range map[string]struct {
		c      passkey.Ceremony
		answer []byte
		p      passkey.Person
		want   error
	}{
		"another challenge":           {c, d.create(t, later, relying), p, passkey.ErrRefused},
		"another page":                {c, d.create(t, options, virtual.RelyingParty{ID: relying.ID, Origin: "https://id.example.com:444"}), p, passkey.ErrRefused},
		"a page below":                {c, d.create(t, options, virtual.RelyingParty{ID: relying.ID, Origin: "https://a.id.example.com"}), p, passkey.ErrRefused},
		"plain http":                  {c, d.create(t, options, virtual.RelyingParty{ID: relying.ID, Origin: "http://id.example.com"}), p, passkey.ErrRefused},
		"another site":                {c, d.create(t, options, virtual.RelyingParty{ID: "example.com", Origin: address}), p, passkey.ErrRefused},
		"another person":              {c, right, sam, passkey.ErrRefused},
		"nobody there":                {c, absent.create(t, options, relying), p, passkey.ErrRefused},
		"synced what can't be synced": {c, lying.create(t, options, relying), p, passkey.ErrRefused},
		"the wrong kind of ceremony":  {askAnyone(t, s).Ceremony, right, p, passkey.ErrRefused},
		"nothing":                     {c, nil, p, passkey.ErrUnreadable},
		"not JSON":                    {c, []byte("passkey"), p, passkey.ErrUnreadable},
		"too long":                    {c, make([]byte, passkey.MaxAnswer+1), p, passkey.ErrUnreadable},
		"an answer to another":        {c, newDevice(virtual.AuthenticatorOptions{}).sign(t, askAnyone(t, s).options, relying), p, passkey.ErrUnreadable},
		"a signature that's off":      {c, tampered(t, right, "clientDataJSON", func(raw []byte) []byte { return append(raw, ' ') }), p, passkey.ErrRefused},
		"attestation data cut short":  {c, tampered(t, right, "attestationObject", func(raw []byte) []byte { return raw[:len(raw)-9] }), p, passkey.ErrUnreadable},
	} {
		if made, err := s.Created(x.c, x.answer, x.p); !errors.Is(err, x.want) {
			t.Errorf("%s: %q, %v; want %v", name, made.ID(), err, x.want)
		}
	}
	if _, err := s.Created(c, right, p); err != nil {
		t.Errorf("the right answer: %v", err)
	}
	if _, err := s.Created(passkey.Ceremony("{"), right, p); err == nil {
		t.Error("a broken ceremony is taken")
	}
}

func TestNamesComeFromTheMaker(t *testing.T) {
	for id, want := range map[string]string{
		"fbfc3007154e4ecc8c0b6e020557d7bd": "iCloud Keychain", "ea9b8d664d011d213ce4b6b48cb575d4": "Google Password Manager",
		"08987058cadc4b81b6e130de50dcbe96": "Windows Hello", "19083c3d83834b18bc038f1c9ab2fd1b": "YubiKey 5", "00000000000000000000000000000000": "",
	} {
		d := newDevice(virtual.AuthenticatorOptions{})
		d.Aaguid = aaguid(t, id)
		if got := d.owns(t, site(t), maria()).Maker(); got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
}

func TestKindComesFromWhatTheBrowserSaid(t *testing.T) {
	for said, want := range map[string]passkey.Kind{
		`{}`:                    passkey.Passkey,
		`{"transport":["usb"]}`: passkey.SecurityKey,
		`{"transport":["nfc"],"authenticator":{"attachment":"cross-platform"}}`: passkey.SecurityKey,
		`{"authenticator":{"attachment":"cross-platform"}}`:                     passkey.SecurityKey,
		`{"authenticator":{"attachment":"platform"}}`:                           passkey.Passkey,
		`{"transport":["internal","usb"]}`:                                      passkey.Passkey,
		`{"transport":["hybrid"]}`:                                              passkey.Passkey,
		`{"transport":["usb"],"flags":{"backupEligible":true}}`:                 passkey.Passkey,
	} {
		whole := `{"id":"YQ==","publicKey":"YQ==",` + said[1:]
		whole = strings.Replace(whole, ",}", "}", 1)
		c, err := passkey.Parse(whole)
		if err != nil {
			t.Fatal(whole, err)
		}
		if c.Kind() != want {
			t.Errorf("%s: %s, want %s", said, c.Kind(), want)
		}
	}
}

func TestParseRefusesWhatIsNoCredential(t *testing.T) {
	for _, text := range []string{"", "{}", `{"id":"YQ=="}`, `{"publicKey":"YQ=="}`, "null", "[]"} {
		if _, err := passkey.Parse(text); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
}
