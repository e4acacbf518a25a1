PYTHON ?= python3
VENV := .venv
READY := $(VENV)/ready

.PHONY: demo test check lint format bench bench-scale bench-load freeze clean

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

# Measures Minutebook beside what a user would pick instead. BENCH_FOLDER holds the documents, BENCH_QUESTIONS what they
# are asked; several collections: make bench BENCH_SETS="--set NAME FOLDER QUESTIONS --set …".
BENCH_FOLDER ?= corpus/documents
BENCH_QUESTIONS ?= corpus/questions.jsonl
BENCH_SETS ?= --set collection $(BENCH_FOLDER) $(BENCH_QUESTIONS)
BENCH_SIZES ?= 10000 100000
BENCH_CLIENTS ?= 16
BENCH_ON = --folder $(BENCH_FOLDER) --questions $(BENCH_QUESTIONS)

bench: $(READY)
	$(VENV)/bin/python -m tests.bench $(BENCH_SETS)
	@echo "growth: make bench-scale BENCH_SIZES='10000 100000 1000000'; many clients: make bench-load BENCH_CLIENTS=16"

bench-scale: $(READY)
	$(VENV)/bin/python -m tests.bench.scale --sizes $(BENCH_SIZES) $(BENCH_ON)

bench-load: $(READY)
	$(VENV)/bin/python -m tests.bench.load --clients $(BENCH_CLIENTS) $(BENCH_ON)

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
