package passkey_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"

	virtual "github.com/descope/virtualwebauthn"

	"twofold/domain/factor/passkey"
)

func TestAskNamesThePersonsOwn(t *testing.T) {
	s, p := site(t), maria()
	if _, _, err := s.Ask(p); err == nil {
		t.Error("somebody without credentials is asked for one")
	}
	p.Credentials = []passkey.Credential{newDevice(virtual.AuthenticatorOptions{}).owns(t, s, p), newDevice(virtual.AuthenticatorOptions{}).owns(t, s, p)}
	o, err := virtual.ParseAssertionOptions(ask(t, s, p).options)
	if err != nil {
		t.Fatal(err)
	}
	if len(o.AllowCredentials) != 2 || o.AllowCredentials[0] != p.Credentials[0].ID() || o.RelyingPartyID != "id.example.com" {
		t.Errorf("%+v", o)
	}
	open, err := virtual.ParseAssertionOptions(askAnyone(t, s).options)
	if err != nil {
		t.Fatal(err)
	}
	if len(open.AllowCredentials) != 0 {
		t.Errorf("anyone: %+v", open)
	}
}

func TestAnyoneMustBeVerifiedAKnownPersonNeedNotBe(t *testing.T) {
	s, p, d := site(t), maria(), newDevice(virtual.AuthenticatorOptions{UserNotVerified: true})
	p.Credentials = []passkey.Credential{d.owns(t, s, p)}
	a := ask(t, s, p)
	if got, err := s.Answer(a.Ceremony, read(t, d.sign(t, a.options, relying)), p); err != nil || got.Verified {
		t.Errorf("a known person's touch: %+v, %v", got, err)
	}
	a = askAnyone(t, s)
	if _, err := s.Answer(a.Ceremony, read(t, d.sign(t, a.options, relying)), p); !errors.Is(err, passkey.ErrRefused) {
		t.Errorf("anyone's touch: %v, want it refused", err)
	}
	d.Options.UserNotVerified = false
	r := read(t, d.sign(t, a.options, relying))
	got, err := s.Answer(a.Ceremony, r, p)
	if err != nil || !got.Verified {
		t.Errorf("verified: %+v, %v", got, err)
	}
	if r.CredentialID() != p.Credentials[0].ID() || !bytes.Equal(r.Handle(), p.Handle) {
		t.Errorf("the answer is of %s for %q", r.CredentialID(), r.Handle())
	}
}

func TestAnswerRefusesWhatDoesNotFit(t *testing.T) {
	s, p, d, other := site(t), maria(), newDevice(virtual.AuthenticatorOptions{}), newDevice(virtual.AuthenticatorOptions{})
	first, second := d.owns(t, s, p), other.owns(t, s, p)
	p.Credentials = []passkey.Credential{first}
	a, anyone := ask(t, s, p), askAnyone(t, s)
	both := p
	both.Credentials = []passkey.Credential{first, second}
	sam := p
	sam.Handle = passkey.Handle("org_a", "usr_sam")
	elsewhere := p
	elsewhere.Handle = passkey.Handle("org_b", "usr_maria")
	nameless := newDevice(virtual.AuthenticatorOptions{})
	nameless.key, nameless.Options.UserHandle = d.key, []byte{}
	absent := newDevice(virtual.AuthenticatorOptions{UserNotPresent: true})
	absent.key = d.key
	bad := func(change func(raw []byte) []byte, member string) []byte {
		return tampered(t, d.sign(t, a.options, relying), member, change)
	}
	at := func(id, origin string) []byte {
		return d.sign(t, a.options, virtual.RelyingParty{ID: id, Origin: origin})
	}
	creation, making, err := s.Create(p, passkey.Passkey)
	if err != nil {
		t.Fatal(err)
	}
	_ = creation
	for name, x := range map[string]struct {
		c      passkey.Ceremony
		answer []byte
		p      passkey.Person
	}{
		"another challenge":            {a.Ceremony, d.sign(t, ask(t, s, p).options, relying), p},
		"another page":                 {a.Ceremony, at(relying.ID, "https://id.example.com.evil.example"), p},
		"another port":                 {a.Ceremony, at(relying.ID, "https://id.example.com:8443"), p},
		"plain http":                   {a.Ceremony, at(relying.ID, "http://id.example.com"), p},
		"another site":                 {a.Ceremony, at("evil.example", address), p},
		"one that wasn't asked for":    {a.Ceremony, other.sign(t, a.options, relying), both},
		"one removed meanwhile":        {a.Ceremony, d.sign(t, a.options, relying), maria()},
		"only others are left":         {a.Ceremony, other.sign(t, a.options, relying), passkey.Person{Handle: p.Handle, Credentials: []passkey.Credential{second}}},
		"another person's":             {a.Ceremony, d.sign(t, a.options, relying), sam},
		"a known person, for anyone":   {anyone.Ceremony, d.sign(t, a.options, relying), p},
		"anyone, for a known person":   {a.Ceremony, d.sign(t, anyone.options, relying), p},
		"anyone: another's handle":     {anyone.Ceremony, d.sign(t, anyone.options, relying), sam},
		"anyone: another organization": {anyone.Ceremony, d.sign(t, anyone.options, relying), elsewhere},
		"anyone: no handle":            {anyone.Ceremony, nameless.sign(t, anyone.options, relying), p},
		"nobody there":                 {a.Ceremony, absent.sign(t, a.options, relying), p},
		"a ceremony of making":         {making, d.sign(t, a.options, relying), p},
		"a signature that's off":       {a.Ceremony, bad(func(raw []byte) []byte { raw[len(raw)-1] ^= 1; return raw }, "signature"), p},
		"flags that weren't signed":    {a.Ceremony, bad(func(raw []byte) []byte { raw[32] ^= 0x18; return raw }, "authenticatorData"), p},
		"a counter that wasn't signed": {a.Ceremony, bad(func(raw []byte) []byte { raw[36]++; return raw }, "authenticatorData"), p},
		"client data that wasn't":      {a.Ceremony, bad(func(raw []byte) []byte { return append(raw, ' ') }, "clientDataJSON"), p},
	} {
		if got, err := s.Answer(x.c, read(t, x.answer), x.p); !errors.Is(err, passkey.ErrRefused) {
			t.Errorf("%s: %+v, %v; want it refused", name, got, err)
		}
	}
	if _, err := s.Answer(a.Ceremony, passkey.Response{}, p); !errors.Is(err, passkey.ErrRefused) {
		t.Errorf("no response: %v", err)
	}
	if _, err := s.Answer(a.Ceremony, read(t, d.sign(t, a.options, relying)), p); err != nil {
		t.Errorf("the right answer: %v", err)
	}
	wide := ask(t, s, both)
	if _, err := s.Answer(wide.Ceremony, read(t, d.sign(t, wide.options, relying)), p); err != nil {
		t.Errorf("the other one was removed meanwhile: %v", err)
	}
}

func TestAnswerRefusesAnEmbeddedPage(t *testing.T) {
	s, p, d := site(t), maria(), newDevice(virtual.AuthenticatorOptions{})
	p.Credentials = []passkey.Credential{d.owns(t, s, p)}
	a := ask(t, s, p)
	answer := tampered(t, d.sign(t, a.options, relying), "clientDataJSON", func(raw []byte) []byte {
		return append(raw[:len(raw)-1], []byte(`,"crossOrigin":true}`)...)
	})
	_, err := s.Answer(a.Ceremony, read(t, answer), p)
	if !errors.Is(err, passkey.ErrRefused) || !bytes.Contains([]byte(err.Error()), []byte("cross origin")) {
		t.Errorf("%v, want it refused for where it was asked", err)
	}
}

// Eligibility is fixed; the state moves both ways and is stored.
func TestBackupFlags(t *testing.T) {
	for name, x := range map[string]struct {
		made, seen [2]bool // eligible, backed up
		accepted   bool
	}{
		"bound to its device":      {[2]bool{false, false}, [2]bool{false, false}, true},
		"synced later":             {[2]bool{true, false}, [2]bool{true, true}, true},
		"no longer synced":         {[2]bool{true, true}, [2]bool{true, false}, true},
		"still synced":             {[2]bool{true, true}, [2]bool{true, true}, true},
		"eligible all of a sudden": {[2]bool{false, false}, [2]bool{true, false}, false},
		"synced all of a sudden":   {[2]bool{false, false}, [2]bool{true, true}, false},
		"eligible no more":         {[2]bool{true, true}, [2]bool{false, false}, false},
		"synced and not eligible":  {[2]bool{false, false}, [2]bool{false, true}, false},
	} {
		s, p := site(t), maria()
		d := newDevice(virtual.AuthenticatorOptions{BackupEligible: x.made[0], BackupState: x.made[1]})
		p.Credentials = []passkey.Credential{d.owns(t, s, p)}
		if p.Credentials[0].Synced() != x.made[1] {
			t.Errorf("%s: made synced %v", name, p.Credentials[0].Synced())
		}
		d.Options.BackupEligible, d.Options.BackupState = x.seen[0], x.seen[1]
		a := ask(t, s, p)
		got, err := s.Answer(a.Ceremony, read(t, d.sign(t, a.options, relying)), p)
		if !x.accepted {
			if !errors.Is(err, passkey.ErrRefused) {
				t.Errorf("%s: %v, want it refused", name, err)
			}
			continue
		}
		if err != nil || kept(t, got.Credential).Synced() != x.seen[1] {
			t.Errorf("%s: synced %v, %v", name, got.Credential.Synced(), err)
		}
	}
}

func TestACounterThatDoesNotRiseIsACopy(t *testing.T) {
	for name, x := range map[string]struct {
		stored, seen uint32
		want         error
	}{
		"none kept":      {0, 0, nil},
		"first counted":  {0, 1, nil},
		"risen":          {7, 8, nil},
		"risen by far":   {7, 1 << 31, nil},
		"the same again": {7, 7, passkey.ErrCloned},
		"back":           {7, 6, passkey.ErrCloned},
		"back to none":   {7, 0, passkey.ErrCloned},
	} {
		s, p, d := site(t), maria(), newDevice(virtual.AuthenticatorOptions{})
		d.key.Counter = x.stored
		p.Credentials = []passkey.Credential{d.owns(t, s, p)}
		d.key.Counter = x.seen
		a := ask(t, s, p)
		got, err := s.Answer(a.Ceremony, read(t, d.sign(t, a.options, relying)), p)
		if !errors.Is(err, x.want) {
			t.Errorf("%s: %+v, %v; want %v", name, got, err, x.want)
			continue
		}
		if err != nil {
			continue
		}
		p.Credentials = []passkey.Credential{kept(t, got.Credential)}
		if again := ask(t, s, p); x.seen > 0 {
			if _, err := s.Answer(again.Ceremony, read(t, d.sign(t, again.options, relying)), p); !errors.Is(err, passkey.ErrCloned) {
				t.Errorf("%s: the count wasn't kept: %v", name, err)
			}
		}
	}
}

// A database writer who exchanges the key changes its print.
func TestPrintHoldsTheKey(t *testing.T) {
	s, p := site(t), maria()
	a, b := newDevice(virtual.AuthenticatorOptions{}).owns(t, s, p), newDevice(virtual.AuthenticatorOptions{}).owns(t, s, p)
	mixed := exchanged(t, a, b)
	if bytes.Equal(a.Print(), b.Print()) || bytes.Equal(a.Print(), mixed.Print()) {
		t.Error("two keys have one print")
	}
}

// exchanged is a with the key of b.
func exchanged(t *testing.T, a, b passkey.Credential) passkey.Credential {
	t.Helper()
	var one, two map[string]any
	for c, into := range map[*passkey.Credential]*map[string]any{&a: &one, &b: &two} {
		text, err := c.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(text), into); err != nil {
			t.Fatal(err)
		}
	}
	one["publicKey"] = two["publicKey"]
	text, err := json.Marshal(one)
	if err != nil {
		t.Fatal(err)
	}
	out, err := passkey.Parse(string(text))
	if err != nil {
		t.Fatal(err)
	}
	return out
}
