"""Servers to measure: ours, and plain Streamlit. Each has its own port, folder and database."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

import psutil

ROOT = Path(__file__).resolve().parents[1]
STOCK = Path(__file__).resolve().parent / "stock"
_PRODUCT = ("app.py", "pages", "cxmaturity", "questionnaires", ".streamlit")
_FLOOR = '[runner]\npostScriptGC = false\n[server]\nfileWatcherType = "none"\n'
_START_SECONDS = 60


class Server:
    """A `streamlit run` process on a free port; after `kill`, `start` starts it again at the same address."""

    def __init__(self, script: Path, folder: Path, environment: Mapping[str, str]) -> None:
        self._script, self._folder = script, folder
        self._environment = dict(os.environ) | {"HOME": str(folder)} | dict(environment)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def launch(self) -> None:
        """Start the process and return at once."""
        with (self._folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", *self._command()],
                cwd=self._folder,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def _command(self) -> list[str]:
        options = {"address": "127.0.0.1", "port": str(self.port), "headless": "true"}
        flags = [part for name, value in options.items() for part in (f"--server.{name}", value)]
        return ["streamlit", "run", str(self._script), *flags]

    def start(self) -> None:
        """Start the process and wait until it accepts connections."""
        self.launch()
        self.wait()

    def wait(self) -> None:
        """Wait until the process accepts connections."""
        assert self._process
        deadline = time.monotonic() + _START_SECONDS
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(
                    f"{self._script.name} did not start: {(self._folder / 'server.log').read_text(encoding='utf-8')}"
                )
            time.sleep(0.005)

    def kill(self) -> None:
        """Kill the process, as a power cut would; no effect when it has ended."""
        if self._process:
            self._process.kill()
            self._process.wait()

    def memory(self) -> float:
        """Return the memory (RSS) of the process and its children, in MB."""
        return float(sum(p.memory_info().rss for p in self._all())) / 1e6

    def busy(self) -> float:
        """Return the processor seconds used by the process and its children."""
        return float(sum(sum(p.cpu_times()[:2]) for p in self._all()))

    def _all(self) -> list[psutil.Process]:
        assert self._process
        top = psutil.Process(self._process.pid)
        return [top, *top.children(recursive=True)]


class BareServer(Server):
    """The same for an ASGI application without Streamlit."""

    def _command(self) -> list[str]:
        plain = ["--host", "127.0.0.1", "--port", str(self.port), "--log-level", "warning"]
        return ["uvicorn", f"{self._script.stem}:app", *plain]


class TemporaryServers:
    """A temporary folder with servers; closing it ends all of them."""

    def __init__(self) -> None:
        self.folder = Path(mkdtemp(prefix="cxmaturity-bench-"))
        self._servers: list[Server] = []

    def ours(self, database_url: str) -> Server:
        """Return a server of a copy of our app, so that editing files meanwhile does not reload it."""
        folder = self._copy("ours", _PRODUCT)
        return self._keep(Server(folder / "app.py", folder, {"CXMATURITY_DATABASE_URL": database_url}))

    def stock(self, name: str, *, floor: bool = False, uses_ours: bool = False, **environment: str) -> Server:
        """Return a server of bench/stock/NAME.py on a default installation; with `floor`, with the settings of our app.

        With `uses_ours` the script may import our package.
        """
        folder = self._copy(f"{name}-floor" if floor else name, ["cxmaturity", "questionnaires"] if uses_ours else [])
        shutil.copy2(STOCK / f"{name}.py", folder)
        if floor:
            (folder / ".streamlit").mkdir()
            (folder / ".streamlit" / "config.toml").write_text(_FLOOR, encoding="utf-8")
        else:
            environment["PYTHONPATH"] = f"{self._default_only()}:{folder}"
        return self._keep(Server(folder / f"{name}.py", folder, environment))

    def bare(self, database_url: str) -> Server:
        """Return a server of our participants' pages without Streamlit and without the middleware."""
        folder = self._copy("bare", ["cxmaturity", "questionnaires"])
        shutil.copy2(STOCK / "bare.py", folder)
        return self._keep(BareServer(folder / "bare.py", folder, {"CXMATURITY_DATABASE_URL": database_url}))

    def close(self) -> None:
        """End every server and remove the folder."""
        for server in self._servers:
            server.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _keep(self, server: Server) -> Server:
        self._servers.append(server)
        return server

    def _copy(self, name: str, parts: Sequence[str]) -> Path:
        folder = Path(mkdtemp(prefix=f"{name}-", dir=self.folder))
        for part in parts:
            source = ROOT / part
            (shutil.copytree if source.is_dir() else shutil.copy2)(source, folder / part)
        return folder

    def _default_only(self) -> Path:
        """Return a folder for PYTHONPATH that hides packages which `pip install streamlit` does not install."""
        folder = self.folder / "hidden"
        folder.mkdir(exist_ok=True)
        for name in ("uvloop", "httptools"):
            (folder / f"{name}.py").write_text(
                'raise ModuleNotFoundError("not part of a default installation")\n', encoding="utf-8"
            )
        return folder


@contextmanager
def temporary_servers() -> Iterator[TemporaryServers]:
    """Yield a place for servers, which end with the block."""
    place = TemporaryServers()
    try:
        yield place
    finally:
        place.close()
