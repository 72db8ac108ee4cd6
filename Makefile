# Everything a person types. Only `install` uses the network, and only when pyproject.toml or constraints.txt changed.
# Written for GNU make 3.81 (macOS) and later.

BIN := .venv/bin
STAMP := .venv/.installed
# Tests that `make check` has run when `make test` runs the others.
CHECKED := tests/test_layers.py tests/test_docs.py

export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Python keeps what it compiled: every test module and every command that a test starts is compiled once.
unexport PYTHONDONTWRITEBYTECODE

# A .venv is sound when it was made in this very folder (its scripts hold absolute paths) and its Python still runs.
SOUND := $(shell grep -qsF "$(CURDIR)/.venv" $(BIN)/activate && $(BIN)/python -c pass 2>/dev/null && echo yes)

.PHONY: help install chat test test-llm check format reader clean FORCE

help:
	@echo 'make chat       install what is needed, index the bundled briefs, serve the chat page; ARGS="--port 8000"'
	@echo 'make test       make check, then every other test; ARGS="-k citation" runs some'
	@echo 'make test-llm   the tests of written answers with a real model: MODEL=file.gguf'
	@echo 'make check      lint, formatting, types, import direction, documentation'
	@echo 'make format     let ruff rewrite the code'
	@echo 'make reader     train the reader again on the stories of training/, up to two hours, and write it to rag/models/'
	@echo 'make install    create .venv with the pinned packages (does nothing when nothing changed)'
	@echo 'make clean      remove caches and build output; rm -r .venv removes the packages'

install: $(STAMP)

chat: install
	@$(BIN)/groundwire chat --bundled $(ARGS)

test: check
	$(BIN)/python -m pytest $(CHECKED:%=--ignore=%) $(ARGS)

# Not part of `make test`: it installs the extras, and needs a model file.
test-llm: install
	@test -f "$(MODEL)" || { echo 'Name a model file: make test-llm MODEL=/models/some.gguf' >&2; exit 2; }
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[openai-like,gguf]"
	GROUNDWIRE_TEST_GGUF="$(abspath $(MODEL))" $(BIN)/python -m pytest tests/rag/llm $(ARGS)

check: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest $(CHECKED)

format: install
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

# Goes on where it was broken off: runs/reader/ keeps the state of each pass over the stories.
reader: install
	$(BIN)/python -m training.reader.train
	$(BIN)/python -m training.reader.export
	$(BIN)/python -m training.reader.evaluate

clean:
	rm -rf build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -path ./.venv -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamp is written last, so the next run finishes an install that was interrupted. pip writes INSTALLER after all
# other files of a package: one without it was cut short, and is forgotten here so that pip installs it again.
$(STAMP): pyproject.toml constraints.txt
	@if ! grep -qsF "$(CURDIR)/.venv" $(BIN)/activate || ! $(BIN)/python -m pip --version >/dev/null 2>&1; then \
	  found=; \
	  for python in $(PYTHON) python3.13 python3.12 python3.11 python3; do \
	    if $$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	      found=$$python; break; \
	    fi; \
	  done; \
	  if [ -z "$$found" ]; then \
	    echo 'Groundwire needs Python 3.11 or newer with its venv module, and none was found.' >&2; \
	    echo 'Install one (Debian, Ubuntu: apt install python3-venv; macOS: brew install python; or python.org),' >&2; \
	    echo 'then run make again. One that is not on the PATH: make PYTHON=/path/to/python3 install' >&2; \
	    exit 1; \
	  fi; \
	  echo "Creating .venv with $$found"; \
	  rm -rf .venv && "$$found" -m venv .venv || exit 1; \
	fi
	@echo 'Installing the pinned packages; the first time this takes some minutes'
	@for info in .venv/lib/python3*/site-packages/*.dist-info; do \
	  [ -f "$$info/INSTALLER" ] || rm -rf "$$info"; \
	done
	@quiet=-q; if [ -t 1 ]; then quiet=; fi; \
	$(BIN)/python -m pip install $$quiet --constraint constraints.txt --editable '.[dev]'
	@$(BIN)/python -c 'import sys; sys.tracebacklimit = 0; from rag.models.minilm import verify_model; verify_model()'
	@touch $@

ifneq ($(SOUND),yes)
$(STAMP): FORCE
endif
