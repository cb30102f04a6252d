package door

import "strings"

// browserWords tells a browser and its system in words people know, such as
// "Chrome on Windows". It is for showing, never for deciding.
func browserWords(agent string) string {
	if agent == "" {
		return "Unknown browser"
	}
	return first(agent, [][2]string{
		{"Edg/", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser/", "Samsung Internet"}, {"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"},
		{"CriOS/", "Chrome"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}, {"curl/", "curl"}, {"Go-http-client", "Go program"},
	}, "Unknown browser") + first(agent, [][2]string{
		{"iPhone", " on iPhone"}, {"iPad", " on iPad"}, {"Android", " on Android"}, {"Windows", " on Windows"}, {"CrOS", " on ChromeOS"},
		{"Mac OS X", " on macOS"}, {"Linux", " on Linux"},
	}, "")
}

func first(agent string, words [][2]string, otherwise string) string {
	for _, w := range words {
		if strings.Contains(agent, w[0]) {
			return w[1]
		}
	}
	return otherwise
}
