package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"twofold/api/flow"
	"twofold/domain/factor"
	"twofold/tenancy"
	"twofold/tenancy/scoped"
)

// entrance is where people sign in by both steps. Codes that are sent are read
// where they wait to be sent, which costs this program, so the product.
type entrance struct {
	browsers
	db   *scoped.DB
	keys *factor.Keys
}

func (o order) entering() (task, error) {
	if len(o.Visitors) == 0 {
		return task{}, fmt.Errorf("%s: nobody is there to do it", o.Work)
	}
	keys, err := factor.ParseKeys(o.Keys)
	if err != nil {
		return task{}, err
	}
	db, err := scoped.Open(context.Background(), scoped.Config{URL: o.Database, Conns: 4})
	if err != nil {
		return task{}, err
	}
	e := entrance{newBrowsers(o.Target, o.Clients), db, keys}
	return task{do: func(i int) error { return e.enter(o.Visitors[i%len(o.Visitors)]) },
		close: func() { e.CloseIdleConnections(); db.Close() }}, nil
}

// enter gives the password, then the code that it asks for.
func (e entrance) enter(v visitor) error {
	answer, cookies, err := e.postFor(v, "/sign-in", fmt.Sprintf(`{"email":%q,"password":%q}`, v.Email, password))
	if err := says(answer, err, saysNext[1]); err != nil {
		return err
	}
	for _, c := range cookies {
		if strings.HasPrefix(c.Name, "__Host-h-") {
			v.Half = c.Value
		}
	}
	code, err := e.code(v)
	if err != nil {
		return err
	}
	answer, err = e.post(v, "/sign-in/code", fmt.Sprintf(`{"code":%q}`, code))
	return says(answer, err, saysNext[0])
}

// code is what the app shows, or the newest code on its way to somebody.
func (e entrance) code(v visitor) (string, error) {
	if v.User == "" {
		return factor.Key(v.Key).Code(factor.Step(time.Now()))
	}
	ctx := context.Background()
	var rows []mailRow
	err := e.db.View(ctx, tenancy.Of(v.Tenant), func(tx *scoped.Tx) error {
		return tx.Select(&rows).Where("user_id = ?", v.User).Where("kind = 'code'").Order("created_at DESC, id DESC").Limit(1).Scan(ctx)
	})
	if err != nil || len(rows) == 0 {
		return "", errors.Join(err, errors.New("no code was sent"))
	}
	body, err := e.keys.Open(rows[0].Body, factor.Bind("mail", v.Tenant, rows[0].ID))
	if err != nil {
		return "", err
	}
	var l flow.Letter
	err = json.Unmarshal(body, &l)
	return l.Args["code"], err
}
