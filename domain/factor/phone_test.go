package factor_test

import (
	"strings"
	"testing"

	"twofold/domain"
	"twofold/domain/factor"
)

func TestParsePhone(t *testing.T) {
	for _, tt := range []struct {
		name, input, region string
		e164, home          string
		kind                factor.PhoneKind
		display             string
	}{
		{"with its country", "+44 7700 900123", "", "+447700900123", "GB", factor.PhoneMobile, "+44 7700 900123"},
		{"national", "07911 223456", "gb", "+447911223456", "GB", factor.PhoneMobile, "+44 7911 223456"},
		{"its own country over the chosen one", "+49 1512 3456789", "GB", "+4915123456789", "DE", factor.PhoneMobile, "+49 1512 3456789"},
		{"the prefix for abroad", "0049 1512 3456789", "GB", "+4915123456789", "DE", factor.PhoneMobile, "+49 1512 3456789"},
		{"brackets, dots and hyphens", "(202) 555-01.23", "US", "+12025550123", "US", factor.PhoneEither, "+1 202-555-0123"},
		{"marks of a contact list", "\u202a+44 7700 900123\u202c", "", "+447700900123", "GB", factor.PhoneMobile, "+44 7700 900123"},
		{"Arabic-Indic digits", "٠٥١ ٢٣٤ ٥٦٧٨", "SA", "+966512345678", "SA", factor.PhoneMobile, "+966 51 234 5678"},
		{"full-width digits and plus", "＋４４７７００９００１２３", "", "+447700900123", "GB", factor.PhoneMobile, "+44 7700 900123"},
		{"landline", "+44 20 7946 0018", "", "+442079460018", "GB", factor.PhoneLandline, "+44 20 7946 0018"},
		{"VoIP", "+44 56 0000 0000", "", "+445600000000", "GB", factor.PhoneVoIP, "+44 56 0000 0000"},
		{"premium", "+1 900 555 1212", "", "+19005551212", "US", factor.PhonePremium, "+1 900-555-1212"},
		{"toll-free of no country", "+800 1234 5678", "", "+80012345678", "001", factor.PhoneOther, "+800 1234 5678"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, err := factor.ParsePhone(tt.input, tt.region, "phone")
			if err != nil || p.E164 != tt.e164 || p.Region != tt.home || p.Kind != tt.kind || p.Display() != tt.display {
				t.Fatalf("%+v %q, %v", p, p.Display(), err)
			}
			if p.Hint() != tt.e164[len(tt.e164)-2:] {
				t.Errorf("hint %q", p.Hint())
			}
			mobile := tt.kind == factor.PhoneMobile || tt.kind == factor.PhoneEither
			if err := p.CheckMobile("phone"); (err == nil) != mobile || err != nil && domain.CodeOf(err) != domain.CodePhoneLandline {
				t.Errorf("mobile: %v", err)
			}
		})
	}
}

func TestParsePhoneRefuses(t *testing.T) {
	for _, input := range []string{"", " ", "+", "call me", "1-800-FLOWERS", "+44 7911 123456 ext 5", "+44 7911 123456;ext=5", "07911 123456", "+999 1234567",
		"+44 7700 90012", "tel:+447911123456", "+44 7911 123456#1", "+1 555 555 5555", "\x00", "+44\n7700 900123", strings.Repeat("1", 300), "\u202a\u202c"} {
		if p, err := factor.ParsePhone(input, "", "phone"); domain.CodeOf(err) != domain.CodePhoneInvalid {
			t.Errorf("%q: %+v, %v", input, p, err)
		}
	}
}

func TestCountries(t *testing.T) {
	all := factor.Countries("en")
	if len(all) < 200 || all[0].Name != "Afghanistan" || all[0].Dial != 93 {
		t.Fatalf("%d countries, first %+v", len(all), all[0])
	}
	for _, c := range all {
		if c.Name == "" || c.Name == c.Region || c.Dial == 0 {
			t.Errorf("%+v", c)
		}
	}
	few := factor.Countries("de", "SA", "DE", "AT", "XX")
	if len(few) != 3 || few[0].Name != "Deutschland" || few[1].Name != "Österreich" || few[2].Dial != 966 {
		t.Errorf("%+v", few)
	}
	if factor.CountryName("GB", "ar") != "المملكة المتحدة" || factor.CountryName("??", "en") != "??" || factor.KnownCountry("XX") || !factor.KnownCountry("GB") {
		t.Error("names")
	}
}

func FuzzParsePhone(f *testing.F) {
	for _, s := range []string{"+44 7700 900123", "07911 123456", "1-800-FLOWERS", "\u202a+44", "٠٥١", "+800 1234 5678"} {
		f.Add(s, "GB")
	}
	f.Fuzz(func(t *testing.T, input, region string) {
		p, err := factor.ParsePhone(input, region, "phone")
		if err != nil {
			if domain.CodeOf(err) != domain.CodePhoneInvalid {
				t.Fatal(err)
			}
			return
		}
		if len(p.E164) < 4 || len(p.E164) > 18 || p.E164[0] != '+' || strings.Trim(p.E164[1:], "0123456789") != "" || p.Region == "" || p.Kind == "" {
			t.Fatalf("%+v", p)
		}
		again, err := factor.ParsePhone(p.Display(), "", "phone")
		if err != nil || again != p {
			t.Fatalf("%+v is read back as %+v, %v", p, again, err)
		}
	})
}
