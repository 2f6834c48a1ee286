"""A participant's receipt: the data stored about them, who sees it, and what the database's owner could see."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from cxmaturity.answers import EvidenceGrade
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.records import Assessment
from cxmaturity.wording.language.dates import format_day
from cxmaturity.wording.language.plurals import counted
from cxmaturity.wording.questionnaire.answers import EVIDENCE_GRADE_LABELS
from cxmaturity.wording.surveys.privacy import anonymity_limit, floor_limit
from cxmaturity.wording.workshop.polls import WORTH

TITLE = "What is stored of you"
READ_NOW = "This was read from the database just now. Open this page again whenever you like, also after the end."
NOTHING_STORED = "Nothing is stored of you. This browser has no private code of somebody who takes part here."
EMPTY_LEFT_OUT = "What is empty is left out."

COLUMNS: Mapping[str, str] = {
    "response.id": "A random number that joins your answers",
    "response.assessment_id": "The number of this round",
    "response.participant_hash": "A scrambled form of your private code, which cannot be turned back",
    "response.role_group": "Whether you lead people",
    "response.revision": "How many changes were saved",
    "response.started_at": "When you began",
    "response.changed_at": "When you last changed something",
    "response.finished_at": "When you handed in",
    "response.is_removed": "Removed from the workshop",
    "response.dots_revision": "How often you gave dots",
    "answer.response_id": "The number that joins your answers",
    "answer.question_id": "Question",
    "answer.round": "Vote",
    "answer.level": "Level",
    "answer.not_applicable": "Why it does not apply",
    "answer.dont_know": "Don't know",
    "answer.note": "Note",
    "answer.evidence_grade": "What it rests on",
    "answer.evidence": "Evidence",
    "answer.revision": "Number of the change that saved it",
    "answer.answered_at": "When",
    "answer.is_note_shown": "Your note was on the screen",
    "answer.part_changes": "Numbers and times of the changes of its parts",
    "dot.response_id": "The number that joins your dots",
    "dot.question_id": "Question of the step",
    "dot.count": "Dots",
    "poll_answer.response_id": "The number that joins your answers",
    "poll_answer.poll": "Question outside the result",
    "poll_answer.choice": "Your answer",
    "poll_answer.revision": "How often you gave it",
    "participant.assessment_id": "The number of this round",
    "participant.participant_hash": "A scrambled form of your private code, which cannot be turned back",
    "participant.name": "Your name",
}
"""The name of each stored column about a person, by table and column."""

_POLLS = {"warm_up": "The warm-up", "worth": WORTH}
_ROLES = {"leader": "Yes", "other": "No"}
Record = Sequence[tuple[str, str]]


def records(table: str, rows: Sequence[Mapping[str, Any]], assessment: Assessment) -> list[Record]:
    """Return each row as a list of (column name, value as text), without empty columns."""
    return [
        [
            (COLUMNS.get(f"{table}.{column}", column), _value(column, value, assessment))
            for column, value in row.items()
            if not (value is None or value is False or value == "" or (column, value) == ("dots_revision", 0))
        ]
        for row in rows
    ]


def _value(column: str, value: Any, assessment: Assessment) -> str:
    if column == "poll":
        return _POLLS[value]
    if isinstance(value, datetime):
        is_day = assessment.privacy == "anonymous"
        return f"{format_day(value.date())}{'' if is_day else f', {value:%H:%M:%S} UTC'}"
    if column == "role_group":
        return _ROLES.get(value, str(value))
    if column == "evidence_grade":
        return EVIDENCE_GRADE_LABELS[EvidenceGrade(value)]
    return "Yes" if value is True else str(value)


def answer_headings(rows: Sequence[Mapping[str, Any]], questionnaire: Questionnaire, variant: str) -> list[str]:
    """Return the question of each stored answer or dot, in words."""
    by_id = questionnaire.by_id
    return [
        by_id[row["question_id"]].prompt_in(variant) if row["question_id"] in by_id else row["question_id"]
        for row in rows
    ]


def counts_stored(stored: Mapping[str, Sequence[Any]]) -> str:
    """Return a sentence with the number of rows stored about a person."""
    answers, dots = counted("answer", len(stored["answer"]) + len(stored["poll_answer"])), len(stored["dot"])
    name = "your name, " if stored["participant"] else ""
    dots_stored = f" and dots for {counted('step', dots)}" if dots else ""
    return f"Stored: {name}one row about your taking part, {answers}{dots_stored}. Nothing else."


def visible_to_owner(assessment: Assessment) -> list[str]:
    """Return what somebody with access to the database's file could learn about a participant."""
    if assessment.privacy == "open":
        return ["Your name beside each of your answers and notes, and when you gave them, to the microsecond."]
    kind = assessment.mode
    visible = [
        "All your answers and notes together, without a name, and whether you lead people, if you were asked.",
        "What you write, word for word: whoever knows what only you know can recognise you.",
    ]
    if assessment.is_open:
        visible += [
            f"In which order people began, as long as this {kind} is open: as the rows lie in the file.",
            anonymity_limit(assessment.privacy),
        ]
    else:
        visible += [
            f"The day on which this {kind} was closed, the same for all. The rows were written anew in random order "
            "then; copies of the file that were made before still hold the old order.",
        ]
    if assessment.is_linked_by_code:
        visible += ["Which answers in two linked rounds of this team are the same person's."]
    if kind == "workshop":
        visible += [
            "Which phone is connected is stored nowhere. While the workshop runs, the facilitator sees it in a list of "
            "numbered phones.",
            "If you are removed from the workshop, votes of yours that were shown stay, under a scrambled code that "
            "yours no longer leads to.",
            "First steps that you write are stored as words alone: nothing beside them leads to you.",
        ]
    return [*visible, floor_limit(assessment)]


WAITING_HERE = (
    "Votes or answers that were not sent yet wait in this browser's storage. Clearing this browser's data removes them "
    "and the cookie."
)
RECORD_NAMES = {"participant": "Your name", "response": "Your taking part"}
