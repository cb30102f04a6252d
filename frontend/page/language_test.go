//go:build !wasm

package page

import (
	"testing"
)

func TestLanguageOfMessagesIsChosen(t *testing.T) {
	s := newStage(t, canned("Maria"), "/me/security")
	s.says("As your organization chose: English")
	s.answers["PUT /me/language"] = answer{status: 204}
	s.choose("language-form", "language", "ar")
	s.submit("language-form")
	for _, c := range s.calls {
		if c.Method == "PUT" && c.Path == "/t/northwind/api/v1/me/language" {
			if got := string(c.Body); got != `{"language":"ar"}` {
				t.Errorf("sent %s", got)
			}
			return
		}
	}
	t.Errorf("nothing was sent: %v", s.calls)
}
