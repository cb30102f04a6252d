package flow

import (
	"errors"
	"time"

	"twofold/domain"
	"twofold/domain/factor"
	"twofold/domain/signin"
	"twofold/tenancy/store"
)

// errMoved says that what a decision rested on changed before its outcome was
// written; nothing was written.
var errMoved = errors.New("the person or the policy changed meanwhile")

func (f *Flows) openHalf(c ctxt, life time.Duration, p store.Person, seen store.Seen, keys []string, trustBox bool) (string, error) {
	id, err := f.newID("half")
	if err != nil {
		return "", err
	}
	token, hash, err := f.newToken()
	if err != nil {
		return "", err
	}
	event, err := f.about(c.Request, domain.EventPasswordRight, true, p.User)
	if err != nil {
		return "", err
	}
	half := store.HalfSignIn{ID: id, UserID: p.ID, TokenHash: hash, BrowserHash: notNil(c.BrowserHash), SecurityVersion: p.SecurityVersion, TrustWanted: trustBox,
		Bearer: c.Bearer, IP: c.IP, Browser: c.Browser, CreatedAt: c.Now, ExpiresAt: c.Now.Add(life)}
	wrote, err := f.db.WriteChallenge(c, c.Scope, seen, half, keys, event)
	if err == nil && !wrote {
		err = errMoved
	}
	return token, err
}

func notNil(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

// newSession prepares a session of what Next granted.
func (f *Flows) newSession(c ctxt, p store.Person, next signin.Outcome) (store.NewSession, string, error) {
	id, err := f.newID("ses")
	if err != nil {
		return store.NewSession{}, "", err
	}
	token, hash, err := f.newToken()
	n := store.NewSession{Session: domain.Session{ID: id, UserID: p.ID, SecurityVersion: p.SecurityVersion, AMR: next.AMR, ACR: next.ACR,
		AuthAt: c.Now, StartedAt: c.Now, SeenAt: c.Now, IP: c.IP, Browser: c.Browser, Bearer: c.Bearer},
		TokenHash: hash, BrowserHash: notNil(c.BrowserHash)}
	return n, token, err
}

// trustGrace is how long the token before stays good, for tabs that race.
const trustGrace = time.Minute

func (f *Flows) openByPassword(c ctxt, p store.Person, known bool, next signin.Outcome, seen store.Seen, keys []string, trust *store.Trust, tokens []string, out *SignInResult) error {
	session, token, err := f.newSession(c, p, next)
	if err != nil {
		return err
	}
	event, err := f.about(c.Request, domain.EventSignedIn, true, p.User)
	if err != nil {
		return err
	}
	event.Detail["how"] = "password"
	// Of a client without a cookie, what it was trusted by is all there is to know
	// it by. It is asked about while the session that gave the trust is.
	if err := f.newBrowserByPassword(c, p, known || c.Bearer && trust != nil, &session); err != nil {
		return err
	}
	var use *store.TrustUse
	if trust != nil {
		session.Renew, session.TrustID = out.Renew, trust.ID
		event.Detail["how"] = "password, trusted browser"
		var fresh string
		if use, fresh, err = f.useTrust(c, trust, tokens, out); err != nil {
			return err
		}
		out.NewTrust = fresh
	}
	if next.Step == signin.Enroll {
		event.Detail["how"] = "password, must set up"
	}
	wrote, err := f.db.WriteSession(c, c.Scope, seen, session, use, keys, event)
	if err != nil {
		return err
	}
	if !wrote {
		return errMoved
	}
	if use != nil && !use.Rotated {
		out.NewTrust, out.UsedTrust = "", ""
	}
	out.Token = token
	return nil
}

func (f *Flows) useTrust(c ctxt, trust *store.Trust, tokens []string, out *SignInResult) (*store.TrustUse, string, error) {
	for _, t := range tokens {
		if factor.TokenFits(t, trust.TokenHash) || factor.TokenFits(t, trust.PreviousHash) {
			out.UsedTrust = t
		}
	}
	fresh, hash, err := f.newToken()
	if err != nil {
		return nil, "", err
	}
	return &store.TrustUse{ID: trust.ID, Current: factor.HashToken(out.UsedTrust), Next: hash, Grace: c.Now.Add(trustGrace)}, fresh, nil
}
