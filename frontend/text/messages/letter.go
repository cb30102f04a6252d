package messages

import (
	"slices"
	"strings"

	"twofold/frontend/text"
)

// Run is a stretch of a line: words of a catalog, or the value of a
// placeholder, which keeps its own direction. LTR values, such as addresses
// and codes, are written left to right in every language.
type Run struct {
	Text  string
	Value bool
	LTR   bool
}

// Paragraph is lines of words, or addresses to open, one a line, or a code.
type Paragraph struct {
	Lines [][]Run
	Links []string
	Code  string
}

// Letter is the words of a mail: the subject, and what happened in the first
// line. It has a code or links, never both.
type Letter struct {
	Lang       string
	Subject    string
	Paragraphs []Paragraph
}

// Write writes the letter of a kind in lang, or in the default language where
// lang has no catalog.
func Write(lang, kind string, args text.Args) Letter { return WriteOwn(lang, kind, args, nil) }

// WriteOwn is Write with an organization's own words where it has some.
func WriteOwn(lang, kind string, args text.Args, own Wording) Letter {
	w := writer{lang: Known(lang), args: args, own: own.keys(kind)}
	w.letter = Letter{Lang: w.lang, Subject: strings.Join(strings.Fields(w.line(w.runs(kind+".subject"))), " ")}
	switch kind {
	case Code:
		w.code()
	case Confirm, PasswordReset, Invite, Unlock:
		w.add(kind + ".text")
		w.link()
		w.add(kind + ".ignore")
	case RequestMade, RequestTaken, RequestDone, RequestDeclined, RequestExpired, SupportAsked, SupportEnded:
		w.add(kind + ".text")
		w.facts()
		w.add("request.wrong")
		w.link()
	case CaseOwners, RequestWaiting, RequestStopped, ResetOff, ApprovalWanted, ApprovalGiven, ApprovalRefused, ResetDropped, Frozen, FrozenDone, Unfrozen, UnfrozenOwners, Required, RequiredBy, NumberNeeded, ObjectionDone, TextAlarm, TextStopped, TextRoute, OrgSuspended, OrgResumed, SupportOpened, Organizations:
		w.add(kind + ".text")
		w.link()
		if args["link"] == "" {
			w.add(kind + ".none")
		}
	case Objected:
		w.add(kind + ".text")
		w.facts()
		w.add(kind + ".done")
		w.link()
	default:
		w.notice(kind)
	}
	w.closing(kind)
	return w.letter
}

type writer struct {
	lang   string
	args   text.Args
	own    map[string]string // the organization's words by key
	letter Letter
}

func (w *writer) notice(kind string) {
	what := kind + ".text"
	if w.args["purpose"] == "reset" && (kind == Locked || kind == RecoveryUsed) {
		what = kind + ".reset" // whoever did it didn't sign in
	}
	w.add(what)
	if next := w.args["next"]; kind == Reset && next != "" {
		w.add("reset.next." + next)
	}
	if kind == MethodReplaced && w.args["method"] == "app" || kind == Reset && w.args["app"] != "" {
		w.add(kind + ".app")
	}
	w.facts()
	switch {
	case w.args["within"] != "":
		w.add("ok")
		w.add(wrongBy(kind))
		w.link()
	case kind == Reset:
		w.add("reset.wrong")
	default:
		w.add("ok")
		w.add("wrong")
		w.link()
	}
}

// wrongBy is what a link in a notice does: one about a reset freezes.
func wrongBy(kind string) string {
	if kind == Reset || kind == ResetAsked || kind == ResetWaiting {
		return "wrong.freeze"
	}
	return "wrong.undo"
}

func (w *writer) code() {
	w.add("code.text." + w.args["purpose"])
	w.letter.Paragraphs = append(w.letter.Paragraphs, Paragraph{Code: w.args["code"]})
	w.facts()
	switch w.args["purpose"] {
	case "verification":
		w.add("code.ignore")
	case "reset":
		w.add("code.mailbox")
	case "caller":
		w.add("code.caller")
	default:
		w.add("code.stolen")
	}
}

func (w *writer) closing(kind string) {
	switch {
	case kind == Code && w.args["purpose"] == "caller": // which is there to be asked for
	case kind == Code:
		w.add("code.never")
	default:
		w.add("never")
	}
	if w.args["id"] != "" {
		w.add("reference")
	}
	if w.args["org"] != "" {
		w.add("sender")
	}
}

// add adds the paragraphs of a text: those of a catalog have one, of one line.
func (w *writer) add(key string) {
	for paragraph := range strings.SplitSeq(w.pattern(key), "\n\n") {
		var lines [][]Run
		for line := range strings.SplitSeq(paragraph, "\n") {
			if runs := w.cut(line); len(runs) > 0 {
				lines = append(lines, runs)
			}
		}
		if len(lines) > 0 {
			w.letter.Paragraphs = append(w.letter.Paragraphs, Paragraph{Lines: lines})
		}
	}
}

func (w *writer) facts() {
	var lines [][]Run
	for _, name := range []string{"when", "device", "place"} {
		if w.args[name] != "" {
			lines = append(lines, w.runs(name))
		}
	}
	if len(lines) > 0 {
		w.letter.Paragraphs = append(w.letter.Paragraphs, Paragraph{Lines: lines})
	}
}

func (w *writer) link() {
	if links := strings.Fields(w.args["link"]); len(links) > 0 {
		w.letter.Paragraphs = append(w.letter.Paragraphs, Paragraph{Links: links})
	}
}

// line is runs as plain text in the letter's language.
func (w *writer) line(runs []Run) string { return Line(w.lang, runs) }

// Text is the letter as plain text, with empty lines between paragraphs.
func (l Letter) Text() string {
	var out []string
	for _, p := range l.Paragraphs {
		out = append(out, p.Text(l.Lang))
	}
	return strings.Join(out, "\n\n") + "\n"
}

// Text is the paragraph as plain text.
func (p Paragraph) Text(lang string) string {
	lines := slices.Clone(p.Links)
	if p.Code != "" {
		lines = append(lines, p.Code)
	}
	for _, runs := range p.Lines {
		lines = append(lines, Line(lang, runs))
	}
	return strings.Join(lines, "\n")
}
