"""Answers as a CSV table, one row per person and one column per question; `files/imports` reads it back."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from cxmaturity.answers import UNANSWERED, Answer, Role
from cxmaturity.errors import Issue, Refused
from cxmaturity.files.csv_writer import write_csv
from cxmaturity.files.imports.cells.value_words import DOES_NOT_APPLY, DONT_KNOW
from cxmaturity.questionnaire.schema import Question, Questionnaire
from cxmaturity.records import Assessment, asked_questions
from cxmaturity.wording.errors import ONLY_GROUP_EXPORTED
from cxmaturity.wording.questionnaire.answers import EVIDENCE_GRADE_LABELS

RESPONDENT, ROLE, NOTE, GRADE, EVIDENCE = "respondent", "role", "note", "evidence grade", "evidence"
"""The headings of names and roles, and the suffixes of a question's id for its note, evidence grade and evidence."""

GROUP = "group"
"""The respondent's name in a file with one row, the answers of a whole group."""


@dataclass(frozen=True, slots=True)
class RespondentAnswers:
    """One person's answers in a table, by question id; `name` is stored in open mode only."""

    name: str
    role: Role | None
    answers: Mapping[str, Answer]


def answers_csv(assessment: Assessment, questionnaire: Questionnaire, people: Sequence[RespondentAnswers]) -> bytes:
    """Return the answers of all people as CSV that `read_answers` reads back.

    For an anonymous assessment `people` must be one row named GROUP with the disclosable answers of the group, since
    the pattern of a single person's row could identify them; otherwise raises Refused.
    """
    if assessment.privacy == "anonymous" and [p.name for p in people] != [GROUP]:
        raise Refused("This was answered anonymously.", ONLY_GROUP_EXPORTED)
    columns: dict[str, Callable[[RespondentAnswers], str]] = {RESPONDENT: lambda person: person.name}
    if any(person.role for person in people):
        columns[ROLE] = lambda person: person.role or ""
    for question in asked_questions(questionnaire, assessment):
        columns[question.id] = partial(_cell, question.id, partial(answer_cell, questionnaire, question))
        for part, write in _PARTS_BESIDE.items():
            column = partial(_cell, question.id, write)
            if any(map(column, people)):
                columns[f"{question.id} {part}"] = column
    return write_csv(columns, ([write(person) for write in columns.values()] for person in people))


def _cell(question_id: str, write: Callable[[Answer], str], person: RespondentAnswers) -> str:
    return write(person.answers.get(question_id, UNANSWERED))


def answer_cell(questionnaire: Questionnaire, question: Question, answer: Answer) -> str:
    """Return the cell of an answer, which an import reads back; empty without an answer.

    A level is written as its number, or as its statement if the number is fractional, because spreadsheet programs
    write fractions in many ways.
    """
    if answer.level is not None and questionnaire.level_numbers[answer.level - 1] % 1:
        return question.levels[answer.level - 1]
    if answer.not_applicable is not None and answer.level is None:
        return f"{DOES_NOT_APPLY}: {answer.not_applicable}"
    return short_answer_cell(answer, questionnaire.level_numbers)


def short_answer_cell(answer: Answer, numbers: Sequence[float]) -> str:
    """Return the cell of an answer without the reason of does not apply; `numbers` are those of the levels."""
    if answer.level is not None:
        return f"{numbers[answer.level - 1]:g}"
    if answer.not_applicable is not None:
        return DOES_NOT_APPLY
    return DONT_KNOW if answer.dont_know else ""


def _grade_cell(answer: Answer) -> str:
    return "" if answer.evidence_grade is None else EVIDENCE_GRADE_LABELS[answer.evidence_grade]


_PARTS_BESIDE: Mapping[str, Callable[[Answer], str]] = {
    NOTE: lambda answer: answer.note,
    GRADE: _grade_cell,
    EVIDENCE: lambda answer: answer.evidence,
}


def template_csv(questionnaire: Questionnaire, variant: str) -> bytes:
    """Return an empty table to fill in: headings with the questions as asked in `variant`."""
    return write_csv([RESPONDENT, ROLE, *(f"{q.id}. {q.prompt_in(variant)}" for q in questionnaire.questions)], [])


def faults_csv(issues: Iterable[Issue]) -> bytes:
    """Return faults as CSV with the columns file, place, problem and fix."""
    rows = ((i.file, i.place, i.problem, i.fix) for i in issues)
    return write_csv(["file", "where", "what is wrong", "how to mend it"], rows)
