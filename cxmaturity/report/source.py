"""What a report is made of, loaded by a service."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from cxmaturity.analysis.frozen.closed_assessment import ClosedAssessment
from cxmaturity.analysis.groups import GroupResult
from cxmaturity.analysis.outcome import Outcome
from cxmaturity.analysis.polls import PollResult
from cxmaturity.analysis.pulse import PulsePoint
from cxmaturity.analysis.trends.comparison import Comparison
from cxmaturity.questionnaire.schema import Question, Questionnaire
from cxmaturity.records import Action, Assessment, asked_questions
from cxmaturity.wording.plans import AskedQuestion
from cxmaturity.workshops.dots import DottedStep


@dataclass(frozen=True)
class ShownPoll:
    """A question outside the score as a workshop asked it, with what may be shown of the answers."""

    prompt: str
    labels: Sequence[str]
    result: PollResult


@dataclass(frozen=True)
class SessionRecord:
    """What a workshop recorded beside its votes.

    `order` is that of its questions. `steps` are those that dots were given to, or that the room wrote. `private_notes`
    are those of its facilitator by question id, empty where they are not wanted.
    """

    order: Sequence[str] = ()
    polls: Sequence[ShownPoll] = ()
    steps: Sequence[DottedStep] = ()
    private_notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ReportSource:
    """An assessment with all that its report may say. Days are those of the reader's time zone.

    `day` is when it was finished, or begun while it is open; `plan_day` is that of the plan. `outcome` is None while
    several people still answer, for until then nobody sees their answers. `last` is the outcome of the assessment
    before, and `last_label` its name. `milestones` and `pulse_points` are those of the team up to this one, the oldest
    first. `promised` are the steps that were planned after the assessment of the name `promised_label`. `plan` are the
    team's actions, and `asked` the questions that they are for, by action id. `session` is what a workshop recorded.
    """

    assessment: Assessment
    questionnaire: Questionnaire
    day: date
    plan_day: date
    address: str
    outcome: Outcome | None = None
    group: GroupResult | None = None
    last: Outcome | None = None
    last_label: str = ""
    comparison: Comparison | None = None
    milestones: Sequence[ClosedAssessment] = ()
    pulse_points: Sequence[PulsePoint] = ()
    promised: Sequence[Action] = ()
    promised_label: str = ""
    plan: Sequence[Action] = ()
    asked: Mapping[str, AskedQuestion] = field(default_factory=dict)
    session: SessionRecord = SessionRecord()

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions asked, in order."""
        return asked_questions(self.questionnaire, self.assessment)

    @property
    def is_full(self) -> bool:
        """Whether it has levels and a stage, unlike a pulse."""
        return self.assessment.scope == "full"

    @property
    def variant(self) -> str:
        """The wording in which the questions were read."""
        return self.assessment.variant
