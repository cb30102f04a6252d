// Package messages holds the words of every message the service sends, one
// JSON catalog a language, and writes letters and text messages from them. It
// is for the server: the browser's binary doesn't hold it.
//
// A text may hold {placeholders}. One that counts has the plural forms of its
// language (CLDR) and counts {n}. Values that machines made, dates, times,
// durations, browsers and ways to verify, are written for the reader.
package messages
