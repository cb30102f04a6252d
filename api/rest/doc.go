// Package rest is the JSON API: everything the screens can do and nothing
// else, over the same flows, behind the same door. routes.go shows all of it.
//
// A handler takes its input already read and checked against the schema that
// /openapi.json shows, calls a flow, and answers in the types of package wire.
// Requests are read strictly: a field that is unknown, written in another
// case, given twice, null or of another type is refused before anything is
// done (OWASP ASVS 5.0 V1.5.3, V15.3.3, V15.3.5, V15.3.7). Every refusal, the
// router's own included, is a problem document that the door writes.
package rest
