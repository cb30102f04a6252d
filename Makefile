# Names for commands; what they do is in tools/ (make help).
.PHONY: help run build wasm test lint bench shots golden clean

help: ## say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-6s %s\n", $$1, $$2 }' Makefile

run: ## build and start the demo at http://localhost:8080 (data in ./data); needs Go alone
	@echo "The first build fetches and compiles everything: a few minutes. Later ones take seconds."
	go run ./tools/build -tags sandbox -server bin/twofold-sandbox
	exec ./bin/twofold-sandbox demo

build: ## make bin/twofold, one static binary for production
	go run ./tools/build -release -server bin/twofold

wasm: ## make the browser part alone, where go test wants it fresh
	go run ./tools/build

test: ## run every test, on SQLite and PostgreSQL and in Chromium
	tools/test

lint: ## gofmt, vet, staticcheck, govulncheck
	tools/lint

bench: build ## print how fast it is, as ratios, on both databases
	tools/with-postgres go run ./tools/bench

shots: ## take the pictures of the README
	tools/shots

golden: ## write the tables of what proofs lead to and who gets in where anew, to be read by eye
	go test ./domain/signin -run Golden -args -update
	go test ./acceptance -run TestSweepRoles -args -update

clean: ## remove what was built; data stays
	rm -rf bin build frontend/e2e/node_modules frontend/e2e/artifacts api/site/static/*.wasm.* api/site/static/wasm_exec.js
