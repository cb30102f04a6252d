package main

import (
	"github.com/uptrace/bun"

	"twofold/tenancy/scoped"
	"twofold/tenancy/store"
)

// Rows as the store keeps them, to put thousands in at once. A column that is
// missing here has its default.

type userRow struct {
	bun.BaseModel `bun:"table:users"`
	scoped.Row
	ID                            string `bun:"id,pk"`
	Email, EmailKey, Name, Search string
	Role, State, PasswordHash     string
	TwoStep, Methods              string
	CreatedAt                     store.Stamp
}

type factorRow struct {
	bun.BaseModel `bun:"table:factors"`
	scoped.Row
	ID                   string `bun:"id,pk"`
	UserID, Method, Name string
	Secret               []byte
	Lookup, Hint         string
	CreatedAt            store.Stamp
}

type mailRow struct {
	bun.BaseModel `bun:"table:outbox"`
	scoped.Row
	ID, UserID string
	Body       []byte
}

type halfRow struct {
	bun.BaseModel `bun:"table:half_sign_ins"`
	scoped.Row
	ID                     string `bun:"id,pk"`
	UserID                 string
	TokenHash, BrowserHash []byte
	SecurityVersion        int64
	TrustWanted, Bearer    bool
	IP                     string `bun:"ip"`
	Browser                string
	CreatedAt, ExpiresAt   store.Stamp
}

type sessionRow struct {
	bun.BaseModel `bun:"table:sessions"`
	scoped.Row
	ID                        string `bun:"id,pk"`
	UserID                    string
	TokenHash, BrowserHash    []byte
	SecurityVersion           int64
	AMR                       string `bun:"amr"`
	ACR                       string `bun:"acr"`
	Bearer                    bool
	IP                        string `bun:"ip"`
	Browser                   string
	AuthAt, StartedAt, SeenAt store.Stamp
}
