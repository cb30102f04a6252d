// Package deliver writes messages and hands them to a mail server.
//
// A message goes out over TLS with a verified certificate or not at all (OWASP
// ASVS 5.0 V12.3), holds nothing that is loaded from elsewhere, and says to
// machines that a machine wrote it (RFC 3834). What people typed into it, a
// name or an organization, can't become a header, an element or a link
// (V1.3.11). The words are those of frontend/text.
package deliver
