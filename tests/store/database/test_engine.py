"""Opening databases: new, existing, foreign, newer, damaged, locked, full, read-only and unreachable."""

import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier
from time import monotonic
from traceback import format_exception
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, event, inspect, make_url, text

from cxmaturity.answers import Answer
from cxmaturity.errors import DatabaseUnavailable
from cxmaturity.records import Team
from cxmaturity.services.assessments import answering, views
from cxmaturity.store import migrations
from cxmaturity.store import teams as stored_teams
from cxmaturity.store.database import engine
from cxmaturity.store.database.engine import Database, open_database
from cxmaturity.store.tables import NEWEST_MIGRATION, metadata
from tests.store.database.old_databases import migrated_again
from tests.store.fixtures import NOW, Child, begin, bytes_of, file_of, from_outside, outside

pytestmark = pytest.mark.each_database

TABLES = {
    "action",
    "agreed_level",
    "aim",
    "alembic_version",
    "answer",
    "assessment",
    "frozen_result",
    "dot",
    "participant",
    "private_note",
    "poll_answer",
    "poll_result",
    "import_mapping",
    "published_link",
    "access_token",
    "reveal",
    "room_step",
    "slip",
    "waiting",
    "workshop",
    "questionnaire_archive",
    "response",
    "team",
}


def add_team(database: Database, name: str) -> None:
    with database.writing() as connection:
        stored_teams.add_team(connection, Team(name, name, False), NOW)


def names(database: Database) -> list[str]:
    with database.reading() as connection:
        return [team.name for team in stored_teams.teams(connection)]


# A new database


def test_a_new_file_has_every_table_and_keeps_its_journal_apart(tmp_path: Path) -> None:
    """The first start creates the file, its folders and the schema, in WAL mode, so that readers never wait."""
    database = open_database(f"sqlite:///{tmp_path}/var/deep/cx.db")
    with database.reading() as connection:
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert connection.scalar(text("PRAGMA synchronous")) == 2
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1
        assert set(inspect(connection).get_table_names()) == TABLES


def test_opening_again_changes_nothing(url: str) -> None:
    """Stored data is there after a restart, and two open databases see each other's writes."""
    first, second = open_database(url), open_database(url)
    add_team(first, "Bakery")
    add_team(second, "Mill")
    third = open_database(url)
    assert names(first) == names(second) == names(third) == ["Bakery", "Mill"]
    for database in (first, second, third):
        database.close()


def test_eight_threads_may_open_a_new_database_at_once(url: str) -> None:
    """All succeed, and the schema is created once."""
    together = Barrier(8)

    def visit(number: int) -> None:
        together.wait()
        database = open_database(url)
        add_team(database, f"Team {number}")
        database.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(visit, range(8)))
    database = open_database(url)
    assert names(database) == [f"Team {number}" for number in range(8)]
    with database.reading() as connection:
        assert connection.scalars(text("SELECT version_num FROM alembic_version")).all() == [NEWEST_MIGRATION]
    database.close()


def test_new_files_may_be_opened_at_once_again_and_again(tmp_path: Path) -> None:
    """SQLite fails for one of two that switch to WAL at the same moment; that one retries."""
    together = Barrier(8)

    def visit(_number: int) -> None:
        for turn in range(8):
            together.wait()
            open_database(f"sqlite:///{tmp_path}/{turn}.db").close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(visit, range(8)))
    for turn in range(8):
        assert from_outside(f"sqlite:///{tmp_path}/{turn}.db", "PRAGMA journal_mode") == [("wal",)]


def test_processes_may_create_the_same_database_at_once(url: str, child: Child) -> None:
    """Processes that start at the same moment wait for the one that creates the schema."""
    processes = [child("open", url) for _ in range(3)]
    for process in processes:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    assert [process.communicate()[0] for process in processes] == [f"{NEWEST_MIGRATION}\n"] * 3
    assert [process.returncode for process in processes] == [0] * 3


# The schema


def test_the_newest_migration_is_the_one_the_tables_name() -> None:
    """Otherwise every start would migrate, or refuse the database that it just created."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    assert ScriptDirectory.from_config(config).get_heads() == [NEWEST_MIGRATION]


def described(connection: Connection) -> dict[str, Any]:
    """Return columns, keys, checks and indexes of every table, in an order that does not depend on their creation."""
    inspector = inspect(connection)
    parts = ("columns", "pk_constraint", "foreign_keys", "check_constraints", "unique_constraints", "indexes")
    tables: dict[str, Any] = {}
    for table in sorted(metadata.tables):
        for part in parts:
            rows = getattr(inspector, f"get_{part}")(table)
            tables[f"{table}.{part}"] = sorted(map(str, rows if isinstance(rows, list) else [rows]))
    return tables


def test_migrations_lead_to_the_tables_in_the_code(url: str) -> None:
    """A database that was migrated from the first version on has the schema of a new one."""
    with closing(open_database(url)) as database, database.writing() as connection:
        created = described(connection)
        migrated_again(connection, "head")
        assert described(connection) == created
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []
    assert len(created["assessment.check_constraints"]) == 4
    assert sum("CASCADE" in key for name, keys in created.items() if "foreign" in name for key in keys) == 19


# Databases that are not for us


def test_a_database_of_a_newer_version_is_left_alone(url: str) -> None:
    """An older program refuses it and writes nothing."""
    open_database(url).close()
    from_outside(url, "UPDATE alembic_version SET version_num = '0099'")
    before = bytes_of(url)
    with pytest.raises(DatabaseUnavailable, match="written by a newer version of CX Maturity; it was left untouched"):
        open_database(url)
    assert bytes_of(url) == before


@pytest.mark.parametrize(
    "tables",
    [
        ["CREATE TABLE recipe (name TEXT)"],
        ["CREATE TABLE recipe (name TEXT)", "CREATE TABLE alembic_version (version_num TEXT)"],
        [
            "CREATE TABLE team (name TEXT)",
            "CREATE TABLE alembic_version (version_num TEXT)",
            "INSERT INTO alembic_version VALUES ('1975ea83b712')",
        ],
    ],
    ids=["plain", "alembic-empty", "alembic"],
)
def test_another_programs_database_is_left_alone(url: str, tables: list[str]) -> None:
    """Our tables are not added to another program's database, also if that uses alembic."""
    from_outside(url, *tables)
    before = bytes_of(url)
    with pytest.raises(DatabaseUnavailable, match="holds something else; it was left untouched"):
        open_database(url)
    assert bytes_of(url) == before


def test_a_file_that_is_no_database_is_left_alone(sqlite_url: str) -> None:
    """A spreadsheet named by mistake stays unchanged, with no file beside it."""
    content = b"PK\x03\x04 quarterly figures " * 500
    file_of(sqlite_url).write_bytes(content)
    with pytest.raises(DatabaseUnavailable, match="cannot be read as a database; it was left untouched"):
        open_database(sqlite_url)
    assert file_of(sqlite_url).read_bytes() == content
    assert [f.name for f in file_of(sqlite_url).parent.iterdir()] == ["cx.db"]


@pytest.mark.parametrize("place", ["note.txt/cx.db", "note.txt/below/cx.db", "folder"])
def test_a_place_where_no_file_can_be_is_named(tmp_path: Path, place: str) -> None:
    """A path through a file, or a folder, raises an error that names it."""
    (tmp_path / "note.txt").write_text("Buy flour", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    with pytest.raises(DatabaseUnavailable, match=r"cannot be opened\. Check that its folder exists"):
        open_database(f"sqlite:///{tmp_path / place}")
    assert sorted(f.name for f in tmp_path.rglob("*")) == ["folder", "note.txt"]


# Addresses


@pytest.mark.parametrize(
    "address",
    [
        "",
        "cx.db",
        "mysql://root@localhost/cx",
        "postgresql://localhost/cx",
        "postgres://root@localhost/cx",
        "sqlite://",
        "sqlite:///:memory:",
        "postgresql://localhost:five/cx",
        "postgresql://localhost/cx?sslmode=maybe",
        "postgresql://localhost/cx?colour=blue",
    ],
)
def test_an_unsupported_address_lists_the_supported_ones(address: str) -> None:
    """The error lists the supported addresses; an in-memory database is refused too."""
    with pytest.raises(DatabaseUnavailable, match="CXMATURITY_DATABASE_URL is not the address") as raised:
        open_database(address)
    assert raised.value.fix == "Write sqlite:///path/to/file.db or postgresql://user:password@host/name."


def test_a_server_that_does_not_answer_gives_an_error(postgresql: Path, tmp_path: Path) -> None:
    """No server at the port, none at the socket, no such database."""
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    for address in (
        f"postgresql://postgres@127.0.0.1:{port}/cx",
        f"postgresql://postgres@/cx?host={tmp_path}",
        f"postgresql://postgres@/nowhere?host={postgresql}",
    ):
        with pytest.raises(DatabaseUnavailable, match=r"does not answer\. Check that it runs and can be reached"):
            open_database(address)


def test_without_the_required_encryption_no_name_is_sent() -> None:
    """A server without TLS gets the eight bytes of the request for TLS, and no name or password."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server, ThreadPoolExecutor(1) as pool:

        def without_encryption() -> list[bytes]:
            connection, _ = server.accept()
            with connection:
                asked = connection.recv(1024)
                connection.sendall(b"N")
                return [asked, connection.recv(1024)]

        received = pool.submit(without_encryption)
        with pytest.raises(DatabaseUnavailable, match="does not answer"):
            open_database(f"postgresql://ana:secret@127.0.0.1:{server.getsockname()[1]}/cx?sslmode=require")
        assert received.result() == [b"\x00\x00\x00\x08\x04\xd2\x16/", b""]


def test_an_address_may_say_how_to_encrypt(postgresql_url: str) -> None:
    """`sslmode` in an address is understood, and ignored for a socket."""
    for mode in ("disable", "prefer", "verify-full"):
        database = open_database(f"{postgresql_url}&sslmode={mode}")
        assert names(database) == []
        database.close()


# Trouble while it is in use


def add_two(database: Database, first: str, second: str) -> None:
    with database.writing() as connection:
        for name in (first, second):
            stored_teams.add_team(connection, Team(name, "The disk is full, the door is locked", False), NOW)


def test_a_refused_row_rolls_back_its_transaction(database: Database) -> None:
    """If the second row violates the schema, the first is rolled back; the error does not blame the server."""
    add_team(database, "Bakery")
    with pytest.raises(
        DatabaseUnavailable, match="This does not fit with what the database holds; nothing was changed"
    ):
        add_two(database, "Mill", "Bakery")
    assert names(database) == ["Bakery"]


@pytest.mark.parametrize("fault", ["twice", "missing", "bound to nothing"])
def test_an_error_does_not_contain_stored_text(database: Database, fault: str) -> None:
    """Neither as a parameter nor in the row that PostgreSQL quotes, so no note is logged."""
    view = begin(database)
    note = "the boss shouts at all of us"
    answering.save_answer(database, view, "P1", Answer(level=1, note=note), None, NOW)
    row: dict[str, object] = {"response_id": view.stored.id, "question_id": "P1", "round": 1, "note": note, "level": 4}
    row |= {"revision": 9, "dont_know": False, "evidence": note, "answered_at": NOW}
    faults: dict[str, dict[str, object]] = {
        "missing": {"question_id": "P2", "revision": None},
        "bound to nothing": {"response_id": "x"},
    }
    row |= faults.get(fault, {})
    columns = metadata.tables["answer"].columns
    with pytest.raises(DatabaseUnavailable) as raised, database.writing() as connection:
        connection.execute(metadata.tables["answer"].insert(), {k: v for k, v in row.items() if k in columns})
    assert raised.value.message == "This does not fit with what the database holds; nothing was changed."
    logged = "".join(format_exception(raised.value))
    assert "answer" in logged
    assert note not in logged


def test_a_database_that_may_only_be_read_is_read_and_says_so(url: str) -> None:
    """Without write permission results can be read, and an attempt to write says what is missing."""
    writable = open_database(url)
    add_team(writable, "Bakery")
    writable.close()
    if url.startswith("sqlite"):
        url = f"sqlite:///file:{file_of(url)}?mode=ro&uri=true"
    else:
        from_outside(url, f"ALTER ROLE {make_url(url).username} SET default_transaction_read_only = on")
    database = open_database(url)
    with pytest.raises(DatabaseUnavailable, match=r"can be read but not written\. Give this user the right to write"):
        add_team(database, "Mill")
    assert names(database) == ["Bakery"]
    assert not Path("file:").exists()
    database.close()


def test_a_full_disk_is_named_and_leaves_what_was_there(sqlite_url: str) -> None:
    """Confirmed writes stay, the others are refused, and with free space writing continues."""
    database = open_database(sqlite_url)
    view = begin(database)
    limits = {"pages": 0}

    def limit(connection: Any, _record: Any) -> None:
        connection.execute(f"PRAGMA max_page_count = {limits['pages']}")

    event.listen(database.engine, "connect", limit)
    with database.reading() as connection:
        limits["pages"] = connection.scalar(text("PRAGMA page_count")) + 4
    database.engine.dispose()

    saved: list[str] = []

    def answer_all() -> None:
        for question in view.questions:
            answering.save_answer(database, view, question.id, Answer(level=3, note="long " * 400), None, NOW)
            saved.append(question.id)

    with pytest.raises(
        DatabaseUnavailable, match=r"The disk is full\. Free some space, then try again; nothing was half-wr"
    ):
        answer_all()
    assert 0 < len(saved) < 38
    then = views.load_person_view(database, view.assessment.id)
    assert list(then.stored.answers) == saved
    assert then.stored.revision == len(saved)

    limits["pages"] = 100_000
    database.engine.dispose()
    refused = view.questions[len(saved)].id
    assert answering.save_answer(database, view, refused, Answer(level=3), None, NOW).stored.revision == len(saved) + 1
    database.close()


def test_while_another_program_writes_everyone_gets_an_error_within_seconds(url: str) -> None:
    """Three concurrent writers get the error after a few seconds, all at the same time; reading continues."""
    database = open_database(url)
    add_team(database, "Bakery")
    for_update = ["BEGIN IMMEDIATE"] if url.startswith("sqlite") else ["BEGIN", "LOCK TABLE team IN EXCLUSIVE MODE"]

    def write(number: int) -> str:
        with pytest.raises(DatabaseUnavailable) as raised:
            add_team(database, f"Team {number}")
        return raised.value.message

    with outside(url) as run, ThreadPoolExecutor(3) as pool:
        for statement in for_update:
            run(statement)
        started = monotonic()
        received = [pool.submit(write, number) for number in range(3)]
        assert names(database) == ["Bakery"]
        assert [h.result() for h in received] == ["Another program is using the database."] * 3
        assert monotonic() - started < 10
        run("ROLLBACK")
    add_team(database, "Mill")
    assert names(database) == ["Bakery", "Mill"]
    database.close()


def test_a_new_database_that_another_program_holds_is_not_begun(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opening waits as long as writing does, names the cause, and leaves no partial schema."""
    monkeypatch.setattr(engine, "_BUSY_SECONDS", 0.5)
    with outside(sqlite_url) as run:
        run("BEGIN EXCLUSIVE")
        with pytest.raises(DatabaseUnavailable, match="Another program is using the database"):
            open_database(sqlite_url)
        run("ROLLBACK")
    assert from_outside(sqlite_url, "SELECT name FROM sqlite_master") == []


def test_lost_connections_are_replaced(postgresql_url: str) -> None:
    """After a restart of PostgreSQL the next use gets a new connection, without an error."""
    database = open_database(postgresql_url)
    add_team(database, "Bakery")
    ours = "usename = current_user AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
    cut = from_outside(postgresql_url, f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE {ours}")
    assert cut == [[True]]
    add_team(database, "Mill")
    assert names(database) == ["Bakery", "Mill"]
    database.close()
