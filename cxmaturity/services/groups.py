"""What is kept of a group when its assessment is closed: what may be seen of it, and what verdicts are made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
from pydantic import TypeAdapter

from cxmaturity.answers import NOTHING_YET, Privacy, Response
from cxmaturity.disclosure import FLOOR, GroupView, Shown, view
from cxmaturity.questionnaire import Question, Questionnaire
from cxmaturity.scoring import group as scoring
from cxmaturity.scoring.level import levels
from cxmaturity.scoring.shape import as_row, by_dimension
from cxmaturity.store.records import Assessment, Person


@dataclass(frozen=True, slots=True)
class Said:
    """What one person wrote to a question; `by`, with the level they chose, is known in open mode only."""

    note: str
    evidence: str
    by: str | None
    level: int | None


@dataclass(frozen=True, slots=True)
class Vote:
    """Who chose which level; in open mode only. `level` is None where they gave another answer."""

    by: str
    level: int | None


@dataclass(frozen=True, slots=True)
class Revealed:
    """What a room was shown of a question after a round of votes; `votes` with names, in open mode only."""

    round: int
    shown: Shown
    votes: Sequence[Vote]


@dataclass(frozen=True, slots=True)
class Details:
    """How far a group agrees over a dimension, or over everything: see `scoring.group`. None where undefined."""

    r_star_wg: float | None
    ordinal_alpha: float | None
    cronbach_alpha: float | None


@dataclass(frozen=True, slots=True)
class Agreed:
    """The level a group agreed on for a question, and why."""

    level: int
    reason: str


@dataclass(frozen=True, slots=True)
class Own:
    """One person's own levels by dimension id, None where undefined. Never shown: verdicts are made from all of them.

    `key` is the hash of their private code.
    """

    key: str
    levels: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Group:
    """A group as it was when its assessment was closed.

    `invited` is how many were expected, None when nobody said. `said` and `votes` are by question id, `details` by
    dimension id. `rounds` are what a workshop revealed, by question id.
    """

    privacy: Privacy
    is_linked: bool
    invited: int | None
    seen: GroupView
    said: Mapping[str, Sequence[Said]]
    votes: Mapping[str, Sequence[Vote]]
    details: Mapping[str, Details]
    agreed: Mapping[str, Agreed]
    own: Sequence[Own]
    rounds: Mapping[str, Sequence[Revealed]] = field(default_factory=dict)

    @property
    def response(self) -> Response:
        """The group's answers, to be scored as any."""
        return self.seen.response

    def with_agreed(self, agreed: Mapping[str, Agreed]) -> "Group":
        """Return the same group with other agreed levels; nobody's answers are looked at again."""
        levels = {name: a.level for name, a in agreed.items()}
        return replace(self, agreed=dict(agreed), seen=replace(self.seen, agreed=levels))


FROZEN: TypeAdapter[Group] = TypeAdapter(Group)
"""Writes and reads a group as JSON."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is read here of all that was frozen."""

    group: Group | None = None


_KEPT: TypeAdapter[_Kept] = TypeAdapter(_Kept)


@lru_cache(maxsize=4)  # the page asks for the same at every click, and what was frozen never changes
def frozen_group(content: str) -> Group | None:
    """Return the group in what was frozen when its assessment was closed, None when it was one person's own."""
    return _KEPT.validate_json(content).group


REVEALED: TypeAdapter[Revealed] = TypeAdapter(Revealed)
"""Writes and reads what was revealed as JSON."""


def group(
    row: Assessment,
    questionnaire: Questionnaire,
    questions: Sequence[Question],
    people: Sequence[Person],
    agreed: Mapping[str, Agreed],
) -> Group:
    """Return what is kept of these people's answers to `questions`, by the terms of the assessment `row`."""
    responses = [Response(person.answers) for person in people]
    roles = [person.role for person in people] if row.asks_role else []
    levels_agreed = {name: a.level for name, a in agreed.items()}
    seen = view(responses, questions, questionnaire.top, row.privacy, levels_agreed, roles)
    said = {q.id: found for q in questions if (found := _said(people, q, row.privacy))}
    by_name = sorted(people, key=lambda person: (person.name or "").casefold())
    votes = {q.id: _votes(by_name, q) for q in questions} if row.privacy == "open" else {}
    details = _details(questionnaire, questions, responses, seen)
    own = _own(questionnaire, people, seen.without_hidden(responses))
    return Group(row.privacy, row.is_linked, row.expected, seen, said, votes, details, dict(agreed), own)


def _said(people: Sequence[Person], question: Question, privacy: Privacy) -> list[Said]:
    """Return what people wrote; without names only where five wrote, in an order that tells nothing of who did."""
    given = [(p, a) for p in people if (a := p.answers.get(question.id, NOTHING_YET)).note or a.evidence]
    if privacy == "open":
        return [Said(a.note, a.evidence, p.name, a.level) for p, a in given]
    if sum(question.id in p.answers and p.answers[question.id].level is not None for p in people) < FLOOR:
        return []
    return sorted((Said(a.note, a.evidence, None, None) for _, a in given), key=lambda s: (s.note, s.evidence))


def _votes(by_name: Sequence[Person], question: Question) -> list[Vote]:
    """Return who chose what, by level and then by name."""
    given = [Vote(p.name or "", a.level) for p in by_name if (a := p.answers.get(question.id)) and a.is_given]
    return sorted(given, key=lambda vote: vote.level or 0)


def _details(
    questionnaire: Questionnaire, questions: Sequence[Question], responses: Sequence[Response], seen: GroupView
) -> dict[str, Details]:
    """Return the details of each dimension all of whose counts are shown: they hold hardly more than these."""
    found = {}
    for dimension in questionnaire.dimensions:
        own = [q for q in questions if questionnaire.dimension_of[q.id].id == dimension.id]
        rated = [q for q in own if seen.questions[q.id].answer.level is not None]
        if not rated or any(seen.questions[q.id].counts is None for q in rated):
            continue
        given = scoring.votes(responses, rated)
        found[dimension.id] = Details(
            scoring.r_star_wg(given, questionnaire.top), scoring.ordinal_alpha(given), scoring.cronbach_alpha(given)
        )
    return found


def _own(questionnaire: Questionnaire, people: Sequence[Person], responses: Sequence[Response]) -> list[Own]:
    """Return each person's own levels; people without any answer are left out."""
    rows = [as_row(response, questionnaire.questions) for response in responses]
    if not rows:
        return []
    answers, applies = (np.concatenate(part) for part in zip(*rows, strict=True))
    found = levels(answers, applies, by_dimension(questionnaire)).level
    return [
        Own(
            person.key,
            {d.id: None if np.isnan(x) else float(x) for d, x in zip(questionnaire.dimensions, row, strict=True)},
        )
        for person, row in zip(people, found, strict=True)
        if any(a.is_given for a in person.answers.values())
    ]
