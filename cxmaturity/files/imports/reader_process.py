"""Reads files of answers, and workbooks with models, in a separate process with limited memory and time.

A workbook of one kilobyte can contain a cell a million rows down, and Unicode normalisation of many combining marks
can take minutes. That ends the child process, not the server; and since the child does not hold the server's global
interpreter lock, other pages are not slowed down. Few files are read at the same time, as each may take _MAX_MEMORY.
"""

import gc
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from cxmaturity.answers import Answer, EvidenceGrade
from cxmaturity.errors import CxMaturityError, Issue, Refused, ValidationErrors
from cxmaturity.files.answers_table import RespondentAnswers
from cxmaturity.files.imports import preview
from cxmaturity.files.imports.mapping import NO_MAPPING, FileMapping
from cxmaturity.files.imports.opening.model_sheets import model_sheets
from cxmaturity.files.imports.preview import FileSummary
from cxmaturity.files.imports.reading import read_answers
from cxmaturity.questionnaire.schema import Questionnaire

TIME_LIMIT_SECONDS = 60
"""The most seconds that reading a file may take."""

_MAX_READERS = 2
_WAIT_SECONDS = 2 * TIME_LIMIT_SECONDS  # waiting for earlier files
_MAX_MEMORY = 1 << 30  # bytes that the child may allocate
_PACKAGE_PARENT = Path(__file__).resolve().parents[3]  # the folder from which the child imports this package
_SPLIT = "Take out columns without answers, or split it into several files."
_SAVE_ANEW = "Leave out what is no part of the model, and save it anew as a workbook."

_readers = BoundedSemaphore(_MAX_READERS)


@dataclass(frozen=True, slots=True)
class TableFile:
    """A CSV file or workbook of answers: its name for messages, its bytes, and the questionnaire that it answers."""

    name: str
    data: bytes
    questionnaire: Questionnaire


def _do_nothing() -> None:
    pass


def summarise(
    file: TableFile, mapping: FileMapping = NO_MAPPING, on_wait: Callable[[], object] = _do_nothing
) -> FileSummary:
    """Return the summary of a file, read with the choices in `mapping` and guesses for the rest.

    `on_wait` is called when other files are read first. Raises Refused and ValidationErrors, as all functions here.
    """
    return preview.summary_from_json(_run("summary", file, mapping, on_wait))


def preview_file(file: TableFile, mapping: FileMapping = NO_MAPPING) -> dict[str, Any]:
    """Return the output of `python -m cxmaturity preview` for a file."""
    output: dict[str, Any] = _run("preview", file, mapping, _do_nothing)
    return output


def read_people(file: TableFile, mapping: FileMapping) -> tuple[RespondentAnswers, ...]:
    """Return the answers of all people; empty when there is any fault."""
    output = _run("people", file, mapping, _do_nothing)
    answers = [_answer(fields) for fields in output["answers"]]
    questions = output["questions"]

    def respondent(name: str, role: Any, places: list[int]) -> RespondentAnswers:
        by_question = {q: answers[place] for q, place in zip(questions, places, strict=True) if place >= 0}
        return RespondentAnswers(name, role, by_question)

    return tuple(respondent(*row) for row in output["rows"])


def read_issues(file: TableFile, mapping: FileMapping) -> tuple[Issue, ...]:
    """Return every fault in the file."""
    return tuple(Issue(*issue) for issue in _run("issues", file, mapping, _do_nothing)["issues"])


def read_model_sheets(name: str, data: bytes) -> dict[str, list[list[str]]]:
    """Return the rows of each sheet of a workbook with a model, by its name in lower case; raises Refused."""
    sheets: dict[str, list[list[str]]] = _run_child({"task": "sheets", "name": name}, data, _do_nothing, _SAVE_ANEW)
    return sheets


def _run(task: str, file: TableFile, mapping: FileMapping, on_wait: Callable[[], object]) -> Any:
    """Run a task on a file of answers and return its result; raises as `_run_child`."""
    request = {"task": task, "name": file.name, "mapping": mapping.model_dump_json()}
    request["questionnaire"] = file.questionnaire.canonical
    return _run_child(request, file.data, on_wait, _SPLIT)


def _run_child(request: Mapping[str, str], data: bytes, on_wait: Callable[[], object], fix: str) -> Any:
    """Run the requested task in the child and return its result.

    Raises the error that it reports, and Refused with `fix` when it fails.
    """
    command = [sys.executable, "-m", "cxmaturity.files.imports.reader_process"]
    with _turn(on_wait):
        try:
            child = subprocess.run(
                command,
                input=json.dumps(request).encode() + b"\n" + data,
                capture_output=True,
                cwd=_PACKAGE_PARENT,
                timeout=TIME_LIMIT_SECONDS,
            )
        except subprocess.TimeoutExpired:
            raise Refused(f"Reading this file took longer than {TIME_LIMIT_SECONDS} seconds.", fix) from None
    if child.returncode:  # it exceeded its memory, or crashed
        raise Refused("This file cannot be read: it is damaged, or asks for too much memory.", fix)
    reply = json.loads(child.stdout)
    if "refused" in reply:
        raise Refused(*reply["refused"])
    if "faults" in reply:
        subject, issues = reply["faults"]
        raise ValidationErrors(subject, [Issue(*issue) for issue in issues])
    return reply["done"]


@contextmanager
def _turn(on_wait: Callable[[], object]) -> Iterator[None]:
    """Hold one of the slots for reading a file; raises Refused when none becomes free in time."""
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
    """Return the result of the requested task as JSON values, or the error for the user."""
    try:
        return {"done": _done(request, data)}
    except ValidationErrors as errors:
        return {"faults": [errors.subject, [(i.file, i.place, i.problem, i.fix) for i in errors.issues]]}
    except CxMaturityError as error:
        return {"refused": [error.message, error.fix]}


def _done(request: dict[str, Any], data: bytes) -> Any:
    if request["task"] == "sheets":
        return model_sheets(data, request["name"])
    questionnaire = Questionnaire.model_validate_json(request["questionnaire"])
    mapping = FileMapping.model_validate_json(request["mapping"])
    reading = read_answers(request["name"], data, questionnaire, mapping)
    tasks: dict[str, Callable[[], Any]] = {
        "summary": lambda: preview.summary_json(reading),
        "preview": lambda: preview.preview_json(reading),
        "issues": lambda: {"issues": preview.issues(reading)},
        "people": lambda: _people(() if reading.faults else reading.people),
    }
    return tasks[request["task"]]()


def _people(people: tuple[RespondentAnswers, ...]) -> dict[str, Any]:
    """Return people as indices of a list of the different answers, because most answers of a survey are repeated."""
    questions = list(dict.fromkeys(question_id for person in people for question_id in person.answers))
    places: dict[int, int] = {}  # by the id() of the answer: equal cells of a column share one object
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
    gc.disable()  # there are no reference cycles, and the process ends soon
    header, _, content = sys.stdin.buffer.read().partition(b"\n")
    reply = json.dumps(_reply(json.loads(header), content), ensure_ascii=False)
    sys.stdout.buffer.write(reply.encode("utf-8", "replace"))
