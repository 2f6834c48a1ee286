"""Answers as CSV, one row a person and one column a question; an empty table to fill in; what was wrong in one."""

import csv
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from io import StringIO

from cxmaturity.answers import UNANSWERED, Answer
from cxmaturity.errors import Issue, Refused
from cxmaturity.files.answers_table import RespondentAnswers
from cxmaturity.files.columns import EVIDENCE, GRADE, GROUP, NOTE, RESPONDENT, ROLE
from cxmaturity.files.values import DOES_NOT_APPLY, DONT_KNOW
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.records import Assessment, asked_questions
from cxmaturity.text_cleaning import escape_formula
from cxmaturity.wording.answers import EVIDENCE_GRADE_LABELS


def answers_csv(assessment: Assessment, questionnaire: Questionnaire, people: Sequence[RespondentAnswers]) -> bytes:
    """Return everybody's answers as CSV that can be brought in again, in UTF-8 with a byte-order mark.

    Of an anonymous assessment `people` is one row named GROUP with what may be seen of the group's answers: a row for
    each person would show by its pattern whose it is. Raises Refused for any other.
    """
    if assessment.privacy == "anonymous" and [p.name for p in people] != [GROUP]:
        raise Refused("This was answered anonymously.", "Only the group's answers can be exported.")
    columns: dict[str, Callable[[RespondentAnswers], str]] = {RESPONDENT: lambda person: person.name}
    if any(person.role for person in people):
        columns[ROLE] = lambda person: person.role or ""
    for question in asked_questions(questionnaire, assessment):
        columns[question.id] = partial(_said, question.id, _answer)
        for part, words in {NOTE: _note, GRADE: _grade, EVIDENCE: _evidence}.items():
            beside = partial(_said, question.id, words)
            if any(map(beside, people)):
                columns[f"{question.id} {part}"] = beside
    return _csv(columns, ([of(person) for of in columns.values()] for person in people))


def _said(question_id: str, words: Callable[[Answer], str], person: RespondentAnswers) -> str:
    return words(person.answers.get(question_id, UNANSWERED))


def _answer(answer: Answer) -> str:
    if answer.level is not None:
        return str(answer.level)
    if answer.not_applicable is not None:
        return f"{DOES_NOT_APPLY}: {answer.not_applicable}"
    return DONT_KNOW if answer.dont_know else ""


def _note(answer: Answer) -> str:
    return answer.note


def _grade(answer: Answer) -> str:
    return "" if answer.evidence_grade is None else EVIDENCE_GRADE_LABELS[answer.evidence_grade]


def _evidence(answer: Answer) -> str:
    return answer.evidence


def template_csv(questionnaire: Questionnaire, variant: str) -> bytes:
    """Return an empty table to be filled in: the headings, with each question as it is asked in `variant`."""
    return _csv([RESPONDENT, ROLE, *(f"{q.id}. {q.prompt_in(variant)}" for q in questionnaire.questions)], [])


def faults_csv(issues: Iterable[Issue]) -> bytes:
    """Return faults as CSV: file, where, what is wrong, how to mend it."""
    return _csv(
        ["file", "where", "what is wrong", "how to mend it"], ((i.file, i.place, i.problem, i.fix) for i in issues)
    )


def _csv(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(map(escape_formula, headings))
    writer.writerows(map(escape_formula, row) for row in rows)
    return text.getvalue().encode("utf-8-sig")
