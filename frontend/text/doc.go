// Package text holds every word people read on screens, by key, one catalog a
// language; the words of messages are in package messages. A text may hold
// {placeholders}; a text that counts has two forms, key.one and key.other.
//
// Words that only one of the browser's binaries draws are led to by
// words_app.go or words_admin.go, those of both by text.go. The server has them
// all.
package text
