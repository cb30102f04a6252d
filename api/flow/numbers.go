package flow

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"time"

	"twofold/domain"
	"twofold/tenancy/store"
)

// Numbers is whether everybody's number is ready for text messages (M4).
type Numbers struct {
	People  int64 // active ones
	Unready map[domain.PhoneState]int64
	Rows    []NumberRow
	Next    string // cursor of the next page, empty on the last
}

// NumberRow is a person whose number isn't ready, and why.
type NumberRow struct {
	ID, Name, Email, Hint string
	State                 domain.PhoneState
}

// NumbersQuery asks for a page of the people whose number isn't ready.
type NumbersQuery struct {
	State  string // of the number; "missing" for none, empty for every one
	Cursor string
	Limit  int
}

// missingNumber is the word for domain.PhoneMissing, which is empty.
const missingNumber = "missing"

func (q NumbersQuery) states() ([]domain.PhoneState, error) {
	switch s := domain.PhoneState(q.State); s {
	case "":
		return nil, nil
	case missingNumber:
		return []domain.PhoneState{domain.PhoneMissing}, nil
	case domain.PhoneUnreadable, domain.PhoneLandline, domain.PhoneOther, domain.PhoneUnverified:
		return []domain.PhoneState{s}, nil
	}
	return nil, domain.RefuseField(domain.Invalid, domain.CodeOutOfRange, "state")
}

// Numbers reads how many people's numbers aren't ready, and a page of them.
func (f *Flows) Numbers(ctx context.Context, r Request, v *Visit, q NumbersQuery) (n Numbers, err error) {
	c := ctxt{ctx, r}
	if err := f.permit(c, v, mayReadPeople); err != nil {
		return n, f.refusedAct(c, v, "numbers", nil, err)
	}
	states, err := q.states()
	if err != nil {
		return n, err
	}
	var after string
	if err := f.unseal(c, "numbers", q.State, q.Cursor, &after); err != nil {
		return n, err
	}
	size := pageSize(q.Limit)
	var people []store.Person
	err = f.db.View(c, c.Scope, func(tx *store.Tx) (err error) {
		if n.People, err = tx.CountPeople(c, store.PeopleFilter{State: domain.UserActive}); err != nil {
			return err
		}
		if n.Unready, err = tx.UnreadyNumbers(c); err != nil {
			return err
		}
		people, err = tx.UnreadyPeople(c, store.NumberFilter{States: states, AfterID: after, Limit: size + 1})
		return err
	})
	if err != nil {
		return n, err
	}
	if len(people) > size {
		people = people[:size]
		if n.Next, err = f.seal(c, "numbers", q.State, people[size-1].ID); err != nil {
			return n, err
		}
	}
	for _, p := range people {
		n.Rows = append(n.Rows, NumberRow{ID: p.ID, Name: p.Name, Email: p.Email, Hint: p.PhoneHint, State: p.PhoneState})
	}
	return n, nil
}

// NumbersCSV writes everybody whose number isn't ready as CSV (RFC 4180) with
// a header line. No cell can be taken for a formula.
func (f *Flows) NumbersCSV(ctx context.Context, r Request, v *Visit, to io.Writer) error {
	c := ctxt{ctx, r}
	if err := f.permit(c, v, mayReadPeople); err != nil {
		return f.refusedAct(c, v, "numbers", nil, err)
	}
	out := csv.NewWriter(to)
	out.UseCRLF = true
	if err := out.Write([]string{"name", "email", "number_ends", "problem"}); err != nil {
		return fmt.Errorf("write numbers: %w", err)
	}
	for after, full := "", true; full; {
		var people []store.Person
		err := f.db.View(c, c.Scope, func(tx *store.Tx) (err error) {
			people, err = tx.UnreadyPeople(c, store.NumberFilter{AfterID: after, Limit: announceBatch})
			return err
		})
		if err != nil {
			return err
		}
		full = len(people) == announceBatch
		for _, p := range people {
			after = p.ID
			if err := out.Write([]string{cell(p.Name), cell(p.Email), p.PhoneHint, NumberWord(p.PhoneState)}); err != nil {
				return fmt.Errorf("write numbers: %w", err)
			}
		}
	}
	out.Flush()
	return out.Error()
}

// NumberWord is a number's state as a word.
func NumberWord(s domain.PhoneState) string {
	if s == domain.PhoneMissing {
		return missingNumber
	}
	return string(s)
}

// cell keeps a spreadsheet from running what somebody typed.
func cell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

const (
	jobNumbers     = "numbers"
	numbersMailed  = "numbers.mailed"
	numbersMailGap = 24 * time.Hour
)

// MailNumbers writes to everybody whose number isn't ready, once in 24 hours.
func (f *Flows) MailNumbers(ctx context.Context, r Request, v *Visit) (people int64, err error) {
	c := ctxt{ctx, r}
	var soon error
	err = f.administer(c, v, mayInvite, string(domain.EventNumbersAsked), func(tx *store.Tx) error {
		people, soon = 0, nil
		_, first, err := tx.SpendQuota(c, numbersMailed, 1, 1, numbersMailGap, c.Now)
		if err != nil {
			return err
		}
		if !first {
			soon = domain.Refuse(domain.TooMany, domain.CodeNumbersAsked).After(numbersMailGap)
			return nil
		}
		counts, err := tx.UnreadyNumbers(c)
		if err != nil {
			return err
		}
		people = total(counts)
		id, err := f.newID("job")
		if err != nil {
			return err
		}
		if err := tx.QueueJob(c, store.Job{ID: id, Kind: jobNumbers, CreatedAt: c.Now}); err != nil {
			return err
		}
		return f.recordOn(tx, c, domain.EventNumbersAsked, true, v.Person.User, domain.User{}, "people", fmt.Sprint(people))
	})
	if err == nil {
		err = soon
	}
	return people, err
}

func total(counts map[domain.PhoneState]int64) (n int64) {
	for _, one := range counts {
		n += one
	}
	return n
}

// askNumbers mails the next people whose number isn't ready, each once.
func (f *Flows) askNumbers(tx *store.Tx, c ctxt, j store.Job) error {
	org, err := tx.Organization(c)
	if err != nil {
		return err
	}
	people, err := tx.UnreadyPeople(c, store.NumberFilter{AfterID: j.Position, Limit: announceBatch})
	if err != nil {
		return err
	}
	position := j.Position
	var mails []store.Mail
	for _, p := range people {
		m, err := f.letter(c, org, p.User, "number_needed", map[string]string{"link": f.address(org, "/me/security")})
		if err != nil {
			return err
		}
		mails, position = append(mails, m), p.ID
	}
	advanced, err := tx.AdvanceJob(c, j, position, len(mails), len(people) < announceBatch, c.Now)
	if err != nil {
		return err
	}
	if !advanced {
		return errMoved
	}
	return tx.QueueMail(c, mails...)
}

// numbersReady refuses to allow text messages while people's numbers aren't
// ready, unless the admin said that they know.
func numbersReady(tx *store.Tx, c ctxt, old, next domain.Policy, known bool) error {
	if known || !next.MayVerify(domain.MethodText) || old.MayVerify(domain.MethodText) {
		return nil
	}
	counts, err := tx.UnreadyNumbers(c)
	if err != nil {
		return err
	}
	if n := total(counts); n > 0 {
		return domain.Refuse(domain.Conflict, domain.CodeNumbersUnready).With("n", n)
	}
	return nil
}
