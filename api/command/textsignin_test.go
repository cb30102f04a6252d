package command

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"testing"
	"time"

	"twofold/api/deliver/delivertest"
	"twofold/api/wire"
	"twofold/domain"
	"twofold/domain/factor"
	"twofold/tenancy/store"
)

const textPassword = "correct horse battery staple"

// member is somebody who verifies by text message.
func (h *texting) member(id, number string) {
	h.Helper()
	hash, err := h.hasher.HashPassword(h.Context(), textPassword)
	if err != nil {
		h.Fatal(err)
	}
	sealed, err := h.keys.Seal([]byte(number), factor.BindFactor(h.org.ID, id, "fac_"+id, 1))
	if err != nil {
		h.Fatal(err)
	}
	now := h.flows.Now()
	h.in(func(tx *store.Tx) error {
		p := store.Person{User: domain.User{ID: id, Email: id + "@x.example", Name: id, Role: domain.RoleUser, State: domain.UserActive, CreatedAt: now}, PasswordHash: hash}
		if err := tx.AddUser(h.Context(), p); err != nil {
			return err
		}
		if err := tx.AddFactor(h.Context(), store.Factor{ID: "fac_" + id, UserID: id, Method: domain.MethodText, Secret: sealed, SecretVersion: 1, Lookup: id, Hint: number[len(number)-2:], CreatedAt: now}); err != nil {
			return err
		}
		_, err := tx.ChangeUser(h.Context(), id, 1, store.UserChange{TwoStep: domain.TwoStepOn, At: now})
		return err
	})
}

func (h *texting) ask(path, bearer string, in, out any) int {
	h.Helper()
	body, _ := json.Marshal(in)
	r, err := http.NewRequest(http.MethodPost, h.base+"/t/northwind/api/v1"+path, bytes.NewReader(body))
	if err != nil {
		h.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	if bearer != "" {
		r.Header.Set("Authorization", "Bearer "+bearer)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		h.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		h.Fatal(err)
	}
	if out != nil && answer.StatusCode < 300 {
		if err := json.Unmarshal(text, out); err != nil {
			h.Fatalf("%v in %s", err, text)
		}
	}
	return answer.StatusCode
}

// TestF14SignInByTextMessage signs in by a code that the provider got, and
// again while the provider says nothing: the answer is there before the
// provider's is.
func TestF14SignInByTextMessage(t *testing.T) {
	h := newTexting(t)
	h.in(func(tx *store.Tx) error {
		p := domain.DefaultPolicy()
		p.Mode, p.Methods = domain.ModeRequired, append(p.Methods, domain.MethodText)
		_, err := tx.SavePolicy(t.Context(), store.PolicyChange{Version: 2, Policy: p, At: h.flows.Now()})
		return err
	})
	h.member("usr_ida", "+447700900123")
	h.member("usr_ben", "+447700900124")
	var answer wire.SignInAnswer
	if got := h.ask("/sign-in", "", wire.SignInRequest{Email: "usr_ida@x.example", Password: textPassword, Bearer: true}, &answer); got != 200 || answer.Token == "" {
		t.Fatalf("sign-in: %d %+v", got, answer)
	}
	m, err := h.fake.Await("+447700900123", 1, 20*time.Second)
	if err != nil || m.Code() == "" {
		t.Fatalf("%+v, %v", m, err)
	}
	if got := h.ask("/sign-in/code", answer.Token, wire.CodeRequest{Code: m.Code()}, &answer); got != 200 {
		t.Fatalf("the code that arrived: %d", got)
	}
	h.fake.Answer(delivertest.Silence)
	asked := h.fake.Asked()
	if got := h.ask("/sign-in", "", wire.SignInRequest{Email: "usr_ben@x.example", Password: textPassword, Bearer: true}, &answer); got != 200 {
		t.Fatalf("sign-in while the provider is silent: %d", got)
	}
	for h.fake.Asked() == asked {
		time.Sleep(time.Millisecond)
	}
	if n := len(h.fake.Messages("+447700900124")); n != 0 {
		t.Fatalf("%d messages", n)
	}
	h.fake.Answer(delivertest.Taken)
	h.fake.Release()
	m, err = h.fake.Await("+447700900124", 1, 40*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	if got := h.ask("/sign-in/code", answer.Token, wire.CodeRequest{Code: m.Code()}, &answer); got != 200 {
		t.Fatalf("the code that arrived late: %d", got)
	}
}
