package part

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
)

// Phone is a number with its country beside it (ux 3.3): the country is sent
// as "country", the number under the field's name. A number typed with its
// country needs no choice.
func (v View) Phone(f Field, countryLabel, country string, countries []wire.Country) app.UI {
	f.Type, f.Autocomplete, f.Ltr = "tel", "tel", true
	var options []Option
	for _, c := range countries {
		options = append(options, Option{Value: c.Code, Label: c.Name + " (" + c.Dial + ")"})
	}
	return box("c-form", v.Select(Field{Name: "country", Label: countryLabel, Value: country}, options), v.Field(f))
}
