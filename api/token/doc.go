// Package token tells the product behind the sign-in who signed in: a JWT
// (RFC 7519) of five minutes, signed with ES256, and the public keys to check
// it with as a JWK set (RFC 7517).
//
// Keys come and go by rotation without a verifier noticing. Each key has two
// times, ActiveFrom and RetireAt, between which it signs, and it is published
// for Overlap on either side of them: before, so that a verifier that keeps the
// set for a while knows the key by its first signature; after, until its last
// token has ended.
//
//	published  |<-Overlap->|                  |<-Overlap->|
//	signs                  |ActiveFrom RetireAt|
//
// Every function is pure but for the randomness of new keys, signatures and
// token ids; the time is a parameter. Tokens promise what OWASP ASVS 5.0 V9
// asks: one algorithm, keys from this set only, one audience, a type.
package token
