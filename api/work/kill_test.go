package work_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"twofold/api/deliver"
	"twofold/api/deliver/delivertest"
	"twofold/api/flow"
	"twofold/api/flow/flowtest"
	"twofold/api/work"
	"twofold/domain"
	"twofold/domain/factor"
	"twofold/tenancy"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store"
	"twofold/tenancy/store/storetest"
)

// victim is what a process that is going to be killed is told.
type victim struct {
	URL           string // of the database
	Keys          []byte
	Org, User     string
	ID, Code, To  string
	Moment        string // at which it waits for its end
	Account       string
	Token, Server string
}

// The moments of a process's end.
const (
	beforeCommit = "before commit"
	beforeSend   = "between commit and send"
	beforeMark   = "after send, before mark"
)

const victimVariable = "TWOFOLD_TEST_VICTIM"

func TestMain(m *testing.M) {
	if told := os.Getenv(victimVariable); told != "" {
		var v victim
		if err := json.Unmarshal([]byte(told), &v); err != nil {
			panic(err)
		}
		v.live()
	}
	os.Exit(m.Run())
}

// live does its work up to its moment, and then waits.
func (v victim) live() {
	ctx := context.Background()
	db, err := scoped.Open(ctx, scoped.Config{URL: v.URL, Conns: 2})
	check(err)
	keys, err := factor.ParseKeys(v.Keys)
	check(err)
	s := store.New(db)
	if v.Moment == beforeMark {
		flows := flow.New(s, keys, nil, func() time.Time { return flowtest.Start }, flow.Config{PublicURL: "https://id.example"})
		sender, err := deliver.NewTwilio(deliver.TwilioConfig{Name: "first", Account: v.Account, Token: v.Token, From: "Northwind", Base: v.Server, Timeout: time.Minute})
		check(err)
		work.New(s, flows, nil, "", slog.New(slog.DiscardHandler), work.Options{Texts: sender}).Run(ctx)
	}
	check(s.In(ctx, tenancy.Of(v.Org), func(tx *store.Tx) error {
		if err := v.challenge(ctx, tx, keys); err != nil {
			return err
		}
		if v.Moment == beforeCommit {
			v.wait()
		}
		return nil
	}))
	v.wait()
}

// challenge stores a code and queues its message, as sign-in does. The MAC is
// the code itself, so that the test can tell codes apart.
func (v victim) challenge(ctx context.Context, tx *store.Tx, keys *factor.Keys) error {
	body, err := json.Marshal(flow.Letter{Kind: "code", Lang: "en", Args: map[string]string{"org": "Northwind", "code": v.Code, "to": v.To}})
	if err != nil {
		return err
	}
	sealed, err := keys.Seal(body, factor.Bind("mail", v.Org, v.ID))
	if err != nil {
		return err
	}
	at, end := flowtest.Start, flowtest.Start.Add(24*time.Hour)
	if err := tx.QueueMail(ctx, store.Mail{ID: v.ID, Kind: "code", To: "•••", Body: sealed, Channel: store.ChannelText, Country: "GB", CreatedAt: at, ExpiresAt: end}); err != nil {
		return err
	}
	return tx.AddSentCode(ctx, store.SentCode{ID: v.ID, UserID: v.User, Request: v.ID, Purpose: domain.PurposeSignIn, Method: domain.MethodText, Country: "GB",
		MAC: []byte(v.Code), BrowserHash: []byte("b"), MessageID: v.ID, SentAt: at, ExpiresAt: end})
}

func (v victim) wait() {
	fmt.Println("now")
	time.Sleep(time.Hour)
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

// kill runs a victim up to its moment and kills it there (F-15).
func (v victim) kill(t *testing.T, fake *delivertest.Twilio) {
	t.Helper()
	told, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), victimVariable+"="+string(told))
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	asked := fake.Asked()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if v.Moment == beforeMark {
		for end := time.Now().Add(time.Minute); fake.Asked() == asked; {
			if time.Now().After(end) {
				t.Fatalf("nothing was sent: %s", &said)
			}
			time.Sleep(time.Millisecond)
		}
		if _, err := fake.Await(v.To, 1, time.Minute); err != nil {
			t.Fatal(err)
		}
	} else if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "now\n" {
		t.Fatalf("the victim said %q, %v, %s", line, err, &said)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	cmd.Wait()
}

// TestF15KilledProcesses ends 50 processes where it hurts: no message for a
// challenge that was rolled back, no challenge without its message, no code in
// a message that isn't stored. A message whose sending wasn't noted goes out
// again, with the same code.
func TestF15KilledProcesses(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		b := &bench{T: t, db: store.New(storetest.Open(t, c)), ctx: t.Context()}
		keys, err := factor.CreateKeys()
		b.must(err)
		b.keys = keys
		b.flows = flow.New(b.db, keys, flowtest.Hasher(t, keys), b.Now, flow.Config{PublicURL: "https://id.example", OpenSignUp: true})
		s := b.start("northwind")
		var user string
		b.must(b.db.View(b.ctx, s, func(tx *store.Tx) error {
			people, err := tx.People(b.ctx, store.PeopleFilter{Limit: 1})
			b.must(err)
			user = people[0].ID
			return nil
		}))
		fake := delivertest.New()
		server := httptest.NewServer(fake)
		t.Cleanup(server.Close)
		t.Cleanup(fake.Release)
		b.recover(fake, server.URL)
		secret, err := keys.Encode()
		b.must(err)
		moments := []string{beforeCommit, beforeSend, beforeMark}
		var all []victim
		for i := range killed {
			v := victim{URL: c.URL, Keys: secret, Org: s.Tenant(), User: user, ID: fmt.Sprintf("msg_%03d", i), Code: fmt.Sprintf("%06d", 100000+i), To: fmt.Sprintf("+447700900%03d", i),
				Moment: moments[i%3], Account: fake.Account, Token: fake.Token, Server: server.URL}
			fake.Answer(delivertest.Taken)
			if v.Moment == beforeMark {
				b.must(b.db.In(b.ctx, s, func(tx *store.Tx) error { return v.challenge(b.ctx, tx, keys) }))
				fake.Answer(delivertest.LostAnswer)
			}
			v.kill(t, fake)
			all = append(all, v)
			fake.Answer(delivertest.Taken)
			b.recover(fake, server.URL)
		}
		b.judge(s, fake, all)
	})
}

const killed = 50

// recover is another process that takes over once the lease of the killed one
// is over.
func (b *bench) recover(fake *delivertest.Twilio, server string) {
	b.Helper()
	sender, err := deliver.NewTwilio(deliver.TwilioConfig{Name: "first", Account: fake.Account, Token: fake.Token, From: "Northwind", Base: server})
	b.must(err)
	b.Pass(2 * time.Minute)
	for w := b.worker(work.Options{Texts: sender}); w.Round(b.ctx); {
	}
}

func (b *bench) judge(s tenancy.Scope, fake *delivertest.Twilio, all []victim) {
	stored := map[string]bool{}
	for _, v := range all {
		got := fake.Messages(v.To)
		var codes []store.SentCode
		b.must(b.db.View(b.ctx, s, func(tx *store.Tx) (err error) {
			codes, err = tx.SentCodes(b.ctx, v.User, v.ID)
			return err
		}))
		want, most := 1, 1
		switch v.Moment {
		case beforeCommit:
			want, most = 0, 0
		case beforeMark:
			want, most = 2, 2
		}
		if len(codes) != min(want, 1) || len(got) < want || len(got) > most {
			b.Errorf("%s, killed %s: %d codes, %d messages", v.ID, v.Moment, len(codes), len(got))
		}
		for _, c := range codes {
			stored[string(c.MAC)] = true
		}
		for _, m := range got {
			if m.Code() != v.Code {
				b.Errorf("%s: a message with another code: %q", v.ID, m.Body)
			}
		}
	}
	for _, m := range fake.Messages() {
		if !stored[m.Code()] {
			b.Errorf("a code that isn't stored was sent: %q", m.Body)
		}
	}
}
