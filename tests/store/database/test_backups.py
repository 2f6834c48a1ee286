"""Backups: complete, verified row by row, never overwriting; restored into either kind of database."""

import os
import re
import shlex
import sqlite3
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from shutil import copyfile
from threading import Event, Thread

import pytest
from sqlalchemy import make_url

from cxmaturity.answers import Answer
from cxmaturity.errors import DatabaseUnavailable, Refused
from cxmaturity.services.assessments import answering, listing, views
from cxmaturity.services.demo import loading
from cxmaturity.store.database import backups, sqlite_copy
from cxmaturity.store.database.engine import Database, open_database
from cxmaturity.store.database.sqlite_copy import Digests
from cxmaturity.store.tables import NEWEST_MIGRATION
from tests.build import ROOT
from tests.command_line import Finished, run_command
from tests.store.conftest import new_user, repeatable
from tests.store.database.old_databases import FROZEN, STORED, stored_by
from tests.store.fixtures import NOW, begin, file_of, from_outside, shipped


def fill(url: str) -> None:
    """Load the demo into the database at `url`, and a note with special characters and quotes."""
    with closing(open_database(url)) as database:
        loading.load_demo(database, shipped(), NOW)
        view = begin(database)
        answering.save_answer(database, view, "P1", Answer(level=3, note="Zoë’s “note”\n😀"), None, NOW)


@pytest.fixture(scope="module")
def once_filled_file(begun_sqlite_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file that is filled, to be copied."""
    file = Path(copyfile(begun_sqlite_file, tmp_path_factory.mktemp("filled") / "cx.db"))
    fill(f"sqlite:///{file}")
    return file


@pytest.fixture
def filled_file(once_filled_file: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a filled SQLite file that is in use."""
    url = f"sqlite:///{copyfile(once_filled_file, tmp_path / 'cx.db')}"
    with closing(open_database(url)):
        yield url


@pytest.fixture(scope="module")
def filled_schema(postgresql: Path) -> Callable[[str], str]:
    """The content of a filled PostgreSQL schema, in SQL."""
    url = new_user(postgresql)
    fill(url)
    return repeatable(postgresql, url)


@pytest.fixture
def filled_schema_url(postgresql: Path, filled_schema: Callable[[str], str]) -> Iterator[str]:
    """The address of a filled PostgreSQL schema that is in use."""
    url = new_user(postgresql)
    from_outside(url, filled_schema(str(make_url(url).username)))
    with closing(open_database(url)):
        yield url


@pytest.fixture(params=["filled_file", "filled_schema_url"], ids=["sqlite", "postgresql"])
def filled(request: pytest.FixtureRequest) -> str:
    """The address of a filled database in use, for each kind in turn."""
    url: str = request.getfixturevalue(request.param)
    return url


@pytest.fixture(params=["sqlite", "postgresql"], ids=["to sqlite", "to postgresql"])
def new(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a missing or empty database, for each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/new/cx.db"
    return new_user(request.getfixturevalue("postgresql"))


def everything_shown(database: Database) -> list[object]:
    """Return everything that the list on Home and the assessments show."""
    rows = listing.list_assessments(database)
    return [rows, *(views.load_view(database, row.assessment.id) for row in rows)]


def contents(url: str) -> tuple[Digests, list[object]]:
    with closing(open_database(url)) as database:
        return backups.check(url)[0], everything_shown(database)


def test_a_backup_restores_all_of_it_into_either_kind(filled: str, new: str, tmp_path: Path) -> None:
    """Every row and every shown figure, while the app is running; the backup is one private file.

    Its name may have the characters that have a meaning in the address of a database.
    """
    file = tmp_path / "backup?x=1 50%20#.db"
    saved = backups.back_up(filled, file)
    expected, before = contents(filled)
    assert {name: saved[name].rows for name in expected} == {name: expected[name].rows for name in expected}
    assert saved["answer"].rows > 500
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir() if "backup" in path.name] == [file.name]
    assert backups.restore(new, file) == expected
    assert contents(new) == (expected, before)
    assert backups.check_backup(file) == (expected, [])


@pytest.mark.each_database
def test_a_started_but_empty_database_is_restored_into_and_then_used_like_the_first(
    once_filled_file: Path, database_url: str, tmp_path: Path
) -> None:
    """A database that only a first start made counts as empty. New answers and assessments get the next keys."""
    source = f"sqlite:///{once_filled_file}"
    backups.back_up(source, tmp_path / "b.db")
    assert backups.restore(database_url, tmp_path / "b.db") == backups.check(source)[0]
    with closing(open_database(database_url)) as database:
        view = begin(database, label="After")
        assert answering.save_answer(database, view, "P1", Answer(level=2), None, NOW).is_accepted


def test_concurrent_answers_are_entirely_in_the_backup_or_not(url: str, tmp_path: Path) -> None:
    """A backup is one consistent moment: it includes everything stored before it began."""
    database = open_database(url)
    view = begin(database)
    stop = Event()
    stored = [0]

    def answer() -> None:
        while not stop.is_set():
            question = view.questions[stored[0] % 38].id
            answering.save_answer(database, view, question, Answer(level=3, note=str(stored[0])), None, NOW)
            stored[0] += 1

    writer = Thread(target=answer)
    writer.start()
    try:
        for turn in range(3):
            before = stored[0]
            backups.back_up(url, tmp_path / f"{turn}.db")
            digests, faults = backups.check(f"sqlite:///{tmp_path / f'{turn}.db'}")
            assert (faults, digests["answer"].rows >= min(before, 38)) == ([], True)
    finally:
        stop.set()
        writer.join()
    database.close()


def test_a_backup_overwrites_nothing(filled: str, tmp_path: Path) -> None:
    """Neither a file, a broken link, nor a database with a single team is overwritten."""
    for name in ("a file", "a link"):
        place = tmp_path / name
        place.symlink_to("nowhere") if name == "a link" else place.write_text("mine", encoding="utf-8")
        with pytest.raises(Refused, match="already; it was left as it is"):
            backups.back_up(filled, place)
    assert (tmp_path / "a file").read_text(encoding="utf-8") == "mine"
    backups.back_up(filled, tmp_path / "b.db")
    before = contents(filled)
    with pytest.raises(Refused, match="already holds something, so nothing was restored"):
        backups.restore(filled, tmp_path / "b.db")
    assert contents(filled) == before
    with pytest.raises(Refused, match="There is no folder"):
        backups.back_up(filled, tmp_path / "nowhere" / "b.db")


@pytest.mark.parametrize("is_taken", [False, True])
def test_a_file_system_without_links_is_good_enough(
    filled_file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_taken: bool
) -> None:
    """As on most USB sticks; also there a file that appears meanwhile is not overwritten."""
    file = tmp_path / "b.db"

    def no_links(_source: Path, target: Path) -> None:
        if is_taken:
            target.write_text("mine", encoding="utf-8")
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    if is_taken:
        with pytest.raises(Refused, match="already; it was left as it is"):
            backups.back_up(filled_file, file)
        assert file.read_text(encoding="utf-8") == "mine"
    else:
        digests = backups.back_up(filled_file, file)
        assert backups.check(f"sqlite:///{file}")[0]["answer"].rows == digests["answer"].rows


def test_a_folder_that_may_not_be_written_is_named(
    filled_file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error names the backup's folder, not the database."""
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(Refused, match="may not write to the folder"):
        backups.back_up(filled_file, tmp_path / "b.db")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "is no backup"),
        (b"PK\x03\x04 figures" * 99, "is no backup"),
        (b"SQLite format 3\x00" + b"\x07" * 5000, "is damaged: it cannot be read as a database"),
    ],
    ids=["empty", "other", "broken"],
)
def test_a_file_that_is_no_backup_is_refused(content: bytes, what: str, tmp_path: Path) -> None:
    """The error names this file, not the app's own database, and no database is created."""
    file = tmp_path / "b.db"
    file.write_bytes(content)
    new = f"sqlite:///{tmp_path}/new.db"
    with pytest.raises(Refused) as raised:
        backups.restore(new, file)
    assert (raised.value.message, "backup" in raised.value.fix) == (f"{file} {what}.", True)
    assert (file.read_bytes(), (tmp_path / "new.db").exists()) == (content, False)
    with pytest.raises(Refused, match=re.escape(raised.value.message)):
        backups.check_backup(file)
    with pytest.raises(Refused, match="There is no file"):
        backups.restore(new, tmp_path / "nothing.db")


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE alembic_version SET version_num = '9999'", "was written by a newer version of CX Maturity"),
        ("UPDATE alembic_version SET version_num = '0001'", "was written by an older version of CX Maturity"),
        ("DROP TABLE alembic_version", "holds something else"),
    ],
)
def test_what_keeps_a_backup_from_being_checked_is_said_of_its_file(
    statement: str, what: str, begun_sqlite_file: Path, tmp_path: Path
) -> None:
    """The address of the app's own database has nothing to do with it."""
    file = Path(copyfile(begun_sqlite_file, tmp_path / "b.db"))
    from_outside(f"sqlite:///{file}", statement)
    with pytest.raises(Refused, match=rf"b\.db {what}\.") as raised:
        backups.check_backup(file)
    assert "CXMATURITY_DATABASE_URL" not in raised.value.fix


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("DELETE FROM response", "it lacks rows to which others belong"),
        ("DROP TABLE dot", "it lacks tables that it should have"),
    ],
)
def test_what_keeps_a_backup_from_being_restored_is_said_of_its_file(
    statement: str, what: str, url: str, once_filled_file: Path, tmp_path: Path
) -> None:
    """Nothing is kept of it, and another backup can then be restored to the same database."""
    file = Path(copyfile(once_filled_file, tmp_path / "b.db"))
    from_outside(f"sqlite:///{file}", statement)
    with pytest.raises(Refused, match=rf"b\.db is damaged: {what}\.") as raised:
        backups.restore(url, file)
    assert raised.value.fix == "Name the file of another backup."
    assert backups.restore(url, once_filled_file) == backups.check_backup(once_filled_file)[0]


def test_a_row_lost_or_changed_during_a_backup_is_noticed(
    filled_file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No backup file is kept then, and nothing is restored."""
    backups.back_up(filled_file, tmp_path / "good.db")
    tables = count()

    def lose_a_row(rows: Iterable[tuple[object, ...]]) -> sqlite_copy.Digest:
        return sqlite_copy.Digest(next(tables), 0)  # no two tables are alike, so none is like its copy

    for module in (sqlite_copy, backups):
        monkeypatch.setattr(module, "digest", lose_a_row)
    with pytest.raises(DatabaseUnavailable):
        backups.back_up(filled_file, tmp_path / "bad.db")
    new = f"sqlite:///{tmp_path}/new.db"
    with pytest.raises(Refused, match=r"good\.db is damaged"):
        backups.restore(new, tmp_path / "good.db")
    monkeypatch.undo()
    assert sorted(path.name for path in tmp_path.iterdir() if "d.db" in path.name) == ["good.db"]


def test_a_digest_changes_with_every_change() -> None:
    """A level, a lost row, a duplicate row, a value of another type; the order of rows alone does not change it."""
    rows: list[tuple[object, ...]] = [("P1", 3, None), ("P2", 4, "x"), ("P3", 1, "")]
    digest = sqlite_copy.digest(rows)
    assert digest == sqlite_copy.digest(rows[::-1])
    others = [rows[:2], [*rows, rows[0]], [("P1", 4, None), *rows[1:]], [("P1", "3", None), *rows[1:]]]
    others += [[("P1", 3, ""), *rows[1:]], [("P2", 3, None), ("P1", 4, "x"), rows[2]]]
    assert all(sqlite_copy.digest(other) != digest for other in others)


def test_check_reports_faults(filled: str) -> None:
    """A valid database has no faults; answers without their person are counted."""
    digests, faults = backups.check(filled)
    assert (faults, digests["team"].rows > 1) == ([], True)
    remove = "DELETE FROM response WHERE id = (SELECT min(response_id) FROM answer)"
    if filled.startswith("postgresql"):
        drop = "ALTER TABLE answer DROP CONSTRAINT fk_answer_response_id"
        from_outside(filled, drop, remove)
    else:
        from_outside(filled, remove)  # SQLite as another program opens it looks at no reference
    _, faults = backups.check(filled)
    assert re.fullmatch(r"\d+ rows of answer belong to no response\.", faults[0])


def test_before_an_upgrade_the_file_is_backed_up_beside_it(sqlite_url: str, tmp_path: Path) -> None:
    """In its old schema; a second upgrade keeps both backups; a new database has none."""
    stored_by(sqlite_url, "0004", *STORED, *FROZEN)
    assert [path.name for path in tmp_path.iterdir() if "before" in path.name] == []
    with closing(sqlite3.connect(file_of(sqlite_url))) as connection:
        before = "\n".join(connection.iterdump())
    open_database(sqlite_url).close()
    kept = tmp_path / f"cx.db.before-{NEWEST_MIGRATION}"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    with closing(sqlite3.connect(kept)) as connection:
        assert "\n".join(connection.iterdump()) == before
    file_of(sqlite_url).write_bytes(kept.read_bytes())
    open_database(sqlite_url).close()
    assert kept.with_name(f"{kept.name}-2").read_bytes()
    new = f"sqlite:///{tmp_path}/new.db"
    assert backups.restore(new, kept)["answer"].rows == 1


def test_an_upgrade_without_room_for_the_backup_does_not_begin(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database stays unchanged, and the error gives the reason."""
    stored_by(sqlite_url, "0004", *STORED)
    before = file_of(sqlite_url).read_bytes()

    def full(_source: Path, _target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("cxmaturity.store.database.schema.copy_sqlite_file", full)
    with pytest.raises(DatabaseUnavailable, match="The disk is full"):
        open_database(sqlite_url)
    assert file_of(sqlite_url).read_bytes() == before


@pytest.mark.parametrize("version", ["0000", "0001-draft", "", "../../x"])
def test_an_unknown_older_schema_gets_a_sentence(url: str, version: str) -> None:
    """No traceback and no attempt to upgrade; the database stays unchanged."""
    open_database(url).close()
    from_outside(url, f"UPDATE alembic_version SET version_num = '{version}'")
    for work in (open_database, backups.check, lambda url: backups.back_up(url, Path("never.db"))):
        with pytest.raises(
            DatabaseUnavailable, match=r"does not know this database's schema, .*; it was left untouched"
        ):
            work(url)
    assert not Path("never.db").exists()


def test_a_schema_that_lacks_what_its_version_says_gets_a_sentence(url: str) -> None:
    """The upgrade misses a table: it is rolled back, and the error says what to do."""
    stored_by(url, "0004", *STORED, "DROP TABLE frozen_result")
    with pytest.raises(DatabaseUnavailable, match="has not the tables that it should have; nothing was changed"):
        open_database(url)
    assert list(map(tuple, from_outside(url, "SELECT version_num FROM alembic_version"))) == [("0004",)]


# The documented commands


@pytest.fixture
def shell(tmp_path: Path) -> Callable[[str, str], Finished]:
    """Run a command line of the documentation in an empty folder, with the database of the setting."""

    def run(line: str, url: str) -> Finished:
        words = shlex.split(line, comments=True)
        assert words[0] == "cxmaturity"
        return run_command(*words[1:], folder=tmp_path, environment={"CXMATURITY_DATABASE_URL": url})

    return run


def documented_lines() -> dict[str, str]:
    """Return the lines of docs/data.md that start our program, by their command."""
    text = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines() if line.startswith("cxmaturity ")]
    return {line.split()[1]: line for line in lines}


def test_the_documented_commands_do_what_they_say(
    filled: str, tmp_path: Path, shell: Callable[[str, str], Finished]
) -> None:
    """Backup, check and restore, exactly as in docs/data.md, for both databases."""
    lines = documented_lines()
    assert set(lines) == {"backup", "check", "restore"}
    done = shell(lines["backup"], filled)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(
        r"has everything: \d+ teams, \d+ assessments, [\d,]+ answers\. Every row was compared\.", done.stdout
    )
    assert shell(lines["check"], filled).stdout.startswith("The database is sound: ")
    again = shell(lines["backup"], filled)
    assert (again.returncode, again.stdout) == (2, "")
    assert "already; it was left as it is" in again.stderr
    new = f"sqlite:///{tmp_path}/moved/cx.db"
    restored = shell(lines["restore"], new)
    assert (restored.returncode, restored.stderr) == (0, "")
    assert contents(new) == contents(filled)
    assert shell(lines["restore"], new).returncode == 2


def test_a_missing_database_cannot_be_backed_up(tmp_path: Path, shell: Callable[[str, str], Finished]) -> None:
    """If the database does not exist the command fails, and writes no empty file."""
    done = shell("cxmaturity backup backup.db", f"sqlite:///{tmp_path}/elsewhere.db")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("There is no database yet.")
    assert list(tmp_path.glob("*.db")) == []
