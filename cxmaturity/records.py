"""Frozen records of what is stored, with the names of the tables' columns."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

from cxmaturity.answers import Answer, Privacy, Role
from cxmaturity.questionnaire.schema import Question, Questionnaire

Mode = Literal["solo", "survey", "workshop"]
Scope = Literal["full", "pulse"]
Status = Literal["planned", "started", "done", "dropped"]
Worked = Literal["yes", "partly", "no"]
DueGroup = Literal["overdue", "this_month", "later"]


@dataclass(frozen=True, slots=True)
class Team:
    """A team whose assessments are compared over time."""

    id: str
    name: str
    is_demo: bool


@dataclass(frozen=True, slots=True)
class Assessment:
    """One measurement of one team, with one questionnaire, at one time.

    `dimensions` and `questions` are the ids of those asked, in questionnaire order, when dimensions were chosen or
    questions picked; None when all are asked. With `asks_role` each participant says whether they lead people. With
    `is_linked` a person's answers are linked over time: by their name in open mode, by a private code in anonymous
    mode. With `is_shared` participants may view the result once it is closed.
    - Link: `invitation` is the last part of the link for all participants; `slips` is how many one-time slips were
      printed, and then only people with a slip can start.
    - People: `expected` is how many are invited, `places` how many may take part (None: as many as expected); with
      `is_locked` nobody else may start.
    - Time: `closes_at` is the deadline at which it closes by itself, in ISO 8601 with the owner's UTC offset.
      `repeat_months` is after how many months the next round is due; all rounds of a series have the same `series_id`,
      the id of the first.
    """

    id: str
    team_id: str
    team_name: str
    is_demo: bool
    label: str
    digest: str
    scope: Scope
    variant: str
    mode: Mode
    privacy: Privacy
    status: Literal["open", "closed"]
    opened_at: datetime
    closed_at: datetime | None
    invitation: str | None = None
    asks_role: bool = False
    is_linked: bool = False
    expected: int | None = None
    dimensions: tuple[str, ...] | None = None
    places: int | None = None
    is_locked: bool = False
    slips: int | None = None
    closes_at: str | None = None
    is_shared: bool = False
    repeat_months: int | None = None
    series_id: str | None = None
    questions: tuple[str, ...] | None = None

    @property
    def is_open(self) -> bool:
        """Whether it still takes answers."""
        return self.status == "open"

    @property
    def dated_at(self) -> datetime:
        """When it was finished, or started while it is open."""
        return self.closed_at or self.opened_at

    @property
    def is_part(self) -> bool:
        """Whether it asks chosen dimensions or picked questions only, so that it has no overall level."""
        return self.dimensions is not None or self.questions is not None

    def asks_as_much_as(self, other: "Assessment") -> bool:
        """Return whether it asks every dimension and question of `other`, unless one of the two is a pulse."""
        return all(
            mine is None or (theirs is not None and set(theirs) <= set(mine))
            for mine, theirs in ((self.dimensions, other.dimensions), (self.questions, other.questions))
        )

    @property
    def has_result(self) -> bool:
        """Whether its result may be viewed: it is closed, or one person answers it."""
        return not self.is_open or self.mode == "solo"

    @property
    def is_linked_by_code(self) -> bool:
        """Whether private codes link people's answers over time; in open mode names do."""
        return self.is_linked and self.privacy == "anonymous"

    @property
    def deadline(self) -> datetime | None:
        """When it closes by itself, with the owner's UTC offset; None without a deadline."""
        return datetime.fromisoformat(self.closes_at) if self.closes_at else None

    def is_overdue(self, now: datetime) -> bool:
        """Whether it is still open after its deadline."""
        return self.is_open and self.deadline is not None and self.deadline <= now

    def recorded_time(self, now: datetime) -> datetime:
        """Return the time to store with what a participant does: in anonymous rounds only the day, in UTC."""
        return start_of_day(now) if self.privacy == "anonymous" else now


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """A stored answer, and the response's revision at which it was written."""

    answer: Answer
    revision: int


@dataclass(frozen=True, slots=True)
class PartChange:
    """The last change of a part of an answer: the response's revision, and when it was chosen, None if unknown."""

    revision: int
    chosen_at: datetime | None


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """A stored response of one person; `revision` counts all writes to it."""

    id: str
    revision: int
    answers: dict[str, StoredAnswer]
    finished_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ParticipantResponse:
    """The response of one of several people; `name` is known in open mode only.

    `key` is the hash of their private code.
    """

    key: str
    name: str | None
    role: Role | None
    answers: dict[str, Answer]


@dataclass(frozen=True, slots=True)
class DimensionTarget:
    """The target stage and the importance (1..5) that the user chose for a dimension; None where not chosen."""

    target: int | None
    importance: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """An action of a team's plan: the first step of a question, or an action that the team wrote itself.

    An action that the team wrote has no `from_level` and no `effort`, and may have a question.
    """

    id: str
    team_id: str
    assessment_id: str | None
    question_id: str | None
    from_level: int | None
    do: str
    effort: str = ""
    worked_if: str
    owner: str
    due: date | None
    status: Status = "planned"
    outcome: Worked | None = None
    outcome_note: str = ""
    created_at: datetime
    done_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it still has to be done."""
        return self.status in ("planned", "started")

    def is_overdue(self, today: date) -> bool:
        """Whether it is still open after its due date."""
        return self.is_open and self.due is not None and self.due < today

    @property
    def is_to_ask_about(self) -> bool:
        """Whether it is done and nobody has recorded yet whether it worked."""
        return self.status == "done" and self.outcome is None

    def due_group(self, today: date) -> DueGroup | None:
        """Return when an open action is due (without a date: later); None for one that is done or dropped."""
        if not self.is_open:
            return None
        if self.is_overdue(today):
            return "overdue"
        is_this_month = self.due is not None and (self.due.year, self.due.month) == (today.year, today.month)
        return "this_month" if is_this_month else "later"


@dataclass(frozen=True, slots=True)
class PublishedLink:
    """A link to a result as it was when published; `secret_hash` is the hash of the last part of its address.

    A link that `is_whole` is for those who took part in a workshop: with what they wrote, and every file.
    """

    id: str
    assessment_id: str
    secret_hash: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    is_whole: bool = False

    def is_open(self, now: datetime) -> bool:
        """Whether it still shows the result."""
        return self.revoked_at is None and now < self.expires_at


@dataclass(frozen=True, slots=True)
class AccessToken:
    """Lets another program read the data of a team, or (None) of all teams; the token itself is not stored."""

    id: str
    token_hash: str
    name: str
    team_id: str | None
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


def start_of_day(moment: datetime) -> datetime:
    """Return the beginning, in UTC, of the day of `moment`."""
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def asked_questions(questionnaire: Questionnaire, row: Assessment) -> tuple[Question, ...]:
    """Return the questions of an assessment, in order: picked, of chosen dimensions, of the pulse, or all."""
    if row.questions is not None:
        return tuple(q for q in questionnaire.questions if q.id in row.questions)
    if row.dimensions is not None:
        return tuple(q for d in questionnaire.dimensions if d.id in row.dimensions for q in d.questions)
    return questionnaire.pulse if row.scope == "pulse" else questionnaire.questions
