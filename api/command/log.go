package command

import (
	"io"
	"log/slog"
	"strings"
)

// hidden are attributes that never reach the log, whoever adds them.
var hidden = []string{"password", "secret", "token", "cookie", "authorization", "csrf", "code", "link", "email", "body", "database"}

// newLog writes JSON lines, one an event.
func newLog(w io.Writer, level string) *slog.Logger {
	var l slog.Level
	if err := l.UnmarshalText([]byte(level)); err != nil {
		l = slog.LevelInfo
	}
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: l, ReplaceAttr: hide}))
}

func hide(_ []string, a slog.Attr) slog.Attr {
	name := strings.ToLower(a.Key)
	for _, h := range hidden {
		if strings.Contains(name, h) {
			return slog.String(a.Key, "(hidden)")
		}
	}
	return a
}
