package door

import (
	"twofold/domain/factor"
	"twofold/frontend/text"
)

// Language is the one that people read the answer to a call in, of those that
// screens have words in: their own, else their organization's, else the one
// their browser asks for.
func (c *Call) Language() string {
	var wanted []string
	if c.Visit != nil {
		wanted = append(wanted, c.Visit.Person.Language)
	}
	wanted = append(wanted, c.Org.Language)
	return text.Choose(append(wanted, factor.LanguagesOf(c.Gin.GetHeader("Accept-Language"))...)...)
}
