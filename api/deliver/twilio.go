package deliver

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/twilio/twilio-go/client"
	openapi "github.com/twilio/twilio-go/rest/api/v2010"
)

// TwilioConfig says which account sends text messages, at Twilio or at a
// provider that speaks Twilio's API (2010-04-01), such as another region of
// it.
type TwilioConfig struct {
	Name    string        // of this provider, in addresses and logs: "twilio", "second"
	Account string        // AC…
	Token   string        // signs in, and signs the provider's reports
	From    string        // a number, a short code or a name; MG… is a messaging service
	Base    string        // https://api.twilio.com where empty
	Reports string        // where it reports, https://id.example/hooks/sms; empty for nowhere
	Timeout time.Duration // of one message, 0: 10 s
}

// Twilio sends text messages by an account at Twilio.
type Twilio struct {
	config    TwilioConfig
	base      *url.URL
	transport http.RoundTripper
	signature client.RequestValidator
}

const (
	twilioBase      = "https://api.twilio.com"
	defaultTextWait = 10 * time.Second
	longestLife     = 10 * time.Hour // of a message that waits at the provider
)

var (
	twilioWord = regexp.MustCompile(`^[A-Za-z0-9]+$`) // all that twilio-go signs in with
	providerID = regexp.MustCompile(`^[a-z][a-z0-9-]{0,30}$`)
)

// NewTwilio checks the configuration without connecting.
func NewTwilio(c TwilioConfig) (*Twilio, error) {
	if c.Base == "" {
		c.Base = twilioBase
	}
	if c.Timeout == 0 {
		c.Timeout = defaultTextWait
	}
	base, err := url.Parse(strings.TrimSuffix(c.Base, "/"))
	switch {
	case err != nil || base.Host == "" || base.Scheme != "https" && !(base.Scheme == "http" && local(base.Hostname())):
		return nil, fmt.Errorf("configure text messages: %q is no https address", c.Base)
	case !providerID.MatchString(c.Name):
		return nil, fmt.Errorf("configure text messages: %q is no name for a provider", c.Name)
	case !twilioWord.MatchString(c.Account) || !twilioWord.MatchString(c.Token):
		return nil, errors.New("configure text messages: account and token are letters and digits")
	case c.From == "":
		return nil, errors.New("configure text messages: there is no sender")
	}
	return &Twilio{config: c, base: base, transport: textTransport(c.Timeout), signature: client.NewRequestValidator(c.Token)}, nil
}

// Provider is the name that receipts and callbacks carry.
func (t *Twilio) Provider() string { return t.config.Name }

// SendText asks the provider once. It ends within the timeout and ctx.
func (t *Twilio) SendText(ctx context.Context, m Text) (Receipt, error) {
	if m.ID == "" || m.Body == "" || !strings.HasPrefix(m.To, "+") {
		return Receipt{}, fmt.Errorf("send text message %s: %w", m.ID, errUnsendable)
	}
	ctx, cancel := context.WithTimeout(ctx, t.config.Timeout)
	defer cancel()
	call := &textCall{ctx: ctx, base: t.base, transport: t.transport}
	api := client.Client{Credentials: client.NewCredentials(t.config.Account, t.config.Token), HTTPClient: &http.Client{Transport: call, CheckRedirect: noRedirect}}
	api.SetAccountSid(t.config.Account)
	got, err := openapi.NewApiServiceWithClient(&api).CreateMessage(t.params(m))
	if err != nil {
		return Receipt{}, t.refused(call, err)
	}
	if got.Sid == nil || *got.Sid == "" {
		return Receipt{}, &TextRefused{Provider: t.config.Name, Outcome: Unsure, Status: call.status, Cause: errors.New("no message id in the answer")}
	}
	r := Receipt{Provider: t.config.Name, Ref: *got.Sid, State: TextQueued, Segments: Segments(m.Body)}
	if got.Status != nil && r.State.After(twilioState(*got.Status)) {
		r.State = twilioState(*got.Status)
	}
	if got.NumSegments != nil {
		if n, err := strconv.Atoi(*got.NumSegments); err == nil && n > 0 {
			r.Segments = n
		}
	}
	return r, nil
}

func (t *Twilio) params(m Text) *openapi.CreateMessageParams {
	p := &openapi.CreateMessageParams{}
	p.SetTo(m.To).SetBody(m.Body)
	if strings.HasPrefix(t.config.From, "MG") && len(t.config.From) == 34 {
		p.SetMessagingServiceSid(t.config.From)
	} else {
		p.SetFrom(t.config.From)
	}
	if at := t.reportsAt(m.Tenant, m.ID); at != "" {
		p.SetStatusCallback(at)
	}
	if m.Life > 0 {
		p.SetValidityPeriod(int(min(m.Life, longestLife).Seconds()) + 1)
	}
	return p
}
