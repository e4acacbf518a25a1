PYTHON ?= python3
VENV := .venv
READY := $(VENV)/ready

.PHONY: demo test check lint format bench freeze clean

demo: $(READY)
	$(VENV)/bin/minutebook demo

test: $(READY)
	$(VENV)/bin/pytest

check: lint test

lint: $(READY)
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy

format: $(READY)
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .

# Scores search and answers. BENCH_FOLDER holds the documents, BENCH_QUESTIONS what they are asked.
BENCH_FOLDER ?= corpus/documents
BENCH_QUESTIONS ?= corpus/questions.jsonl
BENCH_ARCHIVE ?= $(VENV)/bench-archive

bench: $(READY)
	$(VENV)/bin/minutebook ingest --archive $(BENCH_ARCHIVE) $(BENCH_FOLDER)
	$(VENV)/bin/minutebook evaluate --archive $(BENCH_ARCHIVE) $(BENCH_QUESTIONS)

freeze: $(READY)
	@echo "# Tested together on Python 3.11; torch 2.13.0 is the CPU build. Refresh with: make freeze" > constraints.txt
	$(VENV)/bin/pip freeze --exclude-editable | sed 's/+cpu$$//' >> constraints.txt

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit("Minutebook needs Python 3.11 or newer: make PYTHON=python3.11" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
