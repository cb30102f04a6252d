package store

import (
	"fmt"
	"strconv"

	"twofold/tenancy/scoped"
)

// PeopleOrder is an order of the people table. People who are equal in it
// stand by id, so that every order is total and a cursor finds its place.
type PeopleOrder string

// The orders there are; none is ByName. Who never signed in comes first in
// BySignIn.
const (
	ByName       PeopleOrder = "name"
	ByNameDown   PeopleOrder = "-name"
	BySignIn     PeopleOrder = "last_sign_in"
	BySignInDown PeopleOrder = "-last_sign_in"
)

// PeopleOrders lists them.
var PeopleOrders = []PeopleOrder{ByName, ByNameDown, BySignIn, BySignInDown}

// apply sorts, and leaves the rows out up to the cursor, of which an empty id
// is none. There is no index by sign-in: it would be written at every sign-in,
// to save a sort of one tenant's people now and then.
func (o PeopleOrder) apply(q *scoped.Select, key, id string) error {
	column, way, than := "search", " ASC", ">"
	var after any = key
	if o == BySignIn || o == BySignInDown {
		column = "last_sign_in_at"
		stamp, err := strconv.ParseInt(key, 10, 64)
		if err != nil && id != "" {
			return fmt.Errorf("read cursor: %w", err)
		}
		after = stamp
	}
	if o == ByNameDown || o == BySignInDown {
		way, than = " DESC", "<"
	}
	if id != "" {
		q.Where(fmt.Sprintf("%s %s ? OR (%s = ? AND id %s ?)", column, than, column, than), after, after, id)
	}
	q.Order(column+way, "id"+way)
	return nil
}

// key is the place of a row in the order, beside its id.
func (o PeopleOrder) key(u *user) string {
	if o == BySignIn || o == BySignInDown {
		return strconv.FormatInt(int64(u.LastSignInAt), 10)
	}
	return u.Search
}
