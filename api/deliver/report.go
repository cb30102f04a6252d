package deliver

import (
	"net/url"
	"strconv"
	"strings"
)

// TextReport is what a provider says of a message later.
type TextReport struct {
	Ref    string
	State  TextState
	Reason string // the provider's code where it failed, else empty
}

// reportsAt is where the provider reports on a message, empty for nowhere: no
// provider reaches a development machine.
func (t *Twilio) reportsAt(tenant, message string) string {
	if t.config.Reports == "" || tenant == "" || !strings.HasPrefix(t.config.Reports, "https://") && !local(t.base.Hostname()) {
		return ""
	}
	return t.config.Reports + "/" + t.config.Name + "/" + url.PathEscape(tenant) + "/" + url.PathEscape(message)
}

// ReadReport checks and reads a report on a message: a posted form, signed
// with the account's token (X-Twilio-Signature: HMAC-SHA1 over the address and
// the sorted fields, compared in constant time). The address is that of the
// configuration, never the one a request claims. It reports false for anything
// that isn't signed or can't be read.
func (t *Twilio) ReadReport(tenant, message string, body []byte, signature string) (TextReport, bool) {
	address := t.reportsAt(tenant, message)
	form, err := url.ParseQuery(string(body))
	if err != nil || signature == "" || address == "" {
		return TextReport{}, false
	}
	fields := make(map[string]string, len(form))
	for name, values := range form {
		if len(values) != 1 {
			return TextReport{}, false
		}
		fields[name] = values[0]
	}
	if !t.signature.Validate(address, fields, signature) || fields["AccountSid"] != t.config.Account {
		return TextReport{}, false
	}
	r := TextReport{Ref: fields["MessageSid"], State: twilioState(fields["MessageStatus"])}
	if code, err := strconv.Atoi(fields["ErrorCode"]); err == nil && r.State == TextFailed {
		r.Reason = strconv.Itoa(code)
	}
	return r, r.Ref != "" && r.State != ""
}
