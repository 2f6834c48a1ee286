"""Answers: a level, does not apply (with a reason), don't know, or none; a missing answer is never filled in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Any, Literal

from cxmaturity.questionnaire.schema import Question

Privacy = Literal["open", "anonymous"]
"""Open: results show who answered what. Anonymous: results never show the answers of one person."""

Role = Literal["leader", "other"]
"""Whether a person leads people."""

MAX_TEXT_LENGTH = 2000
"""The longest reason, note or evidence that is accepted, in characters."""


Part = Literal["choice", "note", "evidence_grade", "evidence"]
"""The parts of an answer that two windows may change independently, such as the choice of a level and the note."""

PARTS: Mapping[Part, tuple[str, ...]] = {
    "choice": ("level", "not_applicable", "dont_know"),
    "note": ("note",),
    "evidence_grade": ("evidence_grade",),
    "evidence": ("evidence",),
}
"""The fields of each part of an answer."""


class EvidenceGrade(IntEnum):
    """How well an answer is supported. SEEN: a second person has seen the evidence."""

    OPINION = 0
    EXAMPLE = 1
    DOCUMENT = 2
    SEEN = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """One person's answer to one question: at most one of level, not_applicable (the reason) and dont_know is set."""

    level: int | None = None
    not_applicable: str | None = None
    dont_know: bool = False
    note: str = ""
    evidence_grade: EvidenceGrade | None = None
    evidence: str = ""

    @property
    def is_answered(self) -> bool:
        """True when one of the three was chosen; a note alone is not an answer."""
        return self.level is not None or self.not_applicable is not None or self.dont_know

    def part(self, part: Part) -> tuple[Any, ...]:
        """Return the values of the fields of one part."""
        return tuple(getattr(self, name) for name in PARTS[part])

    def with_parts(self, other: "Answer", parts: Iterable[Part]) -> "Answer":
        """Return this answer with `parts` replaced by those of `other`."""
        return replace(self, **{name: getattr(other, name) for part in parts for name in PARTS[part]})


UNANSWERED = Answer()


@dataclass(frozen=True, slots=True)
class Response:
    """One person's answers by question id; questions without an entry are unanswered."""

    answers: Mapping[str, Answer] = field(default_factory=dict)

    def answer(self, question_id: str) -> Answer:
        """Return the answer to a question, UNANSWERED when there is none."""
        return self.answers.get(question_id, UNANSWERED)

    def level_of(self, question_id: str) -> int | None:
        """Return the level chosen, None when the question has none."""
        return self.answer(question_id).level

    def unknown_questions(self, questions: tuple[Question, ...]) -> tuple[Question, ...]:
        """Return those of `questions` that were answered with don't know, in order."""
        return tuple(q for q in questions if self.answer(q.id).dont_know)


APPLIES_TO_EVERYONE = "this question applies to everyone"
"""The problem of the answer does not apply to a question that applies to everyone."""


def validate_answer(answer: Answer, question: Question, scale_max: int) -> list[tuple[str, str, str]]:
    """Return the faults of `answer` to `question`, each as (field, problem, fix); empty when it is valid.

    `scale_max` is K, the highest level of the scale.
    """
    faults = []
    if sum((answer.level is not None, answer.not_applicable is not None, answer.dont_know)) > 1:
        faults.append(("", "it says more than one thing", "Give one of level, not_applicable and dont_know"))
    if answer.level is not None and not 1 <= answer.level <= scale_max:
        faults.append(("level", f"{answer.level} is not on the scale", f"Give a whole number from 1 to {scale_max}"))
    if answer.not_applicable is not None:
        if not question.may_not_apply:
            faults.append(("not_applicable", APPLIES_TO_EVERYONE, "Give a level or dont_know"))
        elif not answer.not_applicable.strip():
            faults.append(("not_applicable", "the reason is empty", "Say in a few words why it does not apply"))
    for name in ("not_applicable", "note", "evidence"):
        if len(getattr(answer, name) or "") > MAX_TEXT_LENGTH:
            faults.append((name, f"it is longer than {MAX_TEXT_LENGTH} characters", "Shorten it"))
    return faults
