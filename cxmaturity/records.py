"""Plain frozen records of what is stored, named as in the tables."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from cxmaturity.answers import Answer, Privacy, Role
from cxmaturity.questionnaire.schema import Question, Questionnaire

Scope = Literal["full", "pulse"]
Status = Literal["planned", "started", "done", "dropped"]
Worked = Literal["yes", "partly", "no"]


@dataclass(frozen=True, slots=True)
class Team:
    """A team whose assessments are compared over time."""

    id: str
    name: str
    is_demo: bool


@dataclass(frozen=True, slots=True)
class Assessment:
    """One measuring of one team with one questionnaire at one time.

    Of those that several people answer: `invitation` is the last part of the link for all, `expected` how many people
    are invited; with `asks_role` each says whether they lead people; with `is_linked` a private code links a person's
    answers over time. `dimensions` are the ids of those asked, None when all are.
    """

    id: str
    team_id: str
    team_name: str
    is_demo: bool
    label: str
    digest: str
    scope: Scope
    variant: str
    mode: Literal["solo", "survey", "workshop"]
    privacy: Privacy
    status: Literal["open", "closed"]
    opened_at: datetime
    closed_at: datetime | None
    invitation: str | None = None
    asks_role: bool = False
    is_linked: bool = False
    expected: int | None = None
    dimensions: tuple[str, ...] | None = None

    @property
    def is_open(self) -> bool:
        """True while answers may still be given."""
        return self.status == "open"


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer as it is in the database, with the response's revision at which it was written."""

    answer: Answer
    revision: int


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """One person's response as it is in the database; `revision` counts all writes to it."""

    id: str
    assessment_id: str
    revision: int
    answers: dict[str, StoredAnswer]
    finished_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ParticipantResponse:
    """One of several people's responses. `key` is the hash of their private code; `name` is known in open mode only."""

    key: str
    name: str | None
    role: Role | None
    answers: dict[str, Answer]
    is_finished: bool


@dataclass(frozen=True, slots=True)
class DimensionTarget:
    """The target stage and importance (1..5) somebody set for a dimension; None where not set."""

    target: int | None
    importance: int | None


@dataclass(frozen=True, slots=True)
class Action:
    """A first step someone took on."""

    id: str
    team_id: str
    assessment_id: str | None
    question_id: str | None
    from_level: int | None
    do: str
    effort: str
    worked_if: str
    owner: str
    due: date | None
    status: Status
    outcome: Worked | None
    outcome_note: str
    created_at: datetime
    done_at: datetime | None

    @property
    def is_open(self) -> bool:
        """True while there is still something to do."""
        return self.status in ("planned", "started")

    def is_overdue(self, today: date) -> bool:
        """True when it is still open after its date."""
        return self.is_open and self.due is not None and self.due < today


@dataclass(frozen=True, slots=True)
class WorkshopRow:
    """What an assessment answered in a room has beside: its code, the screen's token, where it stands (as JSON)."""

    assessment_id: str
    code: str
    screen: str
    pace: Literal["together", "self_paced"]
    state: str
    number: int
    expires_at: datetime


def asked_questions(questionnaire: Questionnaire, row: Assessment) -> tuple[Question, ...]:
    """Return the questions asked, in order: all of them, the pulse, or those of the chosen dimensions."""
    if row.dimensions is not None:
        return tuple(q for d in questionnaire.dimensions if d.id in row.dimensions for q in d.questions)
    return questionnaire.pulse if row.scope == "pulse" else questionnaire.questions
