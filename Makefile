# Everything runs in .venv, which set-up makes by itself. `make` alone tells what there is.
PORT ?= 8000
BIN := .venv/bin

.PHONY: help setup setup-dev demo demo-reset serve check test test-fast bench bench-fairness docs texts lock clean

help:
	@echo "make demo        the demo county Exempellän at http://127.0.0.1:$(PORT)  (PORT=8080 for another)"
	@echo "make demo-reset  the same, begun anew"
	@echo "make serve       an empty county of your own"
	@echo
	@echo "make test        every test, browser included, on SQLite; what a database can change on PostgreSQL too"
	@echo "make test-fast   the tests without browser, on SQLite"
	@echo "make check       style, types, layers, templates, migrations, documents, translations, lock files"
	@echo "make bench       how fast, how heavy, how soon: takes some minutes, wants a quiet machine"
	@echo "make bench-fairness  the fair draw and the fair proposal beside their rivals: takes long"
	@echo "make docs        the pages in docs/ that are made from the code"
	@echo "make texts       new interface texts into the translation"
	@echo "make lock        new versions of the parts"
	@echo "make clean       removes what set-up and tests made; keeps your data in var/"


# ── Run ──────────────────────────────────────────────────────────────────────────────────────

setup: $(BIN)/python
	@$(BIN)/python -m tools.setup base

demo: setup
	@$(BIN)/medverka demo --port $(PORT)

demo-reset: setup
	@$(BIN)/medverka demo --reset --port $(PORT)

serve: setup
	@$(BIN)/medverka serve --port $(PORT)


# ── Change ───────────────────────────────────────────────────────────────────────────────────

setup-dev: $(BIN)/python
	@$(BIN)/python -m tools.setup dev

check: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint medverka --lint --quiet
	$(BIN)/medverka makemigrations --check --dry-run
	$(BIN)/medverka docs --check
	$(BIN)/python -m tools.translations check
	$(BIN)/python -m tools.locks

test: setup-dev
	@$(BIN)/python -m tools.suite $(ARGS)

test-fast: setup-dev
	@$(BIN)/pytest -n 2 --dist worksteal -q -m "not browser" $(ARGS)

bench: setup-dev
	@for what in pages weight memory registers surveys answering cold_start; do $(BIN)/python -m benchmarks.$$what || exit 1; echo; done

RIVALS := .venv-bench/bin/python

bench-fairness: $(RIVALS)
	@for what in fair_draw matching; do $(RIVALS) -m benchmarks.$$what || exit 1; echo; done

$(RIVALS): requirements/bench.txt
	@$(BIN)/python -m venv .venv-bench
	@$(RIVALS) -m pip install -qq --disable-pip-version-check --no-deps --require-hashes --only-binary :all: -r $<
	@touch $@

docs: setup-dev
	$(BIN)/medverka docs

texts: setup-dev
	@$(BIN)/python -m tools.translations update

# --upgrade asks for the newest; leave it out with `make lock UPGRADE=` after adding a part.
UPGRADE ?= --upgrade
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --no-header $(UPGRADE)

lock: setup-dev
	$(LOCK) requirements/base.in -o requirements/base.txt
	$(LOCK) requirements/dev.in -o requirements/dev.txt
	$(LOCK) requirements/bench.in -o requirements/bench.txt
	@$(BIN)/python -m tools.locks

clean:
	rm -rf .venv .venv-bench var/build dist test-results .hypothesis .*_cache
	find medverka tools tests -name __pycache__ -prune -exec rm -rf {} +
	find medverka -name '*.mo' -delete


# ── Python ───────────────────────────────────────────────────────────────────────────────────

$(BIN)/python:
	@for python in $(PYTHON) python3.11 python3 python3.12 python3.13 python3.14; do \
	  if $$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    exec $$python -m venv .venv; \
	  fi; \
	done; \
	echo "Medverka behöver Python 3.11 eller nyare, med venv. På Debian och Ubuntu: sudo apt install python3 python3-venv" >&2; \
	exit 1
