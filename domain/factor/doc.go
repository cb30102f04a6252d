// Package factor proves who somebody is: passwords, authenticator app codes,
// recovery codes and tokens, and the sealing of what must be kept secret.
//
// It decides nothing about sign-in; it answers whether a proof fits what is
// stored. It does no I/O, reads no clock and draws no randomness of its own:
// callers pass a time.Time and an io.Reader (crypto/rand.Reader in service).
// The one exception is sealing, where Tink draws its own keys and nonces.
//
// Refusals that a person can be told about are a domain.Code or a
// *domain.Error; other errors mean a broken store, key or caller. Secrets are
// compared in constant time and never formatted by %v, slog or JSON.
//
// The standards behind it: RFC 4226 and RFC 6238 (codes), RFC 9106 (Argon2id),
// RFC 5869 (derived keys), NIST SP 800-63B-4 3.1.1 to 3.1.4, ASVS 5.0 V6, V11.
package factor
