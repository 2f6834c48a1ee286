"""Plain frozen records of what is stored, named as in the tables."""

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
    """One measurement of one team with one questionnaire at one time.

    Where several people answer: `invitation` is the last part of the link for all, `expected` how many people are
    invited; with `asks_role` each says whether they lead people; with `is_linked` a person's answers are linked over
    time, by a private code or, in open mode, by their name. `dimensions` are the ids of those asked, in order; None
    when all are. `places` is how many may take part (None: as many as are expected); with `is_locked` nobody else may.
    `slips` is how many one-time slips were printed; then only they begin. `closes_at` is when it closes by itself (in
    ISO 8601, with the offset where the owner is). With `is_shared` participants may look at the result once it is
    closed. `repeat_months` is after how many months the next round is due; the rounds of one series have the same
    `series_id`, the id of the first. `questions` are the ids of those asked where single ones were picked, in the
    questionnaire's order.
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
    def is_linked_by_code(self) -> bool:
        """Whether a private code links a person's answers over time; where there are names, the name does."""
        return self.is_linked and self.privacy == "anonymous"

    @property
    def deadline(self) -> datetime | None:
        """When it closes by itself, in the time zone where the owner set it; None when it does not."""
        return datetime.fromisoformat(self.closes_at) if self.closes_at else None

    def is_overdue(self, now: datetime) -> bool:
        """Whether it is still open after its deadline."""
        return self.is_open and self.deadline is not None and self.deadline <= now

    def recorded_time(self, now: datetime) -> datetime:
        """Return the time that is stored with what a person does: in anonymous rounds only the day, in UTC."""
        return start_of_day(now) if self.privacy == "anonymous" else now


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer as it is in the database, with the response's revision at which it was written."""

    answer: Answer
    revision: int


@dataclass(frozen=True, slots=True)
class PartChange:
    """The last change of a part of an answer: the response's revision then, and when it was chosen, None if unknown."""

    revision: int
    chosen_at: datetime | None


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
    """One of several people's responses; `name` is known in open mode only.

    `key` is the hash of their private code.
    """

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
    """An action of a team's plan: a first step of a question, or one that the team wrote itself.

    An own action has no `from_level` and no `effort`, and only some have a question.
    """

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
        """Whether there is still something to do."""
        return self.status in ("planned", "started")

    def is_overdue(self, today: date) -> bool:
        """Whether it is still open after its date."""
        return self.is_open and self.due is not None and self.due < today

    @property
    def is_to_ask_about(self) -> bool:
        """Whether it is done and nobody has said yet whether it worked."""
        return self.status == "done" and self.outcome is None

    def due_group(self, today: date) -> DueGroup | None:
        """Return when an open action is due, one without a date later; None for one that is done or dropped."""
        if not self.is_open:
            return None
        if self.is_overdue(today):
            return "overdue"
        is_this_month = self.due is not None and (self.due.year, self.due.month) == (today.year, today.month)
        return "this_month" if is_this_month else "later"


@dataclass(frozen=True, slots=True)
class PublishedLink:
    """A result that was published as it was then; `secret_hash` is the hash of the last part of its address.

    One that `is_whole` is for those who took part in a workshop: with what they wrote, and every file.
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
    """What lets another program read the data of a team, or (None) of all; the token itself is not stored."""

    id: str
    token_hash: str
    name: str
    team_id: str | None
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class WorkshopRow:
    """What belongs to a workshop beside its assessment: the join code, the screen's token, and its state as JSON.

    `number` counts the changes of the state. The name and the password of the Wi-Fi for phones are empty where nobody
    typed them.
    """

    assessment_id: str
    code: str
    screen: str
    pace: Literal["together", "self_paced"]
    state: str
    number: int
    expires_at: datetime
    wifi_name: str = ""
    wifi_password: str = ""


def start_of_day(moment: datetime) -> datetime:
    """Return when the day of `moment` began, in UTC."""
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def asked_questions(questionnaire: Questionnaire, row: Assessment) -> tuple[Question, ...]:
    """Return the questions asked, in order: all of them, the pulse, those of the chosen dimensions, or those picked."""
    if row.questions is not None:
        return tuple(q for q in questionnaire.questions if q.id in row.questions)
    if row.dimensions is not None:
        return tuple(q for d in questionnaire.dimensions if d.id in row.dimensions for q in d.questions)
    return questionnaire.pulse if row.scope == "pulse" else questionnaire.questions
