#!/bin/sh
# Makes a sample of every file that leaves the app, and pictures of them, in build/exports, for people to look at.
# Uses LibreOffice, which it installs if missing (Debian, Ubuntu). Not part of the tests.
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

install() { # install PACKAGE…: with apt, if available
    command -v apt-get >/dev/null 2>&1 || {
        say "Install $* for these pictures, and try again."
        exit 1
    }
    say "Installing $*."
    as_root apt-get update -q >/dev/null && as_root apt-get install -y -q --no-install-recommends "$@" >/dev/null
}

has_office() { # Impress and Calc are separate packages
    command -v soffice >/dev/null 2>&1 || return 1
    folder=$(dirname "$(readlink -f "$(command -v soffice)")")
    ls "$folder"/../program/libsdlo.so "$folder"/../program/libsclo.so >/dev/null 2>&1
}

has_office || install libreoffice-impress libreoffice-calc
command -v pdftoppm >/dev/null 2>&1 || install poppler-utils
exec .venv/bin/python -m tests.exports "$@"
