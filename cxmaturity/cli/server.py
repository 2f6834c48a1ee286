"""Starting the app from the command line and opening the owner's browser on it."""

import contextlib
import os
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
import webbrowser
from urllib.parse import quote

from cxmaturity.services.network import network_address
from cxmaturity.services.owner_sessions import one_time_key
from cxmaturity.services.settings import APP_FOLDER, load_settings, start_command

HOST = "127.0.0.1"
_START_SECONDS = 60  # how long the process that opens the browser waits for the app


def start(port: int, network: bool) -> None:
    """Start the app on `port` and open the browser; if the app is running there already, open the browser only.

    With `network` the app listens on all of this machine's addresses and asks the owner for the access key. When
    another program uses the port, the program exits with a message.
    """
    if _is_listening(port):
        if _is_app(port):
            _open_running_app(port, network)
            return
        free = next(other for other in range(port + 1, 65536) if not _is_listening(other))
        command = start_command(free, is_for_network=network)
        sys.exit(f"Port {port} is taken by another program. Use the next free one:  {command}")
    # Headless: Streamlit neither asks for an e-mail address nor opens a second browser window.
    options = ["--server.address", HOST, "--server.port", str(port), "--server.headless", "true"]
    if network:
        os.environ["CXMATURITY_ACCESS_KEY"] = load_settings().owner_key  # the same key for app and browser
        options[1] = "0.0.0.0"
        options += ["--logger.hideWelcomeMessage", "true"]  # the message asks an outside server for our address
    print(f"Starting CX Maturity at {_scheme()}://{_host(network)}:{port} (Ctrl+C stops it)", flush=True)
    _open_browser_later(port, network)
    os.chdir(APP_FOLDER)
    command_line = [sys.executable, "-m", "streamlit", "run", "app.py", *options]
    if sys.platform == "win32":  # exec would return to the shell at once there
        sys.exit(subprocess.call(command_line))
    os.execv(sys.executable, command_line)


def _scheme() -> str:
    """Return "https" when a certificate is configured, else "http"."""
    return "https" if os.environ.get("STREAMLIT_SERVER_SSL_CERT_FILE") else "http"


def _is_listening(port: int) -> bool:
    """Return whether any program listens on `port` of this machine."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0


def _is_app(port: int, host: str = HOST) -> bool:
    """Return whether this app answers at this address."""
    with contextlib.suppress(OSError, ValueError):
        # The certificate is for the public host name, and this request goes to this machine only: not verified.
        unverified = urllib.request.HTTPSHandler(context=ssl._create_unverified_context())
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}), unverified)
        with direct.open(f"{_scheme()}://{host}:{port}/healthz", timeout=2) as reply:
            return b"cx-maturity" in reply.read(200)
    return False


def _host(network: bool) -> str:
    """Return the host for links: on a network the machine's address there, so that copied links work for others."""
    return (network_address() if network else None) or HOST


def _owner_link(port: int, network: bool) -> str:
    """Return the URL that the owner's browser opens.

    On a network it contains a one-time key that expires soon, because other users can read it in the process list.
    """
    url = f"{_scheme()}://{_host(network)}:{port}"
    return f"{url}/key/{quote(one_time_key(load_settings().owner_key, time.time()), safe='')}" if network else url


def _open_running_app(port: int, network: bool) -> None:
    """Open the browser on the app that is running already, whichever way it was started."""
    listens = _host(network=True) != HOST and _is_app(port, _host(network=True))
    if network and not listens:
        sys.exit(f"CX Maturity is already open on port {port}, for this machine only. Stop that one first (Ctrl+C).")
    print(f"CX Maturity is already open at {_scheme()}://{_host(listens)}:{port}")
    _open_browser_later(port, listens)


def _has_screen() -> bool:
    """Return whether this machine has a screen for a browser."""
    has_display = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return sys.platform in ("darwin", "win32") or has_display


def _open_browser_later(port: int, network: bool) -> None:
    """Start a process that opens the browser once the app answers; its output is discarded."""
    if _has_screen():
        silent = subprocess.DEVNULL
        command = [sys.executable, "-m", "cxmaturity.cli.server", str(port), *(["--network"] if network else [])]
        subprocess.Popen(command, stdin=silent, stdout=silent, stderr=silent)


def _open_browser(port: int, network: bool) -> None:
    """Open the browser once the app answers; give up when the app has ended or a minute has passed."""
    app, deadline = os.getppid(), time.monotonic() + _START_SECONDS
    while not _is_app(port):
        if os.getppid() != app or time.monotonic() > deadline:
            return
        time.sleep(0.3)
    webbrowser.open(_owner_link(port, network))


if __name__ == "__main__":
    _open_browser(int(sys.argv[1]), "--network" in sys.argv)
