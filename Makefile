# What a developer or a curious visitor types. Everything runs in .venv, which `setup` builds first; nothing else on the
# machine is touched. Needs Python 3.11 or later with venv, make and git; no compiler.

PYTHON ?= python3
# How many processes run the tests.
JOBS ?= auto
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PEERS := $(VENV)/.peers

export PIP_DISABLE_PIP_VERSION_CHECK := 1
unexport PYTHONPATH PYTHONHOME

.PHONY: help setup run test test-full check format bench lock clean
.DEFAULT_GOAL := help

help:
	@echo "make run        everything set up, the examples loaded, the service on http://127.0.0.1:8000"
	@echo "make setup      build $(VENV)"
	@echo "make test       every test"
	@echo "make test-full  every test, properties with many more examples"
	@echo "make check      style, types, import rules, migrations, documentation"
	@echo "make bench      benchmarks, as a table and in benchmarks/results"
	@echo "make format     bring the code into the style that check asks for"
	@echo "make lock       resolve the lock files anew (needs uv)"

setup: $(READY)

# A clone that was moved or copied has an environment with the old paths in it: build it again.
ifneq ($(shell cat $(READY) 2>/dev/null),$(CURDIR))
.PHONY: $(READY)
endif

$(READY): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' || \
	  { echo "Poimenno needs Python 3.11 to 3.14 and '$(PYTHON)' is not that. Name another: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "This Python can't make virtual environments. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps --only-binary :all: --requirement requirements-dev.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --no-index --editable .
	@printf '%s' '$(CURDIR)' > $(READY)

run: $(READY)
	@$(BIN)/python -m service run

test: $(READY)
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal

test-full: $(READY)
	HYPOTHESIS_PROFILE=full $(BIN)/python -m pytest -n $(JOBS) --dist worksteal

check: $(READY)
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy
	$(BIN)/lint-imports
	$(BIN)/python -m migrations check
	$(BIN)/python -m pytest -q tests/docs tests/readme tests/service/registry/test_codebook.py

format: $(READY)
	$(BIN)/python -m ruff check --fix .
	$(BIN)/python -m ruff format .

# What is measured beside ours is locked against the development's own versions, so it can't change what is tested.
$(PEERS): $(READY) requirements-peers.lock
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes --only-binary :all: --requirement requirements-peers.lock
	@touch $(PEERS)

bench: $(PEERS)
	$(BIN)/python -m benchmarks

LOCK := uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --only-binary :all: \
  --generate-hashes --no-emit-index-url --no-header

lock:
	$(LOCK) --output-file requirements.lock
	$(LOCK) --group dev --output-file requirements-dev.lock
	$(LOCK) --group peers --constraint requirements-dev.lock --output-file requirements-peers.lock
	uv pip compile --quiet --universal --python-version 3.11 --only-binary :all: --generate-hashes \
	  --no-emit-index-url --no-header --group build --output-file requirements-build.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
