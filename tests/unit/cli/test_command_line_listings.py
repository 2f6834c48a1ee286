"""Commands on the app's database: output, files, exit codes, and never a traceback."""

import contextlib
import json
import os
import re
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from cxmaturity.answers import Answer
from cxmaturity.cli.commands import app, run_command_line
from cxmaturity.services.assessments import answering, closing
from cxmaturity.services.sharing import access_tokens
from cxmaturity.store.database.engine import Database, open_database
from cxmaturity.text_cleaning import MAX_NAME_LENGTH
from tests.build import ROOT
from tests.store.fixtures import NOW, begin
from tests.store.survey_fixtures import start, survey_of, take_part
from tests.workbooks import workbook

FULL_DISK = Path("/dev/full")
FIELDS = {"id", "team", "label", "mode", "scope", "status", "closed_at"}


@pytest.fixture
def database(begun_sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """The database that the commands use."""
    monkeypatch.setenv("CXMATURITY_DATABASE_URL", begun_sqlite_url)
    with contextlib.closing(open_database(begun_sqlite_url)) as opened:
        yield opened


def run(*arguments: str | Path) -> Result:
    """Return what a command printed on both streams and its exit code; no exception may escape."""
    done = CliRunner().invoke(app, list(map(str, arguments)))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def as_json(*arguments: str | Path) -> Any:
    done = run(*arguments, "--json")
    assert done.exit_code == 0, done.output
    return as_json_of(done)


def as_json_of(done: Result) -> Any:
    return json.loads(done.stdout)


def test_assessments_are_listed(database: Database) -> None:
    """An empty database gives a sentence and an empty list; later every assessment has its seven fields."""
    assert run("assessments").stdout.startswith("There is no assessment yet.")
    assert as_json("assessments") == as_json("teams") == []
    done = run("demo")
    assert (done.exit_code, done.stdout) == (0, "The demo data is in. To see it: cxmaturity assessments\n")
    assert run("demo").stdout == "The demo data was in already; nothing was changed.\n"
    listed = as_json("assessments")
    assert len(listed) == 11
    assert all(row.keys() == FIELDS for row in listed)
    assert [row["status"] for row in listed].count("open") == 1
    assert {row["team"] for row in listed} == {team["name"] for team in as_json("teams")}
    assert all((row["status"] == "open") == (row["closed_at"] is None) for row in listed)
    only = as_json("assessments", "--team", "Parcel delivery")
    assert {row["team"] for row in only} == {"Parcel delivery"}
    assert run("assessments", "--team", "Nobody").exit_code == 2


def test_lists_and_results_give_one_day(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """That of the machine's time zone: 15:30 UTC on 4 May is 5:30 on 5 May in Kiritimati."""
    view = begin(database)
    token = access_tokens.create_token(database, "Sheet", None, NOW + timedelta(hours=6))
    closing.close_assessment(database, view.assessment.id, NOW + timedelta(hours=6))
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Pacific/Kiritimati")
        time.tzset()
        printed = [run(*command).stdout for command in (["assessments"], ["result", view.assessment.id])]
        tokens = run("token", "list").stdout
    time.tzset()
    assert ("finished 2026-05-05" in printed[0], "finished 5 May 2026" in printed[1]) == (True, True)
    assert (token.token.id in tokens, "2026-05-05" in tokens) == (True, True)


def test_a_result_is_what_score_says_of_its_export(database: Database, tmp_path: Path) -> None:
    """`score` on the exported answers gives the same numbers to the last bit; level 3 three times is level 3."""
    view = begin(database)
    for name in ("P1", "P2", "P3", "P4", "P5", "P6"):
        answering.save_answer(database, view, name, Answer(level=3, note="=1+1"), None, NOW)
    file = tmp_path / "answers.json"
    done = run("export", view.assessment.id, "--format", "json", "-o", file)
    assert (done.exit_code, done.stdout) == (0, f"{file}\n")
    result, scored = as_json("result", view.assessment.id), json.loads(run("score", file).stdout)
    assert result["dimensions"]["people"]["level"] == 3.0
    assert {name: result[name] for name in scored} == scored
    assert result["assessment"]["status"] == "open"
    assert json.loads(file.read_text("utf-8"))["answers"]["P1"] == {"level": 3, "note": "=1+1"}


def test_the_name_of_a_file_fits_everywhere_and_none_is_replaced(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without -o the file is named by team, name and day in allowed characters; only `--force` replaces a file."""
    monkeypatch.chdir(tmp_path)
    view = begin(database, "Post: <A/B> “Süd” 漢字 \u202egnp.exe", "Q1?")
    name = "Post A B “Süd” 漢字 gnp.exe - Q1 - 2026-05-04.csv"
    done = run("export", view.assessment.id, "--format", "csv")
    assert (done.exit_code, done.stdout) == (0, f"{name}\n")
    written = Path(name).read_bytes()
    Path(name).write_bytes(b"mine")
    done = run("export", view.assessment.id, "--format", "csv")
    assert done.exit_code == 2
    assert done.stderr.startswith(f"{name} is there already.")
    assert Path(name).read_bytes() == b"mine"
    assert run("export", view.assessment.id, "--format", "csv", "--force").exit_code == 0
    assert Path(name).read_bytes() == written
    assert run("export", view.assessment.id, "--format", "csv", "-o", "-").stdout_bytes == written
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix == ".csv") == [name]


def test_the_longest_names_fit(database: Database, tmp_path: Path) -> None:
    """Names of 80 emoji are cut to the length that file systems allow; the day, which tells files apart, stays."""
    view = begin(database, "🚀" * MAX_NAME_LENGTH, "🎈" * MAX_NAME_LENGTH)
    done = run("export", view.assessment.id, "--format", "json", "-o", tmp_path)
    assert done.exit_code == 0
    [file] = tmp_path.glob("*.json")
    assert (
        file.name == f"{'🚀' * 16} - {'🎈' * 16} - 2026-05-04.json"
    )  # 144 bytes but for the marks between: 67, 67, 10


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["result", "none"], "There is no assessment with the id “none”."),
        (["export", "a\nb", "--format", "csv"], "There is no assessment with the id “a b”."),
        (["export", "ID", "--format", "csv", "-o", "{folder}/none/a.csv"], "{folder}/none/a.csv: No such file"),
        (["restore", "{folder}/none.db"], "{folder}/none.db"),
        (["import", "{folder}"], "{folder}: Is a directory. Give a file."),
        (["export", "ID", "--format", "exe"], "Invalid value for '--format': 'exe' is not one of 'pptx', 'pdf', "),
        (
            ["import", "a.csv", "--privacy", "x"],
            "Invalid value for '--privacy': 'x' is not one of 'open', 'anonymous'.",
        ),
        (
            ["import", "a.cxm", "--existing", "x"],
            "Invalid value for '--existing': 'x' is not one of 'keep', 'replace'.",
        ),
        (["convert", "a", "-o", "b", "--from", "x"], "Invalid value for '--from': 'x' is not one of 'samm', 'csf', "),
        (["run", "--port", "0"], "Invalid value for '--port': “0” is no port. Give a number from 1 to 65535."),
        (["check", __file__], f"{__file__} is no backup. Name the file of a backup."),
        (
            ["export", "ID", "--format", "csv", "--table", "levels"],
            "Only --all or --team as parquet or csv is one table.",
        ),
        (["export", "--all", "--format", "xlsx", "--table", "levels"], "Only --all or --team as parquet or csv is one"),
        (["import", __file__, "--team", "Bakery"], "A portable file says itself which teams and assessments it has."),
        (["import", __file__, "--privacy", "open"], "Leave --privacy out; it is for answers (.csv, .xlsx, .json)."),
        (["import", "{folder}/a.csv", "--same-name", "join"], "Answers have no use for --same-name."),
        (["import", "{folder}/a.csv", "--team", ""], "The team needs a name"),
        (["import", "{folder}/a.csv", "--label", ""], "needs a name"),
        (
            ["export", "--all", "--format", "xlsx", "--private-notes"],
            "Only the file of one assessment has private notes.",
        ),
        (["import", "a.csv", "--day", "x"], "Invalid value for '--day': “x” is no day. Write it as 2026-03-31."),
    ],
)
def test_errors_name_the_problem(database: Database, tmp_path: Path, arguments: list[str], problem: str) -> None:
    """Exit 2, empty standard output, the problem on the error stream, without words of a library."""
    known = {"ID": begin(database).assessment.id}
    (tmp_path / "a.csv").write_text("P1\n3\n", "utf-8")
    done = run(*(known.get(word, word).replace("{folder}", str(tmp_path)) for word in arguments))
    assert (done.exit_code, done.stdout) == (2, "")
    assert problem.replace("{folder}", str(tmp_path)) in done.stderr


def code_of_program(*arguments: str) -> int:
    """Return the exit code of the whole program, which writes to this process's streams."""
    with pytest.raises(SystemExit) as ended:
        run_command_line(list(arguments))
    assert isinstance(ended.value.code, int)
    return ended.value.code


@pytest.mark.skipif(not FULL_DISK.exists(), reason="Linux only")
def test_output_that_cannot_be_written(
    database: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 2 and how to mend it, also for help; a token that nobody could read is no longer valid.

    Where the error stream cannot be written either, the exit code is not the 1 of a file with faults. A command whose
    output is closed from the start is done without it.
    """
    problem = "No space left on device. Free some space or write to another place, then run the command again.\n"
    for arguments in (["token", "create", "Board"], ["--help"]):
        with FULL_DISK.open("w", encoding="utf-8") as full, monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", full)
            assert code_of_program(*arguments) == 2
        assert capsys.readouterr().err == f"The output cannot be written: {problem}"
    assert access_tokens.list_tokens(database) == []
    done = run("export", begin(database).assessment.id, "--format", "csv", "-o", FULL_DISK)
    assert (done.exit_code, done.stderr) == (2, f"/dev/full: {problem}")
    with FULL_DISK.open("w", encoding="utf-8") as full, monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", full)
        assert code_of_program("result", "none") == 2
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", None)
        assert code_of_program("assessments", "--json") == 0
    assert capsys.readouterr().err == ""


def test_settings_that_cannot_be_used(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 2, as for every command that could not run, and the variable with what it needs."""
    monkeypatch.setenv("CXMATURITY_ACCESS_KEY", "short")
    assert code_of_program("teams") == 2
    assert capsys.readouterr().err.startswith("CXMATURITY_ACCESS_KEY has 5 characters, and needs at least 16.")


def test_a_database_of_a_newer_version_is_left_alone(database: Database, begun_sqlite_url: str) -> None:
    """Every command that needs the database refuses it with exit 2."""
    database.close()
    with contextlib.closing(sqlite3.connect(begun_sqlite_url.removeprefix("sqlite:///"))) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    for command in (["teams"], ["assessments"], ["result", "x"], ["export", "x", "--format", "csv"], ["demo"]):
        done = run(*command)
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr.startswith("This database was written by a newer version of CX Maturity")


def test_a_console_that_is_not_utf8(database: Database) -> None:
    """Sentences are printed with replacement characters, JSON with escapes, so it is the same JSON."""
    view = begin(database, "Süd", "Q1")
    done = subprocess.run(
        [sys.executable, "-m", "cxmaturity", "result", view.assessment.id],
        cwd=ROOT,
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode("ascii").startswith("S?d - Q1")
    printed = CliRunner(charset="ascii").invoke(app, ["result", view.assessment.id, "--json"])
    assert json.loads(printed.stdout_bytes.decode("ascii"))["assessment"]["team"] == "Süd"


def test_every_command_has_an_example() -> None:
    """`--help` of each command shows an example, and docs/command_line.md names every command and every option."""
    document = (ROOT / "docs" / "command_line.md").read_text("utf-8")
    commands = [[str(command.name)] for command in app.registered_commands]
    for group in app.registered_groups:
        assert group.typer_instance
        commands += [[str(group.name), str(command.name)] for command in group.typer_instance.registered_commands]
    assert len(commands) > 12
    options = {"--help"}
    for command in commands:
        printed = run(*command, "--help").stdout
        assert "For example:" in printed, command
        assert f"cxmaturity {' '.join(command)}" in document, command
        options |= set(re.findall(r"(?m)^  (?:-\w, )?(--[\w-]+)", printed))
    assert "--same-name" in options
    assert [option for option in sorted(options) if not re.search(rf"{option}(?![\w-])", document)] == []


def test_a_token_by_the_command_line(database: Database) -> None:
    """A new token is printed once, never in the list, and is refused after it was revoked."""
    begin(database, "Bakery")
    made = as_json("token", "create", "Board", "--team", "Bakery")
    assert access_tokens.find_token(database, made["token"], NOW) is not None
    [listed] = as_json("token", "list")
    assert (listed["id"], listed["name"], listed["team"]) == (made["id"], "Board", made["team"])
    table = run("token", "list").stdout
    assert made["token"] not in json.dumps(listed) + table
    assert (listed["team"] in table, "Bakery" in table) == (False, True)
    assert run("token", "create", "Board", "--team", "Nobody").exit_code == 2
    assert run("token", "revoke", made["id"]).exit_code == 0
    assert access_tokens.find_token(database, made["token"], NOW) is None
    assert run("token", "revoke", made["id"]).exit_code == 2
    assert run("token", "list").stdout.startswith("There is no token.")


def test_tidy_tables_of_everything(database: Database, tmp_path: Path) -> None:
    """The demo gives 38 rows for each of 11 assessments, read back by pandas.

    A format of one assessment requires an id.
    """
    run("demo")
    for format, read in (("parquet", pd.read_parquet), ("csv", pd.read_csv)):
        file = tmp_path / f"answers.{format}"
        assert run("export", "--all", "--format", format, "-o", file).exit_code == 0
        table = read(file)
        assert len(table) == 11 * 38
        assert set(table["answer"].dropna()) <= {"level", "dont_know", "not_applicable"}
        assert table.loc[table["answer"] == "level", "level"].between(1, 5).all()
    assert run("export", "--all", "--format", "xlsx", "-o", tmp_path / "all.xlsx").exit_code == 0
    sheets = pd.read_excel(tmp_path / "all.xlsx", sheet_name=None, engine="calamine")
    assert list(sheets) == ["assessments", "levels", "answers", "verdicts", "actions"]
    levels = sheets["levels"]
    assert len(levels) == 11 * 6
    overall = levels[levels["dimension"].isna() & levels["level"].notna()]
    for name, rows in levels[levels["dimension"].notna()].groupby("assessment"):
        if name in set(overall["assessment"]):
            [wanted] = overall.loc[overall["assessment"] == name, "level"]
            assert rows["level"].mean() == pytest.approx(wanted)
    assert set(sheets["verdicts"]["verdict"].dropna()) <= {"real", "too close to call"}
    assert run("export", "--all", "--format", "pptx").exit_code == 2
    assert run("export", "x", "--format", "parquet").exit_code == 2


def test_everything_is_exported_and_imported_unchanged(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One file of everything, imported into an empty database, gives the same content.

    A second import changes nothing.
    """
    run("demo")
    listed = as_json("assessments")
    done = run("export", "--all", "--format", "cxm", "-o", tmp_path)
    assert done.exit_code == 0
    [file] = tmp_path.glob("CX Maturity*.cxm")
    assert (run("verify", file).exit_code, as_json("verify", file)) == (0, {"matches": True, "differences": []})
    monkeypatch.setenv("CXMATURITY_DATABASE_URL", f"sqlite:///{tmp_path / 'other.db'}")
    assert sorted(row["id"] for row in as_json("import", file)["added"]) == sorted(row["id"] for row in listed)
    assert sorted(map(str, as_json("assessments"))) == sorted(map(str, listed))
    assert run("import", file).stdout == "Everything in this file was here already, so nothing was changed.\n"
    only = run("export", "--team", "Parcel delivery", "--format", "cxm", "-o", tmp_path / "team.cxm")
    assert only.exit_code == 0
    wanted = {row["id"] for row in listed if row["team"] == "Parcel delivery"}
    assert {row["id"] for row in as_json("import", tmp_path / "team.cxm")["kept"]} == wanted


def test_a_name_that_is_here_already_is_asked_about(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A team of the same name from another machine: exit 2 with both options named; then each option works."""
    file = tmp_path / "a.cxm"
    run("export", begin(database, "Bakery", "Elsewhere").assessment.id, "--format", "cxm", "-o", file)
    monkeypatch.setenv("CXMATURITY_DATABASE_URL", f"sqlite:///{tmp_path / 'other.db'}")
    begin(open_database(f"sqlite:///{tmp_path / 'other.db'}"), "Bakery", "Here")
    done = run("import", file)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "--same-name join" in done.stderr
    assert as_json("import", file, "--same-name", "rename")["teams_added"] == ["Bakery (2)"]


def test_a_changed_file_does_not_match(database: Database, tmp_path: Path) -> None:
    """A changed file: exit 1 and the changed part; a foreign or truncated file: exit 2."""
    run("demo")
    [closed, *_] = [row for row in as_json("assessments") if row["closed_at"]]
    file, changed = tmp_path / "a.cxm", tmp_path / "b.cxm"
    run("export", closed["id"], "--format", "cxm", "-o", file)
    with zipfile.ZipFile(file) as whole, zipfile.ZipFile(changed, "w") as other:
        for part in whole.infolist():
            content = whole.read(part)
            if part.filename.startswith("assessments/"):
                content = content.replace(rb"\"level\": 2,", rb"\"level\": 4,")  # in the frozen result
            other.writestr(part, content)
    done = run("verify", changed)
    assert done.exit_code == 1
    assert done.stdout.startswith("It does not match: ")
    assert as_json_of(run("verify", changed, "--json"))["matches"] is False
    changed.write_bytes(file.read_bytes()[:500])
    for unusable in (changed, ROOT / "README.md", tmp_path / "none.cxm", tmp_path):
        done = run("verify", unusable)
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr


def test_an_open_survey_and_a_sealed_one(database: Database) -> None:
    """Both can be exported, but hold only the number of answers: 4 of 4 chose level 5 with a note."""
    started = start(database, expected=4)
    survey = survey_of(database, started)
    for _ in range(4):
        take_part(database, survey, {"P1": 5, "P2": 5}, note="We all think so")
    for is_open in (True, False):
        if not is_open:
            closing.close_assessment(database, started.assessment_id, NOW)
        result = as_json("result", started.assessment_id)
        assert result["assessment"]["status"] == ("open" if is_open else "closed")
        assert result["group"]["answered"] == 4
        assert (result["group"]["questions"], result["overall"]["range"]) == ({}, [1.0, 5.0])
        assert ("still open" in run("result", started.assessment_id).stdout) == is_open
        for format in ("csv", "json"):
            done = run("export", started.assessment_id, "--format", format, "-o", "-")
            assert done.exit_code == 0
            assert "We all" not in done.stdout
            assert '"level": 5' not in done.stdout
            assert ",5" not in done.stdout


def test_names_stay_until_an_open_survey_is_closed(database: Database) -> None:
    """Also in a survey with names no answers are exported before it is closed."""
    started = start(database, privacy="open")
    take_part(database, survey_of(database, started), {"P1": 4}, name="Ana")
    before = run("export", started.assessment_id, "--format", "csv", "-o", "-").stdout
    closing.close_assessment(database, started.assessment_id, NOW)
    after = run("export", started.assessment_id, "--format", "csv", "-o", "-").stdout
    assert ("Ana" in before, "Ana" in after) == (False, True)


def test_help_and_completion_load_nothing_heavy() -> None:
    """Shells run the program for each completion, so neither numpy nor the database is imported."""
    code = (
        "import sys; from cxmaturity.cli.commands import app;"
        "print([m for m in ('numpy', 'pandas', 'sqlalchemy', 'pptx', 'xlsxwriter', 'typst') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.usefixtures("quick_reader")
def test_answers_come_back_as_they_went(database: Database, tmp_path: Path) -> None:
    """Answers as JSON import as an equal assessment; as CSV they are a round of one person, whose result is hidden.

    Each is closed on its own day, or on that of --day, which cannot be in the future, nor before 2000. A file with a
    fault, the same file again, or a file on a full disk stores nothing, and the export of a group is refused as one
    person's answers.
    """
    view = begin(database, label="Spring")
    for question in view.questions:
        answering.save_answer(database, view, question.id, Answer(level=3), None, NOW)
    closing.close_assessment(database, view.assessment.id, NOW)
    for format in ("json", "csv"):
        run("export", view.assessment.id, "--format", format, "-o", tmp_path / f"Back.{format}")
    [back] = as_json("import", tmp_path / "Back.json", "--team", "Elsewhere")["added"]
    assert (back["team"], back["label"], back["mode"], back["status"]) == ("Elsewhere", "Spring", "solo", "closed")
    levels = [as_json("result", each)["overall"]["level"] for each in (back["id"], view.assessment.id)]
    assert levels == [3.0, 3.0]
    assert back["closed_at"] == NOW.isoformat()
    options = ("--team", "Elsewhere", "--label", "Dated", "--day", "2026-03-31")
    [dated] = as_json("import", tmp_path / "Back.json", *options)["added"]
    assert dated["closed_at"] == "2026-03-31T12:00:00+00:00"
    [row] = as_json("import", tmp_path / "Back.csv", "--label", "2026", "--day", "2026-03-31")["added"]
    assert (row["team"], row["label"], row["mode"], row["closed_at"][:10]) == ("Back", "2026", "survey", "2026-03-31")
    assert as_json("result", row["id"])["overall"]["level"] is None
    (tmp_path / "two.csv").write_text("Team,P1\nA,5\nB,1\nAverage,3\n", encoding="utf-8")
    assert run("import", tmp_path / "two.csv").stderr.splitlines() == [
        "2 people were read.",
        "1 row looks like averages or totals.",
        "The column 'Team' has 2 different entries. All of it becomes one round of one team; for a result of each, "
        "import a file of each.",
    ]
    (tmp_path / "sheets.xlsx").write_bytes(workbook({"North": [("P1",), (5.0,)], "South": [("P1",), (1.0,), (1.0,)]}))
    assert run("import", tmp_path / "sheets.xlsx").stderr.splitlines()[:2] == [
        "Of 2 sheets, 'South' was read, which fits best.",
        "2 people were read.",
    ]
    (tmp_path / "bad.csv").write_text("Name,P1,P2\nAna,3,9\n", encoding="utf-8")
    run("export", row["id"], "--format", "json", "-o", tmp_path / "group.json")
    before = len(as_json("assessments"))
    for format in ("json", "csv"):
        days = (("2999-01-01", "in the future"), ("0206-03-31", "before the year 2000"), ("31.3.2026", "as 2026-03-31"))
        for day, message in days:
            done = run("import", tmp_path / f"Back.{format}", "--day", day)
            assert (done.exit_code, message in done.output) == (2, True), done.output
    changed = json.loads((tmp_path / "Back.json").read_text("utf-8"))
    changed["assessment"] |= {"team": ["Elsewhere"], "closed_at": "0206-03-31T12:00:00+00:00"}
    (tmp_path / "changed.json").write_text(json.dumps(changed), "utf-8")
    assert run("import", tmp_path / "changed.json").stderr.splitlines() == [
        'changed.json: assessment.team: it must be text. Write "team": "…", or give --team.',
        'changed.json: assessment.closed_at: "0206-03-31T12:00:00+00:00" is no time from 2000 until now. '
        "Write it as 2026-03-31T12:00:00+00:00, or give --day.",
    ]
    for again in (("Back.json", "--team", "elsewhere "), ("Back.csv", "--label", "2026")):
        done = run("import", tmp_path / again[0], *again[1:])
        assert (done.exit_code, "already" in done.output) == (2, True), done.output
    for name, message in (("bad.csv", "cell C2"), ("group.json", "no single person's answers")):
        done = run("import", tmp_path / name)
        assert (done.exit_code, message in done.output) == (2, True), done.output
    with database.writing() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON frozen_result BEGIN SELECT RAISE(ABORT, 'disk full'); END"
        )
    for name in ("Back.json", "Back.csv"):
        done = run("import", tmp_path / name, "--label", "Full")
        assert (done.exit_code, "The disk is full." in done.output) == (2, True), done.output
    assert len(as_json("assessments")) == before
