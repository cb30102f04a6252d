package door

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/domain/factor"
)

// statuses is the one table from kinds of refusals to HTTP.
var statuses = map[domain.Kind]int{
	domain.Internal:             http.StatusInternalServerError,
	domain.Invalid:              http.StatusUnprocessableEntity,
	domain.Unauthenticated:      http.StatusUnauthorized,
	domain.Forbidden:            http.StatusForbidden,
	domain.NotFound:             http.StatusNotFound,
	domain.Conflict:             http.StatusConflict,
	domain.Gone:                 http.StatusGone,
	domain.PreconditionFailed:   http.StatusPreconditionFailed,
	domain.PreconditionRequired: http.StatusPreconditionRequired,
	domain.TooMany:              http.StatusTooManyRequests,
	domain.Busy:                 http.StatusServiceUnavailable,
	domain.TooLarge:             http.StatusRequestEntityTooLarge,
	domain.UnsupportedMedia:     http.StatusUnsupportedMediaType,
	domain.MethodNotAllowed:     http.StatusMethodNotAllowed,
	domain.Unavailable:          http.StatusServiceUnavailable,
	domain.Unreadable:           http.StatusBadRequest,
	domain.TooSlow:              http.StatusRequestTimeout,
}

// Status is the HTTP status of an error.
func Status(err error) int { return statuses[domain.KindOf(err)] }

// Refusal is the refusal in err. Faults of ours, and a database that did not
// answer in time, become one without their words.
func (c *Call) Refusal(err error) *domain.Error {
	var e *domain.Error
	if errors.As(err, &e) {
		return e
	}
	if c.Err() != nil {
		return domain.Refuse(domain.Unavailable, domain.CodeUnavailable).After(5 * time.Second)
	}
	return domain.Refuse(domain.Internal, domain.CodeUnknown).With("id", c.RequestID)
}

// Problem is the problem document of an error and its status.
func (c *Call) Problem(err error) wire.Problem {
	e := c.Refusal(err)
	status := statuses[e.Kind]
	p := wire.Problem{Type: "/openapi.json#/components/schemas/Problem", Title: http.StatusText(status), Status: status, Code: e.Code, Args: c.Words(e), Detail: e.Error(),
		Instance: c.Gin.Request.URL.Path, RequestID: c.RequestID, RetryAfter: retryAfter(e)}
	for _, one := range append([]*domain.Error{e}, e.More...) {
		if one.Field != "" {
			p.Errors = append(p.Errors, wire.FieldProblem{Pointer: pointer(one.Field), Code: one.Code, Args: c.Words(one)})
		}
	}
	return p
}

func pointer(field string) string {
	if strings.HasPrefix(field, "?") || strings.HasPrefix(field, "/") {
		return field
	}
	return "/" + field
}

// Words are the values a refusal's text is filled with.
func (c *Call) Words(e *domain.Error) map[string]string {
	if len(e.Args) == 0 && e.RetryAfter == 0 {
		return nil
	}
	out := map[string]string{}
	for k, v := range e.Args {
		switch x := v.(type) {
		case time.Time:
			out[k] = x.UTC().Format(time.RFC3339)
		case domain.Region:
			out[k] = factor.CountryName(string(x), c.Language())
		case []string:
			out[k] = strings.Join(x, ", ")
		default:
			out[k] = fmt.Sprint(x)
		}
	}
	if e.RetryAfter > 0 {
		out["s"] = strconv.Itoa(retryAfter(e))
	}
	return out
}

func retryAfter(e *domain.Error) int { return int(math.Ceil(e.RetryAfter.Seconds())) }

// WriteProblem answers with a problem document (RFC 9457).
func (c *Call) WriteProblem(err error) {
	p := c.Problem(err)
	c.RetryHeader(err)
	body, encodeErr := json.Marshal(p)
	if encodeErr != nil {
		c.door.log.Error("encode problem", "request_id", c.RequestID, "error", encodeErr.Error())
	}
	if p.Status == http.StatusUnauthorized {
		c.Gin.Header("WWW-Authenticate", "Bearer") // RFC 9110 15.5.2
	}
	c.Gin.Abort()
	c.Gin.Data(p.Status, wire.ProblemType, body)
}

// RetryHeader sets Retry-After where a refusal says how long to wait.
func (c *Call) RetryHeader(err error) {
	if s := retryAfter(c.Refusal(err)); s > 0 {
		c.Gin.Header("Retry-After", strconv.Itoa(s))
	}
}

// RefreshHeader asks the browser to load the page again by itself.
func (c *Call) RefreshHeader() { c.Gin.Header("Refresh", refreshEvery) }

const refreshEvery = "30" // seconds
