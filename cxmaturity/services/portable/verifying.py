"""Verifies that the results in a portable file, or in a report that contains one, follow from its answers.

Digests reveal parts that were changed after the file was written. Scoring again reveals changes whose digests were
changed too, and results of older scoring rules.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from cxmaturity.analysis.frozen.frozen_result import FrozenResult, read_frozen_result
from cxmaturity.analysis.groups import GroupResult, summarise_group
from cxmaturity.analysis.outcome import evaluate_with_targets, outcome_json, pulse_json
from cxmaturity.answers import Answer, Response
from cxmaturity.errors import ValidationErrors
from cxmaturity.files.portable.content import Portable, PortableAssessment
from cxmaturity.files.portable.pdf_attachment import attached_portable_files, printed_digest
from cxmaturity.files.portable.reading import read_with_changes
from cxmaturity.questionnaire.loading import questionnaire_from_canonical
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.records import ParticipantResponse, asked_questions
from cxmaturity.scoring.group import group_answer
from cxmaturity.store.answers import FIRST_ROUND
from cxmaturity.wording.exports import portable as wording

_FILE = "The file"
_FIELDS = ("level", "not_applicable", "dont_know", "evidence_grade")


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference in a file; `place` names the part of the file, or the assessment."""

    place: str
    problem: str

    def __str__(self) -> str:
        return f"{self.place}: {self.problem}"


def verify(data: bytes) -> tuple[Difference, ...]:
    """Return every difference between the results in a portable file, or a report, and its answers scored now.

    An empty tuple means that they match. Parts that cannot be read, such as an answer off the scale, are differences
    too. Raises Refused for another kind of file, one that is cut off, or a newer format.
    """
    try:
        read = read_with_changes(data)
    except ValidationErrors as error:
        return tuple(Difference(issue.place or _FILE, issue.problem) for issue in error.issues)
    changed = [Difference(name, wording.CHANGED_SINCE) for name in read.changed]
    if data.startswith(b"%PDF"):
        if printed_digest(data) != read.digest:
            changed.append(Difference(_FILE, wording.OTHER_ATTACHMENT))
        if len(attached_portable_files(data)) > 1:
            changed.append(Difference(_FILE, wording.SEVERAL_ATTACHMENTS))
    return (*changed, *score_differences(read.portable))


def score_differences(portable: Portable) -> tuple[Difference, ...]:
    """Return every difference between the frozen results of a file and its answers, scored now."""
    models = {digest: questionnaire_from_canonical(text) for digest, text in portable.questionnaires.items()}
    return tuple(
        Difference(wording.assessment_place(one.assessment), problem)
        for one in portable.assessments
        for problem in _differences(one, models[one.assessment.digest])
    )


def _differences(portable: PortableAssessment, questionnaire: Questionnaire) -> Iterator[str]:
    """Yield the differences between the newest frozen result of an assessment and its answers."""
    row = portable.assessment
    if not portable.frozen or row.is_open:
        return
    content = portable.frozen[-1].content
    frozen = read_frozen_result(content)
    asked = {q.id for q in asked_questions(questionnaire, row)}
    yield from _answer_differences(frozen.answers, _expected_answers(portable, frozen), asked)
    if frozen.group is not None:
        yield from _group_differences(portable, frozen.group, questionnaire)
    response = Response(frozen.answers)
    if row.scope == "full":
        scored = outcome_json(evaluate_with_targets(questionnaire, response, frozen.targets))
    else:
        scored = pulse_json(questionnaire, response)
    for path, stored, computed in _unequal(json.loads(content)["result"], json.loads(json.dumps(scored)), ()):
        yield wording.scored_otherwise(questionnaire, path, stored, computed)


def _expected_answers(portable: PortableAssessment, frozen: FrozenResult) -> Mapping[str, Answer]:
    """Return the answers from which the frozen result should follow: one person's, or the group's."""
    if frozen.group is None:
        return portable.response or {}
    return frozen.group.response.answers


def _answer_differences(frozen: Mapping[str, Answer], answers: Mapping[str, Answer], asked: set[str]) -> Iterator[str]:
    for name in sorted(asked):
        stored, answered = (
            {field: getattr(side[name], field) for field in _FIELDS}
            if name in side and side[name].is_answered
            else None
            for side in (frozen, answers)
        )
        if stored != answered:
            yield wording.answered_otherwise(name, answered, stored)


def _group_differences(portable: PortableAssessment, group: GroupResult, questionnaire: Questionnaire) -> Iterator[str]:
    """Yield the differences between a group's result and its counts, agreed levels and, in open mode, answers."""
    agreed = {name: level.level for name, level in portable.agreed.items()}
    for name in sorted(agreed.keys() | group.agreed.keys() | group.disclosure.agreed.keys()):
        levels = {agreed.get(name), group.disclosure.agreed.get(name), _level(group, name)}
        if len(levels) > 1:
            yield wording.agreed_otherwise(name)
    for name, shown in group.disclosure.questions.items():
        if shown.counts is not None and shown.answer.level is not None:
            votes = [Answer(level=level) for level, count in enumerate(shown.counts, start=1) for _ in range(count)]
            if group_answer(votes).level != shown.answer.level:
                yield wording.counts_otherwise(name)
    if portable.assessment.mode == "survey" and portable.people:
        people = [
            ParticipantResponse(str(place), person.name, person.role, dict(person.rounds.get(FIRST_ROUND, {})))
            for place, person in enumerate(portable.people)
        ]
        asked = asked_questions(questionnaire, portable.assessment)
        again = summarise_group(portable.assessment, questionnaire, asked, people, group.agreed)
        for name, shown in group.disclosure.questions.items():
            if asdict(shown) != asdict(again.disclosure.questions[name]):
                yield wording.people_otherwise(name)


def _level(group: GroupResult, name: str) -> int | None:
    return group.agreed[name].level if name in group.agreed else None


def _unequal(stored: Any, computed: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    """Yield the path of each stored JSON value that differs from the computed one, with both values.

    Figures that are not stored are skipped, because older versions stored fewer.
    """
    if isinstance(stored, dict) and isinstance(computed, dict):
        for name in sorted(stored):
            yield from _unequal(stored[name], computed.get(name), (*path, name))
    elif stored != computed:
        yield path, stored, computed
