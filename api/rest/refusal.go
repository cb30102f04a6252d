package rest

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"

	"twofold/api/door"
	"twofold/domain"
)

// refusalOf turns what huma found, or what a handler returned, into the
// refusal the door answers. Values are never part of it: they may be secrets.
func refusalOf(c *door.Call, status int, errs []error) error {
	var found []*domain.Error
	for _, err := range errs {
		var detail *huma.ErrorDetail
		if !errors.As(err, &detail) {
			return named(err)
		}
		if strings.HasPrefix(detail.Location, "path.") {
			return domain.Refuse(domain.NotFound, domain.CodeNotFound)
		}
		found = append(found, finding(detail))
	}
	if len(found) == 0 {
		return fmt.Errorf("huma refuses with %d %s", status, http.StatusText(status))
	}
	return domain.Collect(worstFirst(found)...)
}

// worstFirst puts a name nobody knows first: what else is wrong may follow
// from it. What can't be read comes before what is read and wrong.
func worstFirst(found []*domain.Error) []*domain.Error {
	rank := func(e *domain.Error) int {
		switch {
		case e.Code == domain.CodeUnknownField:
			return 0
		case e.Kind == domain.Unreadable:
			return 1
		}
		return 2
	}
	slices.SortStableFunc(found, func(a, b *domain.Error) int { return rank(a) - rank(b) })
	return found
}

// required are the codes of fields that are missed in words of their own.
var required = map[string]domain.Code{
	"email": domain.CodeRequiredEmail, "emails": domain.CodeRequiredEmail, "password": domain.CodeRequiredPassword, "new_password": domain.CodeRequiredPassword,
	"code": domain.CodeRequiredCode, "name": domain.CodeRequiredName, "organization": domain.CodeRequiredOrganization,
	"short": domain.CodeRequiredShort, "app": domain.CodeRequiredApp, "saved": domain.CodeTickRequired,
}

func finding(d *huma.ErrorDetail) *domain.Error {
	where := pointer(d.Location)
	var missing string
	if _, err := fmt.Sscanf(d.Message, validation.MsgExpectedRequiredProperty, &missing); err == nil {
		code, known := required[missing]
		if !known {
			return domain.RefuseField(domain.Unreadable, domain.CodeMalformed, where+"/"+missing).With("missing", missing)
		}
		return domain.RefuseField(domain.Invalid, code, where+"/"+missing)
	}
	switch {
	case d.Message == validation.MsgUnexpectedProperty, d.Message == "unknown query parameter":
		return domain.RefuseField(domain.Unreadable, domain.CodeUnknownField, where).With("name", short(last(where)))
	case d.Message == "invalid integer", d.Message == "invalid boolean", strings.HasPrefix(d.Message, "invalid date/time"):
		return domain.RefuseField(domain.Unreadable, domain.CodeMalformed, where)
	case wrongType(d.Message):
		return domain.RefuseField(domain.Unreadable, domain.CodeMalformed, where).With("expected", strings.TrimPrefix(d.Message, "expected "))
	case strings.HasPrefix(d.Message, "expected "):
		return domain.RefuseField(domain.Invalid, domain.CodeOutOfRange, where).With("expected", strings.TrimPrefix(d.Message, "expected "))
	}
	return domain.RefuseField(domain.Unreadable, domain.CodeMalformed, where)
}

func wrongType(message string) bool {
	switch message {
	case validation.MsgExpectedBoolean, validation.MsgExpectedNumber, validation.MsgExpectedInteger, validation.MsgExpectedString,
		validation.MsgExpectedArray, validation.MsgExpectedObject, validation.MsgExpectedRFC3339DateTime:
		return true
	}
	return false
}

// pointer turns huma's "body.policy.apps[0].name" into a JSON pointer, and
// "query.limit" into ?limit.
func pointer(location string) string {
	if name, query := strings.CutPrefix(location, "query."); query {
		return "?" + name
	}
	path := strings.TrimPrefix(strings.TrimPrefix(location, "body"), ".")
	if path == "" {
		return ""
	}
	return "/" + strings.NewReplacer(".", "/", "[", "/", "]", "").Replace(path)
}

func last(pointer string) string {
	return pointer[strings.LastIndexAny(pointer, "/?")+1:]
}

// short keeps what a stranger wrote from filling a log or a screen.
func short(s string) string {
	if len(s) <= 64 {
		return s
	}
	return strings.ToValidUTF8(s[:64], "") + "…"
}

// fields are the inputs whose name in a flow is another one in the API.
var fields = map[string]string{
	"username": "/email", "cursor": "?cursor",
	"contact_name": "/contact/name", "contact_email": "/contact/email", "contact_phone": "/contact/phone", "contact_hours": "/contact/hours",
}

// named gives the fields of a refusal the names they have in the API.
func named(err error) error {
	return renamed(err, func(field string) string {
		if name, ours := fields[field]; ours {
			return name
		}
		return field
	})
}

// renamed is err with each field of a refusal renamed that is not a pointer
// already. An error without fields stays whole: the log tells what caused it.
func renamed(err error, rename func(string) string) error {
	var e *domain.Error
	if !errors.As(err, &e) || e.Field == "" && len(e.More) == 0 {
		return err
	}
	out := *e
	out.Field = place(e.Field, rename)
	out.More = nil
	for _, m := range e.More {
		one := *m
		one.Field = place(m.Field, rename)
		out.More = append(out.More, &one)
	}
	return &out
}

func place(field string, rename func(string) string) string {
	if field == "" || field[0] == '/' || field[0] == '?' {
		return field
	}
	return rename(field)
}
