package command

import (
	"io"
	"net/http"

	"twofold/api/deliver"
	"twofold/api/door"
	"twofold/api/work"
	"twofold/domain"
	"twofold/policies"
	"twofold/tenancy/store"
)

// mountHooks adds the address that providers report to on text messages:
// POST /hooks/sms/{provider}/{tenant}/{message}. It is public because a
// provider has no session; the signature over the whole address and the form
// stands for one. A report that isn't signed, and one on a provider or message
// that doesn't exist, get the same answer.
func mountHooks(d *door.Door, providers map[string]*deliver.Twilio, metrics *work.Metrics) {
	d.Mount(policies.Public, http.MethodPost, "/hooks/sms/:provider/:tenant/:message", func(c *door.Call) error {
		tenant, message := c.Gin.Param("tenant"), c.Gin.Param("message")
		body, err := io.ReadAll(c.Gin.Request.Body)
		if err != nil {
			return domain.Refuse(domain.TooLarge, domain.CodeTooLarge)
		}
		p, known := providers[c.Gin.Param("provider")]
		if !known {
			return unsigned()
		}
		r, signed := p.ReadReport(tenant, message, body, c.Gin.GetHeader("X-Twilio-Signature"))
		if !signed {
			return unsigned()
		}
		m, news, err := c.Flows().TextReported(c, tenant, message, store.TextNews{Provider: p.Provider(), Ref: r.Ref, State: string(r.State), Reason: r.Reason, From: r.State.Before()})
		if err != nil {
			return err
		}
		if news {
			metrics.Reported(m, c.Now)
		}
		c.Gin.Status(http.StatusNoContent)
		return nil
	})
}

func unsigned() error { return domain.Refuse(domain.Forbidden, domain.CodeForbidden) }
