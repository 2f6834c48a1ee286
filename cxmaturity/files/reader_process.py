"""Files of answers, read by a separate process with bounded memory and time.

A workbook of one kilobyte can claim a cell a million rows down, and a text of combining marks can keep Unicode's rules
busy for minutes. Here that ends the child process, not the server; and the child does not hold the lock of the Python
interpreter, so other people's pages go on. Few files are read at once, for each may take _MAX_MEMORY.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from cxmaturity.answers import Answer, EvidenceGrade
from cxmaturity.errors import CxMaturityError, Issue, Refused, ValidationErrors
from cxmaturity.files import answers_table
from cxmaturity.files.answers_table import RespondentAnswers
from cxmaturity.files.columns import Columns, guess_columns
from cxmaturity.files.table_reader import read_table
from cxmaturity.questionnaire.schema import Questionnaire

TIME_LIMIT_SECONDS = 60
"""How long reading a file may take."""

MAX_LISTED = 200
"""How many faults a summary lists; `read_issues` returns all."""

_MAX_READERS = 2
_WAIT_SECONDS = 2 * TIME_LIMIT_SECONDS  # for the files before
_MAX_MEMORY = 1 << 30  # bytes the child may allocate
_PACKAGE_PARENT = Path(__file__).resolve().parents[2]  # from where the child can import this package
_SPLIT = "Take out columns without answers, or split it into several files."

_readers = BoundedSemaphore(_MAX_READERS)


@dataclass(frozen=True, slots=True)
class AnswersFile:
    """A file as it was chosen: its name, for messages, its bytes, and the questionnaire it answers."""

    name: str
    data: bytes
    questionnaire: Questionnaire


@dataclass(frozen=True, slots=True)
class FileSummary:
    """A file in short: its headings, the use of its columns, its first rows as they are read, and its faults.

    `guessed` are the columns by their headings and `columns` those that were read. `issues` are the first MAX_LISTED of
    `issue_count`; with `is_cut` there were so many that the rest of the file was not read. `people_count` is 0 where
    there is any fault.
    """

    headings: tuple[str, ...]
    sheet: str | None
    sheets: tuple[str, ...]
    guessed: Columns
    columns: Columns
    row_count: int
    preview: tuple[dict[str, int | str], ...]
    people_count: int
    has_answers: bool
    issues: tuple[Issue, ...]
    issue_count: int
    is_cut: bool


def _do_nothing() -> None:
    pass


def summarise(
    file: AnswersFile, columns: Columns | None = None, on_wait: Callable[[], object] = _do_nothing
) -> FileSummary:
    """Return the file in short, read by `columns` or by what its headings suggest.

    `on_wait` is called when other files are read first. Raises Refused and ValidationErrors, as the others here do.
    """
    output: dict[str, Any] = _run("summary", file, columns, on_wait)
    tuples = {name: tuple(output[name]) for name in ("headings", "sheets", "preview")}
    uses = {name: Columns(**output[name]) for name in ("guessed", "columns")}
    return FileSummary(**{**output, **tuples, **uses, "issues": tuple(Issue(*issue) for issue in output["issues"])})


def read_people(
    file: AnswersFile, columns: Columns, on_wait: Callable[[], object] = _do_nothing
) -> tuple[RespondentAnswers, ...]:
    """Return everybody's answers; none where there is any fault."""
    output = _run("people", file, columns, on_wait)
    answers = [_answer(fields) for fields in output["answers"]]
    questions = output["questions"]

    def respondent(name: str, role: Any, places: list[int]) -> RespondentAnswers:
        given = {q: answers[place] for q, place in zip(questions, places, strict=True) if place >= 0}
        return RespondentAnswers(name, role, given)

    return tuple(respondent(*row) for row in output["rows"])


def read_issues(file: AnswersFile, columns: Columns) -> tuple[Issue, ...]:
    """Return every fault in the file."""
    return tuple(Issue(*issue) for issue in _run("issues", file, columns, _do_nothing)["issues"])


def _run(task: str, file: AnswersFile, columns: Columns | None, on_wait: Callable[[], object]) -> Any:
    """Return what the child makes of the file; raises the error that it reports, and Refused where it fails."""
    request = {"task": task, "name": file.name, "columns": columns and asdict(columns)}
    request["questionnaire"] = file.questionnaire.canonical
    command = [sys.executable, "-m", "cxmaturity.files.reader_process"]
    with _turn(on_wait):
        try:
            child = subprocess.run(
                command,
                input=json.dumps(request).encode() + b"\n" + file.data,
                capture_output=True,
                cwd=_PACKAGE_PARENT,
                timeout=TIME_LIMIT_SECONDS,
            )
        except subprocess.TimeoutExpired:
            raise Refused(f"Reading this file took longer than {TIME_LIMIT_SECONDS} seconds.", _SPLIT) from None
    if child.returncode:  # it was stopped for its memory, or the file broke it
        raise Refused("This file cannot be read: it is damaged, or asks for too much memory.", _SPLIT)
    reply = json.loads(child.stdout)
    if "refused" in reply:
        raise Refused(*reply["refused"])
    if "faults" in reply:
        subject, issues = reply["faults"]
        raise ValidationErrors(subject, [Issue(*issue) for issue in issues])
    return reply["done"]


@contextmanager
def _turn(on_wait: Callable[[], object]) -> Iterator[None]:
    """Hold one of the places for reading a file; raises Refused where none becomes free in time."""
    if not _readers.acquire(blocking=False):
        on_wait()
        if not _readers.acquire(timeout=_WAIT_SECONDS):
            raise Refused("Too many files are being read at the moment.", "Wait a minute, then choose the file again.")
    try:
        yield
    finally:
        _readers.release()


def _answer(fields: list[Any]) -> Answer:
    level, not_applicable, dont_know, note, grade, evidence = fields
    return Answer(level, not_applicable, dont_know, note, None if grade is None else EvidenceGrade(grade), evidence)


# Everything below runs in the child process.


def _limit_memory() -> None:
    """Limit the memory of this process, where the operating system can."""
    with suppress(ImportError, ValueError, OSError):  # not on Windows
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MAX_MEMORY, _MAX_MEMORY))


def _reply(request: dict[str, Any], data: bytes) -> dict[str, Any]:
    """Return the result of the requested task as JSON can write it, or the error for the user."""
    questionnaire = Questionnaire.model_validate_json(request["questionnaire"])
    try:
        table = read_table(request["name"], data)
        guessed = guess_columns(table.headings, questionnaire)
        columns = Columns(**request["columns"]) if request["columns"] else guessed
        reading = answers_table.read_answers_table(table, columns, questionnaire)
    except ValidationErrors as errors:
        return {"faults": [errors.subject, _issues(errors.issues)]}
    except CxMaturityError as error:
        return {"refused": [error.message, error.fix]}
    if request["task"] == "issues":
        return {"done": {"issues": _issues(reading.issues)}}
    if request["task"] == "people":
        return {"done": _people(reading.people)}
    summary = FileSummary(
        headings=table.headings,
        sheet=table.sheet,
        sheets=table.sheets,
        guessed=guessed,
        columns=columns,
        row_count=len(table.rows),
        preview=tuple(answers_table.preview_rows(table, columns, questionnaire)),
        people_count=len(reading.people),
        has_answers=any(answer.is_answered for person in reading.people for answer in person.answers.values()),
        issues=(),
        issue_count=len(reading.issues),
        is_cut=reading.is_cut,
    )
    return {"done": asdict(summary) | {"issues": _issues(reading.issues[:MAX_LISTED])}}


def _issues(issues: tuple[Issue, ...]) -> list[tuple[str, str, str, str]]:
    return [(issue.file, issue.place, issue.problem, issue.fix) for issue in issues]


def _people(people: tuple[RespondentAnswers, ...]) -> dict[str, Any]:
    """Return people as places in a list of the different answers: most of a survey's answers repeat one another."""
    questions = list(dict.fromkeys(question_id for person in people for question_id in person.answers))
    places: dict[int, int] = {}  # by the answer's identity: equal cells of a column were read once
    answers: list[Answer] = []
    rows = []
    for person in people:
        row = [-1] * len(questions)
        for i, question_id in enumerate(questions):
            answer = person.answers.get(question_id)
            if answer is not None:
                place = places.setdefault(id(answer), len(answers))
                if place == len(answers):
                    answers.append(answer)
                row[i] = place
        rows.append((person.name, person.role, row))
    fields = [(a.level, a.not_applicable, a.dont_know, a.note, a.evidence_grade, a.evidence) for a in answers]
    return {"questions": questions, "answers": fields, "rows": rows}


if __name__ == "__main__":
    _limit_memory()
    header, _, content = sys.stdin.buffer.read().partition(b"\n")
    reply = json.dumps(_reply(json.loads(header), content), ensure_ascii=False)
    sys.stdout.buffer.write(reply.encode("utf-8", "replace"))
