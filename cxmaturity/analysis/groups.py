"""What is kept of a group when its assessment is closed: what may be seen of it, and what verdicts are made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
from pydantic import TypeAdapter

from cxmaturity.analysis.disclosure import MIN_GROUP_SIZE, GroupDisclosure, QuestionDisclosure, disclose_group
from cxmaturity.answers import UNANSWERED, Privacy, Response
from cxmaturity.questionnaire.schema import Question, Questionnaire
from cxmaturity.records import Assessment, ParticipantResponse
from cxmaturity.scoring import group as scoring
from cxmaturity.scoring.levels import compute_levels
from cxmaturity.scoring.matrices import by_dimension, response_row


@dataclass(frozen=True, slots=True)
class Comment:
    """What one person wrote to a question; `by`, with the level they chose, is known in open mode only."""

    note: str
    evidence: str
    name: str | None
    level: int | None


@dataclass(frozen=True, slots=True)
class Vote:
    """Who chose which level; in open mode only. `level` is None where they gave another answer."""

    name: str
    level: int | None


@dataclass(frozen=True, slots=True)
class RoundResult:
    """What a room was shown of a question after a round of votes; `votes` with names, in open mode only."""

    round: int
    shown: QuestionDisclosure
    votes: Sequence[Vote]


@dataclass(frozen=True, slots=True)
class AgreementStatistics:
    """How far a group agrees over a dimension, or over everything: see `scoring.group`. None where undefined."""

    r_star_wg: float | None
    ordinal_alpha: float | None
    cronbach_alpha: float | None


@dataclass(frozen=True, slots=True)
class AgreedLevel:
    """The level a group agreed on for a question, and why."""

    level: int
    reason: str


@dataclass(frozen=True, slots=True)
class ParticipantLevels:
    """One person's own levels by dimension id, None where undefined. Never shown: verdicts are made from all of them.

    `key` is the hash of their private code.
    """

    key: str
    levels: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class GroupResult:
    """A group as it was when its assessment was closed.

    `invited` is how many were expected, None when nobody said. `said` and `votes` are by question id, `details` by
    dimension id. `rounds` are what a workshop revealed, by question id.
    """

    privacy: Privacy
    is_linked: bool
    invited: int | None
    seen: GroupDisclosure
    said: Mapping[str, Sequence[Comment]]
    votes: Mapping[str, Sequence[Vote]]
    details: Mapping[str, AgreementStatistics]
    agreed: Mapping[str, AgreedLevel]
    own: Sequence[ParticipantLevels]
    rounds: Mapping[str, Sequence[RoundResult]] = field(default_factory=dict)

    @property
    def response(self) -> Response:
        """The group's answers, to be scored as any."""
        return self.seen.response

    def with_agreed(self, agreed: Mapping[str, AgreedLevel]) -> "GroupResult":
        """Return the same group with other agreed levels; nobody's answers are looked at again."""
        levels = {name: a.level for name, a in agreed.items()}
        return replace(self, agreed=dict(agreed), seen=replace(self.seen, agreed=levels))


GROUP_RESULT_JSON: TypeAdapter[GroupResult] = TypeAdapter(GroupResult)
"""Writes and reads a group as JSON."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is read here of all that was frozen."""

    group: GroupResult | None = None


_KEPT: TypeAdapter[_Kept] = TypeAdapter(_Kept)


@lru_cache(maxsize=4)  # the page asks for the same at every click, and what was frozen never changes
def frozen_group(content: str) -> GroupResult | None:
    """Return the group in what was frozen when its assessment was closed, None when it was one person's own."""
    return _KEPT.validate_json(content).group


ROUND_RESULT_JSON: TypeAdapter[RoundResult] = TypeAdapter(RoundResult)
"""Writes and reads what was revealed as JSON."""


def summarise_group(
    row: Assessment,
    questionnaire: Questionnaire,
    questions: Sequence[Question],
    people: Sequence[ParticipantResponse],
    agreed: Mapping[str, AgreedLevel],
) -> GroupResult:
    """Return what is kept of these people's answers to `questions`, by the terms of the assessment `row`."""
    responses = [Response(person.answers) for person in people]
    roles = [person.role for person in people] if row.asks_role else []
    levels_agreed = {name: a.level for name, a in agreed.items()}
    seen = disclose_group(responses, questions, questionnaire.scale_max, row.privacy, levels_agreed, roles)
    said = {q.id: found for q in questions if (found := _comments(people, q, row.privacy))}
    by_name = sorted(people, key=lambda person: (person.name or "").casefold())
    votes = {q.id: _votes(by_name, q) for q in questions} if row.privacy == "open" else {}
    details = _agreement_statistics(questionnaire, questions, responses, seen)
    own = _participant_levels(questionnaire, people, seen.without_suppressed(responses))
    return GroupResult(row.privacy, row.is_linked, row.expected, seen, said, votes, details, dict(agreed), own)


def _comments(people: Sequence[ParticipantResponse], question: Question, privacy: Privacy) -> list[Comment]:
    """Return what people wrote; without names only where five wrote, in an order that tells nothing of who did."""
    given = [(p, a) for p in people if (a := p.answers.get(question.id, UNANSWERED)).note or a.evidence]
    if privacy == "open":
        return [Comment(a.note, a.evidence, p.name, a.level) for p, a in given]
    if sum(question.id in p.answers and p.answers[question.id].level is not None for p in people) < MIN_GROUP_SIZE:
        return []
    return sorted((Comment(a.note, a.evidence, None, None) for _, a in given), key=lambda s: (s.note, s.evidence))


def _votes(by_name: Sequence[ParticipantResponse], question: Question) -> list[Vote]:
    """Return who chose what, by level and then by name."""
    given = [Vote(p.name or "", a.level) for p in by_name if (a := p.answers.get(question.id)) and a.is_answered]
    return sorted(given, key=lambda vote: vote.level or 0)


def _agreement_statistics(
    questionnaire: Questionnaire,
    questions: Sequence[Question],
    responses: Sequence[Response],
    disclosure: GroupDisclosure,
) -> dict[str, AgreementStatistics]:
    """Return the details of each dimension all of whose counts are shown: they hold hardly more than these."""
    found = {}
    for dimension in questionnaire.dimensions:
        own = [q for q in questions if questionnaire.dimension_of[q.id].id == dimension.id]
        rated = [q for q in own if disclosure.questions[q.id].answer.level is not None]
        if not rated or any(disclosure.questions[q.id].counts is None for q in rated):
            continue
        given = scoring.vote_matrix(responses, rated)
        found[dimension.id] = AgreementStatistics(
            scoring.r_star_wg(given, questionnaire.scale_max),
            scoring.ordinal_alpha(given),
            scoring.cronbach_alpha(given),
        )
    return found


def _participant_levels(
    questionnaire: Questionnaire, people: Sequence[ParticipantResponse], responses: Sequence[Response]
) -> list[ParticipantLevels]:
    """Return each person's own levels; people without any answer are left out."""
    rows = [response_row(response, questionnaire.questions) for response in responses]
    if not rows:
        return []
    answers, applies = (np.concatenate(part) for part in zip(*rows, strict=True))
    found = compute_levels(answers, applies, by_dimension(questionnaire)).level
    return [
        ParticipantLevels(
            person.key,
            {d.id: None if np.isnan(x) else float(x) for d, x in zip(questionnaire.dimensions, row, strict=True)},
        )
        for person, row in zip(people, found, strict=True)
        if any(a.is_answered for a in person.answers.values())
    ]
