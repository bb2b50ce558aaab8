# One word per intent. `make help` lists them; .ci/run calls the same words.
SHELL := /bin/sh
PYTHON ?= python3
WORKERS ?= 3
ARGS ?=

ENVIRONMENT := .venv
READY_TO_RUN := $(ENVIRONMENT)/.ready-to-run
READY_TO_TEST := $(ENVIRONMENT)/.ready-to-test
SETS_VERSIONS := pyproject.toml constraints.txt tools/make_environment.sh
BIN := $(ENVIRONMENT)/bin
CHECKED := scoring awards bench tools tests migrations

.DEFAULT_GOAL := help
.PHONY: demo test warm trust check fix bench help

demo: $(READY_TO_RUN)  ## build a demonstration and serve it on http://127.0.0.1:8000 (ARGS="--no-serve --out DIR" builds, exports and ends)
	@$(BIN)/awards demo $(ARGS)

test: $(READY_TO_TEST)  ## run every test (ARGS picks some; REQUIRE_ALL=1 makes a skipped test a failure)
	@PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -n $(WORKERS) --dist worksteal $(ARGS)

warm: $(READY_TO_TEST)  ## compile what the tests load, once instead of once for each worker (a fresh clone's first run)
	@PYTHONDONTWRITEBYTECODE= $(BIN)/pytest --collect-only -q >/dev/null || true

trust: $(READY_TO_TEST)  ## the long forms of what must never happen: 500 kills of the server and 50 of PostgreSQL and 20 full disks while judges save; 50 sessions that end and 50 cut lines; 40 secrets one by one
	@TRUST_KILLS=500 TRUST_LIFE=3 TRUST_POSTGRES_KILLS=50 TRUST_FILL_POINTS=20 TRUST_TIMES=50 TRUST_SECRETS=40 $(BIN)/pytest tests/trust/test_sheets_survive_kills.py tests/trust/test_full_disk.py tests/trust/test_noninterference.py tests/journeys/test_judges.py $(ARGS)

check: $(READY_TO_TEST)  ## format, lint, types, import contracts, templates
	$(BIN)/ruff format --check $(CHECKED)
	$(BIN)/ruff check $(CHECKED)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet templates

fix: $(READY_TO_TEST)  ## format the code and repair what the linter can repair
	$(BIN)/ruff check --fix $(CHECKED)
	$(BIN)/ruff format $(CHECKED)

bench: $(READY_TO_TEST)  ## measure counting and pages beside named references (ARGS="--large --forwardings 1000" for the long form)
	$(BIN)/python -m bench.counting $(ARGS)
	$(BIN)/python -m bench.advice
	$(BIN)/python -m bench.assigning
	$(BIN)/python -m bench.provinces $(ARGS)
	$(BIN)/python -m bench.judges

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*  ## /\1\t/p' $(firstword $(MAKEFILE_LIST)) | expand -t 8

# To look at the demonstration a person need not wait for the tools of the developers.
$(READY_TO_RUN): $(SETS_VERSIONS)
	@sh tools/make_environment.sh $(ENVIRONMENT) "$(PYTHON)" .
	@touch $@

$(READY_TO_TEST): $(SETS_VERSIONS)
	@sh tools/make_environment.sh $(ENVIRONMENT) "$(PYTHON)" '.[dev]'
	@touch $@ $(READY_TO_RUN)
