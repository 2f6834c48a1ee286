"""Starts CX Maturity on a port of this machine and opens the browser; "run.py 8501", called by "make run"."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
import webbrowser
from pathlib import Path

HOST = "127.0.0.1"
WAIT_SECONDS = 60


def answers(port: int) -> bool:
    """Whether anything listens on this port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0


def is_ours(port: int) -> bool:
    """Whether what listens there is CX Maturity."""
    with contextlib.suppress(OSError, ValueError):
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with direct.open(f"http://{HOST}:{port}/healthz", timeout=2) as reply:
            return b"cx-maturity" in reply.read(200)
    return False


def has_screen() -> bool:
    """Whether a browser could show itself here."""
    return sys.platform == "darwin" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def open_when_ready(port: int) -> None:
    """Opens the browser as soon as the app answers; gives up when the app has gone or a minute has passed."""
    app, deadline = os.getppid(), time.monotonic() + WAIT_SECONDS
    while not is_ours(port):
        if os.getppid() != app or time.monotonic() > deadline:
            return
        time.sleep(0.3)
    webbrowser.open(f"http://{HOST}:{port}")


def show(port: int) -> None:
    """Runs this file once more, beside us, to open the browser; silently, as browsers like to talk."""
    if has_screen():
        silent = subprocess.DEVNULL
        subprocess.Popen([sys.executable, __file__, str(port), "--open"], stdin=silent, stdout=silent, stderr=silent)


def main(port: int) -> None:
    url = f"http://{HOST}:{port}"
    if answers(port):
        if is_ours(port):
            print(f"CX Maturity is already open at {url}")
            show(port)
            return
        free = next(other for other in range(port + 1, 65536) if not answers(other))
        sys.exit(f"Port {port} is taken by another program. Use the next free one:  make run PORT={free}")
    print(f"Starting CX Maturity at {url} (Ctrl+C stops it)", flush=True)
    show(port)
    streamlit = Path(sys.executable).with_name("streamlit")
    # Headless: Streamlit neither asks for an e-mail address nor opens a second browser window.
    options = ["--server.address", HOST, "--server.port", str(port), "--server.headless", "true"]
    os.execv(streamlit, [str(streamlit), "run", "app.py", *options])


if __name__ == "__main__":
    os.chdir(Path(__file__).parent.parent)
    if not (sys.argv[1:] and sys.argv[1].isdigit() and 0 < int(sys.argv[1]) < 65536):
        sys.exit("PORT must be a number from 1 to 65535, for example:  make run PORT=8502")
    if sys.argv[2:] == ["--open"]:
        open_when_ready(int(sys.argv[1]))
    else:
        main(int(sys.argv[1]))
