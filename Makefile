# The few commands that people and CI use. Python 3.11 or later and make are all they need.

PYTHON ?= python3
BIN := .venv/bin
PACKAGES := $(wildcard packages/*)
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps

.DEFAULT_GOAL := help
.PHONY: help book site test guard links audit assignments serve lab bench lock browser clean

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' Makefile

book: .venv/.book ## execute and build every chapter into _build/html
	$(BIN)/python -m sitebuilder

site: .venv/.test browser ## the same with JupyterLite, PDF and archive, checked, into _build/site: what is published
	$(BIN)/python -m publish.site

test: site ## run all tests (builds the whole site first, for they read it)
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist worksteal --junitxml=_build/tests.xml

guard: .venv/.test ## refuse _build/site if it is incomplete, broken or not of this commit: what publishing asks last
	$(BIN)/python -m publish.check.guard

links: .venv/.book ## ask the other sites that the pages link to whether they are still there (needs the network)
	$(BIN)/jupyter-book build . --path-output _build/work --builder custom --custom-builder linkcheck

audit: .venv/.test browser ## measure every page of the whole site with Lighthouse (needs Node.js)
	@test -f _build/site/build.json || { echo "Nothing is built yet: run make site first."; exit 1; }
	$(BIN)/python -m publish.audit

assignments: .venv/.test ## make the problem sets, for practice: _build/assignments/student and instructor
	rm -rf _build/assignments
	$(BIN)/python -m coursework practice $(patsubst %.py,%.md,$(wildcard assignments/*.py)) --to _build/assignments

serve: ## show the built book at http://127.0.0.1:8000
	@test -f _build/html/index.html || { echo "Nothing is built yet: run make book first."; exit 1; }
	$(BIN)/python -m http.server 8000 --bind 127.0.0.1 --directory _build/html

lab: .venv/.book ## open the chapters as notebooks in JupyterLab
	JUPYTER_CONFIG_PATH="$(CURDIR)/sitebuilder/jupyterlab" $(BIN)/jupyter lab --notebook-dir=chapters $(if $(filter 0,$(shell id -u)),--allow-root)

bench: .venv/.bench site ## measure figures, pages, Binder, gases and grading; bench/record.json keeps it (after make test)
	$(BIN)/python bench/bench.py

# Exact versions, for Python 3.11 and later and for every system. uv is used as a tool only, in a place of its own.
LOCK := .venv/lock/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --fork-strategy fewest \
	--no-emit-index-url --no-header --no-annotate pyproject.toml

lock: ## renew requirements.txt and requirements-test.txt from pyproject.toml, and what JupyterLite brings
	$(PYTHON) -m venv .venv/lock
	.venv/lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	$(LOCK) --extra book --output-file requirements.txt
	$(LOCK) --extra test --constraints requirements.txt --output-file requirements-test.txt
	.venv/lock/bin/uv pip compile --quiet --no-deps --generate-hashes --python-version 3.14 --no-emit-index-url --no-header --no-annotate \
		--constraints requirements.txt sitebuilder/jupyterlite/wheels.in --output-file sitebuilder/jupyterlite/wheels.txt

clean: ## remove what was built and installed
	rm -rf _build .venv

# Installed again only when a list of versions changes. The lists are complete, hence --no-deps.
.venv/.book: requirements.txt pyproject.toml $(PACKAGES:=/pyproject.toml)
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(v < (3, 11) and f"This book needs Python 3.11 or later; $(PYTHON) is {v[0]}.{v[1]}. Say which one to use: make PYTHON=python3.12 ...")'
	@$(PYTHON) -c 'import ensurepip' || { echo "$(PYTHON) comes without venv and pip. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv .venv
	$(PIP) -r requirements.txt
	$(PIP) --no-build-isolation --editable . $(addprefix --editable ,$(PACKAGES))
	@touch $@

.venv/.test: requirements-test.txt .venv/.book
	$(PIP) -r requirements-test.txt
	@touch $@

# What the gases are compared with; versions in the extra `bench`, nothing else of the environment changes.
.venv/.bench: pyproject.toml .venv/.test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --only-binary teqp --editable '.[bench]'
	@touch $@

# The tests want a Chromium: the system's, or Debian's package where we may install it, or Playwright's own.
browser: .venv/.test
	@for name in chromium chromium-browser google-chrome google-chrome-stable; do command -v $$name && exit; done; \
	if [ "$$(id -u)" = 0 ] && grep -qs '^ID=debian' /etc/os-release; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium fonts-liberation; \
	else $(BIN)/playwright install chromium; fi
