"""Answers as a table, one row a person and one column a question: read from any form tool's file, written as CSV."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from operator import itemgetter
from typing import Any

from cxmaturity.answers import UNANSWERED, Answer, Role, validate_answer
from cxmaturity.errors import Issue, Refused
from cxmaturity.files import values
from cxmaturity.files.columns import EVIDENCE, GRADE, GROUP, NOTE, RESPONDENT, ROLE, Columns
from cxmaturity.files.csv_writer import write_csv
from cxmaturity.files.table_reader import Table
from cxmaturity.files.values import AnswerCellReader, Unreadable
from cxmaturity.questionnaire.schema import Question, Questionnaire
from cxmaturity.records import Assessment, asked_questions
from cxmaturity.text_cleaning import MAX_NAME_LENGTH, clean_text, to_one_line, unescape_formula

MAX_ERRORS = 100_000
"""After so many faults nothing more is read."""

CellError = tuple[str, Unreadable]
"""Which column by its use, such as 'P1' or 'P1 note', and what cannot be read there."""

_Cells = str | tuple[str, ...]  # of one row: what stands in a question's only column, or in each of its columns


@dataclass(frozen=True, slots=True)
class RespondentAnswers:
    """One person's answers in a table, by question id; `name` is stored in open mode only."""

    name: str
    role: Role | None
    answers: Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class AnswersReading:
    """The content of a table: its people, none where there is any fault, and every fault, row by row.

    With `is_cut` there were so many faults that the rest of the table was not read.
    """

    people: tuple[RespondentAnswers, ...]
    issues: tuple[Issue, ...]
    is_cut: bool = False


def read_answers_table(table: Table, columns: Columns, questionnaire: Questionnaire) -> AnswersReading:
    """Return everybody's answers in a table, or every fault in it."""
    people: list[RespondentAnswers] = []
    issues: list[Issue] = []
    for number, person, errors in _respondents(table, columns, questionnaire):
        issues += [Issue(table.file, f"row {number}, column {use}", *unreadable) for use, unreadable in errors]
        people.append(person)
        if len(issues) >= MAX_ERRORS:
            return AnswersReading((), tuple(issues[:MAX_ERRORS]), is_cut=True)
    return AnswersReading(() if issues else tuple(people), tuple(issues))


def preview_rows(
    table: Table, columns: Columns, questionnaire: Questionnaire, max_rows: int = 8
) -> list[dict[str, int | str]]:
    """Return the first rows as they are read: the row's number as `row`, then the text of each column in use.

    A cell that cannot be read says so.
    """
    uses = [use for use, column in ((RESPONDENT, columns.name), (ROLE, columns.role)) if column is not None]
    rows: list[dict[str, int | str]] = []
    for number, person, errors in islice(_respondents(table, columns, questionnaire), max_rows):
        cells = {use: values.short_answer_cell(person.answers.get(use, UNANSWERED)) for use in columns.answers}
        cells |= {RESPONDENT: person.name, ROLE: person.role or ""}
        cells |= {use: "✗ not read" for use, _ in errors}
        rows.append({"row": number} | {use: cells[use] for use in [*uses, *columns.answers]})
    return rows


def _respondents(
    table: Table, columns: Columns, questionnaire: Questionnaire
) -> Iterator[tuple[int, RespondentAnswers, list[CellError]]]:
    """Yield each row's number, its person and its faults; what is faulty is missing in the person."""
    asked = [q for q in questionnaire.questions if any(q.id in part for part in _columns_by_part(columns).values())]
    readers = [(q.id, _AnswerReader(q, questionnaire, columns)) for q in asked]
    for count, (number, row) in enumerate(table.rows, start=1):
        errors: list[CellError] = []
        name = "" if columns.name is None else to_one_line(unescape_formula(row[columns.name]))
        if len(name) > MAX_NAME_LENGTH:
            problem = f"the name is longer than {MAX_NAME_LENGTH} characters"
            errors.append((RESPONDENT, Unreadable(problem, "Shorten it")))
        role = None if columns.role is None else values.read_role(row[columns.role])
        if isinstance(role, Unreadable):
            errors.append((ROLE, role))
            role = None
        answers: dict[str, Answer] = {}
        for question_id, reader in readers:
            answer, answer_errors = reader[reader.cells(row)]
            if answer is not UNANSWERED:
                answers[question_id] = answer
            if answer_errors:
                errors += answer_errors
        yield number, RespondentAnswers(name or f"Respondent {count}", role, answers), errors


def _columns_by_part(columns: Columns) -> dict[str, Mapping[str, int]]:
    return {"": columns.answers, NOTE: columns.notes, GRADE: columns.grades, EVIDENCE: columns.evidence}


class _AnswerReader(dict[_Cells, tuple[Answer, list[CellError]]]):
    """The answers to one question, and their faults, by the cells in its columns; each combination is read once."""

    def __init__(self, question: Question, questionnaire: Questionnaire, columns: Columns) -> None:
        super().__init__()
        places = {
            part: column[question.id] for part, column in _columns_by_part(columns).items() if question.id in column
        }
        self.cells: Callable[[list[str]], _Cells] = itemgetter(*places.values())
        """Returns the cells of a row that belong to the question: the key of its answer here."""
        self._parts = list(places)
        self._question, self._scale_max = question, questionnaire.scale_max
        self._read_answer = AnswerCellReader(question, questionnaire)

    def __missing__(self, key: _Cells) -> tuple[Answer, list[CellError]]:
        cells = dict(zip(self._parts, (key,) if isinstance(key, str) else key, strict=True))
        errors: list[CellError] = []

        def readable(value: Any, part: str) -> Any:
            if isinstance(value, Unreadable):
                errors.append((f"{self._question.id} {part}".rstrip(), value))
                return None
            return value

        answer = readable(self._read_answer(cells.get("", "")), "") or UNANSWERED
        grade = readable(values.read_grade(cells.get(GRADE, "")), GRADE)
        note, evidence = (_cell_text(cells.get(part, "")) for part in (NOTE, EVIDENCE))
        if grade is not None or note or evidence:
            answer = replace(answer, note=note, evidence_grade=grade, evidence=evidence)
        for name, problem, fix in validate_answer(answer, self._question, self._scale_max):
            errors.append(
                (f"{self._question.id} {name if name in (NOTE, EVIDENCE) else ''}".rstrip(), Unreadable(problem, fix))
            )
        self[key] = (answer, errors)
        return answer, errors


def _cell_text(cell: str) -> str:
    text = clean_text(unescape_formula(cell))
    return text if text.strip() else ""


def answers_csv(assessment: Assessment, questionnaire: Questionnaire, people: Sequence[RespondentAnswers]) -> bytes:
    """Return everybody's answers as CSV that `read_answers_table` reads back.

    For an anonymous assessment `people` is one row named GROUP with what may be seen of the group's answers: a row for
    each person would show by its pattern whose it is. Raises Refused for any other.
    """
    if assessment.privacy == "anonymous" and [p.name for p in people] != [GROUP]:
        raise Refused("This was answered anonymously.", "Only the group's answers can be exported.")
    columns: dict[str, Callable[[RespondentAnswers], str]] = {RESPONDENT: lambda person: person.name}
    if any(person.role for person in people):
        columns[ROLE] = lambda person: person.role or ""
    for question in asked_questions(questionnaire, assessment):
        columns[question.id] = partial(_cell, question.id, values.answer_cell)
        for part, write in _PARTS_BESIDE.items():
            column = partial(_cell, question.id, write)
            if any(map(column, people)):
                columns[f"{question.id} {part}"] = column
    return write_csv(columns, ([write(person) for write in columns.values()] for person in people))


_PARTS_BESIDE: Mapping[str, Callable[[Answer], str]] = {
    NOTE: lambda answer: answer.note,
    GRADE: values.grade_cell,
    EVIDENCE: lambda answer: answer.evidence,
}


def _cell(question_id: str, write: Callable[[Answer], str], person: RespondentAnswers) -> str:
    return write(person.answers.get(question_id, UNANSWERED))


def template_csv(questionnaire: Questionnaire, variant: str) -> bytes:
    """Return an empty table to be filled in: the headings, with each question as it is asked in `variant`."""
    return write_csv([RESPONDENT, ROLE, *(f"{q.id}. {q.prompt_in(variant)}" for q in questionnaire.questions)], [])


def faults_csv(issues: Iterable[Issue]) -> bytes:
    """Return faults as CSV: file, where, what is wrong, how to mend it."""
    rows = ((i.file, i.place, i.problem, i.fix) for i in issues)
    return write_csv(["file", "where", "what is wrong", "how to mend it"], rows)
