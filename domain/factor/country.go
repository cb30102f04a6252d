package factor

import (
	"slices"
	"strings"
	"sync"

	"github.com/nyaruka/phonenumbers"
	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Country is a choice of the phone field.
type Country struct {
	Region string // ISO 3166-1 alpha-2
	Name   string // in the reader's language
	Dial   int    // its country calling code
}

// KnownCountry reports whether region is the code of a country with telephones.
func KnownCountry(region string) bool { return phonenumbers.GetCountryCodeForRegion(region) != 0 }

// DialCode is the country calling code of region, 0 when it has none.
func DialCode(region string) int { return phonenumbers.GetCountryCodeForRegion(region) }

// CountryName is region's name in lang, region itself where that has none.
func CountryName(region, lang string) string {
	return nameIn(display.Regions(language.Make(lang)), region)
}

func nameIn(names display.Namer, region string) string {
	r, err := language.ParseRegion(region)
	if err != nil || names == nil {
		return region
	}
	if name := names.Name(r); name != "" {
		return name
	}
	return region
}

// Countries lists those of regions that have telephones, by their name in
// lang; every country for none.
func Countries(lang string, regions ...string) []Country {
	if len(regions) == 0 {
		regions = allRegions()
	}
	tag := language.Make(lang)
	names := display.Regions(tag)
	out := make([]Country, 0, len(regions))
	for _, r := range regions {
		if code := DialCode(r); code != 0 {
			out = append(out, Country{Region: r, Name: nameIn(names, r), Dial: code})
		}
	}
	order := collate.New(tag)
	slices.SortFunc(out, func(a, b Country) int {
		if n := order.CompareString(a.Name, b.Name); n != 0 {
			return n
		}
		return strings.Compare(a.Region, b.Region)
	})
	return out
}

var allRegions = sync.OnceValue(func() []string {
	var out []string
	for r := range phonenumbers.GetSupportedRegions() {
		out = append(out, r)
	}
	slices.Sort(out)
	return out
})

// LanguagesOf lists the languages that an Accept-Language header asks for, the
// dearest first, leaving out what can't be read.
func LanguagesOf(acceptLanguage string) []string {
	var readable []string
	for _, one := range strings.SplitN(acceptLanguage, ",", languagesMost+1) {
		if _, _, err := language.ParseAcceptLanguage(one); err == nil && len(readable) < languagesMost {
			readable = append(readable, one)
		}
	}
	tags, _, err := language.ParseAcceptLanguage(strings.Join(readable, ","))
	if err != nil {
		return nil
	}
	out := make([]string, len(tags))
	for i, t := range tags {
		out[i] = t.String()
	}
	return out
}

// languagesMost is how many languages of a header are read.
const languagesMost = 16

// CountryOf guesses somebody's country from their Accept-Language header,
// empty where it says none.
func CountryOf(acceptLanguage string) string {
	tags, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil || len(tags) == 0 {
		return ""
	}
	region, confidence := tags[0].Region()
	if confidence < language.High {
		return ""
	}
	return region.String()
}
