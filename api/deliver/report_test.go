package deliver_test

import (
	"net/url"
	"testing"

	"twofold/api/deliver"
)

func TestReadReport(t *testing.T) {
	p := provide(t, "twilio")
	if _, err := p.SendText(t.Context(), hello); err != nil {
		t.Fatal(err)
	}
	m := p.Messages()[0]
	read := func(form url.Values, signature string) (deliver.TextReport, bool) {
		return p.sender.ReadReport("org_a", "msg_1", []byte(form.Encode()), signature)
	}
	for status, want := range map[string]deliver.TextReport{
		"queued": {Ref: m.Sid, State: deliver.TextQueued}, "sending": {Ref: m.Sid, State: deliver.TextQueued}, "sent": {Ref: m.Sid, State: deliver.TextSent},
		"delivered": {Ref: m.Sid, State: deliver.TextDelivered}, "undelivered": {Ref: m.Sid, State: deliver.TextFailed, Reason: "30003"}, "failed": {Ref: m.Sid, State: deliver.TextFailed, Reason: "30003"},
	} {
		form := p.Form(m, status, 30003)
		if got, ok := read(form, p.Sign(m.Callback, form)); !ok || got != want {
			t.Errorf("%s: %+v, %v", status, got, ok)
		}
	}
	form := p.Form(m, "delivered", 0)
	good := p.Sign(m.Callback, form)
	foreign := provide(t, "twilio")
	for name, bad := range map[string]func() (deliver.TextReport, bool){
		"no signature":      func() (deliver.TextReport, bool) { return read(form, "") },
		"another account's": func() (deliver.TextReport, bool) { return read(form, foreign.Sign(m.Callback, form)) },
		"another address's": func() (deliver.TextReport, bool) {
			return read(form, p.Sign("https://evil.example/hooks/sms/twilio/org_a/msg_1", form))
		},
		"of another message": func() (deliver.TextReport, bool) {
			return p.sender.ReadReport("org_a", "msg_2", []byte(form.Encode()), good)
		},
		"of another tenant": func() (deliver.TextReport, bool) {
			return p.sender.ReadReport("org_b", "msg_1", []byte(form.Encode()), good)
		},
		"another state": func() (deliver.TextReport, bool) { return read(p.Form(m, "failed", 0), good) },
		"twice a field": func() (deliver.TextReport, bool) {
			return p.sender.ReadReport("org_a", "msg_1", []byte(form.Encode()+"&MessageStatus=failed"), good)
		},
		"no form": func() (deliver.TextReport, bool) {
			return p.sender.ReadReport("org_a", "msg_1", []byte("%zz"), good)
		},
		"unknown state": func() (deliver.TextReport, bool) {
			odd := p.Form(m, "teleported", 0)
			return read(odd, p.Sign(m.Callback, odd))
		},
	} {
		if got, ok := bad(); ok {
			t.Errorf("%s is believed: %+v", name, got)
		}
	}
}

func TestStatesOnlyGoForward(t *testing.T) {
	order := []deliver.TextState{"", deliver.TextQueued, deliver.TextSent, deliver.TextDelivered}
	for i, from := range order {
		for j, to := range order {
			if from.After(to) != (j > i) {
				t.Errorf("%q to %q", from, to)
			}
		}
	}
	if deliver.TextDelivered.After(deliver.TextFailed) || deliver.TextFailed.After(deliver.TextDelivered) || !deliver.TextQueued.After(deliver.TextFailed) {
		t.Error("ends")
	}
}
