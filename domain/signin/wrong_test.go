package signin_test

import (
	"testing"
	"time"

	"twofold/domain"
	"twofold/domain/signin"
)

func TestAfterWrongCode(t *testing.T) {
	p := domain.DefaultPolicy()
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		lock domain.Lock
		code domain.Code
		left any
		wait time.Duration
	}{
		{domain.Lock{Tries: 1, Total: 1}, domain.CodeCodeWrong, nil, 0},
		{domain.Lock{Tries: 2, Total: 2}, domain.CodeCodeWrong, nil, 0},
		{domain.Lock{Tries: 3, Total: 3}, domain.CodeCodeWrong, 2, 0},
		{domain.Lock{Tries: 4, Total: 4}, domain.CodeCodeWrong, 1, 0},
		{domain.Lock{Tries: 5, Total: 5, Until: now.Add(30 * time.Minute)}, domain.CodeLocked, nil, 30 * time.Minute},
		{domain.Lock{Tries: 5, Total: 5, Until: now}, domain.CodeCodeWrong, nil, 0},
		{domain.Lock{Tries: 4, Total: 99}, domain.CodeCodeWrong, 1, 0},
		{domain.Lock{Tries: 5, Total: 100, Until: now.Add(time.Minute)}, domain.CodeMethodDisabled, nil, 0},
	} {
		got := signin.AfterWrongCode(c.lock, p, now).Refusal(domain.CodeCodeWrong, now)
		if got.Code != c.code || got.Args["left"] != c.left || got.RetryAfter != c.wait {
			t.Errorf("%+v: %s, left %v, wait %s, want %s, %v, %s", c.lock, got.Code, got.Args["left"], got.RetryAfter, c.code, c.left, c.wait)
		}
	}
}
