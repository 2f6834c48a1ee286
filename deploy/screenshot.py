"""Makes the README's picture from the running app with its demo data: `.venv/bin/python deploy/screenshot.py`."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

HOME = Path(__file__).parent.parent
PICTURE = HOME / "deploy" / "screenshot.png"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def free_port() -> int:
    """Return a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(url: str) -> None:
    """Return once the app replies; fail after a minute."""
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{url}/healthz", timeout=1)
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("The app did not start.")


def take(url: str, chromium: str) -> None:
    """Save a picture of the demo's newest result."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        page.goto(url)
        page.get_by_role("button", name="See a sample result").click()
        page.get_by_role("heading", name="Do this first").wait_for()
        page.locator(".js-plotly-plot .legend").nth(2).wait_for()
        page.screenshot(path=PICTURE)
        browser.close()


def main() -> None:
    """Start the app on a temporary database, take the picture, stop the app."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("Set CHROMIUM to the path of a Chromium.")
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"CXMATURITY_DATABASE_URL": f"sqlite:///{folder}/cx.db"}
        options = ["--server.port", str(port), "--server.headless", "true"]
        command = [sys.executable, "-m", "streamlit", "run", "app.py", *options]
        app = subprocess.Popen(command, cwd=HOME, env=environment, stdout=subprocess.DEVNULL)
        try:
            wait_for(f"http://127.0.0.1:{port}")
            take(f"http://127.0.0.1:{port}", chromium)
        finally:
            app.terminate()
            app.wait()
    print(f"Wrote {PICTURE.relative_to(HOME)}")


if __name__ == "__main__":
    main()
