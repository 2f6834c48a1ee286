"""What a workbook is made of."""

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
    """An assessment with its answers, as far as they may be seen, and all that follows from them.

    `cover` says whose it is; `notices` are sentences about what is not shown. A pulse (not `is_full`) has an index and
    neither dimensions nor stages. `chosen` are the targets and importances that somebody set, by dimension id; `plan`
    are the team's actions and `asked` the questions that they are for, by action id. `method` are the rules and
    limits in words, `session` what a workshop recorded.
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
        """The questions with their levels and steps."""
        return self.outcome.questionnaire

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions with a row on the sheets, in order: all, for those not asked count as missing; or the pulse."""
        return self.questionnaire.questions if self.is_full else self.questionnaire.pulse

    @property
    def numbers(self) -> tuple[float, ...]:
        """The numbers of the levels, lowest first."""
        return self.questionnaire.level_numbers

    @property
    def thresholds(self) -> tuple[float, ...]:
        """The level at which each stage begins, lowest first; that of the first is the lowest level."""
        return (self.questionnaire.level_range[0], *self.questionnaire.thresholds[1:])

    @property
    def has_practices(self) -> bool:
        """Whether stages are reached by passing practices."""
        return self.questionnaire.has_practices

    @property
    def pass_mark(self) -> float:
        """The number of the lowest level at which a practice is done."""
        return self.numbers[self.questionnaire.pass_position - 1]

    @property
    def is_plain(self) -> bool:
        """Whether levels are 1, 2, 3 … and stages the nearest of them, so that a level is its own place."""
        stages = range(1, len(self.questionnaire.stages) + 1)
        is_rounded = self.questionnaire.thresholds == tuple(stage - 0.5 for stage in stages)
        return self.numbers == tuple(stages) and is_rounded

    def first_step(self, reason: str) -> FirstStep | None:
        """Return the first step proposed for this reason, None when there is none."""
        return next((step for step in self.outcome.first_steps if step.reason == reason), None)
