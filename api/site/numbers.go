package site

import (
	"bytes"
	"net/http"

	"twofold/api/door"
)

// numbersCSV is the list of people whose phone number isn't ready, to work
// through in a spreadsheet. It has a byte order mark, by which spreadsheets
// know UTF-8.
func (s *Site) numbersCSV(c *door.Call) error {
	var out bytes.Buffer
	out.WriteString("\ufeff")
	if err := s.flows.NumbersCSV(c, c.Request, c.Visit, &out); err != nil {
		return err
	}
	c.Gin.Header("Content-Disposition", `attachment; filename="`+c.Org.ShortName+`-phone-numbers.csv"`)
	c.Gin.Data(http.StatusOK, "text/csv; charset=utf-8", out.Bytes())
	return nil
}
