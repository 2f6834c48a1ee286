"""Past rounds from elsewhere: a table and the use of its columns in; people with their answers out, or every fault."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from operator import itemgetter
from typing import Any

import pandas as pd

from cxmaturity.answers import NOTHING_YET, Answer, problems
from cxmaturity.errors import Issue
from cxmaturity.questionnaire import Question, Questionnaire
from cxmaturity.services import cells, surveys
from cxmaturity.services.assessments import Work
from cxmaturity.services.cells import Reader, Unfit
from cxmaturity.services.cleaning import as_typed, cleaned, one_line
from cxmaturity.services.columns import EVIDENCE, GRADE, GROUP, NOTE, RESPONDENT, ROLE, Columns
from cxmaturity.services.naming import MAX_NAME
from cxmaturity.services.spreadsheet import Table
from cxmaturity.services.surveys import Brought
from cxmaturity.store.engine import Database

MOST_FAULTS = 100_000
"""After so many faults nothing more is read."""

Fault = tuple[str, Unfit]
"""Which column by its use, such as 'P1' or 'P1 note', and what cannot be read there."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a table comes to: its people, none of them where there is a fault, and every fault, row by row.

    With `is_cut` there were so many that the rest of the table was not read.
    """

    people: tuple[Brought, ...]
    issues: tuple[Issue, ...]
    is_cut: bool = False


def read(table: Table, columns: Columns, questionnaire: Questionnaire) -> Reading:
    """Return everybody's answers in a table, or every fault in it."""
    people, issues = [], []
    for number, person, faults in _people(table, columns, questionnaire):
        issues += [Issue(table.file, f"row {number}, column {use}", *unfit) for use, unfit in faults]
        people.append(person)
        if len(issues) >= MOST_FAULTS:
            return Reading((), tuple(issues[:MOST_FAULTS]), is_cut=True)
    return Reading(() if issues else tuple(people), tuple(issues))


def preview(table: Table, columns: Columns, questionnaire: Questionnaire, most: int = 8) -> pd.DataFrame:
    """Return the first rows as they are read: row (int), then one column of text for each column in use.

    What has a fault says so.
    """
    uses = [use for use in (RESPONDENT, ROLE) if getattr(columns, _FIELD[use]) is not None]
    rows = []
    for number, person, faults in islice(_people(table, columns, questionnaire), most):
        said = {use: _in_words(person.answers.get(use, NOTHING_YET)) for use in columns.answers}
        said |= {RESPONDENT: person.name, ROLE: person.role or ""}
        rows.append({"row": number} | {use: said[use] for use in [*uses, *columns.answers]})
        rows[-1] |= {use: "✗ not read" for use, _ in faults if use in rows[-1]}
    return pd.DataFrame(rows, columns=["row", *uses, *columns.answers])


_FIELD = {RESPONDENT: "name", ROLE: "role"}


def _in_words(answer: Answer) -> str:
    if answer.level is not None:
        return str(answer.level)
    if answer.not_applicable is not None:
        return cells.DOES_NOT_APPLY
    return cells.DONT_KNOW if answer.dont_know else ""


def _people(table: Table, columns: Columns, questionnaire: Questionnaire) -> Iterator[tuple[int, Brought, list[Fault]]]:
    """Yield each row's number, its person and its faults; what is faulty is missing in the person."""
    asked = [q for q in questionnaire.questions if any(q.id in part for part in _parts(columns).values())]
    known = [(q.id, _Answers(q, questionnaire, columns)) for q in asked]
    for count, (number, row) in enumerate(table.rows, start=1):
        faults: list[Fault] = []
        name = "" if columns.name is None else one_line(as_typed(row[columns.name]))
        if len(name) > MAX_NAME:
            faults.append((RESPONDENT, Unfit(f"the name is longer than {MAX_NAME} characters", "Shorten it")))
        role = None if columns.role is None else cells.role(row[columns.role])
        if isinstance(role, Unfit):
            faults.append((ROLE, role))
            role = None
        answers: dict[str, Answer] = {}
        for question_id, by_cells in known:
            answer, found = by_cells[by_cells.cells(row)]
            if answer is not NOTHING_YET:
                answers[question_id] = answer
            if found:
                faults += found
        yield number, Brought(name or f"Respondent {count}", role, answers), faults


def whose(database: Database, at: Work) -> list[Brought]:
    """Return who answered an assessment and what, as far as it may be exported.

    Of an anonymous group, and of a workshop, where votes of several rounds stand: one row, GROUP's.
    """
    if at.assessment.mode == "solo":
        return [Brought("Respondent 1", None, at.response.answers)]
    if at.assessment.privacy == "anonymous" or at.assessment.mode == "workshop":
        return [Brought(GROUP, None, at.response.answers)]
    return surveys.persons(database, at.assessment.id)


def _parts(columns: Columns) -> dict[str, Any]:
    return {"": columns.answers, NOTE: columns.notes, GRADE: columns.grades, EVIDENCE: columns.evidence}


class _Answers(dict[Any, tuple[Answer, list[Fault]]]):
    """The answers to one question by what stands in its columns, each worked out once."""

    def __init__(self, question: Question, questionnaire: Questionnaire, columns: Columns) -> None:
        super().__init__()
        places = {part: column[question.id] for part, column in _parts(columns).items() if question.id in column}
        self.cells = itemgetter(*places.values())
        """Returns the cells of a row by which its answer is known: one, or several."""
        self._parts = list(places)
        self._question, self._top = question, questionnaire.top
        self._answer = Reader(question, questionnaire)

    def __missing__(self, key: str | tuple[str, ...]) -> tuple[Answer, list[Fault]]:
        given = dict(zip(self._parts, (key,) if isinstance(key, str) else key, strict=True))
        faults: list[Fault] = []

        def sound(found: Any, part: str) -> Any:
            if isinstance(found, Unfit):
                faults.append((f"{self._question.id} {part}".rstrip(), found))
                return None
            return found

        answer = sound(self._answer(given.get("", "")), "") or NOTHING_YET
        grade = sound(cells.grade(given.get(GRADE, "")), GRADE)
        note, evidence = (_text(given.get(part, "")) for part in (NOTE, EVIDENCE))
        if grade is not None or note or evidence:
            answer = replace(answer, note=note, evidence_grade=grade, evidence=evidence)
        for name, problem, mend in problems(answer, self._question, self._top):
            sound(Unfit(problem, mend), name if name in (NOTE, EVIDENCE) else "")
        found = self[key] = (answer, faults)
        return found


def _text(cell: str) -> str:
    text = cleaned(as_typed(cell))
    return text if text.strip() else ""
