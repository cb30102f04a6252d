//go:build !app

package text

// The words of the administration.
func init() {
	catalogs["en"] = append(catalogs["en"], enAdmin, enPolicy, enMessages, enNumbers, enTemplates, enAudit, enStaff)
}
