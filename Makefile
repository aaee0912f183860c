# The commands of this checkout. Each sees to what it needs first; `make run` needs only a
# Debian 12 (or any Linux, or macOS) with python3 ≥ 3.11, git and make.

SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest
HAS_DISPLAY := $(if $(filter Linux,$(shell uname -s)),$(DISPLAY)$(WAYLAND_DISPLAY),yes)

.DEFAULT_GOAL := help
.PHONY: help run test lint format bench translations package clean python packages-run packages-test

help:
	@echo 'make run      open the console (with no display: the tour, pictures in build/tour)'
	@echo 'make test     everything that judges the code: format, lint, types, imports, tests'
	@echo 'make lint     the same without the tests'
	@echo 'make format   rewrite the code in the house format'
	@echo 'make bench    measure speed and memory (BENCH="fleet or sweep" for these only)'
	@echo 'make translations  collect the words of the program into resources/locale'
	@echo 'make package  the self-contained program in build/dist, on Linux also a .deb in build'
	@echo 'make clean    remove what these commands made'

# ------------------------------------------------------------------------------------------- run

run: packages-run .venv/.run-installed
ifeq ($(HAS_DISPLAY),)
	@echo 'No display: the window takes the tour by itself, pictures go to build/tour'
	QT_QPA_PLATFORM=offscreen $(BIN)/tat-console tour --out build/tour
else
	$(BIN)/tat-console
endif

# ------------------------------------------------------------------------------------------ test

test: packages-test lint
	$(PYTEST) --numprocesses auto --dist worksteal

lint: .venv/.dev-installed
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: .venv/.dev-installed
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: packages-test .venv/.dev-installed
	$(PYTEST) tests/bench --override-ini python_files='bench_*.py' --capture=no \
		$(if $(BENCH),-k '$(BENCH)')

translations: .venv/.dev-installed
	$(BIN)/python installer/translations.py

package: .venv/.dev-installed
	$(BIN)/pyinstaller --noconfirm --log-level ERROR --distpath build/dist --workpath build/freeze \
		installer/tat-console.spec
	if command -v dpkg-deb >/dev/null; then \
		$(BIN)/python installer/deb.py build/dist/tat-console --out build; fi

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find tat_console tests installer -name __pycache__ -type d -exec rm -rf {} +

# ----------------------------------------------------------------------------------- what is needed

python:
	@command -v $(PYTHON) >/dev/null \
		|| { echo 'tat-console needs Python 3.11 or newer, and there is no $(PYTHON) here' >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "tat-console needs Python 3.11 or newer, and $(PYTHON) is" \
			"$$($(PYTHON) -V 2>&1); name another one with: make PYTHON=python3.11" >&2; exit 1; }

packages-run: python
	@$(PYTHON) installer/system_packages.py venv window fonts $(if $(HAS_DISPLAY),display)

packages-test: python
	@$(PYTHON) installer/system_packages.py --advise venv window display fonts tests

$(BIN)/python: | python
	@$(PYTHON) installer/system_packages.py venv
	$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }

.venv/.run-installed: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --use-pep517 --editable .
	@touch $@

.venv/.dev-installed: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --use-pep517 --editable '.[dev]'
	@touch $@ .venv/.run-installed
