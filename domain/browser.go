package domain

import "strings"

// What a browser and its system are called as they are kept: names as people
// know them, put together in English, as in "Chrome on Windows". Whoever shows
// one cuts it and says it in the reader's words.
const (
	BrowserUnknown = "Unknown browser"
	BrowserProgram = "Go program"
	browserOn      = " on "
)

// NameBrowser is what a browser on a system is called; system may be empty.
func NameBrowser(browser, system string) string {
	if system == "" {
		return browser
	}
	return browser + browserOn + system
}

// CutBrowser undoes NameBrowser.
func CutBrowser(name string) (browser, system string) {
	browser, system, _ = strings.Cut(name, browserOn)
	return browser, system
}
