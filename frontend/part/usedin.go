package part

import "twofold/domain"

// Browser is a browser and its system in words, empty for none.
func (v View) Browser(name string) string {
	browser, system := domain.CutBrowser(name)
	switch browser {
	case domain.BrowserUnknown:
		browser = v.T("browser.unknown")
	case domain.BrowserProgram:
		browser = v.T("browser.program")
	}
	if system == "" {
		return browser
	}
	return v.T("browser.on", "browser", browser, "system", system)
}
