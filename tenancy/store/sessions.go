package store

import (
	"context"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"twofold/domain"
	"twofold/tenancy/scoped"
)

type session struct {
	bun.BaseModel `bun:"table:sessions"`
	scoped.Row
	ID              string `bun:"id,pk"`
	UserID          string
	TokenHash       []byte
	BrowserHash     []byte
	SecurityVersion int64
	AMR             string           `bun:"amr"`
	ACR             domain.Assurance `bun:"acr"`
	Bearer          bool
	TrustGiven      bool
	RecoveryOpen    bool
	TrustID         string
	Renew           bool
	LostDevice      bool
	NewPlace        bool
	IP              string `bun:"ip"`
	Browser         string
	AuthAt          Stamp
	StepUpAt        Stamp
	StartedAt       Stamp
	SeenAt          Stamp
	EndedAt         Stamp
	DeniedAt        Stamp
}

// NewSession is a session to open, with the hash of its token and of the
// browser it is in.
type NewSession struct {
	domain.Session
	TokenHash, BrowserHash []byte
	TrustGiven             bool   // the person asked to trust this browser: the next page checks the cookie came back
	RecoveryOpen           bool   // opened by a recovery code: asked once whether the phone is lost
	TrustID                string // of the trusted browser that it gave or was opened by
	Notice                 *Notice
}

// Notice is a letter to all of somebody's addresses and the link in it, kept
// with the session it tells of.
type Notice struct {
	Link  Link
	Mails []Mail
}

// tell adds the session's notice to a batch, if the session was opened.
func (n NewSession) tell(b *scoped.Batch, tenant string) {
	if n.Notice == nil {
		return
	}
	keepNotice(b, tenant, n.ID, []Link{n.Notice.Link}, n.Notice.Mails)
}

func keepNotice(b *scoped.Batch, tenant, session string, links []Link, mails []Mail) {
	for _, l := range links {
		b.Change(nil, addLink, tenant, l.ID, string(l.Kind), l.UserID, l.TokenHash, l.EmailKey, l.SecurityVersion, l.Detail, int64(At(l.CreatedAt)), int64(At(l.ExpiresAt)), tenant, session)
	}
	for _, m := range mails {
		b.Change(nil, addMail, tenant, m.ID, m.Kind, m.To, m.UserID, m.Body, int64(At(m.CreatedAt)), int64(At(m.CreatedAt)), int64(At(m.ExpiresAt)), tenant, session)
	}
}

func (s *session) domain() domain.Session {
	return domain.Session{ID: s.ID, UserID: s.UserID, SecurityVersion: s.SecurityVersion, AMR: strings.Fields(s.AMR), ACR: s.ACR,
		AuthAt: s.AuthAt.Time(), StepUpAt: s.StepUpAt.Time(), StartedAt: s.StartedAt.Time(), SeenAt: s.SeenAt.Time(), IP: s.IP, Browser: s.Browser, Bearer: s.Bearer, Renew: s.Renew, LostDevice: s.LostDevice, NewPlace: s.NewPlace}
}

// OpenSession adds a session outside the two sign-in transactions: after a
// confirmed address, an invitation, or a change that ended the one before.
func (tx *Tx) OpenSession(ctx context.Context, n NewSession) error {
	asked, err := tx.stillAsked(ctx, n)
	if err != nil {
		return err
	}
	n.NewPlace = asked
	return wrap("open session", tx.tx.Insert(ctx, &session{ID: n.ID, UserID: n.UserID, TokenHash: n.TokenHash, BrowserHash: n.BrowserHash,
		SecurityVersion: n.SecurityVersion, AMR: strings.Join(n.AMR, " "), ACR: n.ACR, Bearer: n.Bearer, TrustGiven: n.TrustGiven, RecoveryOpen: n.RecoveryOpen, TrustID: n.TrustID, Renew: n.Renew, LostDevice: n.LostDevice, NewPlace: n.NewPlace,
		IP: n.IP, Browser: n.Browser, AuthAt: At(n.AuthAt), StepUpAt: At(n.StepUpAt), StartedAt: At(n.StartedAt), SeenAt: At(n.SeenAt)}))
}

// stillAsked is the condition of that name for a session that opens here, by no
// trust that was given before.
func (tx *Tx) stillAsked(ctx context.Context, n NewSession) (bool, error) {
	if n.NewPlace || len(n.BrowserHash) == 0 {
		return n.NewPlace, nil
	}
	since := At(n.StartedAt.Add(-domain.ObjectionFor))
	before := func() *scoped.Select {
		return tx.tx.Select((*session)(nil)).Where("browser_hash = ?", n.BrowserHash).Where("user_id = ?", n.UserID).Where("denied_at = 0")
	}
	asked, err := before().Where("new_place").Where("started_at > ?", since).Count(ctx)
	if err != nil || asked == 0 {
		return false, wrap("look for an open question", err)
	}
	older, err := before().Where("started_at <= ?", since).Count(ctx)
	return older == 0, wrap("look for older sessions", err)
}

// Sessions reads the person's live sessions, latest activity first. Whether
// one is past its time is the domain's to say.
func (tx *Tx) Sessions(ctx context.Context, userID string, securityVersion int64) ([]domain.Session, error) {
	var rows []session
	if err := tx.tx.Select(&rows).Where("user_id = ?", userID).Where("ended_at = 0").Where("security_version = ?", securityVersion).
		Order("seen_at DESC").Limit(200).Scan(ctx); err != nil {
		return nil, wrap("read sessions", err)
	}
	out := make([]domain.Session, len(rows))
	for i := range rows {
		out[i] = rows[i].domain()
	}
	return out, nil
}

// KnowsBrowser reports whether the person signed in from a browser before, and
// didn't say that it wasn't them. Clients without a cookie are not one browser.
func (tx *Tx) KnowsBrowser(ctx context.Context, userID string, browserHash []byte) (bool, error) {
	if len(browserHash) == 0 {
		return false, nil
	}
	n, err := tx.tx.Select((*session)(nil)).Where("user_id = ?", userID).Where("browser_hash = ?", browserHash).Where("denied_at = 0").Count(ctx)
	return n > 0, wrap("look for a browser", err)
}

// EndSession ends one session of the person and reports whether it was open.
func (tx *Tx) EndSession(ctx context.Context, userID, id string, at time.Time) (bool, error) {
	n, err := tx.tx.Update((*session)(nil)).Set("ended_at = ?", At(at)).Where("id = ?", id).Where("user_id = ?", userID).Where("ended_at = 0").Exec(ctx)
	return n == 1, wrap("end session", err)
}

// EndOtherSessions ends the person's sessions but keep (all when empty) and
// reports how many were open.
func (tx *Tx) EndOtherSessions(ctx context.Context, userID, keep string, at time.Time) (int64, error) {
	n, err := tx.tx.Update((*session)(nil)).Set("ended_at = ?", At(at)).Where("user_id = ?", userID).Where("id <> ?", keep).Where("ended_at = 0").Exec(ctx)
	return n, wrap("end sessions", err)
}

// CarrySession moves the acting session to the person's new security version
// under a new token, so that it alone goes on (ASVS V7.2.4).
func (tx *Tx) CarrySession(ctx context.Context, id string, tokenHash []byte, version int64, at time.Time) error {
	_, err := tx.tx.Update((*session)(nil)).Set("security_version = ?", version).Set("token_hash = ?", tokenHash).Set("seen_at = ?", At(at)).
		Where("id = ?", id).Where("ended_at = 0").Exec(ctx)
	return wrap("carry session", err)
}

// NoteProof records what a session proved since: a second step or a
// confirmation that it's still the person.
func (tx *Tx) NoteProof(ctx context.Context, id string, amr []string, acr domain.Assurance, authAt, stepUpAt time.Time) error {
	_, err := tx.tx.Update((*session)(nil)).Set("amr = ?", strings.Join(amr, " ")).Set("acr = ?", acr).
		Set("auth_at = ?", At(authAt)).Set("step_up_at = ?", At(stepUpAt)).Where("id = ?", id).Where("ended_at = 0").Exec(ctx)
	return wrap("note proof", err)
}

// NoteConfirmation records when a session last confirmed that it's still the
// person, and nothing else of it: zero where that is spent.
func (tx *Tx) NoteConfirmation(ctx context.Context, id string, at time.Time) error {
	_, err := tx.tx.Update((*session)(nil)).Set("step_up_at = ?", At(at)).Where("id = ?", id).Where("ended_at = 0").Exec(ctx)
	return wrap("note confirmation", err)
}

// ClearTrustGiven forgets that the trust cookie is awaited.
func (tx *Tx) ClearTrustGiven(ctx context.Context, id string) error {
	_, err := tx.tx.Update((*session)(nil)).Set("trust_given = FALSE").Where("id = ?", id).Exec(ctx)
	return wrap("clear trust question", err)
}

// ClearRecoveryOpen forgets that the session was opened by a recovery code.
func (tx *Tx) ClearRecoveryOpen(ctx context.Context, id string) error {
	_, err := tx.tx.Update((*session)(nil)).Set("recovery_open = FALSE").Set("renew = FALSE").Where("id = ?", id).Exec(ctx)
	return wrap("clear recovery question", err)
}

// DeviceReplaced notes that the lost device of a session is out of the way.
func (tx *Tx) DeviceReplaced(ctx context.Context, id string) error {
	_, err := tx.tx.Update((*session)(nil)).Set("lost_device = FALSE").Where("id = ?", id).Exec(ctx)
	return wrap("note that a device is replaced", err)
}

// ClaimSession notes that the person opened a session at a new place
// themselves, and what else is kin of it, and reports whether there was an open
// one.
func (tx *Tx) ClaimSession(ctx context.Context, userID, id string) (bool, error) {
	n, err := tx.tx.Update((*session)(nil)).Set("new_place = FALSE").Where("id = ?", id).Where("user_id = ?", userID).Where("new_place").Where("ended_at = 0").Exec(ctx)
	if err != nil || n != 1 {
		return false, wrap("claim session", err)
	}
	of, err := tx.kinOf(ctx, userID, id)
	if err != nil {
		return true, err
	}
	_, err = tx.tx.Update((*session)(nil)).Set("new_place = FALSE").Where(kin, of...).Where("user_id = ?", userID).Where("new_place").Exec(ctx)
	return true, wrap("claim sessions of a browser", err)
}

// DenySession ends a session at a new place that the person says is not
// theirs, with all others of theirs that are kin of it but the acting one, and
// reports whether there was an open one. Its browser is known no more.
func (tx *Tx) DenySession(ctx context.Context, userID, id, acting string, at time.Time) (bool, error) {
	n, err := tx.tx.Update((*session)(nil)).Set("denied_at = ?", At(at)).Set("ended_at = ?", At(at)).
		Where("id = ?", id).Where("user_id = ?", userID).Where("new_place").Where("ended_at = 0").Exec(ctx)
	if err != nil || n != 1 {
		return false, wrap("deny session", err)
	}
	return true, tx.DenyBrowser(ctx, userID, id, acting, at)
}

// DenyBrowser ends all of the person's sessions that are kin of one of them,
// which may be over, but the acting one. The browser is known no more.
func (tx *Tx) DenyBrowser(ctx context.Context, userID, id, acting string, at time.Time) error {
	of, err := tx.kinOf(ctx, userID, id)
	if err != nil {
		return err
	}
	_, err = tx.tx.Update((*session)(nil)).Set("denied_at = ?", At(at)).Set("ended_at = CASE WHEN ended_at = 0 THEN ? ELSE ended_at END", At(at)).
		Where(kin, of...).Where("user_id = ?", userID).Where("id <> ?", acting).Exec(ctx)
	return wrap("deny sessions of a browser", err)
}

// kin are the sessions in one browser, and those that gave or were opened by a
// trust of theirs, whatever they are in: arguments from kinOf. No client that
// keeps no cookie is another's kin by that.
const kin = "browser_hash = ? AND length(browser_hash) > 0 OR trust_id IN (?)"

// kinOf are the browser and the trusts of one of the person's sessions, which
// may be over.
func (tx *Tx) kinOf(ctx context.Context, userID, id string) ([]any, error) {
	var one session
	var rows []session
	err := tx.tx.Select(&one).Column("browser_hash").Where("id = ?", id).Where("user_id = ?", userID).Scan(ctx)
	if err == nil {
		err = tx.tx.Select(&rows).Column("trust_id").Where("user_id = ?", userID).Where("trust_id <> ''").
			Where("id = ? OR browser_hash = ? AND length(browser_hash) > 0", id, one.BrowserHash).Scan(ctx)
	}
	trusts := make([]string, len(rows))
	for i := range rows {
		trusts[i] = rows[i].TrustID
	}
	if Missing(err) {
		err = nil
	}
	return []any{notNil(one.BrowserHash), bun.List(trusts)}, wrap("read session's browser", err)
}

// SessionDeniedSince reports whether the person said of a session after a time
// that it is not theirs.
func (tx *Tx) SessionDeniedSince(ctx context.Context, userID string, since time.Time) (bool, error) {
	n, err := tx.tx.Select((*session)(nil)).Where("user_id = ?", userID).Where("denied_at > ?", At(since)).Count(ctx)
	return n > 0, wrap("look for denied sessions", err)
}
