package store_test

import (
	"context"
	"database/sql"
	"fmt"
	"sort"
	"strings"
	"testing"
	"time"

	"twofold/domain"
	"twofold/tenancy"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store"
	"twofold/tenancy/store/storetest"
)

var (
	ctx   = context.Background()
	start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	end   = start.Add(10 * time.Minute)
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// in runs fn in a writing transaction that has to succeed.
func in(t testing.TB, db *store.DB, s tenancy.Scope, fn func(tx *store.Tx) error) {
	t.Helper()
	must(t, db.In(ctx, s, fn))
}

// world is a tenant with a row in every table. Each text in it holds its name,
// so that a row that leaks gives itself away.
type world struct{ name string }

func (w world) id(kind string) string    { return kind + "_" + w.name }
func (w world) scope() tenancy.Scope     { return tenancy.Of(w.id("org")) }
func (w world) bytes(kind string) []byte { return []byte(kind + " of " + w.name) }
func (w world) email() string            { return "ida@" + w.name + ".example" }
func (w world) keys() store.ThrottleKeys { return keys(w.email()) }
func (w world) browser() []byte          { return w.bytes("browser") }
func (w world) tenant() domain.Tenant {
	return domain.Tenant{ID: w.id("org"), Name: w.name, ShortName: w.name, State: domain.TenantUnconfirmed, CreatedAt: start}
}
func (w world) seen() store.Seen {
	return store.Seen{UserID: w.id("usr"), SecurityVersion: 1, PolicyVersion: 2}
}
func (w world) try() store.PasswordTry {
	return store.PasswordTry{Email: w.email(), BrowserHash: w.browser(), TrustHashes: [][]byte{w.bytes("trust")}, Keys: w.keys(), Now: start}
}

func keys(email string) store.ThrottleKeys {
	return store.ThrottleKeys{Pair: "pair:" + email + ":net", PairKnown: "pair:" + email + ":known", Source: "source:net", Account: "account:" + email}
}

// event is an event of the world with an id of its own.
func (w world) event(id string) domain.Event {
	return domain.Event{ID: id + "_" + w.name, At: start, Kind: domain.EventSignedIn, OK: true, ActorID: w.id("usr"), ActorName: w.name,
		SubjectID: w.id("usr"), Subject: w.name, IP: "192.0.2.1", Browser: "Chrome", RequestID: "req_" + w.name, Detail: map[string]string{"of": w.name}}
}

func (w world) person(id string) store.Person {
	return store.Person{User: domain.User{ID: w.id(id), Email: id + "." + w.email(), Name: "Ida " + w.name, Role: domain.RoleOwner, State: domain.UserActive, CreatedAt: start},
		PasswordHash: "phc of " + w.name}
}

func (w world) session(id string) store.NewSession {
	return store.NewSession{Session: domain.Session{ID: id + "_" + w.name, UserID: w.id("usr"), SecurityVersion: 1, AMR: []string{"pwd", "otp"}, ACR: domain.AssuranceTwo,
		AuthAt: start, StartedAt: start, SeenAt: start, Browser: w.name}, TokenHash: w.bytes(id), BrowserHash: w.browser(), TrustGiven: true, RecoveryOpen: true}
}

func (w world) half(id string) store.HalfSignIn {
	return store.HalfSignIn{ID: id + "_" + w.name, UserID: w.id("usr"), TokenHash: w.bytes(id), BrowserHash: w.browser(), SecurityVersion: 1, Browser: w.name, CreatedAt: start, ExpiresAt: end}
}

func (w world) trust(id string) store.Trust {
	return store.Trust{ID: id + "_" + w.name, UserID: w.id("usr"), TokenHash: w.bytes(id), SecurityVersion: 1, Browser: w.name, BrowserHash: w.browser(), TrustedAt: start, UsedAt: start}
}

func (w world) mark(of string) store.SharedBrowser {
	return store.SharedBrowser{Hash: w.bytes(of), By: w.id("usr"), At: start}
}

func (w world) factor(id string) store.Factor {
	return store.Factor{ID: id + "_" + w.name, UserID: w.id("usr"), Method: domain.MethodApp, Name: w.name, Secret: w.bytes("secret"), LabelNo: 1, CreatedAt: start,
		Lookup: w.id("look"), Detail: "detail of " + w.name}
}

func (w world) link(id string) store.Link {
	return store.Link{ID: id + "_" + w.name, Kind: store.LinkInvite, UserID: w.id("usr"), TokenHash: w.bytes(id), EmailKey: w.email(), SecurityVersion: 1, ByName: w.name, CreatedAt: start, ExpiresAt: end}
}

func (w world) grant(id string) domain.Grant {
	return domain.Grant{ID: id + "_" + w.name, Kind: domain.GrantAccessCode, UserID: w.id("usr"), GiverID: w.id("usr"), Giver: w.name, Reason: "because " + w.name,
		Secret: w.bytes(id), SecurityVersion: 1, UsesLeft: 1, CreatedAt: start, ExpiresAt: end}
}

func (w world) inspection(id string) domain.Inspection {
	return domain.Inspection{ID: w.id(id), AgentID: w.id("agent"), Agent: w.name, SecurityVersion: 1, Reason: w.name, OpenedAt: start, EndsAt: later}
}

func (w world) call(id string) domain.Case {
	return domain.Case{ID: id + "_" + w.name, Number: "C-" + id + w.name, Kind: domain.CaseLostDevice, UserID: w.id("usr"), Caller: w.name, CalledBy: "phone", OpenedBy: "usr_9", Opener: w.name,
		State: domain.CaseOpen, OpenedAt: start, DueAt: end}
}

func (w world) proof(id string) domain.CaseProof {
	return domain.CaseProof{ID: id + "_" + w.name, CaseID: w.id("cas"), Way: domain.WayMail, Result: domain.ProofOpen, ByID: "usr_9", By: w.name, At: start}
}

func (w world) request(id, user string) store.Request {
	return store.Request{ID: id + "_" + w.name, Kind: domain.RequestLostDevice, UserID: w.id(user), SecurityVersion: 1, Message: "from " + w.name, BrowserHash: w.browser(), CreatedAt: start, ExpiresAt: end}
}

func (w world) guarded(id, user string) store.GuardedReset {
	return store.GuardedReset{ID: id + "_" + w.name, UserID: w.id(user), SecurityVersion: 1, Role: domain.RoleUser, AskedBy: w.id("usr"), AskedName: w.name, State: domain.GuardApproval, CreatedAt: start, DueAt: end}
}

// asked keeps a request of the world's person.
func (w world) asked(tx *store.Tx) (bool, error) {
	number, err := tx.AddRequest(ctx, w.request("req", "usr"))
	return number > 0, err
}

func (w world) mail(id string) store.Mail {
	return store.Mail{ID: id + "_" + w.name, Kind: "invite", To: w.email(), UserID: w.id("usr"), Body: w.bytes("body"), CreatedAt: start, ExpiresAt: end}
}

func (w world) enrollment(id, user string) store.Enrollment {
	return store.Enrollment{Method: domain.MethodApp, ID: id + "_" + w.name, UserID: w.id(user), SecurityVersion: 1, Name: w.name, Secret: w.bytes("secret"), LabelNo: 1, CreatedAt: start, ExpiresAt: end}
}

func (w world) sentCode(id string) store.SentCode {
	return store.SentCode{ID: id + "_" + w.name, UserID: w.id("usr"), Request: w.id("half"), Purpose: domain.PurposeSignIn, Method: domain.MethodText, Factor: w.id("fac"),
		Country: "GB", MAC: w.bytes("mac"), BrowserHash: w.browser(), MessageID: w.id("msg"), SentAt: start, ExpiresAt: end}
}

func (w world) ceremony(id string) store.Ceremony {
	return store.Ceremony{ID: id + "_" + w.name, UserID: w.id("usr"), Request: w.id("half"), Purpose: domain.PurposeSignIn, BrowserHash: w.browser(), State: w.bytes("state"),
		CreatedAt: start, ExpiresAt: end}
}

func (w world) answers(id string) store.AnswerSet {
	return store.AnswerSet{Questions: []domain.Question{{ID: "own_" + id, Text: "Of what is " + w.name + "?"}}, Hash: "phc " + id + " of " + w.name, At: start}
}

func (w world) policy(version int64) store.PolicyChange {
	return store.PolicyChange{Version: version, Policy: domain.DefaultPolicy(), Reason: "because " + w.name, ByID: w.id("usr"), ByName: w.name, At: start}
}

func (w world) template(version int64) store.TemplateVersion {
	return store.TemplateVersion{Kind: "invite", Language: "de", Version: version, Words: map[string]string{"subject": "Hallo von " + w.name}, ByID: w.id("usr"), ByName: w.name, At: start}
}

// build fills every table for the world.
func (w world) build(t testing.TB, db *store.DB) world {
	t.Helper()
	in(t, db, w.scope(), func(tx *store.Tx) error {
		if err := tx.CreateTenant(ctx, w.tenant(), domain.DefaultPolicy()); err != nil {
			return err
		}
		ida := w.person("usr")
		ida.Email = w.email()
		for _, err := range []error{
			saved(tx.SavePolicy(ctx, w.policy(2))), tx.SaveTemplate(ctx, w.template(2)),
			tx.AddUser(ctx, ida), tx.AddUser(ctx, w.person("cal")), tx.MarkBrowser(ctx, w.mark("shared")),
			tx.AddFactor(ctx, w.factor("fac")), tx.OpenSession(ctx, w.session("ses")), tx.AddTrust(ctx, w.trust("trust")),
			tx.ReplaceRecoveryCodes(ctx, w.id("usr"), []store.RecoveryCode{{ID: w.id("rec"), Salt: w.bytes("salt"), Digest: w.bytes("digest"), CreatedAt: start}}),
			tx.SaveAnswers(ctx, w.id("usr"), w.answers("old")), tx.MarkShared(ctx, w.id("usr"), past), tx.MarkShared(ctx, w.id("usr"), start),
			tx.StartEnrollment(ctx, w.enrollment("enr", "usr")), tx.StartEnrollment(ctx, w.enrollment("enq", "cal")),
			saved(tx.ConfirmEnrollment(ctx, w.id("enr"), w.name, 7, 0, w.bytes("codes"), start)),
			tx.AddLink(ctx, w.link("lnk")), tx.AddGrant(ctx, w.grant("gra")), tx.AddCase(ctx, w.call("cas")), tx.AddInspection(ctx, w.inspection("ins")), tx.AddProof(ctx, w.proof("prf")), tx.QueueMail(ctx, w.mail("msg")),
			saved(w.asked(tx)),
			tx.AddGuarded(ctx, w.guarded("rst", "usr")),
			tx.QueueJob(ctx, store.Job{ID: w.id("job"), Kind: "announce", Payload: w.name, CreatedAt: start}),
			tx.Record(ctx, w.event("evt")),
			tx.AddSentCode(ctx, w.sentCode("cod")), tx.AddCeremony(ctx, w.ceremony("cer")),
			tx.SetPhone(ctx, w.id("usr"), store.ProfilePhone{Sealed: w.bytes("phone"), Key: w.id("key"), Hint: w.name, State: domain.PhoneUnverified}),
			spent(tx.SpendQuota(ctx, w.id("quo"), 1, 5, time.Hour, start)),
		} {
			if err != nil {
				return err
			}
		}
		return nil
	})
	for range store.PairFree {
		_, err := db.SpendPasswordTry(ctx, w.scope(), w.try())
		must(t, err)
	}
	wrote, err := db.WriteChallenge(ctx, w.scope(), w.seen(), w.half("half"), nil, w.event("evh"))
	must(t, saved(wrote, err))
	facts, err := db.SpendCodeTry(ctx, w.scope(), w.bytes("half"), start)
	must(t, saved(facts.Counted, err))
	return w
}

// spent makes an error of a cap that gave nothing.
func spent(_ int64, ok bool, err error) error { return saved(ok, err) }

// saved makes an error of a change that did not happen.
func saved(done bool, err error) error {
	if err == nil && !done {
		return fmt.Errorf("nothing was saved")
	}
	return err
}

// look reads every row of a tenant past the walls, as one text.
type look struct {
	raw    *sql.DB
	tables []string
}

func lookAt(t *testing.T, c scoped.Config) look {
	return look{raw: storetest.Raw(t, c), tables: storetest.TenantTables(t, c)}
}

func (l look) rows(t *testing.T, s tenancy.Scope) string {
	t.Helper()
	var lines []string
	for _, table := range l.tables {
		lines = append(lines, l.query(t, "SELECT '"+table+"', x.* FROM "+table+" AS x WHERE tenant_id = '"+s.Tenant()+"'")...)
	}
	sort.Strings(lines)
	return strings.Join(lines, "\n")
}

// query reads rows as texts, one a row.
func (l look) query(t *testing.T, query string) []string {
	t.Helper()
	rows, err := l.raw.Query(query)
	must(t, err)
	defer rows.Close()
	columns, err := rows.Columns()
	must(t, err)
	values, dest := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		dest[i] = &values[i]
	}
	var lines []string
	for rows.Next() {
		must(t, rows.Scan(dest...))
		lines = append(lines, fmt.Sprintf("%s", values))
	}
	must(t, rows.Err())
	return lines
}
