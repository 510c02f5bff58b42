# `make run` opens the window; `make test` runs the tests. Both set up .venv/ first.
.POSIX:
SHELL = /bin/sh
PY = .venv/bin/python

.PHONY: help run test setup lint format bench shots cov mutate docs lock walk soak clean

help:
	@echo "make run     the window, on the debate of 2006 (without a screen: the same run, into out/)"
	@echo "make test    the tests"
	@echo "make setup   only the environment: .venv/, with .venv/bin/hldsim"
	@echo "make lint    style, types and import contracts        make format  put style right"
	@echo "make cov     tests with branch coverage               make bench   speed"
	@echo "make shots   pictures, into docs/shots                make clean   forget all of it"
	@echo "make walk    mouse and keyboard in the window  make soak    a monkey at it, 10,000 steps"
	@echo "make mutate  does a test notice each broken formula?  make docs    pages written from code"

setup:
	@sh scripts/setup

run: setup
	@sh scripts/run

test: setup
	@QT_QPA_PLATFORM=offscreen $(PY) -m pytest -n 2 --dist loadfile $(ARGS)

lint: setup
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports

format: setup
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

cov: setup
	@QT_QPA_PLATFORM=offscreen $(PY) -m pytest --cov --cov-report=term $(ARGS)

bench: setup
	@$(PY) scripts/bench.py $(ARGS)

# Each rule and formula broken once in a copy; ARGS: words in the names of mutants.
mutate: setup
	@$(PY) scripts/mutate.py $(ARGS)

# What is quick; docs/sensitivity.md names the command that wrote it (some six minutes).
docs: setup
	@$(PY) scripts/odd.py

shots: setup
	@$(PY) scripts/shots.py $(ARGS)

# A real X server, a window manager, mouse and keyboard: needs xvfb, fluxbox and xdotool.
walk: setup
	@PYTHONPATH=.:ui $(PY) scripts/walk.py $(ARGS)

soak: setup
	@HLDSIM_MONKEY=10000 QT_QPA_PLATFORM=offscreen $(PY) -m pytest -q tests/ui/test_monkey.py $(ARGS)

# Choose the locked versions anew: make lock PYTHONS="python3.11 python3.12 python3.13"
lock: setup
	@$(PY) scripts/lock.py $(PYTHONS)

clean:
	rm -rf .venv .venv.new .venv.old .venv.lock out dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
