//go:build !wasm

package text

// The words that the server alone draws: the browser writes dates itself.
func init() {
	Add("en", enDates)
}
