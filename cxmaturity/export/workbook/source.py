"""The input of a workbook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cxmaturity.analysis.gaps import FirstStep
from cxmaturity.analysis.outcome import Outcome
from cxmaturity.questionnaire.schema import Question, Questionnaire
from cxmaturity.records import Action, DimensionTarget
from cxmaturity.report.document import Cover, Table
from cxmaturity.wording.plans import AskedQuestion


@dataclass(frozen=True)
class WorkbookSource:
    """An assessment with its disclosable answers and all results derived from them.

    `cover` is that of the report; `notices` are sentences about suppressed parts. A pulse (not `is_full`) has an index
    and neither dimensions nor stages. `chosen` are the targets and importances set by somebody, by dimension id; `plan`
    holds the team's actions, `asked` their questions by action id. `method` are the rules and limits in words,
    `session` is the record of a workshop.
    """

    cover: Cover
    outcome: Outcome
    is_full: bool
    variant: str
    chosen: Mapping[str, DimensionTarget] = field(default_factory=dict)
    plan: Sequence[Action] = ()
    asked: Mapping[str, AskedQuestion] = field(default_factory=dict)
    notices: Sequence[str] = ()
    method: Sequence[str] = ()
    session: Sequence[Table] = ()

    @property
    def questionnaire(self) -> Questionnaire:
        """The questionnaire of the assessment."""
        return self.outcome.questionnaire

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions with a row on the sheets: all, since those not asked count as missing; or the pulse."""
        return self.questionnaire.questions if self.is_full else self.questionnaire.pulse

    @property
    def numbers(self) -> tuple[float, ...]:
        """The numbers of the levels, lowest first."""
        return self.questionnaire.level_numbers

    @property
    def thresholds(self) -> tuple[float, ...]:
        """The threshold of each stage, lowest first; the first one is the lowest level."""
        return (self.questionnaire.level_range[0], *self.questionnaire.thresholds[1:])

    @property
    def has_practices(self) -> bool:
        """Whether stages are reached by passing practices."""
        return self.questionnaire.has_practices

    @property
    def pass_mark(self) -> float:
        """The number of the lowest level at which a practice is passed."""
        return self.numbers[self.questionnaire.pass_position - 1]

    @property
    def is_plain(self) -> bool:
        """Whether levels are 1, 2, 3 … and stages their rounded values, so that a level equals its position."""
        stages = range(1, len(self.questionnaire.stages) + 1)
        is_rounded = self.questionnaire.thresholds == tuple(stage - 0.5 for stage in stages)
        return self.numbers == tuple(stages) and is_rounded

    def first_step(self, reason: str) -> FirstStep | None:
        """Return the first step proposed for this reason, None when there is none."""
        return next((step for step in self.outcome.first_steps if step.reason == reason), None)
