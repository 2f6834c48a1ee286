"""Reads files of answers in copies of a process that has the reader's packages loaded.

Each copy runs the same code as the process that the app starts, within the same limits of memory; loading the packages
took 0.3 s for each of a hundred files. `tests/unit/files/test_reader_process.py` tests the process that the app starts.
"""

import gc
import os
import runpy
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

from tests.build import ROOT

IS_POSSIBLE = sys.platform == "linux"
_READER = "cxmaturity.files.imports.reader_process"


class ReaderServer:
    """Stands in for the module `subprocess` in the reader's module; it starts with the first file."""

    TimeoutExpired = subprocess.TimeoutExpired

    def __init__(self) -> None:
        self._server: subprocess.Popen[str] | None = None
        self._lock = Lock()

    def run(self, command: list[str], input: bytes, **_options: Any) -> "subprocess.CompletedProcess[bytes]":
        """Return the outcome of the reader for this input, as `subprocess.run` does; it knows no time limit."""
        with self._lock, TemporaryDirectory() as folder:
            server = self._server = self._server or subprocess.Popen(
                [sys.executable, "-m", "tests.reader_server"],
                cwd=ROOT,
                text=True,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
            assert server.stdin
            assert server.stdout
            (Path(folder) / "input").write_bytes(input)
            server.stdin.write(f"{folder}\n")
            server.stdin.flush()
            code = int(server.stdout.readline())
            return subprocess.CompletedProcess(command, code, (Path(folder) / "output").read_bytes())

    def close(self) -> None:
        """End the process, where one was started."""
        if self._server:
            self._server.communicate()


def _serve() -> None:
    __import__(_READER)
    gc.collect()
    gc.freeze()  # a copy shares what it never writes to
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _become_reader(Path(line.rstrip("\n")))
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _become_reader(folder: Path) -> None:
    output = os.open(folder / "output", os.O_WRONLY | os.O_CREAT)
    for number, file in enumerate((os.open(folder / "input", os.O_RDONLY), output)):
        os.dup2(file, number)
    del sys.modules[_READER]
    code = 1
    try:
        runpy.run_module(_READER, run_name="__main__", alter_sys=True)
        sys.stdout.flush()
        code = 0
    finally:
        os._exit(code)


if __name__ == "__main__":
    _serve()
