"""The input of a report, loaded by a service."""

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
from cxmaturity.wording.questionnaire.questions import quoted_prompt
from cxmaturity.wording.result.groups import unanswered_word
from cxmaturity.workshops.dots import DottedStep


@dataclass(frozen=True)
class ShownPoll:
    """A question of a workshop that is not scored, with the disclosable result."""

    prompt: str
    labels: Sequence[str]
    result: PollResult


@dataclass(frozen=True)
class SessionRecord:
    """The record of a workshop beside its votes.

    `order` holds the ids of its questions in order. `steps` are those that got dots or were written by participants.
    `private_notes` are the facilitator's by question id, empty unless the report shall contain them.
    """

    order: Sequence[str] = ()
    polls: Sequence[ShownPoll] = ()
    steps: Sequence[DottedStep] = ()
    private_notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ReportSource:
    """An assessment with all data that its report may contain. Dates are in the reader's time zone.

    `day` is when it was finished, or started while it is open; `corrected` when a result that kept that day was
    corrected; `plan_day` is the date of the plan's state. `outcome` is None while several people are answering, because
    nobody may see their answers until it is closed. `last` is the outcome of the assessment before, `last_label` its
    name. `milestones` and `pulse_points` are those of the team up to this assessment, oldest first. `planned_last_time`
    are the actions planned after the one called `planned_after`. `plan` holds the team's actions, `asked` their
    questions by action id. `session` is the record of a workshop.
    """

    assessment: Assessment
    questionnaire: Questionnaire
    day: date
    plan_day: date
    address: str
    corrected: date | None = None
    outcome: Outcome | None = None
    group: GroupResult | None = None
    last: Outcome | None = None
    last_label: str = ""
    comparison: Comparison | None = None
    milestones: Sequence[ClosedAssessment] = ()
    pulse_points: Sequence[PulsePoint] = ()
    planned_last_time: Sequence[Action] = ()
    planned_after: str = ""
    plan: Sequence[Action] = ()
    asked: Mapping[str, AskedQuestion] = field(default_factory=dict)
    session: SessionRecord = SessionRecord()

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions asked, in order."""
        return asked_questions(self.questionnaire, self.assessment)

    @property
    def unanswered(self) -> str:
        """What a question without an answer is called."""
        return unanswered_word(self.assessment, self.group)

    @property
    def is_full(self) -> bool:
        """Whether the assessment has levels and a stage, unlike a pulse."""
        return self.assessment.scope == "full"

    @property
    def variant(self) -> str:
        """The wording variant of the questions, a kind of organisation."""
        return self.assessment.variant

    def asked_in_words(self, question: Question) -> str:
        """Return a question as it was asked, with its id."""
        return quoted_prompt(question.prompt_in(self.variant), question.id)
