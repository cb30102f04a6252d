package domain

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// ResetProof says what a forgotten password takes beside its link (S15). A
// mailbox alone never does for somebody whose two-step is on.
type ResetProof string

const (
	ResetSecondFactor   ResetProof = "required"        // of those whose two-step is on
	ResetVerifiedMethod ResetProof = "verified_method" // of everybody with a verified method (R4)
)

// CodeAfterOff says whether somebody whose two-step was on and no longer is
// types a code that came in an e-mail of its own (S14, A19).
type CodeAfterOff string

const (
	CodeAfterOffEmail CodeAfterOff = "email"
	CodeAfterOffNone  CodeAfterOff = "none"
)

// Rung is one way out of a lost second step, in the tenant's order (S16).
type Rung string

const (
	RungOtherMethod  Rung = "other_method"
	RungRecoveryCode Rung = "recovery_code"
	RungAdmins       Rung = "tenant_admin"
	RungSupportPhone Rung = "support_phone"
	RungSupportMail  Rung = "support_mail"
	RungSupportForm  Rung = "support_form" // off until a tenant adds it: it opens a case at the company's desk
)

// Rungs is the whole vocabulary, in the order a new tenant starts with.
var Rungs = []Rung{RungOtherMethod, RungRecoveryCode, RungAdmins, RungSupportPhone, RungSupportMail, RungSupportForm}

// ResetEffect says what an administrator's reset leads to (S17).
type ResetEffect string

const (
	ResetMustEnroll ResetEffect = "must_enroll_now"
	ResetMaySignIn  ResetEffect = "may_sign_in_then_enroll" // unless two-step is required
)

// AccessCodeRule says whether a reset may do without an access code (S17).
type AccessCodeRule string

const (
	AccessCodeOffered  AccessCodeRule = "offered"
	AccessCodeRequired AccessCodeRule = "required"
)

// AdminsShown says what a locked-out person is told of the administrators (P22).
type AdminsShown string

const (
	AdminsByName AdminsShown = "names"
	AdminsByText AdminsShown = "text"
)

// QuestionsMode says whether people answer security questions (S7). They are
// for the support desk's check only.
type QuestionsMode string

const (
	QuestionsOff      QuestionsMode = "off"
	QuestionsOffered  QuestionsMode = "offered"
	QuestionsRequired QuestionsMode = "required"
)

// Support is whom people reach when nothing else helps (F33).
type Support struct {
	Who   string `json:"who"` // who answers, "the Northwind service desk"
	Phone string `json:"phone"`
	Email string `json:"email"`
	Hours string `json:"hours"`
}

// WaysBack is what a tenant settled about getting back in.
type WaysBack struct {
	SecondFactor  ResetProof        `json:"second_factor" enum:"required,verified_method" doc:"Who proves more than the link of a forgotten password: people whose two-step is on, or everybody with a verified method"`
	CodeAfterOff  CodeAfterOff      `json:"code_after_off" enum:"email,none" doc:"What a forgotten password asks of people whose two-step was on and no longer is"`
	Ladder        []Rung            `json:"ladder" nullable:"false" doc:"Ways out of a lost second step, in the order they are offered"`
	Support       Support           `json:"support" doc:"Whom people reach when nothing else helps"`
	AdminsShown   AdminsShown       `json:"admins_shown" enum:"names,text" doc:"What a locked-out person is told of the administrators"`
	AdminsText    string            `json:"admins_text" maxLength:"300"`
	AdminsReset   bool              `json:"admins_reset" doc:"Administrators and the help desk may reset people; without it only owners. Only an owner gives it back"`
	Effect        ResetEffect       `json:"effect" enum:"must_enroll_now,may_sign_in_then_enroll"`
	AccessCode    AccessCodeRule    `json:"access_code" enum:"offered,required"`
	Approve       []Role            `json:"approve" nullable:"false" doc:"Roles whose reset takes a second administrator's approval; never owner, whom nobody resets. Only an owner takes one out"`
	WaitHours     int               `json:"wait_hours" minimum:"0" maximum:"72" doc:"A reset happens so long after it was announced; the person or an administrator can stop it until then. Only an owner makes it shorter"`
	Questions     QuestionsMode     `json:"questions" enum:"off,offered,required"`
	QuestionCount int               `json:"question_count" minimum:"2" maximum:"6"`
	QuestionList  []string          `json:"question_list" nullable:"false" doc:"What people choose from; none is the service's own list"`
	TextHours     int               `json:"text_hours" minimum:"1" maximum:"72" doc:"How long support's text recovery stays open"`
	TextUses      int               `json:"text_uses" minimum:"1" maximum:"5"`
	SupportHours  int               `json:"support_hours" minimum:"1" maximum:"168" doc:"When a support case is due"`
	CooldownHours int               `json:"cooldown_hours" minimum:"0" maximum:"168" doc:"How long a changed number is no way back in"`
	NoCode        map[string]string `json:"no_code" doc:"What the link to the recovery codes says, by language; without an entry the service's own words"`
}

// DefaultWaysBack is what a new tenant starts from.
func DefaultWaysBack() WaysBack {
	return WaysBack{SecondFactor: ResetSecondFactor, CodeAfterOff: CodeAfterOffEmail,
		Ladder:      []Rung{RungOtherMethod, RungRecoveryCode, RungAdmins, RungSupportPhone, RungSupportMail},
		AdminsShown: AdminsByName, AdminsReset: true, Effect: ResetMustEnroll, AccessCode: AccessCodeOffered, Approve: []Role{},
		Questions: QuestionsOff, QuestionCount: 4, QuestionList: []string{}, TextHours: 48, TextUses: 1, SupportHours: 48, NoCode: map[string]string{}}
}

// Climbs reports whether r is on the ladder and leads somewhere.
func (w WaysBack) Climbs(r Rung) bool {
	switch r {
	case RungSupportPhone:
		return contains(w.Ladder, r) && w.Support.Phone != ""
	case RungSupportMail:
		return contains(w.Ladder, r) && w.Support.Email != ""
	}
	return contains(w.Ladder, r)
}

// Rested reports whether a method of kind m, verified at a time, helps somebody
// back in at now: whoever just put their own number in an account must not
// come back in by it (S24).
func (w WaysBack) Rested(m Method, verified, now time.Time) bool {
	return m != MethodText || !now.Before(verified.Add(time.Duration(w.CooldownHours)*time.Hour))
}

// Weaker names the settings by which w lets a stranger back in more easily than
// was did, for whoever reviews the change.
func (w WaysBack) Weaker(was WaysBack) (fields []string) {
	for _, s := range []struct {
		field string
		is    bool
	}{
		{"second_factor", was.SecondFactor == ResetVerifiedMethod && w.SecondFactor != was.SecondFactor},
		{"code_after_off", was.CodeAfterOff == CodeAfterOffEmail && w.CodeAfterOff != was.CodeAfterOff},
		{"effect", was.Effect == ResetMustEnroll && w.Effect != was.Effect},
		{"access_code", was.AccessCode == AccessCodeRequired && w.AccessCode != was.AccessCode},
		{"approve", slices.ContainsFunc(was.Approve, func(r Role) bool { return !contains(w.Approve, r) })},
		{"wait_hours", w.WaitHours < was.WaitHours},
		{"admins_reset", w.AdminsReset && !was.AdminsReset},
		{"questions", was.Questions == QuestionsOff && w.Questions != was.Questions},
		{"question_count", w.QuestionCount < was.QuestionCount},
		{"text_hours", w.TextHours > was.TextHours},
		{"text_uses", w.TextUses > was.TextUses},
		{"cooldown_hours", w.CooldownHours < was.CooldownHours},
	} {
		if s.is {
			fields = append(fields, s.field)
		}
	}
	return fields
}

// faults names the settings that are out of their range.
func (w WaysBack) faults() (fields []string) {
	for _, s := range []struct {
		field string
		fine  bool
	}{
		{"second_factor", w.SecondFactor == ResetSecondFactor || w.SecondFactor == ResetVerifiedMethod},
		{"code_after_off", w.CodeAfterOff == CodeAfterOffEmail || w.CodeAfterOff == CodeAfterOffNone},
		{"ladder", distinct(w.Ladder, Rungs)},
		{"support", w.Support.fine()},
		{"admins_shown", w.AdminsShown == AdminsByName || w.AdminsShown == AdminsByText && strings.TrimSpace(w.AdminsText) != ""},
		{"admins_text", line(w.AdminsText, 300)},
		{"effect", w.Effect == ResetMustEnroll || w.Effect == ResetMaySignIn},
		{"access_code", w.AccessCode == AccessCodeOffered || w.AccessCode == AccessCodeRequired},
		{"approve", distinct(w.Approve, Roles) && !contains(w.Approve, RoleOwner)},
		{"wait_hours", w.WaitHours >= 0 && w.WaitHours <= 72},
		{"questions", w.Questions == QuestionsOff || w.Questions == QuestionsOffered || w.Questions == QuestionsRequired},
		{"question_count", w.QuestionCount >= 2 && w.QuestionCount <= 6},
		{"question_list", w.questionsFine()},
		{"text_hours", w.TextHours >= 1 && w.TextHours <= 72},
		{"text_uses", w.TextUses >= 1 && w.TextUses <= 5},
		{"support_hours", w.SupportHours >= 1 && w.SupportHours <= 168},
		{"cooldown_hours", w.CooldownHours >= 0 && w.CooldownHours <= 168},
		{"no_code", w.wordsFine()},
	} {
		if !s.fine {
			fields = append(fields, s.field)
		}
	}
	return fields
}

func (s Support) fine() bool {
	return line(s.Who, NameMost) && line(s.Phone, 40) && line(s.Hours, 100) && (s.Email == "" || CheckEmail(s.Email, "support") == nil)
}

// questionsFine asks for an empty list, or enough distinct questions to choose
// from.
func (w WaysBack) questionsFine() bool {
	seen := map[string]bool{}
	for _, q := range w.QuestionList {
		key := strings.ToLower(strings.TrimSpace(q))
		if key == "" || seen[key] || !line(q, 120) {
			return false
		}
		seen[key] = true
	}
	return len(w.QuestionList) == 0 || len(w.QuestionList) >= w.QuestionCount && len(w.QuestionList) <= 30
}

func (w WaysBack) wordsFine() bool {
	for lang, words := range w.NoCode {
		if !contains(Languages, lang) || !line(words, 40) || strings.TrimSpace(words) == "" {
			return false
		}
	}
	return true
}

// line reports whether s is one line of text within most characters.
func line(s string, most int) bool {
	return utf8.ValidString(s) && utf8.RuneCountInString(s) <= most && !strings.ContainsFunc(s, control)
}

func distinct[T comparable](list, of []T) bool {
	for i, x := range list {
		if !contains(of, x) || slices.Contains(list[:i], x) {
			return false
		}
	}
	return true
}

// Contact is whom people see as the one to ask: support by the ways that are
// on the ladder, so that a number alone stays alone (A27); the organization's
// own contact where none is.
func (w WaysBack) Contact(own Contact) Contact {
	out := Contact{Name: w.Support.Who, Hours: w.Support.Hours}
	if w.Climbs(RungSupportPhone) {
		out.Phone = w.Support.Phone
	}
	if w.Climbs(RungSupportMail) {
		out.Email = w.Support.Email
	}
	if !out.Reachable() {
		return own
	}
	return out
}
