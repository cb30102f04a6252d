package factor

import (
	"strings"
	"unicode"

	"github.com/nyaruka/phonenumbers"

	"twofold/domain"
)

// PhoneKind says what a number reaches, as its numbering plan tells.
type PhoneKind string

const (
	PhoneMobile   PhoneKind = "mobile"
	PhoneEither   PhoneKind = "mobile_or_landline" // plans that don't tell them apart, such as North America's
	PhoneLandline PhoneKind = "landline"
	PhoneVoIP     PhoneKind = "voip"
	PhonePremium  PhoneKind = "premium" // who is texted or who texts pays more than for a mobile number
	PhoneOther    PhoneKind = "other"   // toll-free, shared-cost, forwarding, pager, company-wide, voicemail
)

// Phone is a number that can exist. It is the whole secret of a text-message
// factor: only Hint may be shown to anybody but its holder, and no part is
// logged.
type Phone struct {
	E164   string // +447700900123 (ITU-T E.164)
	Region string // ISO 3166-1 alpha-2, "001" for numbers of no country
	Kind   PhoneKind
}

// phoneMost is more than any number as people write it.
const phoneMost = 60

// ParsePhone reads a number as people type or paste it: with its country
// ("+44 …", "0044 …" where that is how one dials abroad) or without, and then
// of region. Digits may be those of any script. Letters and extensions are
// refused: nobody can text them. An error is phone_invalid and names field.
func ParsePhone(input, region, field string) (Phone, error) {
	text, ok := plainPhone(input)
	if !ok {
		return Phone{}, domain.RefuseField(domain.Invalid, domain.CodePhoneInvalid, field)
	}
	n, err := phonenumbers.Parse(text, strings.ToUpper(region))
	if err != nil || n.GetExtension() != "" {
		return Phone{}, domain.RefuseField(domain.Invalid, domain.CodePhoneInvalid, field)
	}
	p := Phone{E164: phonenumbers.Format(n, phonenumbers.E164), Region: phonenumbers.GetRegionCodeForNumber(n), Kind: phoneKind(phonenumbers.GetNumberType(n))}
	if fictional(p.E164) {
		p.Region, p.Kind = "GB", PhoneMobile
	}
	if p.Kind == "" || p.Region == "" {
		return Phone{}, domain.RefuseField(domain.Invalid, domain.CodePhoneInvalid, field)
	}
	return p, nil
}

// plainPhone drops the invisible marks that contact lists put around numbers
// and refuses what no number holds.
func plainPhone(input string) (string, bool) {
	var b strings.Builder
	for _, r := range strings.TrimSpace(input) {
		switch {
		case unicode.Is(unicode.Cf, r):
		case unicode.IsLetter(r), r < ' ', strings.ContainsRune(";:=@#*", r):
			return "", false
		default:
			b.WriteRune(r)
		}
	}
	return b.String(), b.Len() > 0 && b.Len() <= phoneMost
}

// fictional reports the mobile numbers that the United Kingdom keeps free for
// examples, our own placeholder among them. They are in no numbering plan, and
// nobody could ever prove one.
func fictional(e164 string) bool {
	return len(e164) == len("+447700900000") && strings.HasPrefix(e164, "+447700900")
}

func phoneKind(t phonenumbers.PhoneNumberType) PhoneKind {
	switch t {
	case phonenumbers.MOBILE:
		return PhoneMobile
	case phonenumbers.FIXED_LINE_OR_MOBILE:
		return PhoneEither
	case phonenumbers.FIXED_LINE:
		return PhoneLandline
	case phonenumbers.VOIP:
		return PhoneVoIP
	case phonenumbers.PREMIUM_RATE:
		return PhonePremium
	case phonenumbers.UNKNOWN:
		return ""
	}
	return PhoneOther
}

// CheckMobile refuses numbers that a text message can't reach, or only at
// another's cost, as phone_landline about field (NIST SP 800-63B 3.1.3.3: a
// number, not a virtual one).
func (p Phone) CheckMobile(field string) error {
	if p.Kind == PhoneMobile || p.Kind == PhoneEither {
		return nil
	}
	return domain.RefuseField(domain.Invalid, domain.CodePhoneLandline, field)
}

// Hint is what may be shown of the number: its last two digits.
func (p Phone) Hint() string { return p.E164[max(0, len(p.E164)-2):] }

// Display is the number as it is written internationally: +44 7700 900123.
func (p Phone) Display() string {
	n, err := phonenumbers.Parse(p.E164, "")
	if err != nil {
		return p.E164
	}
	return phonenumbers.Format(n, phonenumbers.INTERNATIONAL)
}
