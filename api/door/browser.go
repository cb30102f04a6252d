package door

import (
	"strings"

	"twofold/domain"
)

// browserWords tells a browser and its system by names people know, such as
// "Chrome on Windows". It is for showing, never for deciding.
func browserWords(agent string) string {
	if agent == "" {
		return domain.BrowserUnknown
	}
	browser := first(agent, [][2]string{
		{"Edg/", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser/", "Samsung Internet"}, {"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"},
		{"CriOS/", "Chrome"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}, {"curl/", "curl"}, {"Go-http-client", domain.BrowserProgram},
	}, domain.BrowserUnknown)
	return domain.NameBrowser(browser, first(agent, [][2]string{
		{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"Windows", "Windows"}, {"CrOS", "ChromeOS"},
		{"Mac OS X", "macOS"}, {"Linux", "Linux"},
	}, ""))
}

func first(agent string, words [][2]string, otherwise string) string {
	for _, w := range words {
		if strings.Contains(agent, w[0]) {
			return w[1]
		}
	}
	return otherwise
}
