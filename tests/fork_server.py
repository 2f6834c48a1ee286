"""Starts servers as copies of a process that has loaded the large packages, which is most of the cost of a start.

On systems without fork a server is a new process.
"""

import gc
import importlib
import json
import os
import runpy
import select
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from tests.build import ROOT

IS_POSSIBLE = sys.platform == "linux"
_PACKAGES = (
    *("streamlit.web.cli", "streamlit.web.bootstrap", "streamlit", "uvicorn", "starlette.applications"),
    *("pandas", "plotly.graph_objects", "scipy.special", "sqlalchemy", "alembic.command", "pydantic_settings"),
    *("babel.dates", "yaml", "jinja2", "sse_starlette"),
    *("cxmaturity.ui.shared.frame.startup", "cxmaturity.web.security.access", "cxmaturity.web.answer_endpoints"),
    *("cxmaturity.web.api.routes", "cxmaturity.web.exports", "cxmaturity.web.participant.survey_pages"),
    *("cxmaturity.web.published.pages", "cxmaturity.web.workshop.routes"),
)

# One reply at a time: of two threads that read at once, one can get both replies, and the other waits forever.
_one_order = Lock()


class ForkedProcess:
    """A process that is not our child, with the methods of `subprocess.Popen` to poll, wait and signal."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        try:
            self._file: int | None = os.pidfd_open(pid)
        except ProcessLookupError:  # it has ended already
            self._file = None

    def _has_ended(self, seconds: float | None) -> bool:
        if self._file is not None and select.select([self._file], [], [], seconds)[0]:
            os.close(self._file)
            self._file = None
        return self._file is None

    def poll(self) -> int | None:
        """Return None while it runs; its exit code is not known."""
        return 0 if self._has_ended(0) else None

    def wait(self, timeout: float | None = None) -> int:
        """Return once it has ended; raises TimeoutExpired."""
        if not self._has_ended(timeout):
            raise subprocess.TimeoutExpired("streamlit", timeout or 0)
        return 0

    def send_signal(self, sign: int) -> None:
        """Send it a signal, unless it has ended."""
        if self._file is not None:
            signal.pidfd_send_signal(self._file, sign)


def start_streamlit(arguments: Sequence[str], environment: Mapping[str, str], log: Path) -> ForkedProcess:
    """Start `python -m streamlit` with these arguments in a new session that appends to `log`."""
    order = {"arguments": [*arguments], "environment": {**environment}, "log": str(log)}
    with _one_order:
        server = _fork_server()
        assert server.stdin
        assert server.stdout
        server.stdin.write(f"{json.dumps(order)}\n")
        server.stdin.flush()
        return ForkedProcess(int(server.stdout.readline()))


@cache
def _fork_server() -> "subprocess.Popen[str]":
    """Return the fork server of this process; it ends when its input is closed."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.fork_server"],
        cwd=ROOT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )


def _serve() -> None:
    with TemporaryDirectory(prefix="cx-home-") as home:  # so that nobody's own Streamlit settings are read
        os.environ["HOME"] = home
        for name in _PACKAGES:
            importlib.import_module(name)
    gc.collect()
    gc.freeze()  # a copy shares what it never writes to
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits here for those that end
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            _become_streamlit(**json.loads(line))
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


def _become_streamlit(arguments: list[str], environment: dict[str, str], log: str) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    output = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for number, file in enumerate((os.open(os.devnull, os.O_RDONLY), output, output)):
        os.dup2(file, number)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["streamlit", *arguments]
    code = 1
    try:
        runpy.run_module("streamlit", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        sys.stdout.flush()
        os._exit(code)


if __name__ == "__main__":
    _serve()
