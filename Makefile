# Fallraum, from a fresh machine: `make demo` shows it, `make test` proves it.

VENV := .venv
BIN := $(VENV)/bin
PEER := tests/peers/element
UV := $(VENV)/uv

# Two set-ups share one environment; they must not write to it at the same time.
.NOTPARALLEL:
.PHONY: help setup setup-test demo test check check-static bench soak soak-month lock clean

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(VENV)/.runtime  ## Install what Fallraum needs to run

setup-test: $(VENV)/.test $(PEER)/node_modules/.package-lock.json  ## Install what its tests need, too
	@deploy/setup/postgresql

demo: setup  ## Start a hub with its own homeserver and an invented case
	@$(BIN)/fallraum demo

test: setup-test check  ## Install everything, then check everything (what CI runs)

check: check-static  ## Check everything with what is installed; ARGS="-k consent" is for pytest
	$(BIN)/python -m pytest --numprocesses auto --dist loadgroup $(ARGS)

check-static: $(VENV)/.test  ## Format, lint, types, layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

bench: $(VENV)/.test  ## Measure
	$(BIN)/python -m tests.bench

soak: $(VENV)/.test  ## Kill hub and homeserver a hundred times at random; ARGS="--seed X" draws the same again
	$(BIN)/python -m tests.crash.hundred $(ARGS)

soak-month: $(VENV)/.test $(PEER)/node_modules/.package-lock.json  ## Kill the bots a hundred times in a month of three cases
	$(BIN)/python -m tests.month.hundred $(ARGS)

lock: export UV_CUSTOM_COMPILE_COMMAND = make lock
lock: COMPILE = $(UV)/bin/uv pip compile pyproject.toml --quiet --generate-hashes --no-emit-index-url \
	--no-strip-markers --python-version 3.11 --extra embedded --group build
lock:  ## Pin all packages anew; ARGS=--upgrade takes newer ones
	python3 -m venv $(UV)
	$(UV)/bin/python -m pip install --quiet uv
	$(COMPILE) $(ARGS) --output-file requirements.lock
# The second takes over every pin of the first, so that one environment can hold both.
	$(COMPILE) $(ARGS) --group test --constraint requirements.lock --output-file requirements-test.lock
	rm -rf $(UV)

clean:  ## Remove all that was installed or built here; a hub's own folder stays
	rm -rf $(VENV) $(PEER)/node_modules dist .coverage .hypothesis .*_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ── Stamps: what is there already is not installed again ──────────────────────────────────────

$(VENV)/.runtime: requirements.lock pyproject.toml
	@deploy/setup/environment $(VENV) requirements.lock
	@touch $@

$(VENV)/.test: requirements-test.lock pyproject.toml
	@deploy/setup/environment $(VENV) requirements-test.lock
# The lock of the tests holds the whole other lock.
	@touch $@ $(VENV)/.runtime

$(PEER)/node_modules/.package-lock.json: $(PEER)/package-lock.json | $(VENV)/.test
	@deploy/setup/peer $(BIN) $(PEER)
