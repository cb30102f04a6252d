//go:build js && wasm

package client

import (
	"context"
	"errors"
	"syscall/js"
)

// Fetch sends a request by the browser's fetch. It must not be called on the
// UI goroutine, which it would block.
func Fetch(ctx context.Context, r Request) (Response, error) {
	ctx, cancel := context.WithTimeout(ctx, Timeout)
	defer cancel()
	abort := js.Global().Get("AbortController").New()
	stop := context.AfterFunc(ctx, func() { abort.Call("abort") })
	defer stop()

	answer, err := await(ctx, js.Global().Call("fetch", r.Path, options(r, abort)))
	if err != nil {
		return Response{}, err
	}
	buffer, err := await(ctx, answer.Call("arrayBuffer"))
	if err != nil {
		return Response{}, err
	}
	bytes := js.Global().Get("Uint8Array").New(buffer)
	body := make([]byte, bytes.Length())
	js.CopyBytesToGo(body, bytes)
	return Response{Status: answer.Get("status").Int(), Header: headers(answer), Body: body}, nil
}

func options(r Request, abort js.Value) js.Value {
	o := js.Global().Get("Object").New()
	o.Set("method", r.Method)
	o.Set("credentials", "same-origin")
	o.Set("redirect", "error")
	o.Set("cache", "no-store")
	o.Set("signal", abort.Get("signal"))
	if r.Body != nil {
		o.Set("body", string(r.Body))
	}
	h := js.Global().Get("Object").New()
	for name, value := range r.Header {
		h.Set(name, value)
	}
	o.Set("headers", h)
	return o
}

// await blocks until a promise settles; the callbacks are released either way.
func await(ctx context.Context, promise js.Value) (js.Value, error) {
	values, failures := make(chan js.Value, 1), make(chan error, 1)
	then := js.FuncOf(func(_ js.Value, args []js.Value) any { values <- args[0]; return nil })
	fail := js.FuncOf(func(_ js.Value, args []js.Value) any {
		failures <- errors.New(args[0].Call("toString").String())
		return nil
	})
	defer then.Release()
	defer fail.Release()
	promise.Call("then", then, fail)
	select {
	case v := <-values:
		return v, nil
	case err := <-failures:
		if ctx.Err() != nil {
			return js.Value{}, ctx.Err()
		}
		return js.Value{}, err
	}
}

func headers(answer js.Value) map[string]string {
	out := map[string]string{}
	for _, name := range []string{"etag", "retry-after", "x-request-id", "content-type", BuildHeader} {
		if v := answer.Get("headers").Call("get", name); v.Type() == js.TypeString {
			out[name] = v.String()
		}
	}
	return out
}
