"""Past rounds from elsewhere: a table and the use of its columns in; people with their answers out, or every fault."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from operator import itemgetter
from typing import Any

import pandas as pd

from cxmaturity.answers import UNANSWERED, Answer, Role, validate_answer
from cxmaturity.errors import Issue
from cxmaturity.files import values
from cxmaturity.files.columns import EVIDENCE, GRADE, NOTE, RESPONDENT, ROLE, Columns
from cxmaturity.files.table_reader import Table
from cxmaturity.files.values import AnswerCellReader, Unreadable
from cxmaturity.questionnaire.schema import Question, Questionnaire
from cxmaturity.text_cleaning import MAX_NAME_LENGTH, clean_text, to_one_line, unescape_formula

MAX_ERRORS = 100_000
"""After so many faults nothing more is read."""

CellError = tuple[str, Unreadable]
"""Which column by its use, such as 'P1' or 'P1 note', and what cannot be read there."""


@dataclass(frozen=True, slots=True)
class RespondentAnswers:
    """One person's answers from elsewhere, by question id; `name` is kept in open mode only."""

    name: str
    role: Role | None
    answers: Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class AnswersReading:
    """What a table comes to: its people, none of them where there is a fault, and every fault, row by row.

    With `is_cut` there were so many that the rest of the table was not read.
    """

    people: tuple[RespondentAnswers, ...]
    issues: tuple[Issue, ...]
    is_cut: bool = False


def read_answers_table(table: Table, columns: Columns, questionnaire: Questionnaire) -> AnswersReading:
    """Return everybody's answers in a table, or every fault in it."""
    people, issues = [], []
    for number, person, faults in _respondents(table, columns, questionnaire):
        issues += [Issue(table.file, f"row {number}, column {use}", *unfit) for use, unfit in faults]
        people.append(person)
        if len(issues) >= MAX_ERRORS:
            return AnswersReading((), tuple(issues[:MAX_ERRORS]), is_cut=True)
    return AnswersReading(() if issues else tuple(people), tuple(issues))


def preview_table(table: Table, columns: Columns, questionnaire: Questionnaire, most: int = 8) -> pd.DataFrame:
    """Return the first rows as they are read: row (int), then one column of text for each column in use.

    What has a fault says so.
    """
    uses = [use for use in (RESPONDENT, ROLE) if getattr(columns, _RESPONDENT_FIELDS[use]) is not None]
    rows = []
    for number, person, faults in islice(_respondents(table, columns, questionnaire), most):
        said = {use: _answer_words(person.answers.get(use, UNANSWERED)) for use in columns.answers}
        said |= {RESPONDENT: person.name, ROLE: person.role or ""}
        rows.append({"row": number} | {use: said[use] for use in [*uses, *columns.answers]})
        rows[-1] |= {use: "✗ not read" for use, _ in faults if use in rows[-1]}
    return pd.DataFrame(rows, columns=["row", *uses, *columns.answers])


_RESPONDENT_FIELDS = {RESPONDENT: "name", ROLE: "role"}


def _answer_words(answer: Answer) -> str:
    if answer.level is not None:
        return str(answer.level)
    if answer.not_applicable is not None:
        return values.DOES_NOT_APPLY
    return values.DONT_KNOW if answer.dont_know else ""


def _respondents(
    table: Table, columns: Columns, questionnaire: Questionnaire
) -> Iterator[tuple[int, RespondentAnswers, list[CellError]]]:
    """Yield each row's number, its person and its faults; what is faulty is missing in the person."""
    asked = [q for q in questionnaire.questions if any(q.id in part for part in _columns_by_part(columns).values())]
    known = [(q.id, _AnswerReader(q, questionnaire, columns)) for q in asked]
    for count, (number, row) in enumerate(table.rows, start=1):
        faults: list[CellError] = []
        name = "" if columns.name is None else to_one_line(unescape_formula(row[columns.name]))
        if len(name) > MAX_NAME_LENGTH:
            faults.append(
                (RESPONDENT, Unreadable(f"the name is longer than {MAX_NAME_LENGTH} characters", "Shorten it"))
            )
        role = None if columns.role is None else values.read_role(row[columns.role])
        if isinstance(role, Unreadable):
            faults.append((ROLE, role))
            role = None
        answers: dict[str, Answer] = {}
        for question_id, by_cells in known:
            answer, found = by_cells[by_cells.cells(row)]
            if answer is not UNANSWERED:
                answers[question_id] = answer
            if found:
                faults += found
        yield number, RespondentAnswers(name or f"Respondent {count}", role, answers), faults


def _columns_by_part(columns: Columns) -> dict[str, Any]:
    return {"": columns.answers, NOTE: columns.notes, GRADE: columns.grades, EVIDENCE: columns.evidence}


class _AnswerReader(dict[Any, tuple[Answer, list[CellError]]]):
    """The answers to one question by what stands in its columns, each worked out once."""

    def __init__(self, question: Question, questionnaire: Questionnaire, columns: Columns) -> None:
        super().__init__()
        places = {
            part: column[question.id] for part, column in _columns_by_part(columns).items() if question.id in column
        }
        self.cells = itemgetter(*places.values())
        """Returns the cells of a row by which its answer is known: one, or several."""
        self._parts = list(places)
        self._question, self._top = question, questionnaire.scale_max
        self._answer = AnswerCellReader(question, questionnaire)

    def __missing__(self, key: str | tuple[str, ...]) -> tuple[Answer, list[CellError]]:
        given = dict(zip(self._parts, (key,) if isinstance(key, str) else key, strict=True))
        faults: list[CellError] = []

        def sound(found: Any, part: str) -> Any:
            if isinstance(found, Unreadable):
                faults.append((f"{self._question.id} {part}".rstrip(), found))
                return None
            return found

        answer = sound(self._answer(given.get("", "")), "") or UNANSWERED
        grade = sound(values.read_grade(given.get(GRADE, "")), GRADE)
        note, evidence = (_cell_text(given.get(part, "")) for part in (NOTE, EVIDENCE))
        if grade is not None or note or evidence:
            answer = replace(answer, note=note, evidence_grade=grade, evidence=evidence)
        for name, problem, fix in validate_answer(answer, self._question, self._top):
            sound(Unreadable(problem, fix), name if name in (NOTE, EVIDENCE) else "")
        found = self[key] = (answer, faults)
        return found


def _cell_text(cell: str) -> str:
    text = clean_text(unescape_formula(cell))
    return text if text.strip() else ""
