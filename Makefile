# make run    start the app                       make bench  how fast it is
# make test   the whole suite                     make shots  every page as pictures
# make lint   style and types                     make fuzz   ten thousand spoilt sheets
# make clean  remove what the above made

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PORT   ?= 8501
HOST   ?= 127.0.0.1

.PHONY: run test bench shots fuzz lint clean
.DEFAULT_GOAL := run

run: $(VENV)/.run-ready
	@$(BIN)/python tools/run.py --host $(HOST) --port $(PORT)

test: $(VENV)/.dev-ready
	$(BIN)/python -m pytest -q -n 2 --dist worksteal $(ARGS)

bench: $(VENV)/.dev-ready
	$(BIN)/python -m tools.bench $(ARGS)

shots: $(VENV)/.dev-ready
	$(BIN)/python -m tools.shots $(ARGS)

fuzz: $(VENV)/.dev-ready
	$(BIN)/python -m tests.ingest.spoiler 10000 $(ARGS)

lint: $(VENV)/.dev-ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

clean:
	rm -rf $(VENV) shots build .pytest_cache .ruff_cache .mypy_cache .hypothesis

# Installed anew only when a list of requirements has changed.
$(VENV)/.run-ready: requirements.txt | $(BIN)/pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.dev-ready: requirements.txt requirements-dev.txt | $(BIN)/pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(VENV)/.run-ready

$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "$(PYTHON) is older than 3.11 or missing. Install Python 3.11 or newer, or name one:"; \
	  echo "  make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "This Python cannot make a virtual environment. On Debian and Ubuntu:"; \
	  echo "  sudo apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
