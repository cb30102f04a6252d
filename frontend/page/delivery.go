package page

import (
	"encoding/json"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/part"
)

// fate is where the API tells what became of the code that was sent last.
type fate struct {
	at   string
	lost func(answer string) bool
}

// signInCode is the code of a half-finished sign-in.
func signInCode(v part.View, way string) fate {
	return fate{v.Path("/api/v1" + wire.ReadSignIn.Path), func(answer string) bool {
		var p wire.SignInPage
		if json.Unmarshal([]byte(answer), &p) != nil || p.SecondStep == nil {
			return false
		}
		for _, m := range p.SecondStep.Methods {
			if m.ID == way && m.Failed == domain.CodeSendFailed {
				return true
			}
		}
		return false
	}}
}

// setUpCode is the code of a set-up.
func setUpCode(v part.View) fate {
	return fate{v.Path("/api/v1" + wire.ReadSetup.Path), func(answer string) bool {
		var s wire.Setup
		return json.Unmarshal([]byte(answer), &s) == nil && s.Failed == domain.CodeSendFailed
	}}
}

// wentTo says where and when a code went, after what was just done; or that it
// can't be delivered, as soon as the provider has said so.
func wentTo(v part.View, kind, hint string, at time.Time, gone bool, news app.UI, f fate) app.UI {
	went := part.Group(news, v.Sentence("sent.text."+kind, part.Ltr("hint", hint), v.Clock("time", at)))
	if gone {
		return lost(v, kind)
	}
	return &part.Later{At: f.at, Told: f.lost, Said: v.T("sent.failed." + kind), Before: went, After: lost(v, kind)}
}

func lost(v part.View, kind string) app.UI { return v.Callout("warn", v.T("sent.failed."+kind)) }
