package main

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/jackc/pgx/v5/pgxpool"
	_ "modernc.org/sqlite" // the embedded database
)

// bareTable gets one short row a commit.
const bareTable = "CREATE TABLE IF NOT EXISTS bare_commits (n BIGINT NOT NULL)"

const (
	bareCommitPG     = "INSERT INTO bare_commits (n) VALUES ($1)"
	bareCommitSQLite = "INSERT INTO bare_commits (n) VALUES (?)"
)

// commits is the limit of what two durable transactions take: commits of one
// row in one table without an index, with the product's driver, settings and
// number of connections.
func (o order) commits() (task, error) {
	if o.Work == workCommitSQLite {
		return o.commitsLite()
	}
	config, err := pgxpool.ParseConfig(o.Target)
	if err != nil {
		return task{}, fmt.Errorf("read the database address: %w", err)
	}
	config.MaxConns, config.MinConns = int32(o.Clients), int32(o.Clients)
	ctx := context.Background()
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return task{}, fmt.Errorf("open the database: %w", err)
	}
	if _, err := pool.Exec(ctx, bareTable); err != nil {
		pool.Close()
		return task{}, fmt.Errorf("make table: %w", err)
	}
	return task{close: pool.Close, do: func(i int) error {
		_, err := pool.Exec(ctx, bareCommitPG, i)
		return err
	}}, nil
}

func (o order) commitsLite() (task, error) {
	db, err := sql.Open("sqlite", "file:"+o.Target+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_txlock=immediate")
	if err != nil {
		return task{}, fmt.Errorf("open the database: %w", err)
	}
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(bareTable); err != nil {
		return task{}, fmt.Errorf("make table: %w", err)
	}
	insert, err := db.Prepare(bareCommitSQLite)
	if err != nil {
		return task{}, fmt.Errorf("prepare: %w", err)
	}
	return task{close: func() { db.Close() }, do: func(i int) error {
		_, err := insert.Exec(i)
		return err
	}}, nil
}
