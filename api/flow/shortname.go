package flow

import (
	"context"
	"strconv"
	"strings"

	"twofold/domain"
)

const shortNameMost = 40

// shortNameFree refuses a short name that is taken, or that looks like a
// taken one other than own, with a free one to take in its place.
func (f *Flows) shortNameFree(ctx context.Context, short, own string) (*domain.Error, error) {
	holder, err := f.db.ShortNameHolder(ctx, domain.ShortNameKey(short))
	if err != nil || holder == "" || holder == own {
		return nil, err
	}
	code := domain.CodeShortNameAlike
	if holder == short {
		code = domain.CodeShortNameTaken
	}
	suggestion, err := f.suggestShortName(ctx, short)
	return domain.RefuseField(domain.Conflict, code, "short").With("name", short).With("suggestion", suggestion), err
}

// suggestShortName finds a free name near short: numbered from 2, and after
// that with letters drawn at random.
func (f *Flows) suggestShortName(ctx context.Context, short string) (string, error) {
	for n := 2; n <= 9; n++ {
		free, err := f.isFree(ctx, withTail(short, strconv.Itoa(n)))
		if err != nil || free != "" {
			return free, err
		}
	}
	id, err := f.newID("x")
	if err != nil {
		return "", err
	}
	return f.isFree(ctx, withTail(short, id[len(id)-6:]))
}

func withTail(short, tail string) string {
	room := shortNameMost - len(tail) - 1
	return strings.TrimRight(short[:min(len(short), room)], "-") + "-" + tail
}

func (f *Flows) isFree(ctx context.Context, short string) (string, error) {
	if domain.CheckShortName(short, "") != nil {
		return "", nil
	}
	holder, err := f.db.ShortNameHolder(ctx, domain.ShortNameKey(short))
	if err != nil || holder != "" {
		return "", err
	}
	return short, nil
}
