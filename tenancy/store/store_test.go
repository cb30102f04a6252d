package store_test

import (
	"context"
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
	north = tenancy.Of("org_north")
	south = tenancy.Of("org_south")
)

// open makes a store with two tenants, each with an owner, and an app in
// north's hand.
func open(t *testing.T, c scoped.Config) *store.DB {
	t.Helper()
	db := store.New(storetest.Open(t, c))
	for _, s := range []tenancy.Scope{north, south} {
		must(t, db.In(ctx, s, func(tx *store.Tx) error {
			name := s.Tenant()[4:]
			if err := tx.CreateTenant(ctx, domain.Tenant{ID: s.Tenant(), Name: name, ShortName: name, State: domain.TenantActive, CreatedAt: start}, domain.DefaultPolicy()); err != nil {
				return err
			}
			if err := tx.AddUser(ctx, person("usr_"+name, "owner@"+name+".example")); err != nil {
				return err
			}
			return tx.AddFactor(ctx, store.Factor{ID: "fac_" + name, UserID: "usr_" + name, Method: domain.MethodApp, Name: "Phone", Secret: []byte("sealed"), LabelNo: 1, CreatedAt: start})
		}))
	}
	return db
}

func person(id, email string) store.Person {
	return store.Person{User: domain.User{ID: id, Email: email, Name: "Ida", Role: domain.RoleOwner, State: domain.UserActive, CreatedAt: start}, PasswordHash: "phc"}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func keys(email string) store.ThrottleKeys {
	return store.ThrottleKeys{Pair: "pair:" + email + ":net", PairKnown: "pair:" + email + ":known", Source: "source:net", Account: "account:" + email}
}

func session(id string, at time.Time) store.NewSession {
	return store.NewSession{Session: domain.Session{ID: id, UserID: "usr_north", SecurityVersion: 1, AMR: []string{"pwd", "otp"}, ACR: domain.AssuranceTwo,
		AuthAt: at, StartedAt: at, SeenAt: at}, TokenHash: []byte(id), BrowserHash: []byte("browser")}
}

func TestSignInBatches(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		try := store.PasswordTry{Email: "Owner@North.example", BrowserHash: []byte("browser"), TrustHashes: [][]byte{[]byte("none")}, Keys: keys("owner@north.example"), Now: start}
		facts, err := db.SpendPasswordTry(ctx, north, try)
		must(t, err)
		if !facts.Open || !facts.Found || facts.Known || facts.Person.ID != "usr_north" || facts.PolicyVersion != 1 || facts.Person.Methods[0] != domain.MethodApp {
			t.Fatalf("facts = %+v", facts)
		}
		seen := store.Seen{UserID: "usr_north", SecurityVersion: 1, PolicyVersion: 1}
		half := store.HalfSignIn{ID: "half_1", UserID: "usr_north", TokenHash: []byte("half"), BrowserHash: []byte("browser"), SecurityVersion: 1, CreatedAt: start, ExpiresAt: start.Add(10 * time.Minute)}
		event := domain.Event{ID: "evt_1", At: start, Kind: domain.EventPasswordRight, OK: true}
		ok, err := db.WriteChallenge(ctx, north, seen, half, []string{try.Keys.Pair, try.Keys.Source, try.Keys.Account}, event)
		must(t, err)
		if !ok {
			t.Fatal("challenge not written")
		}
		code, err := db.SpendCodeTry(ctx, north, []byte("half"), start)
		must(t, err)
		if !code.Live || !code.Counted || code.Person.Lock.Tries != 1 || len(code.Factors) != 1 {
			t.Fatalf("code facts = %+v", code)
		}
		right := store.RightCode{Seen: seen, HalfID: "half_1", Factor: "fac_north", Step: 100, Session: session("ses_1", start),
			Trust:  &store.Trust{ID: "trb_1", UserID: "usr_north", TokenHash: []byte("trust"), SecurityVersion: 1},
			Events: []domain.Event{{ID: "evt_2", At: start, Kind: domain.EventSignedIn, OK: true}}}
		spent, opened, err := db.WriteRightCode(ctx, north, right)
		must(t, err)
		if !spent || !opened {
			t.Fatal("right code not written", spent, opened)
		}
		if _, again, _ := db.WriteRightCode(ctx, north, right); again {
			t.Fatal("a code opened two sessions")
		}
		visit, err := db.ReadVisit(ctx, north, []byte("ses_1"))
		must(t, err)
		if !visit.Found || visit.Person.Lock.Tries != 0 || visit.Session.ACR != domain.AssuranceTwo || visit.KeysVersion != 1 {
			t.Fatalf("visit = %+v", visit)
		}
		must(t, db.Touch(ctx, north, "ses_1", start.Add(time.Minute)))
		if other, _ := db.ReadVisit(ctx, south, []byte("ses_1")); other.Found {
			t.Fatal("a session was found in another tenant")
		}
		known, err := db.SpendPasswordTry(ctx, north, try)
		must(t, err)
		if !known.Known {
			t.Fatal("the browser that signed in is not known")
		}
		use := &store.TrustUse{ID: "trb_1", Current: []byte("trust"), Next: []byte("next"), Grace: start.Add(time.Minute)}
		ok, err = db.WriteSession(ctx, north, seen, session("ses_2", start), use, []string{known.PairKey}, event2("evt_3"))
		must(t, err)
		if !ok || !use.Rotated {
			t.Fatal("session by trust not written", ok, use.Rotated)
		}
		must(t, db.In(ctx, north, func(tx *store.Tx) error {
			_, err := tx.ChangeUser(ctx, "usr_north", 1, store.UserChange{Raise: true, Name: "Ida B"})
			return err
		}))
		if ok, _ := db.WriteSession(ctx, north, seen, session("ses_3", start), nil, nil, event2("evt_4")); ok {
			t.Fatal("a session was written on an old security version")
		}
	})
}

func event2(id string) domain.Event {
	return domain.Event{ID: id, At: start, Kind: domain.EventSignedIn, OK: true, Detail: map[string]string{"method": "app"}}
}

func TestPasswordWaits(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		try := store.PasswordTry{Email: "nobody@north.example", BrowserHash: []byte{}, Keys: keys("nobody@north.example"), Now: start}
		for i := 1; i <= 3; i++ {
			f, err := db.SpendPasswordTry(ctx, north, try)
			must(t, err)
			if !f.Open || f.Found {
				t.Fatalf("try %d: %+v", i, f)
			}
		}
		if f, _ := db.SpendPasswordTry(ctx, north, try); f.Open {
			t.Fatal("the fourth try in a row was not slowed down")
		}
		wait := time.Second
		for i := 4; i <= 14; i++ {
			try.Now = try.Now.Add(wait - time.Millisecond)
			if f, _ := db.SpendPasswordTry(ctx, north, try); f.Open {
				t.Fatalf("try %d was let through before its wait of %s", i, wait)
			}
			try.Now = try.Now.Add(time.Millisecond)
			if f, _ := db.SpendPasswordTry(ctx, north, try); !f.Open {
				t.Fatalf("try %d was refused after its wait of %s", i, wait)
			}
			wait = min(2*wait, 15*time.Minute)
		}
	})
}
