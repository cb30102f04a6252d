// Package text holds every word people read on screens, by key, one catalog a
// language; the words of messages are in package messages. A text may hold
// {placeholders}; a text that counts has two forms, key.one and key.other.
package text
