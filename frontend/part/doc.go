// Package part holds the components pages are built from, and is the only
// place that writes elements, attributes and class names. Every string a part
// is given, whoever wrote it, comes out as typed: attributes pass through
// Attr, texts through go-app's own escaping.
package part
