package scoped

import (
	"context"

	"github.com/uptrace/bun"
)

// observer tells a function every statement bun is about to run.
type observer func(query string)

func (o observer) BeforeQuery(ctx context.Context, e *bun.QueryEvent) context.Context {
	o(e.Query)
	return ctx
}

func (observer) AfterQuery(context.Context, *bun.QueryEvent) {}
