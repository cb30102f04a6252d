//go:build !app && !staff

package text

// The words of the administration.
func init() {
	catalogs["en"] = append(catalogs["en"], enMessages, enNumbers, enTemplates, enRequestDesk)
}
