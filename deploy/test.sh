#!/bin/sh
# Every check, cheapest first; the first failure ends it. Expects .venv as "venv.sh tests" leaves it.
set -eu
cd "$(dirname "$0")/.."

step() {
    printf '\n== %s\n' "$1"
    shift
    "$@"
}

CHROMIUM=$(sh deploy/chromium.sh)
export CHROMIUM

step 'Lint (ruff check)' .venv/bin/ruff check .
step 'Format (ruff format)' .venv/bin/ruff format --check .
step 'Types (mypy)' .venv/bin/mypy --strict cxmaturity
step 'Import rules (import-linter)' .venv/bin/lint-imports --no-logo
step 'Tests (pytest)' .venv/bin/python -m pytest -n 3 --dist loadfile
