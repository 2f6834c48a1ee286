"""Which Chromium tests start, and how."""

import os
import shutil

from tests.server import HOST

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {HOST}",  # to other hosts, also by number, every request fails
    "--js-flags=--no-opt --no-maglev",  # optimising scripts that live for seconds costs more than it saves
    # Without the browser's own toolbar, which is a web page itself: drawing it for each window nobody sees took a third
    # of the time. The last two are those of the driver's own list, which this one replaces, that matter here.
    "--disable-features=WebUIToolbar,WebUIOmniboxPopup,WebUIOmniboxFullPopup,WebUIOmniboxAimPopup"
    ",PaintHolding,DestroyProfileOnBrowserClose",
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium_path() -> str:
    """Return the path of the browser, from CHROMIUM or the PATH."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    assert path, "no Chromium: set CHROMIUM, or see deploy/chromium.sh"
    return path
