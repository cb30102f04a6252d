//go:build !app && !admin

package text

// The words of the company's own staff.
func init() {
	Add("en", enStaff, enOperator, enCases)
}
