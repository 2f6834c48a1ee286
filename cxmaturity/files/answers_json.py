"""Answers as JSON: an answers file, and the single answer that a page sends."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cxmaturity.answers import UNANSWERED, Answer, EvidenceGrade, Response, validate_answer
from cxmaturity.errors import Issue, ValidationErrors, closest_match
from cxmaturity.questionnaire.schema import Questionnaire


@dataclass(frozen=True, slots=True)
class AnswersFile:
    """What an answers file says: the response, and the targets (stage) and importance (1–5) by dimension id."""

    response: Response
    targets: Mapping[str, int]
    importance: Mapping[str, int]


def read_answers_file(content: Any, questionnaire: Questionnaire, file: str) -> AnswersFile:
    """Return the parsed JSON `content` as answers to `questionnaire`.

    Raises ValidationErrors with every fault in it.
    """
    issues: list[Issue] = []

    def fault(place: str, problem: str, fix: str) -> None:
        issues.append(Issue(file, place, problem, fix))

    if not isinstance(content, dict):
        fault("", "it holds no JSON object", 'Write {"questionnaire": …, "answers": {…}}')
        raise ValidationErrors("The answers file", issues)
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
            for name, problem, fix in validate_answer(
                answer, questionnaire.by_id[question_id], questionnaire.scale_max
            ):
                fault(f"{place}.{name}".rstrip("."), problem, fix)
            answers[question_id] = answer
    targets = _numbers(content, "targets", questionnaire, questionnaire.scale_max, fault)
    importance = _numbers(content, "importance", questionnaire, 5, fault)
    if issues:
        raise ValidationErrors("The answers file", issues)
    return AnswersFile(Response(answers), targets, importance)


def read_answer(content: Any) -> Answer:
    """Return one answer from parsed JSON, in the shape an answers file has.

    Raises ValidationErrors with every fault in it.
    """
    issues: list[Issue] = []
    answer = _answer(content, "answer", lambda *said: issues.append(Issue("the page", *said)))
    if issues:
        raise ValidationErrors("The answer", issues)
    return answer


def _shown(value: Any) -> str:
    """Return `value` as it stands in the file, cut where it is long."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _known(name: str, known: Any, place: str, fault: Any) -> bool:
    if name in known:
        return True
    near = closest_match(name, known)
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
        return UNANSWERED
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


def _numbers(
    content: dict[str, Any], name: str, questionnaire: Questionnaire, scale_max: int, fault: Any
) -> dict[str, int]:
    kept: dict[str, int] = {}
    for dimension, value in _object(content, name, fault).items():
        if not _known(dimension, [d.id for d in questionnaire.dimensions], name, fault):
            continue
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= scale_max:
            fault(
                f"{name}.{dimension}", f"{_shown(value)} is out of range", f"Give a whole number from 1 to {scale_max}"
            )
        else:
            kept[dimension] = value
    return kept
