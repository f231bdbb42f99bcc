# Everyday commands. Each works on a fresh machine with Python 3.11, and from any state.
#
#   make run     the demo council on http://localhost:8000 (PORT and ALONGSIDE_DATA are honoured)
#   make test    everything: lint, types, both databases, browser journeys
#   make quick   the part that takes seconds
#   make tidy    put imports and layout in order
#   make words   bring the catalogues up to the texts in the code
#   make lock    write requirements/*.txt from pyproject.toml (needs uv)
#   make bench   measurements
#   make torture   web and workers killed under load, 500 times (some minutes)
#   make scan    scanners against the demo council, on loopback (some minutes)
#   make clean   take away what can be made again (never the data)

SHELL := /bin/sh
PORT ?= 8000
BIN := .venv/bin
FLASK := $(BIN)/flask --app app
# Commands that only check must not make a data folder in the checkout.
ASIDE := ALONGSIDE_DATA=$(CURDIR)/build/check
export PORT PYTHONUNBUFFERED := 1

.DEFAULT_GOAL := run
.PHONY: run test quick tidy words lock bench torture scan clean install install-dev lint

install:
	@.ci/install run

install-dev:
	@.ci/install dev

run: export ALONGSIDE_DEMO ?= 1
run: install
	@$(FLASK) words compile
	@$(BIN)/python -m whitenoise.compress --quiet static
	@$(FLASK) migrate
	@if [ "$$ALONGSIDE_DEMO" = 1 ]; then $(FLASK) demo --if-empty; fi
	@echo
	@echo "  Alongside is on http://localhost:$(PORT)"
	@if [ "$$ALONGSIDE_DEMO" = 1 ]; then \
	    echo "  http://localhost:$(PORT)/demo shows the made-up people; one tap signs you in as one"; \
	fi
	@echo "  Ctrl-C stops it."
	@echo
	@exec $(BIN)/python deploy/together.py \
	    $(BIN)/gunicorn --bind 127.0.0.1:$(PORT) --worker-class gthread --workers 2 --threads 4 \
	    --no-control-socket --log-level warning app:app \
	    --and $(FLASK) worker

lint:
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy
	@$(BIN)/djlint --quiet --lint templates
	@$(ASIDE) $(FLASK) words compile
	@$(ASIDE) $(FLASK) words check

test: install-dev lint
	@$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder

quick: install-dev
	@$(BIN)/ruff check .
	@$(BIN)/python -m pytest -q -n 2 -m "not browser" --only-sqlite

tidy: install-dev
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

words: install-dev
	@$(ASIDE) $(FLASK) words extract
	@$(ASIDE) $(FLASK) words compile

lock:
	@command -v uv >/dev/null || { echo "Install uv first: it writes the lists without host names."; exit 1; }
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --group build pyproject.toml -o requirements/run.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --group build --group dev pyproject.toml -o requirements/dev.txt
	@! grep -n '://' requirements/*.txt

bench: install-dev
	@$(BIN)/python -m tests.bench

torture: install-dev
	@$(BIN)/python -m tests.torture --kills 500

scan: install-dev
	@$(BIN)/python -m tests.scan

clean:
	@rm -rf .venv build .mypy_cache .ruff_cache .pytest_cache .hypothesis tests/provider/node_modules
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@find static -name '*.gz' -delete -o -name '*.br' -delete
	@find translations -name '*.mo' -delete
