//go:build !wasm

package page

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"golang.org/x/net/html"

	"twofold/api/wire"
	"twofold/frontend/client"
)

// stage is a desk in go-app's engine, before an API of canned answers. Its
// hands press the buttons that are really there.
type stage struct {
	t       *testing.T
	engine  app.TestEngine
	ctx     app.Context
	d       *desk
	answers map[string]answer // by "METHOD /path", without the query
	calls   []client.Request
	left    []string // documents that were opened in place of the desk
	once    map[string]answer
}

// answer is what the API says: a refusal where status is not 200.
type answer struct {
	status int
	body   any
	etag   string
}

// probe lends the stage a context of the engine.
type probe struct {
	app.Compo
	S *stage
}

func (p *probe) Render() app.UI              { return p.S.d }
func (p *probe) OnPreRender(ctx app.Context) { p.S.ctx = ctx }

// newStage opens an address, relative to the organization.
func newStage(t *testing.T, answers map[string]answer, address string) *stage {
	t.Helper()
	s := &stage{t: t, engine: app.NewTestEngine(), answers: answers, once: map[string]answer{}}
	p := sample(t, "Northwind", wire.LiveSecurity)
	p.Layout = wire.LayoutAccount
	p.Me = &wire.Me{ID: "usr_me", Name: "Sam", Email: "sam@northwind.example", Role: "owner", Admin: true}
	p.Nav = []wire.NavItem{{Name: "home", Href: "/t/northwind/admin"}, {Name: "people", Href: "/t/northwind/admin/people"}}
	s.d = &desk{Page: p, Send: s.send, leave: func(a string) { s.left = append(s.left, a) }, later: func(after time.Duration, f func()) {
		if after < time.Second {
			f()
		}
	}}
	if err := s.engine.Load(&probe{S: s}); err != nil {
		t.Fatal(err)
	}
	s.engine.ConsumeAll()
	s.run(s.d, func(ctx app.Context) {
		s.d.start(ctx)
		s.d.open("/t/northwind" + address)
	})
	return s
}

func (s *stage) send(_ context.Context, r client.Request) (client.Response, error) {
	s.calls = append(s.calls, r)
	path, _, _ := strings.Cut(strings.TrimPrefix(r.Path, "/t/northwind/api/v1"), "?")
	key := r.Method + " " + path
	a, found := s.once[key]
	delete(s.once, key)
	if !found {
		a, found = s.answers[key]
	}
	if !found {
		a = problem(404, "not_found")
	}
	if a.status < 0 {
		return client.Response{}, errors.New("no line")
	}
	body, err := json.Marshal(a.body)
	if err != nil {
		s.t.Error(err)
	}
	return client.Response{Status: a.status, Body: body, Header: map[string]string{"etag": a.etag}}, nil
}

// problem is a refusal.
func problem(status int, code string) answer {
	return answer{status: status, body: map[string]any{"status": status, "code": code, "request_id": "req_9"}}
}

func ok(body any) answer { return answer{status: 200, body: body, etag: `"1"`} }

// run calls f as go-app calls a handler of the element at.
func (s *stage) run(at app.UI, f func(app.Context)) {
	ctx := s.ctx
	source := reflect.ValueOf(&ctx).Elem().FieldByName("sourceElement")
	reflect.NewAt(source.Type(), unsafe.Pointer(source.UnsafeAddr())).Elem().Set(reflect.ValueOf(at))
	ctx.Dispatch(f)
	for range 8 { // answers ask for more
		s.engine.ConsumeAll()
	}
}

// press clicks the button with the id.
func (s *stage) press(id string) {
	s.t.Helper()
	s.fire(id, "click", event{})
}

// fill types into a field of a form, or ticks a box by "1".
func (s *stage) fill(form, name, value string) {
	s.t.Helper()
	s.fire(form, "input", event{"target": event{"name": name, "value": value, "type": "text"}})
}

func (s *stage) choose(form, name, value string) {
	s.t.Helper()
	s.fire(form, "input", event{"target": event{"name": name, "value": value, "type": "radio", "checked": true}})
}

func (s *stage) tick(form, name string, on bool) {
	s.t.Helper()
	s.fire(form, "input", event{"target": event{"name": name, "type": "checkbox", "checked": on}})
}

func (s *stage) submit(form string) {
	s.t.Helper()
	s.fire(form, "submit", event{"target": event{}})
}

func (s *stage) fire(id, kind string, e event) {
	s.t.Helper()
	at := findUI(s.d, func(as map[string]string) bool { return strings.ReplaceAll(as["id"], "&#116;rue", "true") == id })
	if at == nil {
		s.t.Fatalf("nothing has the id %s on:\n%s", id, strings.Join(strings.Fields(words(s.page())), " "))
	}
	h, found := handlers(at)[kind]
	if !found {
		s.t.Fatalf("%s has no handler of %s", id, kind)
	}
	s.run(at, func(ctx app.Context) { h(ctx, app.Event{Value: fake{app.Window(), e}}) })
}

// page is what is drawn now.
func (s *stage) page() *html.Node {
	s.t.Helper()
	root, err := html.Parse(strings.NewReader(app.HTMLString(s.d)))
	if err != nil {
		s.t.Fatal(err)
	}
	return root
}

// says fails unless the words stand on the page.
func (s *stage) says(want string) {
	s.t.Helper()
	if got := strings.Join(strings.Fields(words(s.page())), " "); !strings.Contains(got, want) {
		s.t.Errorf("the page doesn't say %q but:\n%s", want, got)
	}
}

// called fails unless the last calls that change something are these, as
// "METHOD /path body"; without any, unless there were none.
func (s *stage) called(want ...string) {
	s.t.Helper()
	var got []string
	for _, c := range s.calls {
		if c.Method != "GET" {
			got = append(got, strings.TrimSpace(c.Method+" "+strings.TrimPrefix(c.Path, "/t/northwind/api/v1")+" "+string(c.Body)))
		}
	}
	if len(want) == 0 && len(got) == 0 {
		return
	}
	if len(want) == 0 || len(got) < len(want) || !reflect.DeepEqual(got[len(got)-len(want):], want) {
		s.t.Errorf("called\n%s\nwant at the end\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
