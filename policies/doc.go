// Package policies answers one question: may this role do this action?
//
// Casbin decides, over the model and the policy embedded here; the answers are
// the same for every tenant, so a decision costs the same for one tenant as
// for a hundred thousand. Rules about which object (nobody resets an owner)
// are domain functions and are asked afterwards.
//
// The package denies by default: an unknown role, an unknown permission or an
// error is a no, and a policy text that doesn't name every permission once is
// refused when it is opened (OWASP ASVS 5.0 V8.2.1, V16.5.3).
package policies
