# Every routine of the project is one command. `make help` lists them.
# Nothing is installed twice: a stamp file in each environment is newer than the list it was installed from.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
ifeq ($(filter static,$(MAKECMDGOALS)),)
.NOTPARALLEL:
endif

# Every process that is started would compile all modules anew if none kept what it compiled.
export PYTHONDONTWRITEBYTECODE :=

BIN := .venv/bin
PY := $(BIN)/python
VENV := .venv/.stamp-python
VENV_AWS := .venv-aws/.stamp-python
NODE := .venv/.stamp-node
# The machine's Node.js, unless the environment had to bring its own.
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix static_site

# Test processes in parallel (one more than cores: some wait for others); more arguments for pytest: make test ARGS="-k settle".
WORKERS ?= 3
ARGS ?=
PYTEST := $(PY) -m pytest $(ARGS)
PARALLEL := -n $(WORKERS) --dist loadfile --no-loadscope-reorder

PYTHON_CODE := $(wildcard app.py chalicelib infra bench tests)
MODULES = $(shell find $(PYTHON_CODE) -name '*.py' 2>/dev/null)
DASHBOARD_SOURCES = $(shell find static_site -maxdepth 1 -type f 2>/dev/null; find static_site/src static_site/public -type f 2>/dev/null)
# Empty in a checkout that has no dashboard.
HAS_DASHBOARD := $(wildcard static_site/package.json)
NODE_MODULES := $(if $(HAS_DASHBOARD),static_site/node_modules/.stamp)
DIST := $(if $(HAS_DASHBOARD),static_site/dist/index.html)

##@ Use it

.PHONY: help
help: ## Explain every target
	@awk 'BEGIN {FS = ":.*## "} \
		/^##@/ {printf "\n%s\n", substr($$0, 5)} \
		/^[a-z-]+:.*## / {printf "  %-18s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))
	@printf '\nSettings: PORT, DATA_DIR, SANDBOX (make run), STAGE, DATA, DOMAIN, CERTIFICATE, ALARM_EMAIL (make deploy, destroy), PYTHON (which interpreter), WORKERS and ARGS (tests).\n'

.PHONY: run
run: $(VENV) $(VENV_AWS) $(DIST) ## Start the whole system on this machine (PORT=8080 DATA_DIR=.local SANDBOX=1)
	@exec $(PY) -m infra.local.run

# More of what `make deploy` takes: DOMAIN, CERTIFICATE, ALARM_EMAIL; TAKE_OVER=1 goes on over a dead run's lock.
DEPLOY_OPTIONS = $(if $(DOMAIN),--domain "$(DOMAIN)") $(if $(CERTIFICATE),--certificate "$(CERTIFICATE)") \
	$(if $(ALARM_EMAIL),--alarm-email "$(ALARM_EMAIL)") $(if $(TAKE_OVER),--take-over)

.PHONY: deploy
deploy: $(VENV) $(DIST) ## Bring it to AWS, or up to date there (STAGE=prod)
	@$(PY) -m infra.aws deploy --stage "$(STAGE)" $(DEPLOY_OPTIONS)

.PHONY: destroy
destroy: $(VENV) ## Take it away from AWS; the data stays unless DATA=delete (STAGE=prod)
	@$(PY) -m infra.aws destroy --stage "$(STAGE)" --data "$(DATA)" $(if $(TAKE_OVER),--take-over)

.PHONY: install
install: $(VENV) $(VENV_AWS) $(NODE_MODULES) ## Install everything the other targets need, and nothing else

.PHONY: clean
clean: ## Remove what tools wrote; environments and local data stay
	rm -rf build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	rm -rf static_site/dist static_site/coverage
	find . -name __pycache__ -type d -not -path './.venv*' -not -path '*/node_modules/*' -prune -exec rm -rf {} +

##@ Check it

.PHONY: test
test: $(VENV) $(VENV_AWS) ## Run all tests but the journeys (browser, deployment)
	$(PYTEST) $(PARALLEL) --ignore=tests/browser --ignore=tests/deploy tests

.PHONY: deploy-test
deploy-test: $(VENV) $(VENV_AWS) ## Deploy the packaged system to an embedded AWS, sell there, and take it down (minutes)
	$(PYTEST) tests/deploy

.PHONY: histories
histories: $(VENV) ## Try ten thousand histories of payments instead of six hundred
	HISTORIES=10000 $(PYTEST) $(PARALLEL) tests/usecases/payments/test_histories.py

.PHONY: faults
faults: $(VENV) $(VENV_AWS) ## Let a sale die, and every vendor and the database fail, at every step instead of each eighteenth; kill everything five times
	FAULTS=all $(PYTEST) tests/scenarios/faults tests/infra/test_survives_kill.py

.PHONY: storm
storm: $(VENV) ## Live through a thousand hours of failing media servers with 300 people
	STORM_HOURS=1000 STORM_PEOPLE=300 $(PYTEST) -s --timeout=0 tests/storm

# The deployment is slow, but waits a lot: beside the browser it costs next to nothing.
.PHONY: journeys
journeys: $(VENV) $(VENV_AWS) $(DIST) chromium ## Run the tests that take the system as its users do: browser and deployment
	$(PYTEST) -n 3 --dist loadfile --no-loadscope-reorder tests/browser tests/deploy

.PHONY: check
check: ## Do all that continuous integration does
	@rm -f build/behaviours.json
	@$(MAKE) --no-print-directory --jobs=$(WORKERS) --output-sync=target test static
	@$(MAKE) --no-print-directory journeys

# Side by side, each with its output in one piece: to install mostly waits for the network.
.PHONY: static
static: format-check lint types contracts dashboard-check $(VENV_AWS) chromium ## Do the part of the check that runs nothing of ours

.PHONY: browser
browser: $(VENV) $(VENV_AWS) $(DIST) chromium ## Run the tests that drive a browser; keep pictures in build/screens
	PICTURES=1 $(PYTEST) tests/browser

.PHONY: architecture
architecture: $(VENV) ## Run the tests of the architecture alone
	$(PYTEST) tests/architecture

.PHONY: behaviours
behaviours: $(VENV) build/behaviours.json ## List the numbered behaviours, each with the tests that prove it
	@$(PY) -m infra.tools.behaviours build/behaviours.json

.PHONY: bench
bench: $(VENV) $(VENV_AWS) ## Measure, and write the figures into the README
	@mkdir -p build
	$(PY) -m bench

.PHONY: golden
golden: $(VENV) $(VENV_AWS) ## Rewrite the golden files; review the difference before you commit it
	GOLDEN=rewrite $(PYTEST) -m golden --ignore=tests/browser tests

##@ Parts of the check

.PHONY: format
format: $(VENV) ## Format the Python code
	$(BIN)/ruff check --quiet --select I --fix $(PYTHON_CODE)
	$(BIN)/ruff format --quiet $(PYTHON_CODE)

.PHONY: format-check
format-check: $(VENV) ## Fail when a Python file is not formatted
	$(BIN)/ruff format --check --quiet $(PYTHON_CODE) || { echo 'Not formatted: run "make format".' >&2; exit 1; }

.PHONY: lint
lint: $(VENV) ## Lint the Python code; look for secrets and big files
	$(BIN)/ruff check $(PYTHON_CODE)
	$(PY) -m infra.tools.guard

.PHONY: types
types: $(VENV) ## Check the types
	$(BIN)/mypy

.PHONY: contracts
contracts: $(VENV) ## Check which package may import which
	$(BIN)/lint-imports --no-logo

.PHONY: hooks
hooks: $(VENV) ## Run format, lint and guards before each commit
	$(BIN)/pre-commit install

##@ The dashboard

.PHONY: dashboard
dashboard: $(DIST) ## Build the administrators' dashboard

.PHONY: dashboard-check
dashboard-check: $(NODE_MODULES) $(if $(HAS_DASHBOARD),dashboard-parts $(DIST)) ## Type-check, lint, test and build the dashboard

.PHONY: dashboard-parts
dashboard-parts: $(NODE_MODULES)
	$(NPM) run --silent typecheck
	$(NPM) run --silent lint
	$(NPM) run --silent test

.PHONY: api-types
api-types: $(VENV) $(NODE_MODULES) ## Generate the dashboard's API types from our own OpenAPI document
	@mkdir -p build
	$(PY) -m infra.tools.openapi build/openapi.json
	$(NPM) run --silent api-types

# --- What the targets stand on -----------------------------------------------------------------

# The first interpreter that is new enough; PYTHON=… chooses another.
$(VENV): requirements.txt requirements-dev.txt
	@$(call make_venv,.venv)
	@echo 'Installing the Python packages (once, a minute or two)…'
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

$(VENV_AWS): requirements-aws.txt
	@$(call make_venv,.venv-aws)
	@echo 'Installing the embedded AWS…'
	@.venv-aws/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-aws.txt
	@touch $@

define make_venv
if [ ! -x $(1)/bin/python ] || ! $(1)/bin/python -m pip --version >/dev/null 2>&1; then \
	found=; \
	for candidate in $(or $(PYTHON),python3.11 python3.12 python3.13 python3.14 python3); do \
		if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then found=$$candidate; break; fi; \
	done; \
	if [ -z "$$found" ]; then echo 'Python 3.11 or newer is needed: install it, or name it with PYTHON=/path/to/python3.11.' >&2; exit 1; fi; \
	"$$found" -m venv $(1) || { echo "$$found cannot make a virtual environment; on Debian and Ubuntu install python3-venv." >&2; exit 1; }; \
fi
endef

# Vite 8 wants Node.js 20.19 or 22.12 and npm 11; where the machine has less, a wheel brings both.
NODE_IS_NEW_ENOUGH := const [a, b] = process.versions.node.split(".").map(Number); \
	process.exit(a > 22 || (a === 22 && b >= 12) || (a === 20 && b >= 19) ? 0 : 1)

$(NODE): requirements-node.txt $(VENV)
	@if node -e '$(NODE_IS_NEW_ENOUGH)' >/dev/null 2>&1 && [ "$$(npm --version 2>/dev/null | cut -d. -f1)" -ge 11 ] 2>/dev/null; then \
		echo "Using Node.js $$(node --version) of this machine."; \
	else \
		echo 'Installing Node.js into .venv…'; \
		$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-node.txt; \
	fi
	@touch $@

static_site/node_modules/.stamp: static_site/package-lock.json $(NODE)
	@echo 'Installing the packages of the dashboard…'
	@$(NPM) ci --no-audit --no-fund --loglevel=error
	@touch $@

static_site/dist/index.html: $(DASHBOARD_SOURCES) static_site/node_modules/.stamp
	@echo 'Building the dashboard…'
	@$(NPM) run --silent build
	@touch $@

# Newer than every module: the last run of the tests is still true. A failing test shows in the list.
build/behaviours.json: $(MODULES) | $(VENV) $(VENV_AWS)
	-$(PYTEST) $(PARALLEL) -m behaviour --ignore=tests/browser --ignore=tests/deploy -q tests
	@touch $@

# The one without a window takes a tenth less time than the whole browser; either will do.
.PHONY: chromium
chromium:
	@if command -v chromium-headless-shell >/dev/null 2>&1; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
		echo 'Installing Chromium…'; apt-get update -qq; \
		for package in chromium-headless-shell chromium; do \
			DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$package fonts-dejavu-core >/dev/null && exit 0; \
		done; \
	fi; \
	for candidate in chromium chromium-browser google-chrome; do \
		if command -v $$candidate >/dev/null 2>&1; then exit 0; fi; \
	done; \
	echo 'The browser tests need Chromium: install the package "chromium-headless-shell" or "chromium" (or Google Chrome) and run this again.' >&2; exit 1
