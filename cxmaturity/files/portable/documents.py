"""The JSON documents of a portable file, one class for each kind of part; every field is validated when read."""

from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, StringConstraints

from cxmaturity.answers import MAX_TEXT_LENGTH, Privacy, Role
from cxmaturity.questionnaire.field_types import ID_PATTERN, MAX_ID_LENGTH
from cxmaturity.records import Mode, Scope, Status, Worked
from cxmaturity.text_cleaning import MAX_NAME_LENGTH, clean_text, to_one_line
from cxmaturity.workshops.polls import MAX_OPTIONS

FORMAT = "cxmaturity-portable"
VERSION = 1
"""The version of the format that is written; a newer one is refused."""

_MAX_PEOPLE = 100_000
_MAX_ROUNDS = 100
_MAX_STEPS = 100


def _storable(text: str) -> str:
    if clean_text(text) != text:
        raise ValueError("it has characters that cannot be stored")
    return text


def _one_line(text: str) -> str:
    if not text or to_one_line(text) != text:
        raise ValueError("it must be one line with something in it")
    return text


def _to_datetime(value: Any) -> Any:
    if isinstance(value, str):
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise ValueError("it has no time zone")
        return moment.astimezone(UTC)
    return value


def _to_date(value: Any) -> Any:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _iso(value: date | datetime | None) -> str | None:
    return None if value is None else value.isoformat()


Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
ModelId = Annotated[str, StringConstraints(max_length=MAX_ID_LENGTH, pattern=ID_PATTERN)]
"""The id of a question, a dimension or a kind of organisation; checked later against the questionnaire."""
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Name = Annotated[str, StringConstraints(max_length=MAX_NAME_LENGTH), AfterValidator(_one_line)]
Text = Annotated[str, StringConstraints(max_length=MAX_TEXT_LENGTH), AfterValidator(_storable)]
Moment = Annotated[datetime, BeforeValidator(_to_datetime), PlainSerializer(_iso)]
Day = Annotated[date, BeforeValidator(_to_date), PlainSerializer(_iso)]
Round = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,2}$")]
Level = Annotated[int, Field(ge=0, le=99)]
Stage = Annotated[int, Field(ge=0, le=99)]


class _Document(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)


class AnswerDocument(_Document):
    """An answer; fields without a value are omitted."""

    level: Level | None = None
    not_applicable: Text | None = None
    dont_know: bool = False
    note: Text = ""
    evidence_grade: Annotated[int, Field(ge=0, le=3)] | None = None
    evidence: Text = ""


Answers = dict[ModelId, AnswerDocument]


class PersonDocument(_Document):
    """A person of an open round, with answers by round of votes; a survey has one round."""

    name: Annotated[Text, StringConstraints(max_length=MAX_NAME_LENGTH)]
    role: Role | None = None
    rounds: dict[Round, Answers] = Field(max_length=_MAX_ROUNDS)


class TargetDocument(_Document):
    """The target stage and the importance of a dimension."""

    target: Stage | None = None
    importance: Annotated[int, Field(ge=1, le=5)] | None = None


class AgreementDocument(_Document):
    """A level that a group agreed on."""

    level: Level
    reason: Text
    agreed_at: Moment


class FrozenDocument(_Document):
    """A frozen result: `content` is its text word for word, `digest` the SHA-256 of that text."""

    frozen_at: Moment
    content: str
    digest: Digest


class WarmUpDocument(_Document):
    """The warm-up question of a workshop; without options it was answered by a number."""

    prompt: Text
    options: list[Text] = Field(default=[], max_length=MAX_OPTIONS)


class DottedStepDocument(_Document):
    """A step of a dot vote: its dots, if disclosable, and its question, if any."""

    do: Text
    dots: Annotated[int, Field(ge=0, le=_MAX_PEOPLE)] | None = None
    question_id: ModelId | None = None


class AssessmentDocument(_Document):
    """An assessment."""

    id: Id
    team_id: Id
    label: Name
    questionnaire: Digest
    scope: Scope
    variant: ModelId
    mode: Mode
    privacy: Privacy
    status: Literal["open", "closed"]
    opened_at: Moment
    closed_at: Moment | None = None
    asks_role: bool = False
    is_linked: bool = False
    expected: Annotated[int, Field(ge=0, le=_MAX_PEOPLE)] | None = None
    dimensions: list[ModelId] | None = None
    questions: list[ModelId] | None = None
    series_id: Id | None = None
    targets: dict[ModelId, TargetDocument] = {}
    agreed: dict[ModelId, AgreementDocument] = {}
    answers: Answers | None = None
    people: list[PersonDocument] = Field(default=[], max_length=_MAX_PEOPLE)
    frozen: list[FrozenDocument] = []
    pace: Literal["together", "self_paced"] | None = None
    order: list[ModelId] = []
    worth: Text | None = None
    warm_up: WarmUpDocument | None = None
    warm_up_result: Text | None = None
    steps: list[DottedStepDocument] = Field(default=[], max_length=_MAX_STEPS)


class ActionDocument(_Document):
    """An action of a team's plan."""

    id: Id
    assessment_id: Id | None = None
    question_id: ModelId | None = None
    from_level: Level | None = None
    do: Text
    effort: Text = ""
    worked_if: Text = ""
    owner: Text = ""
    due: Day | None = None
    status: Status
    outcome: Worked | None = None
    outcome_note: Text = ""
    created_at: Moment
    done_at: Moment | None = None


class TeamDocument(_Document):
    """A team with its plan."""

    id: Id
    name: Name
    is_demo: bool = False
    created_at: Moment
    archived_at: Moment | None = None
    actions: list[ActionDocument] = []


class LeftOutDocument(_Document):
    """An assessment that people are still answering, and that is therefore not in the file."""

    id: Id
    team: Name
    label: Name


class ManifestDocument(_Document):
    """The list of parts, each with the SHA-256 of its bytes, and `digest`, the SHA-256 of all other fields."""

    format: Literal["cxmaturity-portable"]
    version: int
    holds: Literal["assessment", "team", "everything"]
    parts: dict[str, Digest]
    left_out: list[LeftOutDocument] = []
    digest: Digest
