//go:build !wasm

package page

import (
	"encoding/json"
	"fmt"
	"html"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/frontend/part"
	"twofold/frontend/text"
)

// Document is the finished HTML of a page: usable at first paint, without a
// script. The browser may take the body's first element over; the live regions
// after it stay.
func Document(p wire.Page) ([]byte, error) {
	p = complete(p)
	ui, title, err := Build(p)
	if err != nil {
		return nil, err
	}
	data, err := json.Marshal(p)
	if err != nil {
		return nil, fmt.Errorf("encode page %s: %w", p.Name, err)
	}
	var b strings.Builder
	b.WriteString("<!doctype html>\n<html" + attributes("lang", p.Lang, "dir", p.Dir, "data-appearance", p.Appearance, "data-layout", string(p.Layout)) + ">\n<head>\n")
	b.WriteString("<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
	b.WriteString("<title>" + html.EscapeString(part.Clean(title)) + "</title>\n")
	b.WriteString("<link rel=\"stylesheet\"" + attributes("href", p.Assets.CSS) + ">\n")
	b.WriteString("<link rel=\"icon\" type=\"image/svg+xml\"" + attributes("href", p.Assets.Favicon) + ">\n")
	b.WriteString("</head>\n<body>\n")
	b.WriteString(app.HTMLString(ui))
	b.WriteString("\n<div id=\"status\" role=\"status\" class=\"u-hidden\"></div>\n<div id=\"alert\" role=\"alert\" class=\"u-hidden\"></div>\n")
	b.WriteString("<script type=\"application/json\" id=\"page\">" + string(data) + "</script>\n")
	if p.Assets.Boot != "" {
		b.WriteString("<script defer" + attributes("src", p.Assets.Boot, "data-exec", p.Assets.Exec, "data-wasm", wasm(p)) + "></script>\n")
	}
	if p.Assets.Line != "" && p.Layout == wire.LayoutCard {
		b.WriteString("<script defer" + attributes("src", p.Assets.Line) + "></script>\n")
	}
	if p.Assets.Passkey != "" {
		b.WriteString("<script defer" + attributes("src", p.Assets.Passkey) + "></script>\n")
	}
	b.WriteString("</body>\n</html>\n")
	return []byte(b.String()), nil
}

// wasm is the address of the binary that holds the page's screen: of every
// place its own, and of the way in the account's.
func wasm(p wire.Page) string {
	switch at, _ := placeNamed(p.Name); {
	case at.name != p.Name || at.binary == inApp:
		return p.Assets.App
	case at.binary == inStaff:
		return p.Assets.Staff
	}
	return p.Assets.Admin
}

// complete fills what a page leaves to its defaults.
func complete(p wire.Page) wire.Page {
	if p.Lang == "" {
		p.Lang = text.Default
	}
	if p.Appearance == "" {
		p.Appearance = "system"
	}
	if p.Layout == "" {
		p.Layout = screens[p.Name].layout
	}
	p.Dir = part.Of(p).Dir()
	return p
}

// attributes writes names and values by turns, leaving out empty values.
func attributes(kv ...string) string {
	var b strings.Builder
	for i := 0; i+1 < len(kv); i += 2 {
		if kv[i+1] != "" {
			b.WriteString(" " + kv[i] + "=\"" + html.EscapeString(part.Clean(kv[i+1])) + "\"")
		}
	}
	return b.String()
}
