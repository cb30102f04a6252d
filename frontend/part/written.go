//go:build !wasm

package part

import (
	"strconv"
	"time"
)

// written is a time of UTC in the server's own words. The browser has its own.
func (v View) written(key string, t time.Time) string {
	t = t.UTC()
	return v.T(key, "day", strconv.Itoa(t.Day()), "month", v.T("month."+strconv.Itoa(int(t.Month()))), "year", strconv.Itoa(t.Year()), "time", t.Format("15:04:05"))
}
