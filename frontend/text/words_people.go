//go:build !app

package text

// The words that the administration and the staff share.
func init() {
	Add("en", enPeople, enAdmin, enAudit, enReset, enPolicy, enPolicyBack, enAuditDetails)
}
