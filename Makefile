# make demo | test | check | bench | vendor | shots | lock | clean
# PORT=8001, RESET=1, LOGS=1 for demo; ARGS="-k name" for test; PYTHON=/path to choose the Python of the environment.

.DEFAULT_GOAL := help
.SUFFIXES:
.PHONY: help demo test check format bench vendor shots docs lock clean

VENV := .venv
BIN := $(VENV)/bin
ARGS ?=
JOBS ?= 2
export PORT RESET EMPTY LOGS
# Demo and tests start some sixty programs; without bytecode on the disk each of them compiles Django again.
unexport PYTHONDONTWRITEBYTECODE

help: ## what there is
	@sed -n 's/^\([a-z]*\):.*## /  make \1 — /p' Makefile

demo: ## 演示：数据库、演示数据、网页、后台任务；Ctrl-C 停止；RESET=1 重来
	@scripts/environment.sh embedded
	@exec $(BIN)/python manage.py demo

test: ## every test, on embedded servers unless DATABASE_URL and REDIS_URL are set
	@scripts/environment.sh dev
	$(BIN)/python -m pytest -n $(JOBS) --dist loadscope --no-loadscope-reorder $(ARGS)

check: ## lint, format, import contracts, migrations complete, generated docs fresh, settings fit for production
	@scripts/environment.sh dev
	@scripts/check.sh

format: ## put code and templates into the house format
	@scripts/environment.sh dev
	$(BIN)/ruff check --fix --quiet . || true
	$(BIN)/ruff format .

bench: ## measurements of the workload, on servers of their own
	@scripts/environment.sh bench
	.venv-bench/bin/python scripts/bench.py $(ARGS)

vendor: ## fetch the pinned front-end files again and check them against their manifest
	@scripts/environment.sh embedded
	$(BIN)/python scripts/vendor.py $(ARGS)

shots: ## the pictures of the README, from a demo of their own
	@scripts/environment.sh dev
	$(BIN)/python scripts/shots.py $(ARGS)

docs: ## write the generated documents (lifecycles, permissions, settings)
	@scripts/environment.sh dev
	$(BIN)/python manage.py write_docs

lock: ## compile pyproject.toml into requirements/*.txt; UPGRADE=1 takes newer versions
	@scripts/environment.sh dev
	scripts/lock.sh

clean: ## remove what is made again by itself; the demo's data stay (RESET=1 clears those)
	rm -rf .pytest_cache .ruff_cache .hypothesis .coverage .import_linter_cache
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
