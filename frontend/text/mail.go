package text

import "strings"

// Kinds of mail. The comment names the placeholders beside those every mail
// may use: org, name (of the reader), link, when, device, place, id
// (reference). An empty or missing when, device, place or id leaves its line
// out.
const (
	MailConfirm         = "confirm"          // email, minutes, link
	MailInvite          = "invite"           // by, days, link
	MailTurnedOn        = "turned_on"        // link
	MailTurnedOff       = "turned_off"       // by, link
	MailMethodAdded     = "method_added"     // method, link
	MailMethodRemoved   = "method_removed"   // method, link
	MailMethodReplaced  = "method_replaced"  // method, link
	MailTrusted         = "trusted"          // days, link
	MailRecoveryUsed    = "recovery_used"    // n, link
	MailRecoveryRenewed = "recovery_renewed" // link
	MailReset           = "reset"            // by, app (that was used; empty leaves its line out)
	MailLocked          = "locked"           // time, n, link
	MailPasswordChanged = "password_changed" // link
	MailRequired        = "required"         // link
	MailRequiredBy      = "required_by"      // date, link
	MailOrganizations   = "organizations"    // email, link (one address a line, empty for none)
)

// Mails are all kinds of mail.
var Mails = []string{
	MailConfirm, MailInvite, MailTurnedOn, MailTurnedOff, MailMethodAdded, MailMethodRemoved, MailMethodReplaced,
	MailTrusted, MailRecoveryUsed, MailRecoveryRenewed, MailReset, MailLocked, MailPasswordChanged, MailRequired,
	MailRequiredBy, MailOrganizations,
}

// Letter is the words of a mail, in paragraphs: the subject, what happened in
// the first line, and at most one link on a paragraph of its own.
type Letter struct {
	Subject    string
	Paragraphs []string
	Link       string // one of the paragraphs, empty for none
}

// Text is the letter as plain text, with empty lines between paragraphs.
func (l Letter) Text() string { return strings.Join(l.Paragraphs, "\n\n") + "\n" }

// Mail writes the letter of a kind in lang.
func Mail(lang, kind string, args Args) Letter {
	w := letterWriter{lang: lang, args: args}
	w.letter.Subject = strings.Join(strings.Fields(T(lang, "mail."+kind+".subject", args)), " ")
	w.add("mail." + kind + ".text")
	switch kind {
	case MailConfirm, MailInvite:
		w.link()
		w.add("mail." + kind + ".ignore")
	case MailRequired, MailRequiredBy:
		w.link()
	case MailOrganizations:
		w.organizations()
	case MailReset:
		if args["app"] != "" {
			w.add("mail.reset.app")
		}
		w.facts()
		w.add("mail.wrong.admin")
	default:
		w.facts()
		w.add("mail.ok")
		w.add("mail.wrong")
		w.link()
	}
	w.add("mail.never")
	if args["id"] != "" {
		w.add("mail.reference")
	}
	if args["org"] != "" {
		w.add("mail.sender")
	}
	return w.letter
}

type letterWriter struct {
	lang   string
	args   Args
	letter Letter
}

func (w *letterWriter) add(key string) {
	w.letter.Paragraphs = append(w.letter.Paragraphs, T(w.lang, key, w.args))
}

func (w *letterWriter) facts() {
	var lines []string
	for _, name := range []string{"when", "device", "place"} {
		if w.args[name] != "" {
			lines = append(lines, T(w.lang, "mail."+name, w.args))
		}
	}
	if len(lines) > 0 {
		w.letter.Paragraphs = append(w.letter.Paragraphs, strings.Join(lines, "\n"))
	}
}

func (w *letterWriter) link() {
	if link := w.args["link"]; link != "" {
		w.letter.Link = link
		w.letter.Paragraphs = append(w.letter.Paragraphs, link)
	}
}

func (w *letterWriter) organizations() {
	if w.args["link"] == "" {
		w.add("mail.organizations.none")
		return
	}
	w.letter.Paragraphs = append(w.letter.Paragraphs, w.args["link"])
}
