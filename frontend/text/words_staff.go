//go:build !app && !admin

package text

// The words of the company's own staff.
func init() {
	catalogs["en"] = append(catalogs["en"], enStaff, enOperator, enCases)
}
