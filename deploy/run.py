"""Starts CX Maturity and opens the browser: "run.py 8501" for this machine, "run.py 8501 --network" for others too."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
import webbrowser
from pathlib import Path
from urllib.parse import quote

HOST = "127.0.0.1"
WAIT_SECONDS = 60


def answers(port: int) -> bool:
    """Whether anything listens on this port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0


def is_ours(port: int, host: str = HOST) -> bool:
    """Whether what listens there is CX Maturity."""
    with contextlib.suppress(OSError, ValueError):
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with direct.open(f"http://{host}:{port}/healthz", timeout=2) as reply:
            return b"cx-maturity" in reply.read(200)
    return False


def has_screen() -> bool:
    """Whether a browser could show itself here."""
    return sys.platform == "darwin" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def host_for(network: bool) -> str:
    """The host to reach it at: in a network the one that others use, so that links copied there work for them."""
    from cxmaturity.services.network import network_address

    return (network_address() if network else None) or HOST


def way_in(port: int, network: bool) -> str:
    """The address the owner's browser opens, in a network with the owner's key."""
    from cxmaturity.services.settings import access_key

    url = f"http://{host_for(network)}:{port}"
    return f"{url}/key/{quote(access_key()(), safe='')}" if network else url


def open_when_ready(port: int, network: bool) -> None:
    """Opens the browser as soon as the app answers; gives up when the app has gone or a minute has passed."""
    app, deadline = os.getppid(), time.monotonic() + WAIT_SECONDS
    while not is_ours(port):
        if os.getppid() != app or time.monotonic() > deadline:
            return
        time.sleep(0.3)
    webbrowser.open(way_in(port, network))


def show(port: int, network: bool) -> None:
    """Runs this file once more, beside us, to open the browser; silently, as browsers like to talk."""
    if has_screen():
        silent = subprocess.DEVNULL
        command = [sys.executable, __file__, str(port), *(["--network"] if network else []), "--open"]
        subprocess.Popen(command, stdin=silent, stdout=silent, stderr=silent)


def point_to_the_running_one(port: int, network: bool) -> None:
    """Opens the browser on the app that is already there, however it was started."""
    listens = host_for(network=True) != HOST and is_ours(port, host_for(network=True))
    if network and not listens:
        sys.exit(f"CX Maturity is already open on port {port}, for this machine only. Stop that one first (Ctrl+C).")
    print(f"CX Maturity is already open at http://{host_for(listens)}:{port}")
    show(port, listens)


def main(port: int, network: bool) -> None:
    if answers(port):
        if is_ours(port):
            point_to_the_running_one(port, network)
            return
        free = next(other for other in range(port + 1, 65536) if not answers(other))
        again = f"make run PORT={free}{' NETWORK=1' if network else ''}"
        sys.exit(f"Port {port} is taken by another program. Use the next free one:  {again}")
    # Headless: Streamlit neither asks for an e-mail address nor opens a second browser window.
    options = ["--server.address", HOST, "--server.port", str(port), "--server.headless", "true"]
    if network:
        from cxmaturity.services.settings import access_key

        os.environ["CXMATURITY_ACCESS_KEY"] = access_key()()  # the app and the browser get the same, kept or not
        options[1] = "0.0.0.0"
        options += ["--logger.hideWelcomeMessage", "true"]  # for it, Streamlit asks a server outside who we are
    print(f"Starting CX Maturity at http://{host_for(network)}:{port} (Ctrl+C stops it)", flush=True)
    show(port, network)
    streamlit = Path(sys.executable).with_name("streamlit")
    os.execv(streamlit, [str(streamlit), "run", "app.py", *options])


if __name__ == "__main__":
    os.chdir(Path(__file__).parent.parent)
    sys.path.insert(0, os.getcwd())
    if not (sys.argv[1:] and sys.argv[1].isdigit() and 0 < int(sys.argv[1]) < 65536):
        sys.exit("PORT must be a number from 1 to 65535, for example:  make run PORT=8502")
    work = open_when_ready if "--open" in sys.argv else main
    work(int(sys.argv[1]), "--network" in sys.argv)
