//go:build !wasm

package page

import (
	"strings"

	"golang.org/x/net/html"
)

func byID(root *html.Node, id string) *html.Node { return find(root, "id", id) }

// find is the first element whose attribute name is value; without a name, the
// first whose tag is value.
func find(root *html.Node, name, value string) *html.Node {
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if name == "" && n.Data == value {
			return n
		}
		if got, ok := has(n, name); ok && got == value {
			return n
		}
	}
	return nil
}

func has(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

func attr(n *html.Node, name string) string {
	v, _ := has(n, name)
	return v
}

func words(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}
