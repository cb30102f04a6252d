package door

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"twofold/domain"
	"twofold/policies"
)

const (
	// ReportsPath is where browsers tell what a page's policy stopped
	// (CSP level 3 section 5, ASVS V3.4.7).
	ReportsPath = "/reports/csp"
	// MostReport is the most bytes of such a report.
	MostReport = 8 << 10
	// mostTold is how many lines one report writes.
	mostTold = 5
)

// violation is what is kept of a report. The sample of the script and the
// address with what stood in it are not read.
type violation struct {
	Document, Directive, Blocked string
}

// TakeReports mounts the address that pages name for reports. It is open to
// everybody, as browsers send no credentials with a report: so little is taken
// of one that it holds no secret, little is taken at all, and nothing is stored.
func (d *Door) TakeReports() {
	d.Mount(policies.Public, http.MethodPost, ReportsPath, func(c *Call) error {
		read, known := reportForms[mediaType(c.Gin.Request)]
		if !known {
			return domain.Refuse(domain.UnsupportedMedia, domain.CodeUnsupportedMedia)
		}
		if err := c.Flows().CountReport(c.Request); err != nil {
			return err
		}
		text, err := io.ReadAll(http.MaxBytesReader(c.Gin.Writer, c.Gin.Request.Body, MostReport))
		if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
			return domain.Refuse(domain.TooLarge, domain.CodeTooLarge)
		}
		all, readErr := read(text)
		if err != nil || readErr != nil {
			return domain.Refuse(domain.Unreadable, domain.CodeMalformed)
		}
		for _, v := range all[:min(len(all), mostTold)] {
			d.tell(c, v)
		}
		c.Gin.Status(http.StatusNoContent)
		return nil
	})
}

func mediaType(r *http.Request) string {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return kind
}

// reportForms read the two forms in which browsers report: the one for
// report-to and, of older ones, that for report-uri.
var reportForms = map[string]func([]byte) ([]violation, error){
	"application/reports+json": func(text []byte) (out []violation, err error) {
		var in []struct {
			Type string
			Body struct{ DocumentURL, EffectiveDirective, BlockedURL string }
		}
		err = json.Unmarshal(text, &in)
		for _, r := range in {
			if r.Type == "csp-violation" {
				out = append(out, violation{r.Body.DocumentURL, r.Body.EffectiveDirective, r.Body.BlockedURL})
			}
		}
		return out, err
	},
	"application/csp-report": func(text []byte) ([]violation, error) {
		var in struct {
			Report struct {
				Document  string `json:"document-uri"`
				Effective string `json:"effective-directive"`
				Violated  string `json:"violated-directive"`
				Blocked   string `json:"blocked-uri"`
			} `json:"csp-report"`
		}
		err := json.Unmarshal(text, &in)
		r := in.Report
		if r.Effective == "" {
			r.Effective, _, _ = strings.Cut(r.Violated, " ")
		}
		return []violation{{r.Document, r.Effective, r.Blocked}}, err
	},
}

// tell writes one line: the directive, where what it stopped came from, and
// the pattern of the page's address, as addresses can hold tokens.
func (d *Door) tell(c *Call, v violation) {
	at, err := url.Parse(v.Document)
	if err != nil || !d.rightHost(at.Host) {
		return // of no page of ours
	}
	d.log.Warn("page policy stopped something", "request_id", c.RequestID, "directive", word(v.Directive), "blocked", originOf(v.Blocked), "page", d.patternOf(at.Path))
}

var plainWord = regexp.MustCompile(`^[a-z][a-z0-9+.-]{0,39}$`)

func word(s string) string {
	if plainWord.MatchString(s) {
		return s
	}
	return "other"
}

// originOf is the origin of an address, its scheme where it has no host, or
// the word that stands for one, such as "inline".
func originOf(address string) string {
	u, err := url.Parse(address)
	switch {
	case err != nil:
		return "other"
	case u.Scheme != "" && u.Host != "":
		return u.Scheme + "://" + u.Host[:min(len(u.Host), 100)]
	case u.Scheme != "":
		return word(u.Scheme)
	}
	return word(address)
}

// patternOf is the pattern of the page a path leads to, "none" without one.
func (d *Door) patternOf(path string) string {
	best, holes := "none", 100
	for _, r := range d.Routes() {
		if n := strings.Count(r.Path, ":"); r.Method == http.MethodGet && n < holes && fits(r.Path, path) {
			best, holes = r.Path, n
		}
	}
	return best
}

func fits(pattern, path string) bool {
	want, have := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(want) != len(have) {
		return false
	}
	for i, w := range want {
		if w != have[i] && (!strings.HasPrefix(w, ":") || have[i] == "") {
			return false
		}
	}
	return true
}
