#!/bin/sh
# Runs the checks and says how long each took: "test.sh all" every one, "test.sh quick" those that answer soon.
# Lint and format come first and end it when they fail. Types, import rules and the tests without a browser run beside
# those with one, which wait half of their time; their output is kept apart and shown afterwards, so that one run tells
# of all that is wrong. Expects .venv as "venv.sh tests" leaves it.
set -eu
cd "$(dirname "$0")/.."
unset PYTHONDONTWRITEBYTECODE # where it is set, each of some fifty processes compiles all it imports anew
notes=$(mktemp -d)
trap 'rm -rf "$notes"' EXIT
trap 'kill ${beside:-} 2>/dev/null || :; exit 130' INT TERM

now() { date +%s; }

stage() { # stage NUMBER TITLE COMMAND…: runs the command and notes its result and time under the number
    number=$1 title=$2 start=$(now) result=ok
    shift 2
    printf '\n== %s\n' "$title"
    "$@" || result=failed
    printf '%-32s %-8s %4d s\n' "$title" "$result" "$(($(now) - start))" >"$notes/$number"
    [ "$result" = ok ]
}

tests() { # tests NUMBER TITLE PYTEST-ARGUMENT…
    number=$1 title=$2
    shift 2
    stage "$number" "$title" .venv/bin/python -m pytest "$@" || :
}

static() {
    stage 5 'Licences (dependencies.py)' .venv/bin/python deploy/dependencies.py ${ADVISORIES:+"$ADVISORIES"} || :
    stage 3 'Types (mypy)' .venv/bin/mypy || :
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
    # Two halves that take about as long: each file of tests is imported once, and there is one PostgreSQL.
    tests 6 'Tests of store, exports (pytest)' -q -p no:xdist tests/store tests/exports >"$notes/tests_store.txt" 2>&1 &
    beside="$beside $!"
    tests 7 'Other tests (pytest)' -q -p no:xdist --ignore tests/browser --ignore tests/store --ignore tests/exports \
        >"$notes/tests.txt" 2>&1 &
    beside="$beside $!"
    tests 8 'Browser tests (pytest)' -n 2 --dist worksteal tests/browser # each process has its own server and browser
    ;;
quick)
    tests 6 'Unit tests (pytest)' -q -p no:xdist tests/unit >"$notes/tests_unit.txt" 2>&1 &
    beside="$beside $!"
    tests 7 'Laws and rules (pytest)' -q -p no:xdist tests/properties tests/vectors tests/rules tests/scripts
    ;;
esac
wait
cat "$notes"/*.txt
printf '\n== Stages\n'
cat "$notes"/[0-9]
! grep -q ' failed ' "$notes"/[0-9]
