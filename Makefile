# Two commands are enough: "make run" and "make test". Both prepare .venv themselves.

PORT = 8501

.PHONY: help run test check dependencies bench audit soak exports clean

help:
	@echo "make run              start CX Maturity on http://127.0.0.1:8501 and open the browser"
	@echo "make run PORT=8502    the same on another port"
	@echo "make run NETWORK=1    the same, reachable from other machines; your own pages then ask for a key"
	@echo "make test             every check: ruff, mypy, import rules, pytest with a real browser"
	@echo "make check            the quick ones, before a commit: ruff, mypy, import rules, unit and law tests"
	@echo "make dependencies     check licences and, with ADVISORIES=FILE (an export of the OSV database), advisories"
	@echo "make bench            measure speed in comparison with plain Streamlit"
	@echo "make audit            search thousands of random anonymous groups for an answer that can be worked out"
	@echo "make soak             use the app for half an hour (MINUTES=30) while faults happen: nothing may be lost"
	@echo "make exports          make a sample of every file that leaves the app, and pictures, in build/exports (WORKBOOKS=200)"
	@echo "make clean            remove .venv and all caches; your answers in var/ stay"
	@echo "Add PYTHON=/path/to/python to any of them to choose the Python for .venv."

run:
	@sh deploy/venv.sh product
	@exec .venv/bin/python -m cxmaturity run --port $(PORT) $(if $(filter 1,$(NETWORK)),--network)

test:
	@sh deploy/venv.sh tests
	@sh deploy/test.sh all

check:
	@sh deploy/venv.sh tests
	@sh deploy/test.sh quick

dependencies:
	@sh deploy/venv.sh product
	@exec .venv/bin/python deploy/dependencies.py $(ADVISORIES)

bench:
	@sh deploy/venv.sh tests
	@CHROMIUM="$$(sh deploy/chromium.sh)" && export CHROMIUM && exec .venv/bin/python -m bench

soak:
	@sh deploy/venv.sh tests
	@exec .venv/bin/python -m tests.soak $(MINUTES)

audit:
	@sh deploy/venv.sh tests
	@exec .venv/bin/python -m tests.audit 5000

exports:
	@sh deploy/venv.sh tests
	@exec sh deploy/exports.sh $(WORKBOOKS)

clean:
	@rm -rf .venv .venv.installing .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@echo "Removed .venv and all caches; var/ is untouched."
