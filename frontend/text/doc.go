// Package text holds every word people read, on screens and in messages, by
// key, one catalog a language. A text may hold {placeholders}; a text that
// counts has two forms, key.one and key.other.
package text
