#!/bin/sh
# Runs the checks and says how long each took: "test.sh all" every one, "test.sh quick" those that answer soon.
# Lint and format come first and end it when they fail. Types and import rules run beside the tests, their output kept
# apart and shown afterwards, so that one run tells of all that is wrong. Expects .venv as "venv.sh tests" leaves it.
set -eu
cd "$(dirname "$0")/.."
notes=$(mktemp -d)
trap 'rm -rf "$notes"' EXIT
trap 'kill "${beside:-}" 2>/dev/null || :; exit 130' INT TERM

now() { date +%s; }

stage() { # stage NUMBER TITLE COMMAND…: runs the command and notes its result and time under the number
    number=$1 title=$2 start=$(now) result=ok
    shift 2
    printf '\n== %s\n' "$title"
    "$@" || result=failed
    printf '%-30s %-8s %4d s\n' "$title" "$result" "$(($(now) - start))" >"$notes/$number"
    [ "$result" = ok ]
}

static() {
    stage 6 'Licences (dependencies.py)' .venv/bin/python deploy/dependencies.py ${ADVISORIES:+"$ADVISORIES"} || :
    stage 3 'Types (mypy)' .venv/bin/mypy --strict cxmaturity pages app.py || :
    stage 4 'Import rules (import-linter)' .venv/bin/lint-imports --no-logo || :
}

stage 1 'Lint (ruff check)' .venv/bin/ruff check .
stage 2 'Format (ruff format)' .venv/bin/ruff format --check .
static >"$notes/static.txt" 2>&1 &
beside=$!
case $1 in
all)
    CHROMIUM=$(sh deploy/chromium.sh)
    export CHROMIUM
    stage 5 'Tests (pytest)' .venv/bin/python -m pytest -n 3 --dist loadgroup --no-loadscope-reorder || :
    ;;
quick)
    stage 5 'Unit and law tests (pytest)' .venv/bin/python -m pytest -n 2 --dist loadgroup --no-loadscope-reorder -q \
        tests/unit tests/properties tests/vectors tests/rules tests/scripts || :
    ;;
esac
wait "$beside"
cat "$notes/static.txt"
printf '\n== Stages\n'
cat "$notes"/[0-9]
! grep -q ' failed ' "$notes"/[0-9]
