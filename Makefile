# Two commands are all the set-up there is: 'make serve' and 'make test'.
# Both make .venv here, install exactly what the locks name, and are quick the second time.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8000
FOLDER ?= sampleford
WORKERS ?= 2
BENCHMARKS := sync-rate search-latency ask-latency cold-start http-load model-latency
DATA ?= ../shared/data/conditionalqa
LOCKS := base dev claude postgres s3 ray insights clusters evaluate mcp notify estimate

# The newest Python of ours that has venv; Debian may have python3 without it.
FIND_PYTHON = for name in $(PYTHON) python3 python3.13 python3.12 python3.11 python3.14; do \
	  if command -v "$$name" >/dev/null \
	    && "$$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	  then echo "$$name"; break; fi; done
PIP = $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet

.PHONY: help
help: ## Say what each command does
	@echo "Fingerpost. Start with 'make serve'."
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

.PHONY: serve
serve: $(VENV)/.installed-base ## Set up, and serve the Sampleford demo service (PORT=8000 HOST=127.0.0.1)
	@$(BIN)/python -m fingerpost.demo $(FOLDER) --host $(HOST) --port $(PORT)

.PHONY: test
test: $(VENV)/.installed-dev ## Set up, and run every test
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile $(ARGS)

.PHONY: lint
lint: $(VENV)/.installed-dev ## Check style, types, layers and formatting
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/basedpyright src
	@$(BIN)/lint-imports

.PHONY: docs
docs: $(VENV)/.installed-dev ## Build the documentation into site/
	@$(BIN)/python scripts/build_reference.py --check
	@$(BIN)/python scripts/build_calculators.py --check
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@echo "The documentation is in site/index.html."

.PHONY: catalogues
catalogues: $(VENV)/.installed-dev ## Compile the interface's words, after a change to a fingerpost.po
	@$(BIN)/python scripts/compile_catalogues.py

.PHONY: bench
bench: $(VENV)/.installed-dev ## Run every benchmark; results go to benchmarks/results/ (DATA=… for ranking)
	@for name in $(BENCHMARKS); do \
	  echo "Running $$name."; $(BIN)/python -m "benchmarks.$${name//-/_}" --out "benchmarks/results/$$name.json"; done
	@if [ -d "$(DATA)" ]; then \
	  echo "Running ranking. This takes half an hour."; \
	  $(BIN)/python -m benchmarks.ranking --data "$(DATA)" --out benchmarks/results/ranking.json; \
	else echo "Left out: ranking. It needs ConditionalQA's pages.jsonl and questions.jsonl; say where with DATA=FOLDER."; fi

.PHONY: lock
lock: $(VENV)/.installed-dev ## Resolve the dependencies again into requirements/*.lock
	@UV=$(BIN)/uv bash requirements/lock.sh $(LOCKS)

.PHONY: clean
clean: ## Take away what was made here; the demo's pages stay, for you may have edited them
	rm -rf $(VENV) site build dist .pytest_cache .ruff_cache .hypothesis .import_linter_cache test-results
	rm -rf sampleford/.fingerpost
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@python=$$($(FIND_PYTHON)); \
	if [ -z "$$python" ]; then \
	  echo "Fingerpost needs Python 3.11 or newer, with venv, and found none." >&2; \
	  echo "  Fix: install it (on Debian or Ubuntu: apt-get install python3 python3-venv)," >&2; \
	  echo "  or name one that is elsewhere: make PYTHON=/path/to/python3.11 serve" >&2; \
	  exit 1; \
	fi; \
	echo "Making $(VENV) with $$("$$python" --version)."; \
	"$$python" -m venv $(VENV)

# The dev lock holds everything the base lock does, at the same versions.
$(VENV)/.installed-base: requirements/base.lock pyproject.toml | $(BIN)/python
	@if [ -e $(VENV)/.installed-dev ] && [ ! requirements/base.lock -nt $(VENV)/.installed-dev ]; then \
	  echo "What Fingerpost needs is installed already, with the tests' own."; \
	else \
	  echo "Installing what Fingerpost needs, as locked in requirements/base.lock. This takes a minute or two the first time."; \
	  $(PIP) install --require-hashes -r requirements/base.lock; \
	fi
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: requirements/dev.lock pyproject.toml | $(BIN)/python
	@echo "Installing what Fingerpost and its tests need, as locked in requirements/dev.lock. This takes a few minutes the first time."
	@$(PIP) install --require-hashes -r requirements/dev.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@
