"""The real server, started as users start it, with its own port and database."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from cxmaturity.store.database.engine import Database, open_database
from tests.build import ROOT
from tests.fork_server import IS_POSSIBLE, ForkedProcess, start_streamlit

HOST = "127.0.0.1"
_START_SECONDS = 60
_PORTS = 100  # of each process its own: one that was given out may be used again after its server has ended
_RANGES = range(20_000, 32_700, _PORTS)  # below the ports that the system gives to connections
_BANNER = ("You can now view your Streamlit app in your browser.", "URL: ", "On an open Wi-Fi")


@cache
def _ports() -> tuple[socket.socket, Iterator[int]]:
    """Return the ports of this process, and the socket on the first one that reserves them."""
    for first in _RANGES:
        sign = socket.socket()
        try:
            sign.bind((HOST, first))
        except OSError:
            sign.close()
        else:
            return sign, iter(range(first + 1, first + _PORTS))
    raise AssertionError("no range of ports is free")


def free_port() -> int:
    """Return a free port that was not returned before."""
    for port in _ports()[1]:
        with socket.socket() as probe, suppress(OSError):
            probe.bind((HOST, port))
            return port
    raise AssertionError("no port is free")


class Server:
    """`streamlit run app.py` on a free port; `start` after `kill` starts it at the same address."""

    def __init__(self, folder: Path, port: int | None = None) -> None:
        self.port = port or free_port()
        self.url = f"http://{HOST}:{self.port}"
        self.file = folder / "cx.db"
        self.database_url = f"sqlite:///{self.file}"
        self.log = folder / "server.log"
        self.expected: tuple[str, ...] = ()  # parts of what a test makes it complain of
        self.options: list[str] = []  # further options of Streamlit
        self.environment: dict[str, str] = {}  # further variables
        self._home = folder  # so that nobody's own Streamlit settings count
        self._process: subprocess.Popen[bytes] | ForkedProcess | None = None

    def command(self) -> list[str]:
        """Return the command that starts it."""
        options = ["--server.headless=true", f"--server.port={self.port}", *self.options]
        return [sys.executable, "-m", "streamlit", "run", "app.py", *options]

    def start(self) -> None:
        """Start it and return once it answers."""
        environment = os.environ | {"CXMATURITY_DATABASE_URL": self.database_url, "HOME": str(self._home)}
        environment |= self.environment
        program, *arguments = self.command()[2:]
        is_own_start = "PYTHONPATH" in self.environment  # may hold what Python itself runs at its start
        if IS_POSSIBLE and program == "streamlit" and not is_own_start:
            self._process = start_streamlit(arguments, environment, self.log)
        else:
            self._process = self._new_process(environment)
        until = time.monotonic() + _START_SECONDS
        while not self._answers():
            assert self._process.poll() is None, f"the server ended:\n{self.log.read_text(encoding='utf-8')}"
            assert time.monotonic() < until, f"the server does not answer:\n{self.log.read_text(encoding='utf-8')}"
            time.sleep(0.05)

    def _new_process(self, environment: dict[str, str]) -> "subprocess.Popen[bytes]":
        with self.log.open("ab") as log:
            return subprocess.Popen(
                self.command(),
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # a group of its own, which ends as a whole
            )

    @contextmanager
    def opened_database(self) -> Iterator[Database]:
        """Context manager: its database, opened by the test."""
        database = open_database(self.database_url)
        yield database
        database.close()

    def kill(self) -> None:
        """Kill it, as a power cut does; does nothing if it is not running."""
        if self._process is not None:
            with suppress(ProcessLookupError):  # it ended by itself
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Stop it as Ctrl+C or a service manager does, and return once it has ended."""
        assert self._process is not None
        self._process.send_signal(how)
        self._process.wait(30)
        self._process = None

    def sleep(self) -> None:
        """Suspend it with all connections open, as a laptop with its lid closed."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGSTOP)

    def wake(self) -> None:
        """Resume it."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGCONT)

    def limit_files(self, most: int | None) -> None:
        """Limit the size of its files to this many bytes, as on a full disk; None removes the limit."""
        import resource  # not on Windows

        assert self._process is not None
        allowed = resource.RLIM_INFINITY if most is None else most
        resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE, (allowed, resource.RLIM_INFINITY))

    def complaints(self, since: int = 0) -> list[str]:
        """Return the warnings and tracebacks in its log after this many bytes, without its start message."""
        lines = self.log.read_bytes()[since:].decode().splitlines() if self.log.exists() else []
        words = [line for line in lines if line.strip() and not line.strip().startswith(_BANNER)]
        return [line for line in words if not any(part in line for part in self.expected)]

    def log_size(self) -> int:
        """Return the size of its log in bytes."""
        return self.log.stat().st_size

    def _answers(self) -> bool:
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with direct.open(f"{self.url}/healthz", timeout=2) as reply:
                return bool(reply.read() == b"cx-maturity")
        except OSError:
            return False
