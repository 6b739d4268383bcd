# Each target does its own set-up: a virtual environment, a newer pip, the install.
# Another interpreter: make brief PYTHON=python3.12

PYTHON ?= python3
VENV ?= .venv
READY := $(VENV)/.ready
EXAMPLE := src/dragoman/example/wire_page.txt

.PHONY: brief test lint floors clean

brief: $(READY)  ## write the front page of the packaged example
	@$(VENV)/bin/dragoman brief $(EXAMPLE) -o brief.html

test: $(READY)  ## run the tests
	@$(VENV)/bin/python -m pytest tests --numprocesses 2 --dist loadfile

lint: $(READY)  ## style and types
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy

floors: $(READY)  ## the pinned accuracy floors
	@$(VENV)/bin/python -m pytest --capture=no benchmarks

clean:
	rm -rf $(VENV) brief.html

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "dragoman needs Python 3.11 or newer, and $(PYTHON) is older; name another: make PYTHON=python3.12" >&2; exit 1; }
	@echo "Setting up $(VENV) (once; about a minute)"
	@$(PYTHON) -m venv $(VENV)
	@$(VENV)/bin/python -m pip install --quiet --upgrade pip
	@$(VENV)/bin/python -m pip install --quiet --editable . --group dev
	@touch $@
