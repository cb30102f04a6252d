package acceptance_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
)

// One's own number is proved before it is kept, as an address is (ux 6.8).
// ASVS V6.5.1, V6.6.2, V6.6.3
func TestAcceptanceOwnNumber(t *testing.T) {
	inOrgs(t,
		acase{"F10 F39 one's own number: confirmed, proved, told, undone", ownNumber},
		acase{"F39 a wrong or late code keeps the number there was", numberKept},
		acase{"F39 five wrong codes and the right one is not looked at", numberTries},
		acase{"F39 a change of the number is canceled, or replaced by another", numberCanceled},
		acase{"F39 a code to a new number is for the browser that asked", numberInTwoBrowsers},
		acase{"F39 a number that many have is refused once it is proved", numberOfMany},
		acase{"M6 a number an administrator entered is proved by its person, or by its first code", numberEntered},
	)
}

// asksAt begins to change one's own number and returns the code that went to
// it.
func (p *person) asksAt(t *testing.T, phone string) string {
	t.Helper()
	p.h.pass(time.Second)
	if a := read[wire.OwnNumberSaved](p.confirm().client, wire.SaveOwnNumber, wire.NumberRequest{Phone: phone}); !a.Waits || a.CSRF+a.Token != "" {
		t.Fatalf("%+v", a)
	}
	to := p.messages()[0].Args
	if to["to"] != strings.ReplaceAll(phone, " ", "") || to["purpose"] != "verification" || to["link"] != "" {
		t.Fatalf("sent %+v", to)
	}
	return to["code"]
}

// proves enters the code of a new number.
func (p *person) proves(code string) *client {
	p.t.Helper()
	return p.do(wire.ConfirmNumberChange, wire.ContactCodeRequest{Code: code})
}

func (p *person) changes(t *testing.T, phone string) *person {
	t.Helper()
	code := p.asksAt(t, phone)
	p.renew(into[wire.Renewal](p.proves(code).wants(http.StatusOK)))
	return p
}

// hasNumber checks what the profile says, "" for no number.
func (p *person) hasNumber(t *testing.T, hint, state string) {
	t.Helper()
	n := read[wire.Security](p.client, wire.ReadSecurity, nil).Number
	if n == nil {
		n = &wire.ProfileNumber{}
	}
	if n.Hint != hint || n.State != state {
		t.Fatalf("the number is %+v, want %q %q", n, hint, state)
	}
}

const second = "+44 7700 900456"

func ownNumber(t *testing.T, o *org) {
	o.policy(sending)
	maria := o.join("maria", domain.RoleUser)
	o.h.pass(11 * time.Minute)
	maria.do(wire.SaveOwnNumber, wire.NumberRequest{Phone: mobile}).refused(http.StatusForbidden, domain.CodeStepUpRequired)
	other := maria.elsewhere().signIn()
	maria.confirm().do(wire.SaveOwnNumber, wire.NumberRequest{Phone: "call me"}).refused(http.StatusUnprocessableEntity, domain.CodePhoneInvalid)
	maria.do(wire.SaveOwnNumber, wire.NumberRequest{Phone: "+44 20 7946 0018"}).refused(http.StatusUnprocessableEntity, domain.CodePhoneLandline)
	code := maria.asksAt(t, mobile)
	if s := read[wire.Security](maria.client, wire.ReadSecurity, nil); s.Number != nil || s.NumberChange == nil || s.NumberChange.Hint != "23" {
		t.Fatalf("before the code: %+v, %+v", s.Number, s.NumberChange)
	}
	if !other.alive() || maria.told("profile_number") != 0 {
		t.Error("something happened before the code")
	}
	maria.renew(into[wire.Renewal](maria.proves(code).wants(http.StatusOK)))
	maria.hasNumber(t, "23", "verified")
	if other.alive() {
		t.Error("another session goes on")
	}
	e := o.events(domain.EventNumberChanged, maria.id)
	if len(e) != 1 || e[0].Detail["number"] != "added" || e[0].Detail["state"] != "verified" || strings.Contains(string(o.owner.body), "900123") {
		t.Fatalf("%s", o.owner.body)
	}
	maria.confirm().do(wire.SaveOwnNumber, wire.NumberRequest{Phone: mobile}).refused(http.StatusConflict, domain.CodeNumberSame)
	maria.changes(t, second).hasNumber(t, "56", "verified")
	if a := read[wire.ObjectionMade](o.h.client(t, o.short), wire.Object, wire.LinkRequest{Token: linkOf(t, o, maria, "profile_number")}); !a.Undone {
		t.Error("nothing was undone")
	}
	if maria.alive() {
		t.Error("the session goes on")
	}
	maria.signIn().hasNumber(t, "23", "verified")
	maria.confirm().renew(read[wire.Renewal](maria.client, wire.RemoveOwnNumber, nil))
	maria.hasNumber(t, "", "")
}

func numberKept(t *testing.T, o *org) {
	o.policy(sending)
	maria := o.join("maria", domain.RoleUser).changes(t, mobile)
	o.h.pass(time.Minute)
	code := maria.asksAt(t, second)
	maria.proves(maria.noCode()).refused(http.StatusUnprocessableEntity, domain.CodeCodeWrong)
	maria.hasNumber(t, "23", "verified")
	maria.do(wire.ResendNumberChange, nil).refused(http.StatusTooManyRequests, domain.CodeResendWait)
	o.h.pass(11 * time.Minute)
	maria.confirm().proves(code).refused(http.StatusUnprocessableEntity, domain.CodeExpiredResent)
	maria.hasNumber(t, "23", "verified")
	code = maria.sentCode()
	o.h.pass(time.Hour)
	maria.signIn().confirm().proves(code).refused(http.StatusGone, domain.CodeNumberChangeOver)
	maria.hasNumber(t, "23", "verified")
}

func numberTries(t *testing.T, o *org) {
	o.policy(sending)
	maria := o.join("maria", domain.RoleUser)
	code := maria.asksAt(t, mobile)
	for range 5 {
		maria.proves(maria.noCode()).refused(http.StatusUnprocessableEntity, domain.CodeCodeWrong)
	}
	maria.proves(code).refused(http.StatusTooManyRequests, domain.CodeRateLimited)
	// A new code doesn't buy new tries.
	o.h.pass(time.Minute)
	maria.do(wire.ResendNumberChange, nil).wants(http.StatusNoContent)
	maria.proves(maria.sentCode()).refused(http.StatusTooManyRequests, domain.CodeRateLimited)
	maria.hasNumber(t, "", "")
}

func numberCanceled(t *testing.T, o *org) {
	o.policy(sending)
	maria := o.join("maria", domain.RoleUser)
	code := maria.asksAt(t, mobile)
	maria.do(wire.CancelNumberChange, nil).wants(http.StatusNoContent)
	if s := read[wire.Security](maria.client, wire.ReadSecurity, nil); s.NumberChange != nil {
		t.Fatal("still waits")
	}
	maria.proves(code).refused(http.StatusGone, domain.CodeNumberChangeOver)
	maria.do(wire.ResendNumberChange, nil).refused(http.StatusGone, domain.CodeNumberChangeOver)
	o.h.pass(time.Minute)
	code = maria.asksAt(t, mobile)
	o.h.pass(time.Minute)
	next := maria.asksAt(t, second)
	if code != next {
		maria.proves(code).refused(http.StatusUnprocessableEntity, domain.CodeCodeWrong)
	}
	maria.renew(into[wire.Renewal](maria.proves(next).wants(http.StatusOK)))
	maria.hasNumber(t, "56", "verified")
}

func numberInTwoBrowsers(t *testing.T, o *org) {
	o.policy(sending)
	maria := o.join("maria", domain.RoleUser)
	other := maria.elsewhere().signIn()
	code := maria.asksAt(t, mobile)
	other.confirm().proves(code).refused(http.StatusUnprocessableEntity, domain.CodeCodeWrong)
	maria.renew(into[wire.Renewal](maria.proves(code).wants(http.StatusOK)))
	maria.hasNumber(t, "23", "verified")
	maria.confirm().proves(code).refused(http.StatusGone, domain.CodeNumberChangeOver)
}

func numberOfMany(t *testing.T, o *org) {
	o.policy(sending)
	for _, name := range []string{"ann", "ben", "cem"} {
		o.number(o.join(name, domain.RoleUser), mobile).wants(http.StatusOK)
	}
	maria := o.join("maria", domain.RoleUser)
	maria.proves(maria.asksAt(t, mobile)).refused(http.StatusConflict, domain.CodePhoneShared)
	maria.hasNumber(t, "", "")
}

func numberEntered(t *testing.T, o *org) {
	o.policy(sending)
	maria := o.join("maria", domain.RoleUser)
	o.number(maria, mobile).wants(http.StatusOK)
	maria.hasNumber(t, "23", "unverified")
	maria.changes(t, mobile).hasNumber(t, "23", "verified")
	o.number(maria, mobile).wants(http.StatusOK)
	maria.hasNumber(t, "23", "verified")
}
