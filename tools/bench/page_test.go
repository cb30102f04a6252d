package main

import (
	"slices"
	"testing"
)

func TestWhatHoldsAPageUp(t *testing.T) {
	body := `<!doctype html><html><head><link rel="stylesheet" href="/static/app.1.css"><link rel="icon" href="/static/i.svg">
		<link rel="preload" href="/static/app.wasm" as="fetch"><script src="early.js"></script><script defer src="/static/boot.js"></script>
		<script async src="/a.js"></script><script type="module" src="/m.js"></script><script type="application/json" id="page">{}</script>
		</head><body><form method="post"><input></form></body></html>`
	got, err := blocking("http://h/t/o/sign-in", []byte(body))
	if err != nil || !slices.Equal(got, []string{"http://h/static/app.1.css", "http://h/t/o/early.js"}) {
		t.Errorf("got %v, %v", got, err)
	}
	if _, err := blocking("http://h/", []byte("<p>Busy</p>")); err == nil {
		t.Error("a page without a form counts as the sign-in page")
	}
}
