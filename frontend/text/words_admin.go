//go:build !app && !staff

package text

// The words of the administration.
func init() {
	Add("en", enMessages, enNumbers, enTemplates, enRequestDesk)
}
