package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"twofold/domain"
)

// This file is all that sees more than one tenant. On PostgreSQL it works as
// the narrow role scoped.PlatformRole, whose rights migrations/grant.go lists.

func (d *DB) platform(ctx context.Context, fn func(bun.Tx) error) error {
	return d.db.Platform(ctx, fn)
}

// TenantByShortName finds the tenant of an address; Missing where there is
// none. A tenant keeps its short name, so the answer may be cached.
func (d *DB) TenantByShortName(ctx context.Context, shortName string) (domain.Tenant, error) {
	var row tenant
	err := d.platform(ctx, func(tx bun.Tx) error {
		return tx.NewSelect().Model(&row).Where("short_name = ?", shortName).Where("short_key = ?", domain.ShortNameKey(shortName)).Where("state <> 'expired'").Scan(ctx)
	})
	return row.domain(), wrap("find tenant", err)
}

// ShortNameHolder reads the short name that has this look-alike key, empty
// when it is free.
func (d *DB) ShortNameHolder(ctx context.Context, key string) (string, error) {
	var row tenant
	err := d.platform(ctx, func(tx bun.Tx) error {
		return tx.NewSelect().Model(&row).Column("short_name").Where("short_key = ?", key).Scan(ctx)
	})
	if Missing(err) {
		return "", nil
	}
	return row.ShortName, wrap("look for short name", err)
}

// Tenants lists every tenant, oldest first.
func (d *DB) Tenants(ctx context.Context) ([]domain.Tenant, error) {
	var rows []tenant
	err := d.platform(ctx, func(tx bun.Tx) error {
		return tx.NewSelect().Model(&rows).Where("state <> 'expired'").Order("created_at", "tenant_id").Scan(ctx)
	})
	out := make([]domain.Tenant, len(rows))
	for i := range rows {
		out[i] = rows[i].domain()
	}
	return out, wrap("list tenants", err)
}

// TenantCounts is a customer's organization as the company's staff sees it in
// the list of all: numbers, and nobody's name.
type TenantCounts struct {
	domain.Tenant
	People, TwoStep, Messages int64 // in use; of them with two-step on; sent this month
}

// TenantQuery narrows and pages the list of organizations, which is ordered by
// name. Zero fields don't narrow.
type TenantQuery struct {
	Query              string // part of a name or short name
	State              domain.TenantState
	AfterName, AfterID string
	Limit              int
	Now                time.Time
}

// Overview lists customers' organizations, not the staff's own.
func (d *DB) Overview(ctx context.Context, q TenantQuery) ([]TenantCounts, error) {
	var rows []struct {
		tenant
		People, TwoStep, Messages int64
	}
	err := d.platform(ctx, func(tx bun.Tx) error {
		rows = nil
		s := tx.NewSelect().TableExpr("tenants AS t").
			ColumnExpr("t.tenant_id, t.name, t.short_name, t.state, t.contact, t.policy_version, t.created_at, t.language").
			ColumnExpr("(SELECT count(*) FROM users AS u WHERE u.tenant_id = t.tenant_id AND u.state = ?) AS people", domain.UserActive).
			ColumnExpr("(SELECT count(*) FROM users AS u WHERE u.tenant_id = t.tenant_id AND u.state = ? AND u.two_step = ?) AS two_step", domain.UserActive, domain.TwoStepOn).
			ColumnExpr("COALESCE((SELECT n.used FROM quotas AS n WHERE n.tenant_id = t.tenant_id AND n.id = ?), 0) AS messages", messagesOf(q.Now)).
			Where("t.tenant_id <> ?", domain.StaffTenant).Where("t.state <> 'expired'").OrderExpr("t.name, t.tenant_id").Limit(int64(q.Limit))
		if q.Query != "" {
			like := "%" + likeText(strings.ToLower(q.Query)) + "%"
			s.Where("(lower(t.name) LIKE ? ESCAPE '!' OR t.short_name LIKE ? ESCAPE '!')", like, like)
		}
		if q.State != "" {
			s.Where("t.state = ?", q.State)
		}
		if q.AfterID != "" {
			s.Where("(t.name, t.tenant_id) > (?, ?)", q.AfterName, q.AfterID)
		}
		return s.Scan(ctx, &rows)
	})
	out := make([]TenantCounts, len(rows))
	for i := range rows {
		out[i] = TenantCounts{Tenant: rows[i].domain(), People: rows[i].People, TwoStep: rows[i].TwoStep, Messages: rows[i].Messages}
	}
	return out, wrap("list organizations", err)
}

// TenantsOfEmail lists the active tenants in which an address belongs to
// somebody who can sign in. The answer goes to that address only.
func (d *DB) TenantsOfEmail(ctx context.Context, address string) ([]domain.Tenant, error) {
	var rows []tenant
	err := d.platform(ctx, func(tx bun.Tx) error {
		return tx.NewSelect().Model(&rows).Where("state = ?", domain.TenantActive).
			Where("tenant_id IN (SELECT u.tenant_id FROM users AS u WHERE u.email_key = ? AND u.state = ?)",
				domain.EmailKey(address), domain.UserActive).Order("name").Limit(20).Scan(ctx)
	})
	out := make([]domain.Tenant, len(rows))
	for i := range rows {
		out[i] = rows[i].domain()
	}
	return out, wrap("find tenants of an address", err)
}

// TenantNames reads the tenants with these ids, by id.
func (d *DB) TenantNames(ctx context.Context, ids []string) (map[string]domain.Tenant, error) {
	var rows []tenant
	err := d.platform(ctx, func(tx bun.Tx) error {
		rows = nil
		return tx.NewSelect().Model(&rows).Where("tenant_id IN (?)", bun.List(ids)).Scan(ctx)
	})
	out := map[string]domain.Tenant{}
	for i := range rows {
		out[rows[i].TenantID] = rows[i].domain()
	}
	return out, wrap("read tenants' names", err)
}

// UnsettledCases lists the support cases of all tenants that are still to be
// settled, the one due first first, without their proofs.
func (d *DB) UnsettledCases(ctx context.Context, most int) ([]domain.Case, error) {
	var rows []caseRow
	err := d.platform(ctx, func(tx bun.Tx) error {
		return tx.NewSelect().Model(&rows).Where("closed_at = 0").OrderExpr("due_at, id").Limit(int64(most)).Scan(ctx)
	})
	out := make([]domain.Case, len(rows))
	for i := range rows {
		out[i] = rows[i].domain()
	}
	return out, wrap("list unsettled cases", err)
}

// InspectionsOf lists what an agent has open of all organizations at a time,
// the one that ends first first.
func (d *DB) InspectionsOf(ctx context.Context, agentID string, securityVersion int64, at time.Time) ([]domain.Inspection, error) {
	var rows []inspectionRow
	err := d.platform(ctx, func(tx bun.Tx) error {
		rows = nil
		return tx.NewSelect().Model(&rows).Where("agent_id = ?", agentID).Where("security_version = ?", securityVersion).
			Where("closed_at = 0").Where("ends_at > ?", At(at)).OrderExpr("ends_at, id").Limit(20).Scan(ctx)
	})
	out := make([]domain.Inspection, len(rows))
	for i := range rows {
		out[i] = rows[i].domain()
	}
	return out, wrap("list inspections", err)
}

// ExpireTenants frees the short names of organizations whose owner never
// confirmed, and counts them.
func (d *DB) ExpireTenants(ctx context.Context, before time.Time) (int64, error) {
	var n int64
	err := d.platform(ctx, func(tx bun.Tx) error {
		res, err := tx.NewUpdate().Model((*tenant)(nil)).Set(expires).
			Where("state = ?", domain.TenantUnconfirmed).Where("created_at < ?", At(before)).Exec(ctx)
		if err != nil {
			return err
		}
		n, err = res.RowsAffected()
		return err
	})
	return n, wrap("expire tenants", err)
}

// LeaseMail takes up to most mails that are due and holds them until the lease
// ends, so that no other worker sends them meanwhile.
func (d *DB) LeaseMail(ctx context.Context, most int, now, until time.Time) ([]Mail, error) {
	return d.lease(ctx, ChannelMail, most, now, until)
}

// LeaseTexts is LeaseMail for text messages.
func (d *DB) LeaseTexts(ctx context.Context, most int, now, until time.Time) ([]Mail, error) {
	return d.lease(ctx, ChannelText, most, now, until)
}

func (d *DB) lease(ctx context.Context, by Channel, most int, now, until time.Time) ([]Mail, error) {
	var rows []outboxRow
	err := d.platform(ctx, func(tx bun.Tx) error {
		rows = nil
		due := tx.NewSelect().Model((*outboxRow)(nil)).ColumnExpr("tenant_id, id").
			Where("sent_at = 0").Where("failed_at = 0").Where("channel = ?", by).Where("due_at <= ?", At(now)).Where("leased_until <= ?", At(now)).OrderExpr("due_at").Limit(int64(most))
		return tx.NewUpdate().Model(&rows).Set("leased_until = ?", At(until)).Set("tries = tries + 1").
			Where("(tenant_id, id) IN (?)", due).Where("sent_at = 0").Where("leased_until <= ?", At(now)).Returning("*").Scan(ctx)
	})
	if err != nil && !Missing(err) {
		return nil, fmt.Errorf("lease messages: %w", err)
	}
	out := make([]Mail, len(rows))
	for i := range rows {
		out[i] = rows[i].mail()
	}
	return out, nil
}

// OldestDue is when the oldest message of a channel that should have gone out
// by now was due, the zero time when none is.
func (d *DB) OldestDue(ctx context.Context, by Channel, now time.Time) (time.Time, error) {
	var rows []outboxRow
	err := d.platform(ctx, func(tx bun.Tx) error {
		rows = nil
		return tx.NewSelect().Model(&rows).Column("due_at").Where("sent_at = 0").Where("failed_at = 0").Where("channel = ?", by).Where("due_at <= ?", At(now)).OrderExpr("due_at").Limit(1).Scan(ctx)
	})
	if err != nil || len(rows) == 0 {
		return time.Time{}, wrap("look for the oldest message", err)
	}
	return rows[0].DueAt.Time(), nil
}

// ChannelCount is how messages of one channel fared in all tenants together.
type ChannelCount struct {
	Channel      Channel
	Sent, Failed int64
	LastSentAt   Stamp
}

// Channels counts the messages of all tenants that were made since a time and
// are done with, by channel. It reads none of them.
func (d *DB) Channels(ctx context.Context, since time.Time) (out []ChannelCount, err error) {
	err = d.platform(ctx, func(tx bun.Tx) error {
		out = nil
		return tx.NewSelect().Model((*outboxRow)(nil)).ColumnExpr("channel").
			ColumnExpr("sum(CASE WHEN sent_at > 0 THEN 1 ELSE 0 END) AS sent").ColumnExpr("sum(CASE WHEN failed_at > 0 THEN 1 ELSE 0 END) AS failed").
			ColumnExpr("max(sent_at) AS last_sent_at").Where("created_at > ?", At(since)).GroupExpr("channel").Scan(ctx, &out)
	})
	return out, wrap("count messages by channel", err)
}

// Outbox lists the newest messages of all tenants, for the sandbox's page; to
// narrows by address when not empty.
func (d *DB) Outbox(ctx context.Context, to string, most int) ([]Mail, error) {
	return d.OutboxFrom(ctx, to, "", most)
}

// OutboxFrom is Outbox from the message with the id from on, that one included;
// nothing where there is none.
func (d *DB) OutboxFrom(ctx context.Context, to, from string, most int) ([]Mail, error) {
	var rows []outboxRow
	err := d.platform(ctx, func(tx bun.Tx) error {
		q := tx.NewSelect().Model(&rows).OrderExpr("created_at DESC, id DESC").Limit(int64(most))
		if to != "" {
			q.Where("lower(to_address) = ?", domain.EmailKey(to))
		}
		if from != "" {
			q.Where("(created_at, id) <= (?)", tx.NewSelect().Model((*outboxRow)(nil)).Column("created_at", "id").Where("id = ?", from).Limit(1))
		}
		return q.Scan(ctx)
	})
	out := make([]Mail, len(rows))
	for i := range rows {
		out[i] = rows[i].mail()
	}
	return out, wrap("list outbox", err)
}

// LeaseJob takes one job that is due, ok is false when none is.
func (d *DB) LeaseJob(ctx context.Context, now, until time.Time) (j Job, ok bool, err error) {
	var rows []jobRow
	err = d.platform(ctx, func(tx bun.Tx) error {
		rows = nil
		due := tx.NewSelect().Model((*jobRow)(nil)).ColumnExpr("tenant_id, id").Where("done_at = 0").Where("due_at <= ?", At(now)).
			Where("leased_until <= ?", At(now)).OrderExpr("due_at").Limit(1)
		return tx.NewUpdate().Model(&rows).Set("leased_until = ?", At(until)).Set("tries = tries + 1").
			Where("(tenant_id, id) IN (?)", due).Where("done_at = 0").Where("leased_until <= ?", At(now)).Returning("*").Scan(ctx)
	})
	if err != nil && !Missing(err) {
		return j, false, fmt.Errorf("lease job: %w", err)
	}
	if len(rows) == 0 {
		return j, false, nil
	}
	r := rows[0]
	return Job{Tenant: r.TenantID, ID: r.ID, Kind: r.Kind, Payload: r.Payload, Position: r.Position, DoneCount: int(r.DoneCount), CreatedAt: r.CreatedAt.Time()}, true, nil
}

// Purge removes what is long over: half sign-ins and set-ups past their end,
// throttles at rest (an account's after AccountRest, or strangers could fill
// the table with addresses), links, requests, sessions, trusted browsers and
// grants that ended before keep, mail a week after it was done with. It counts
// what it removed.
func (d *DB) Purge(ctx context.Context, now time.Time, keep time.Duration) (int64, error) {
	old := At(now.Add(-keep))
	var total int64
	for _, p := range []struct {
		model any
		where string
		at    Stamp
	}{
		{(*halfRow)(nil), "expires_at < ?", At(now.Add(-24 * time.Hour))},
		{(*enrollment)(nil), "expires_at < ?", At(now.Add(-24 * time.Hour))},
		{(*sentCode)(nil), "expires_at < ?", At(now.Add(-48 * time.Hour))},
		{(*ceremony)(nil), "expires_at < ?", At(now.Add(-24 * time.Hour))},
		{(*quota)(nil), "updated_at < ?", At(now.Add(-40 * 24 * time.Hour))},
		{(*throttle)(nil), "kind <> 'account' AND updated_at < ?", At(now.Add(-24 * time.Hour))},
		{(*throttle)(nil), "kind = 'account' AND updated_at < ?", At(now.Add(-AccountRest))},
		{(*link)(nil), "expires_at < ?", old},
		{(*requestRow)(nil), "created_at < ?", old},
		{(*guardRow)(nil), "created_at < ?", old},
		{(*session)(nil), "started_at < ?", old},
		{(*trust)(nil), "ended_at > 0 AND ended_at < ?", old},
		{(*trust)(nil), "trusted_at < ?", At(now.Add(-keep - domain.TrustDaysMost*24*time.Hour))},
		{(*grantRow)(nil), "expires_at < ?", old},
		{(*outboxRow)(nil), "(sent_at > 0 OR failed_at > 0) AND created_at < ?", At(now.Add(-7 * 24 * time.Hour))},
		{(*jobRow)(nil), "done_at > 0 AND created_at < ?", old},
	} {
		// A transaction a table, so that nobody waits for all of them.
		err := d.platform(ctx, func(tx bun.Tx) error {
			res, err := tx.NewDelete().Model(p.model).Where(p.where, p.at).Exec(ctx)
			if err != nil {
				return err
			}
			n, err := res.RowsAffected()
			total += n
			return err
		})
		if err != nil {
			return total, wrap("purge", err)
		}
	}
	return total, nil
}
