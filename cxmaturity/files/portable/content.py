"""The content of a portable file as records: questionnaires, teams with their plans, and assessments."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from cxmaturity.answers import Answer, Role
from cxmaturity.records import Action, Assessment, DimensionTarget, Team
from cxmaturity.workshops.dots import DottedStep
from cxmaturity.workshops.polls import WarmUp

Holds = Literal["assessment", "team", "everything"]


@dataclass(frozen=True, slots=True)
class PortableTeam:
    """A team with those actions of its plan that belong to the content of the file."""

    team: Team
    created_at: datetime
    archived_at: datetime | None
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class PortablePerson:
    """A person of an open round: name, role, and answers by round of votes and question id."""

    name: str
    role: Role | None
    rounds: Mapping[int, Mapping[str, Answer]]


@dataclass(frozen=True, slots=True)
class PortableAgreement:
    """A level that a group agreed on, with its reason and time."""

    level: int
    reason: str
    agreed_at: datetime


@dataclass(frozen=True, slots=True)
class FrozenText:
    """The exact text of a frozen result, and when it was frozen."""

    frozen_at: datetime
    content: str


@dataclass(frozen=True, slots=True)
class PortableAssessment:
    """An assessment with the data that may leave this machine.

    `response` holds the answers of one person, None when several answered; `people` those of an open round with names,
    empty for an anonymous one. `frozen` are its frozen results, oldest first; of an anonymous round the newest only.
    The fields after that belong to workshops: `worth` and `warm_up_result` are results of polls as JSON, and `steps`
    are the steps with their dots.
    """

    assessment: Assessment
    targets: Mapping[str, DimensionTarget]
    agreed: Mapping[str, PortableAgreement] = field(default_factory=dict)
    response: Mapping[str, Answer] | None = None
    people: tuple[PortablePerson, ...] = ()
    frozen: tuple[FrozenText, ...] = ()
    pace: Literal["together", "self_paced"] | None = None
    order: tuple[str, ...] = ()
    worth: str | None = None
    warm_up: WarmUp | None = None
    warm_up_result: str | None = None
    steps: tuple[DottedStep, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An assessment that is not in the file because people are still answering it."""

    id: str
    team_name: str
    label: str


@dataclass(frozen=True, slots=True)
class Portable:
    """The content of a portable file; `questionnaires` are the canonical texts by their digest."""

    holds: Holds
    questionnaires: Mapping[str, str]
    teams: tuple[PortableTeam, ...]
    assessments: tuple[PortableAssessment, ...]
    left_out: tuple[LeftOut, ...] = ()
