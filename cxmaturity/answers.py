"""What people answer: a level, does not apply (with a reason), don't know, or nothing yet. Never a default.

Source: the model's rules, section 1.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Literal

from cxmaturity.errors import Faults, Issue, nearest
from cxmaturity.questionnaire import Question, Questionnaire

Privacy = Literal["open", "anonymous"]
"""Whether several people answer with their names beside their answers, or so that nobody's answers are seen."""

Role = Literal["leader", "other"]
"""Whether a person leads people."""

MAX_TEXT = 2000
"""The longest reason, note or evidence that is kept, in characters."""


class EvidenceGrade(IntEnum):
    """What an answer rests on."""

    OPINION = 0
    EXAMPLE = 1
    DOCUMENT = 2
    SEEN = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """One person's answer to one question: at most one of level, not_applicable and dont_know is given."""

    level: int | None = None
    not_applicable: str | None = None
    dont_know: bool = False
    note: str = ""
    evidence_grade: EvidenceGrade | None = None
    evidence: str = ""

    @property
    def is_given(self) -> bool:
        """True when something was chosen; a note alone is not an answer."""
        return self.level is not None or self.not_applicable is not None or self.dont_know


NOTHING_YET = Answer()


@dataclass(frozen=True, slots=True)
class Response:
    """One person's answers by question id; a question left out is unanswered."""

    answers: Mapping[str, Answer] = field(default_factory=dict)

    def answer(self, question_id: str) -> Answer:
        """Return the answer to a question, NOTHING_YET when there is none."""
        return self.answers.get(question_id, NOTHING_YET)

    def level_of(self, question_id: str) -> int | None:
        """Return the level chosen, None when the question has none."""
        return self.answer(question_id).level

    def given(self, questions: tuple[Question, ...]) -> int:
        """Return how many of `questions` have an answer of any kind."""
        return sum(self.answer(q.id).is_given for q in questions)

    def unknown(self, questions: tuple[Question, ...]) -> tuple[Question, ...]:
        """Return the questions answered with don't know, in order."""
        return tuple(q for q in questions if self.answer(q.id).dont_know)


def problems(answer: Answer, question: Question, top: int) -> list[tuple[str, str, str]]:
    """Return what makes `answer` unfit for `question` as (field, problem, mend); empty when it is fit.

    `top` is K, the highest level of the scale.
    """
    found = []
    if sum((answer.level is not None, answer.not_applicable is not None, answer.dont_know)) > 1:
        found.append(("", "it says more than one thing", "Give one of level, not_applicable and dont_know"))
    if answer.level is not None and not 1 <= answer.level <= top:
        found.append(("level", f"{answer.level} is not on the scale", f"Give a whole number from 1 to {top}"))
    if answer.not_applicable is not None:
        if not question.may_not_apply:
            found.append(("not_applicable", "this question applies to everyone", "Give a level or dont_know"))
        elif not answer.not_applicable.strip():
            found.append(("not_applicable", "the reason is empty", "Say in a few words why it does not apply"))
    for name in ("not_applicable", "note", "evidence"):
        if len(getattr(answer, name) or "") > MAX_TEXT:
            found.append((name, f"it is longer than {MAX_TEXT} characters", "Shorten it"))
    return found


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """What an answers file says: the response, and the targets (stage) and importance (1–5) by dimension id."""

    response: Response
    targets: Mapping[str, int]
    importance: Mapping[str, int]


def read_answers(content: Any, questionnaire: Questionnaire, file: str) -> AnswerFile:
    """Return the parsed JSON `content` as answers to `questionnaire`; raises Faults with every fault in it."""
    issues: list[Issue] = []

    def fault(place: str, problem: str, mend: str) -> None:
        issues.append(Issue(file, place, problem, mend))

    if not isinstance(content, dict):
        fault("", "it holds no JSON object", 'Write {"questionnaire": …, "answers": {…}}')
        raise Faults("The answers file", issues)
    for name in content:
        _known(name, ("questionnaire", "answers", "targets", "importance"), "", fault)
    named = content.get("questionnaire")
    if named != questionnaire.id:
        what = f"it names {_shown(named)}, not" if "questionnaire" in content else "it is missing, it should be"
        fault("questionnaire", f'{what} "{questionnaire.id}"', f'Write "{questionnaire.id}"')
    answers: dict[str, Answer] = {}
    for question_id, given in _object(content, "answers", fault, required=True).items():
        place = f"answers.{question_id}"
        if _known(question_id, questionnaire.by_id, "answers", fault):
            answer = _answer(given, place, fault)
            for name, problem, mend in problems(answer, questionnaire.by_id[question_id], questionnaire.top):
                fault(f"{place}.{name}".rstrip("."), problem, mend)
            answers[question_id] = answer
    targets = _numbers(content, "targets", questionnaire, questionnaire.top, fault)
    importance = _numbers(content, "importance", questionnaire, 5, fault)
    if issues:
        raise Faults("The answers file", issues)
    return AnswerFile(Response(answers), targets, importance)


def read_answer(content: Any) -> Answer:
    """Return one answer from parsed JSON, in the shape an answers file has; raises Faults with every fault in it."""
    issues: list[Issue] = []
    answer = _answer(content, "answer", lambda *said: issues.append(Issue("the page", *said)))
    if issues:
        raise Faults("The answer", issues)
    return answer


def _shown(value: Any) -> str:
    """Return `value` as it stands in the file, cut where it is long."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _known(name: str, known: Any, place: str, fault: Any) -> bool:
    if name in known:
        return True
    near = nearest(name, known)
    where = f"{place}.{name}" if place else name
    fault(where, f"there is no '{name}' here", f"Did you mean '{near}'?" if near else "Remove it")
    return False


def _object(content: dict[str, Any], name: str, fault: Any, required: bool = False) -> dict[str, Any]:
    given = content.get(name)
    if isinstance(given, dict):
        return given
    if name in content or required:
        fault(name, "it must be an object" if name in content else "it is missing", f'Write "{name}": {{…}}')
    return {}


def _answer(given: Any, place: str, fault: Any) -> Answer:
    if not isinstance(given, dict):
        fault(place, "it must be an object", 'Write {"level": 3}, {"dont_know": true} or {"not_applicable": "reason"}')
        return NOTHING_YET
    kept: dict[str, Any] = {}
    shapes = {
        "level": int,
        "evidence_grade": int,
        "not_applicable": str,
        "dont_know": bool,
        "note": str,
        "evidence": str,
    }
    kinds = {int: "a whole number", str: "text", bool: "true or false"}
    for name, value in given.items():
        if not _known(name, shapes, place, fault):
            continue
        right = isinstance(value, shapes[name]) and not (shapes[name] is int and isinstance(value, bool))
        if not right and not (value is None and name != "dont_know"):
            fault(f"{place}.{name}", f"{_shown(value)} is not {kinds[shapes[name]]}", f"Give {kinds[shapes[name]]}")
        elif name == "evidence_grade" and value is not None and value not in (0, 1, 2, 3):
            fault(f"{place}.{name}", f"{value} is not a grade", "Give 0, 1, 2 or 3")
        elif value is not None:
            kept[name] = EvidenceGrade(value) if name == "evidence_grade" else value
    return Answer(**kept)


def _numbers(content: dict[str, Any], name: str, questionnaire: Questionnaire, top: int, fault: Any) -> dict[str, int]:
    kept: dict[str, int] = {}
    for dimension, value in _object(content, name, fault).items():
        if not _known(dimension, [d.id for d in questionnaire.dimensions], name, fault):
            continue
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= top:
            fault(f"{name}.{dimension}", f"{_shown(value)} is out of range", f"Give a whole number from 1 to {top}")
        else:
            kept[dimension] = value
    return kept
