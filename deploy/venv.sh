#!/bin/sh
# Prepares .venv: "venv.sh product" for running the app, "venv.sh tests" also for the tests.
# Safe to repeat: installs only if requirements, Python or the folder have changed.
set -eu
cd "$(dirname "$0")/.."
here=$(pwd -P)
for_what=$1
building=.venv.installing # contains our process id while installing; a leftover means an interruption

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$@" >&2; exit 1; }
recent() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }
version() { "$1" -c 'import sys; print(sys.version.split()[0])' 2>/dev/null; }

find_python() {
    seen='' without_venv=''
    for candidate in ${PYTHON:+"$PYTHON"} python3.14 python3.13 python3.12 python3.11 python3 python; do
        found=$(version "$candidate") || continue
        seen="$seen${seen:+,} $candidate ($found)"
        recent "$candidate" || continue
        if "$candidate" -c 'import ensurepip, venv' >/dev/null 2>&1; then
            python=$candidate
            return
        fi
        without_venv=${without_venv:-$candidate}
    done
    rm -f "$building" # no installation has begun
    if [ -n "$without_venv" ]; then
        package=$("$without_venv" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
        fail "$without_venv cannot make virtual environments: its venv package is missing." \
            "On Debian or Ubuntu:  sudo apt install $package" \
            "Then run the same command again."
    fi
    fail "CX Maturity needs Python 3.11 or newer. Found:${seen:- none}." \
        "  macOS:          brew install python@3.13, or the installer from python.org" \
        "  Debian, Ubuntu: sudo apt install python3 python3-venv (Ubuntu 22.04: python3.11 python3.11-venv)" \
        "  Fedora:         sudo dnf install python3.13" \
        "Then run the same command again. A Python in another place: add PYTHON=/path/to/python to it."
}

usable() {
    recent .venv/bin/python && grep -qF "$here/.venv" .venv/pyvenv.cfg 2>/dev/null
}

wanted() { # prints a checksum of everything that an installation for $1 depends on
    files='requirements.txt constraints.txt'
    [ "$1" = product ] || files="$files tests/requirements.txt"
    # shellcheck disable=SC2086  # a list of file names without spaces
    { version .venv/bin/python; cat $files; } | cksum | tr -d ' '
}

up_to_date() {
    usable && [ "$(cat ".venv/.installed-$for_what" 2>/dev/null)" = "$(wanted "$for_what")" ]
}

if [ ! -e "$building" ] && up_to_date; then
    say "Packages in .venv are up to date (Python $(version .venv/bin/python))."
    exit
fi

[ -w . ] || fail "This folder cannot be written to: $here"
told=''
until (set -C; echo $$ >"$building") 2>/dev/null; do
    other=$(cat "$building" 2>/dev/null || true)
    if [ -n "$other" ] && kill -0 "$other" 2>/dev/null; then
        [ -n "$told" ] || say "Waiting for another installation (process $other); if there is none, delete $building."
        told=yes
        sleep 1
    else
        say "The last installation did not finish: starting .venv anew."
        rm -rf .venv "$building"
    fi
done

if up_to_date; then # another process has installed it while we waited
    rm -f "$building"
    exit
fi
if ! usable; then
    find_python
    say "Creating .venv with $python (Python $(version "$python"))"
    "$python" -m venv --clear .venv || fail "Could not create .venv: see above." \
        "On Debian or Ubuntu, sudo apt install python3-venv often helps; then run the same command again."
fi

rm -f .venv/.installed-*
set -- -r requirements.txt
[ "$for_what" = product ] || set -- "$@" -r tests/requirements.txt
say "Installing packages into .venv (the first time this takes a minute or two)"
.venv/bin/python -m pip install --quiet --quiet --disable-pip-version-check --no-compile -c constraints.txt "$@" ||
    fail "The packages could not be installed: see above. Is there a network connection?" \
        "Then run the same command again; what was downloaded is kept."
# pip would compile everything on one processor, which is a third of its time. What is left out, or fails, is compiled
# when it is first imported.
.venv/bin/python -m compileall -qq -j 0 -x 'site-packages/.*/(tests|graph_objs)/' .venv/lib 2>/dev/null || :
wanted product >.venv/.installed-product
[ "$for_what" = product ] || wanted "$for_what" >".venv/.installed-$for_what"
rm -f "$building"
say "Packages are installed."
