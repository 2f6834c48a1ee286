"""An SQLite database is one private file: confirmed writes are in it, and no write is confirmed that is not."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Event, Thread
from threading import enumerate as enumerate_threads
from time import monotonic

import pytest

from cxmaturity.answers import Answer
from cxmaturity.errors import DatabaseUnavailable
from cxmaturity.services.assessments import answering, views
from cxmaturity.store.database import backups, engine, sqlite_file
from cxmaturity.store.database.engine import Database, open_database
from tests.store.fixtures import NOW, begin, file_of, from_outside, removed_for_good

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there an open file can be neither moved nor removed")


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    return sqlite_database


def log_of(file: Path) -> Path:
    return file.with_name(f"{file.name}-wal")


def answers_in(file: Path) -> int:
    """Return the number of answers in the file when it alone is copied and opened."""
    alone = shutil.copyfile(file, file.with_name("alone.db"))
    try:
        with closing(sqlite3.connect(alone)) as connection:
            count: int = connection.execute("SELECT count(*) FROM answer").fetchone()[0]
            return count
    finally:
        alone.unlink()


def wait_for_checkpoints() -> None:
    """Return once every log that is due for a checkpoint is empty."""
    for thread in enumerate_threads():
        if thread.name == "checkpoint":
            thread.join(20)


def disturb_remove_folder(file: Path) -> None:
    shutil.rmtree(file.parent)


def disturb_move_file(file: Path) -> None:
    file.rename(file.with_name("elsewhere.db"))


def disturb_replace_file(file: Path) -> None:
    shutil.copyfile(file, file.with_name("backup.db"))
    os.replace(file.with_name("backup.db"), file)


def disturb_remove_log(file: Path) -> None:
    log_of(file).unlink()


def disturb_replace_log(file: Path) -> None:
    log_of(file).unlink()
    log_of(file).write_bytes(b"")


def disturb_copy_another_over_it(file: Path) -> None:
    other = file.with_name("other.db")
    open_database(f"sqlite:///{other}").close()
    shutil.copyfile(other, file)


def disturb_write_over_it(file: Path) -> None:
    file.write_bytes(b"Dear colleagues, " * 5_000)


def disturb_empty_it(file: Path) -> None:
    os.truncate(file, 0)


DISTURBANCES = [
    disturb_copy_another_over_it,
    disturb_write_over_it,
    disturb_empty_it,
    disturb_remove_folder,
    disturb_move_file,
    disturb_replace_file,
    disturb_remove_log,
    disturb_replace_log,
]


@pytest.mark.parametrize("disturb", DISTURBANCES)
@pytest.mark.parametrize("is_used", [False, True], ids=["unused", "used"])
def test_no_write_is_confirmed_once_the_file_is_gone(
    database: Database, begun_sqlite_url: str, disturb: Callable[[Path], None], is_used: bool
) -> None:
    """If the file was removed, moved or replaced while the app runs, the next answer is refused with what to do."""
    view = begin(database)
    if is_used:
        assert answering.save_answer(database, view, "P1", Answer(level=3), None, NOW).is_accepted
    disturb(file_of(begun_sqlite_url))
    for question in ("P1", "P2"):
        with pytest.raises(DatabaseUnavailable, match="was moved, replaced or removed while the app runs") as raised:
            answering.save_answer(database, view, question, Answer(level=4), None, NOW)
    assert raised.value.fix == "Stop the app, put the file in its place, and start the app again."
    with pytest.raises(DatabaseUnavailable, match="was moved"):
        views.load_view(database, view.assessment.id)


@pytest.mark.parametrize("is_idle", [False, True], ids=["busy", "idle"])
@pytest.mark.parametrize("copy", ["file", "backup"])
def test_an_earlier_copy_over_the_open_file_is_noticed_and_stays_whole(
    database: Database, begun_sqlite_url: str, monkeypatch: pytest.MonkeyPatch, copy: str, is_idle: bool
) -> None:
    """`cp backup.db cx.db` while the app runs: no more writes are confirmed.

    After the app has stopped, the file equals the backup byte for byte, with no log beside it that the next start would
    apply.
    """
    monkeypatch.setattr(sqlite_file, "IDLE_SECONDS", 0.05)
    file, backup = file_of(begun_sqlite_url), file_of(begun_sqlite_url).with_name("backup.db")
    view = begin(database)
    answering.save_answer(database, view, "P1", Answer(level=3), None, NOW)
    wait_for_checkpoints()
    if copy == "file":
        shutil.copyfile(file, backup)
    else:
        backups.back_up(begun_sqlite_url, backup)
    answering.save_answer(database, view, "P2", Answer(level=3), None, NOW)
    wait_for_checkpoints()
    if not is_idle:
        monkeypatch.setattr(sqlite_file, "IDLE_SECONDS", 60)
        answering.save_answer(database, view, "P3", Answer(level=3), None, NOW)
    shutil.copyfile(backup, file)
    for _ in range(2):
        with pytest.raises(DatabaseUnavailable, match="was moved, replaced or removed while the app runs"):
            answering.save_answer(database, view, "P4", Answer(level=4), None, NOW)
    database.close()
    assert file.read_bytes() == backup.read_bytes()
    assert not log_of(file).exists() or log_of(file).stat().st_size == 0
    with closing(open_database(begun_sqlite_url)) as again:
        assert set(views.load_person_view(again, view.assessment.id).response.answers) == {"P1"}


def test_harmless_actions_of_other_programs_cause_no_error(
    database: Database, begun_sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A touch, another process of the app, and the sqlite3 tool that writes and empties the log cause no error."""
    monkeypatch.setattr(sqlite_file, "IDLE_SECONDS", 0.05)
    view, file = begin(database), file_of(begun_sqlite_url)
    file.touch()
    assert answering.save_answer(database, view, "P1", Answer(level=3), None, NOW).is_accepted
    with closing(open_database(begun_sqlite_url)) as another:
        for turn, question in enumerate(view.questions[1:6]):
            wait_for_checkpoints()
            of_turn = (database, another)[turn % 2]
            assert answering.save_answer(of_turn, view, question.id, Answer(level=3), None, NOW).is_accepted
    from_outside(begun_sqlite_url, "UPDATE answer SET note = 'seen'", "PRAGMA wal_checkpoint(TRUNCATE)")
    result = answering.save_answer(database, view, "P1", Answer(level=4), None, NOW)
    assert result.stored.answer == Answer(level=4)


def test_checking_the_file_keeps_its_locks(database: Database, begun_sqlite_url: str) -> None:
    """Checking the file, which opens and closes it, does not release this process's lock during a write."""
    write = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0).execute('DELETE FROM answer')"
    command = [sys.executable, "-c", write, str(file_of(begun_sqlite_url))]
    with database.writing():
        file_of(begun_sqlite_url).touch()
        assert database.file
        database.file.check()
        assert "database is locked" in subprocess.run(command, capture_output=True, text=True).stderr
    assert subprocess.run(command, capture_output=True, text=True).stderr == ""


def test_a_file_that_grows_meanwhile_is_not_taken_for_a_copy(database: Database, begun_sqlite_url: str) -> None:
    """During large writes of others the header is ahead of the length: the check passes however often it runs."""
    file = sqlite_file.SqliteFile(file_of(begun_sqlite_url))
    faults: list[Exception] = []
    is_written = Event()

    def look() -> None:
        while not is_written.is_set() and not faults:
            try:
                file.check()
            except DatabaseUnavailable as error:
                faults.append(error)

    looking = Thread(target=look)
    looking.start()
    with closing(sqlite3.connect(file.path, isolation_level=None)) as other:
        other.execute("CREATE TABLE filler (text TEXT)")
        for _ in range(15):
            other.execute("BEGIN")
            other.executemany("INSERT INTO filler VALUES (?)", [("x" * 3000,)] * 2000)
            other.execute("COMMIT")
            other.execute("PRAGMA wal_checkpoint(PASSIVE)")
    is_written.set()
    looking.join()
    file.close()
    assert faults == []
    begun = database.file
    assert begun
    begun.check()


def test_an_answer_that_was_being_stored_when_the_file_went_is_not_saved(
    database: Database, begun_sqlite_url: str
) -> None:
    """The check of the file comes after the commit and before the reply."""
    with pytest.raises(DatabaseUnavailable, match="was moved"), database.writing():
        disturb_remove_folder(file_of(begun_sqlite_url))


def test_a_file_that_comes_back_is_used_again(database: Database, begun_sqlite_url: str) -> None:
    """A file that was moved away and back is used as the same database."""
    view = begin(database)
    file = file_of(begun_sqlite_url)
    moved = file.rename(file.with_name("elsewhere.db"))
    with pytest.raises(DatabaseUnavailable):
        views.load_view(database, view.assessment.id)
    moved.rename(file)
    assert answering.save_answer(database, view, "P1", Answer(level=4), None, NOW).is_accepted


def test_after_closing_the_file_alone_is_the_database(database: Database, begun_sqlite_url: str) -> None:
    """All 38 answers are in the file, and there is no log."""
    view = begin(database)
    for question in view.questions:
        answering.save_answer(database, view, question.id, Answer(level=3), None, NOW)
    file = file_of(begun_sqlite_url)
    database.close()
    assert not log_of(file).exists()
    assert answers_in(file) == 38
    database.close()  # again: nothing happens


def test_after_closing_beside_a_reader_the_file_has_it_all(database: Database, begun_sqlite_url: str) -> None:
    """If another connection is still open the log stays, but holds nothing that the file lacks."""
    view = begin(database)
    with database.engine.connect():
        answering.save_answer(database, view, "P1", Answer(level=3), None, NOW)
        database.close()
        assert answers_in(file_of(begun_sqlite_url)) == 1


def test_a_log_that_its_file_left_behind_is_not_deleted(
    database: Database, begun_sqlite_url: str, tmp_path: Path
) -> None:
    """After a power cut the file alone is moved away: neither a start nor a restore removes the latest writes."""
    answering.save_answer(database, begin(database), "P1", Answer(level=3), None, NOW)
    file, backup = file_of(begun_sqlite_url), tmp_path / "backup.db"
    left, away = tmp_path / "left" / "cx.db", tmp_path / "away" / "old.db"
    for new in (left, away):
        new.parent.mkdir()
    shutil.copyfile(file, away)
    shutil.copyfile(log_of(file), log_of(left))
    backups.back_up(begun_sqlite_url, backup)
    url = f"sqlite:///{left}"
    for attempt in (lambda: open_database(url), lambda: backups.restore(url, backup)):
        with pytest.raises(DatabaseUnavailable, match=r"left/cx\.db-wal may hold the latest writes"):
            attempt()
    assert not left.exists()
    assert answers_in(away) == 0
    log_of(left).rename(log_of(away))
    with closing(open_database(f"sqlite:///{away}")):
        pass
    assert answers_in(away) == 1
    backups.restore(url, backup)
    assert answers_in(left) == 1


def test_when_nobody_writes_the_file_alone_is_the_database(
    database: Database, begun_sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Shortly after each last write the log is empty."""
    monkeypatch.setattr(sqlite_file, "IDLE_SECONDS", 0.05)
    view = begin(database)
    file = file_of(begun_sqlite_url)
    for count, question in enumerate(("P1", "P2"), start=1):
        answering.save_answer(database, view, question, Answer(level=3), None, NOW)
        wait_for_checkpoints()
        assert (log_of(file).stat().st_size, answers_in(file)) == (0, count)


def test_a_long_reader_only_delays_the_checkpoint(
    database: Database, begun_sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long-running reader delays the checkpoint; writers wait for neither."""
    monkeypatch.setattr(sqlite_file, "IDLE_SECONDS", 0.05)
    view = begin(database)
    file = file_of(begun_sqlite_url)
    with database.reading() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM answer").one()
        for question in view.questions[:5]:
            start = monotonic()
            answering.save_answer(database, view, question.id, Answer(level=3), None, NOW)
            assert monotonic() - start < 3
    wait_for_checkpoints()
    assert (log_of(file).stat().st_size, answers_in(file)) == (0, 5)


def test_only_this_user_can_read_it(tmp_path: Path) -> None:
    """A new file, its folder and its companion files are private; a file of an earlier version becomes private."""
    url = f"sqlite:///{tmp_path}/var/cx.db"
    opened = open_database(url)
    begin(opened)
    files = sorted((tmp_path / "var").iterdir())
    assert [(file.name, file.stat().st_mode & 0o777) for file in files] == [
        ("cx.db", 0o600),
        ("cx.db-shm", 0o600),
        ("cx.db-wal", 0o600),
    ]
    assert (tmp_path / "var").stat().st_mode & 0o777 == 0o700
    opened.close()
    files[0].chmod(0o644)
    open_database(url).close()
    assert files[0].stat().st_mode & 0o777 == 0o600


def test_removed_text_is_overwritten_in_the_file(database: Database, begun_sqlite_url: str) -> None:
    """Replaced notes and notes of removed assessments are overwritten in the file."""
    view = begin(database)
    note = "the boss shouts at all of us, every morning"
    answering.save_answer(database, view, "P1", Answer(level=1, note=note), None, NOW)
    answering.save_answer(database, view, "P2", Answer(level=1, note=f"{note}, too"), None, NOW)
    answering.save_answer(database, view, "P1", Answer(level=1), None, NOW)
    removed_for_good(database, view.assessment.id)
    database.close()
    file = file_of(begun_sqlite_url)
    assert note.encode() not in b"".join(path.read_bytes() for path in file.parent.iterdir())


def test_while_many_answers_are_stored_the_error_names_the_import(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error does not blame another program, because it is this app's own import."""
    monkeypatch.setattr(engine, "_BUSY_SECONDS", 0.1)
    view = begin(database)

    def answer() -> None:
        answering.save_answer(database, view, "P1", Answer(level=3), None, NOW)

    errors: list[DatabaseUnavailable] = []

    def another() -> None:
        try:
            answer()
        except DatabaseUnavailable as error:
            errors.append(error)

    with database.writing():
        thread = Thread(target=another)
        thread.start()
        thread.join()
    [error] = errors
    assert error.message == "The database is busy: an import or many answers are being stored."
    assert error.fix == "Wait a moment, then try again; what you entered is still on this page."
    answer()
