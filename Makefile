# The commands that people and CI use. They need Python 3.11 or later and make, nothing else.

PYTHON ?= python3
BIN := .venv/bin
PACKAGES := $(wildcard packages/*)
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps

# `conftest.py` orders the tests and groups those that share something expensive.
# There is one worker more than cores, up to four, since each often waits for its browser.
WORKERS = $(shell $(BIN)/python -c 'import os; print(min(4, os.cpu_count() + 1))')
PYTEST = $(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help book site check test test-weekly test-site test-coursework guard links audit assignments plain gallery serve lab bench lock browser clean

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1	/p' Makefile

book: .venv/.book ## execute and build every chapter into _build/html
	$(BIN)/python -m sitebuilder

site: .venv/.test browser ## build the whole site, with JupyterLite, PDF and archive, check it, and put it into _build/site
	$(BIN)/python -m publish.site

check: .venv/.test browser ## lint, check types, run the unit tests and compare the figures' numbers with NumPy's: minutes, no site needed
	$(PYTEST) tests/static tests/unit tests/parity packages/livefigure packages/chapterkit

test: .venv/.test browser ## build the whole site and run the tests
	REBUILD=1 $(PYTEST) --junitxml=_build/tests.xml

test-weekly: ## the same with new random examples and with the tests that are marked `weekly`, which take as long again
	HYPOTHESIS_PROFILE=weekly $(MAKE) test

test-site: .venv/.test browser ## the part of `make test` that builds the site and tests it
	REBUILD=1 $(PYTEST) tests/book

test-coursework: .venv/.test browser ## the part of `make test` that generates and grades problem sets
	$(PYTEST) packages/coursework tests/assignments

guard: .venv/.test ## final check before publishing: is _build/site complete, unbroken and built from this commit?
	$(BIN)/python -m publish.check.guard

links: .venv/.book ## check the links to other sites (needs the network)
	$(BIN)/jupyter-book build . --path-output _build/work --builder custom --custom-builder linkcheck

plain: .venv/.test ## build the pages with the newest plain Sphinx, without Jupyter Book, and compare their text; run make book first
	$(BIN)/python -m publish.plain_sphinx

audit: .venv/.test browser ## run Lighthouse on every page of the whole site (needs Node.js)
	@test -f _build/site/build.json || { echo "Nothing is built yet: run make site first."; exit 1; }
	$(BIN)/python -m publish.audit

assignments: .venv/.test ## generate the problem sets for practice into _build/assignments/student and instructor
	rm -rf _build/assignments
	$(BIN)/python -m coursework practice $(patsubst %.py,%.md,$(wildcard assignments/*.py)) --to _build/assignments

gallery: .venv/.book ## write _build/gallery.html for authors: every kind of artist and power of a figure, with its code
	@mkdir -p _build
	$(BIN)/python packages/livefigure/tests/gallery.py _build/gallery.html

serve: ## show the built book at http://127.0.0.1:8000
	@test -f _build/html/index.html || { echo "Nothing is built yet: run make book first."; exit 1; }
	$(BIN)/python -m http.server 8000 --bind 127.0.0.1 --directory _build/html

lab: .venv/.book ## open the chapters as notebooks in JupyterLab
	JUPYTER_CONFIG_PATH="$(CURDIR)/sitebuilder/jupyterlab" $(BIN)/jupyter lab --notebook-dir=chapters $(if $(filter 0,$(shell id -u)),--allow-root)

bench: .venv/.bench site ## measure figures, pages, Binder, gases and grading; run make test first; results go to bench/record.json
	$(BIN)/python bench/bench.py

# Exact versions for Python 3.11 and later, on every system. uv runs from an environment of its own. The packages of this repository are
# installed from their folders, so they are not in the lists. `make lock UPGRADE=` keeps all versions that are still allowed.
UPGRADE ?= --upgrade
LOCK := .venv/lock/bin/uv pip compile --quiet $(UPGRADE) --universal --python-version 3.11 --fork-strategy fewest \
	--no-emit-index-url --no-header --no-annotate $(addprefix --no-emit-package ,cryolib $(notdir $(PACKAGES)))

lock: ## renew requirements.txt and requirements-test.txt from the pyproject.toml files, and the versions for JupyterLite
	$(PYTHON) -m venv .venv/lock
	.venv/lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	printf '%s\n' '.[book]' $(addprefix ./,$(PACKAGES)) | $(LOCK) --output-file requirements.txt -
	printf '%s\n' '.[test]' $(addprefix ./,$(PACKAGES)) | $(LOCK) --constraints requirements.txt --output-file requirements-test.txt -
	.venv/lock/bin/uv pip compile --quiet --no-deps --generate-hashes --python-version 3.14 --no-emit-index-url --no-header --no-annotate \
		--constraints requirements.txt sitebuilder/jupyterlite/wheels.in --output-file sitebuilder/jupyterlite/wheels.txt

clean: ## remove everything that was built or installed
	rm -rf _build .venv

# Installed again only when a list of versions changes. The lists are complete, hence --no-deps.
.venv/.book: requirements.txt pyproject.toml $(PACKAGES:=/pyproject.toml)
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(v < (3, 11) and f"This book needs Python 3.11 or later; $(PYTHON) is {v[0]}.{v[1]}. Name another one: make PYTHON=python3.12 ...")'
	@$(PYTHON) -c 'import ensurepip' || { echo "$(PYTHON) lacks venv and pip. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv .venv
	$(PIP) -r requirements.txt
	$(PIP) --no-build-isolation --editable . $(addprefix --editable ,$(PACKAGES))
	@touch $@

.venv/.test: requirements-test.txt .venv/.book
	$(PIP) -r requirements-test.txt
	@touch $@

# The libraries that the gases are compared with, in the versions of the extra `bench`. Nothing else in the environment changes.
.venv/.bench: pyproject.toml .venv/.test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --only-binary teqp --editable '.[bench]'
	@touch $@

# The tests need Chromium: the system's, or Debian's package where we may install it, or Playwright's own. They run in Firefox and WebKit,
# too, where these are or can be installed; otherwise those tests are skipped. Maxima checks the question banks, and notebooks are graded in
# bubblewrap, gVisor (runsc) and user-mode Linux as well. In CI we may use sudo.
INSTALL := DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends
AS_ROOT := $(if $(filter 0,$(shell id -u)),env,$(if $(CI),sudo --non-interactive))
browser: .venv/.test
	@for name in chromium chromium-browser google-chrome google-chrome-stable; do command -v $$name && exit; done; \
	if [ "$$(id -u)" = 0 ] && grep -qs '^ID=debian' /etc/os-release; then apt-get update -qq && $(INSTALL) chromium fonts-liberation; \
	else $(BIN)/playwright install chromium; fi
	@missing=$$({ command -v firefox-esr || command -v firefox; } >&2 || echo firefox-esr; \
		{ command -v WebKitWebDriver && command -v Xvfb; } >&2 || echo webkit2gtk-driver xvfb; command -v maxima >&2 || echo maxima; \
		command -v bwrap >&2 || echo bubblewrap; command -v runsc >&2 || echo runsc; \
		command -v linux.uml >&2 || echo user-mode-linux); \
	if [ -n "$$missing" ] && [ -n "$(AS_ROOT)" ] && command -v apt-get >/dev/null; then $(AS_ROOT) apt-get update -qq; \
		for name in $$missing; do $(AS_ROOT) $(INSTALL) $$name || echo "Not to be had: $$name"; done; fi
