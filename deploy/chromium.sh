#!/bin/sh
# Prints the path of a Chromium for the browser tests, installing one if there is none.
# Prints only the path to standard output, and progress to standard error.
set -u
cd "$(dirname "$0")/.." || exit

say() { printf '%s\n' "$*" >&2; }

works() { [ -n "$1" ] && "$1" --version >/dev/null 2>&1; }

use_if_works() {
    path=$(command -v "$1" 2>/dev/null) || return 0
    works "$path" || return 0
    say "Chromium: $path"
    printf '%s\n' "$path"
    exit
}

use_installed() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        use_if_works "$name"
    done
    for app in Chromium 'Google Chrome'; do
        use_if_works "/Applications/$app.app/Contents/MacOS/$app"
        use_if_works "$HOME/Applications/$app.app/Contents/MacOS/$app"
    done
}

use_downloaded() {
    use_if_works "$(.venv/bin/python -c '
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
' 2>/dev/null)"
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

install_with_system() {
    case $(uname) in
    Darwin) brew install --cask google-chrome ;;
    *)
        as_root true || return
        if command -v apt-get; then
            as_root apt-get update -qq
            as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium
        elif command -v dnf; then
            as_root dnf install -y -q chromium
        elif command -v pacman; then
            as_root pacman -Sy --noconfirm chromium
        elif command -v zypper; then
            as_root zypper --non-interactive install chromium
        fi
        ;;
    esac
}

if [ -n "${CHROMIUM:-}" ]; then
    use_if_works "$CHROMIUM"
    say "CHROMIUM is set to $CHROMIUM, which does not run: correct it or unset it."
    exit 1
fi
use_installed
use_downloaded
say "No Chromium found: downloading one with Playwright"
if .venv/bin/python -m playwright install chromium >/dev/null 2>&1; then
    use_downloaded
    say "It lacks system libraries: installing them"
    as_root true 2>/dev/null && .venv/bin/python -m playwright install-deps chromium >/dev/null 2>&1
    use_downloaded
fi
say "That did not work: trying the system's package manager"
install_with_system >/dev/null 2>&1
use_installed
say "The browser tests need Chromium or Chrome, and none could be installed."
say "  Debian:  sudo apt install chromium        Fedora: sudo dnf install chromium"
say "  Ubuntu:  sudo snap install chromium       macOS:  brew install --cask google-chrome"
say "Then run the same command again. One in another place: add CHROMIUM=/path/to/chromium to it."
exit 1
