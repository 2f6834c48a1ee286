"""Targets, gaps, priority and the first steps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from cxmaturity.answers import Response
from cxmaturity.questionnaire.schema import Question, Questionnaire, Step
from cxmaturity.scoring.result import Result

DEFAULT_IMPORTANCE = 3
QUICK_WIN_IMPORTANCE = 3
QUICK_WIN_EASE = 4
MOST_FIRST_STEPS = 3


@dataclass(frozen=True, slots=True)
class Gap:
    """The distance of a rated question from its dimension's target, and the factors of its priority.

    `level` and `target` are positions of levels, 1..K; `gap` is in levels (0 at or above the target); `importance` and
    `ease` are 1..5. `step` leads from this level to the next, None at the top. `priority`, 0..100, is only for
    ordering: it is computed from ranks, so pages show the order and the three factors, never the number.
    """

    question: Question
    dimension: str
    level: int
    target: int
    gap: int
    importance: int
    step: Step | None
    priority: float

    @property
    def is_quick_win(self) -> bool:
        """True when there is a gap, its dimension matters, and its step is easy: half a day at most."""
        easy = self.step is not None and (self.step.ease or 0) >= QUICK_WIN_EASE
        return self.gap >= 1 and self.importance >= QUICK_WIN_IMPORTANCE and easy


@dataclass(frozen=True, slots=True)
class FirstStep:
    """A step proposed as one of the first, and the reason for proposing it."""

    gap: Gap
    reason: Literal["blocker", "quick_win", "lowest_dimension"]


def priority(gap: int, importance: int, ease: int, scale_max: int) -> float:
    """Return 100 · gap/(K−1) · importance/5 · ease/5, for ordering; `scale_max` is K."""
    # With a single division, priorities that are equal on paper are equal as floats.
    return 100 * gap * importance * ease / (25 * (scale_max - 1))


def default_targets(result: Result, stage_max: int) -> dict[str, int]:
    """Return the next stage of each dimension that has a stage, by dimension id; `stage_max` is the highest."""
    return {name: min(stage_max, m.stage + 1) for name, m in result.dimensions.items() if m.stage is not None}


def level_for_stage(questionnaire: Questionnaire, question: Question, stage: int) -> int:
    """Return the position of the lowest level that suffices for a stage: with all answers there, the stage is reached.

    For a practice that the stage does not require, that is the lowest level.
    """
    if question.level is not None:
        is_needed = question.level <= questionnaire.stage(stage).level
        return questionnaire.pass_position if is_needed else 1
    threshold = questionnaire.thresholds[stage - 1]
    numbers = questionnaire.level_numbers
    return next((i for i, number in enumerate(numbers, start=1) if number >= threshold), len(numbers))


def question_gaps(
    questionnaire: Questionnaire, response: Response, targets: Mapping[str, int], importance: Mapping[str, int]
) -> list[Gap]:
    """Return the gap of every rated question whose dimension has a target, in questionnaire order.

    `targets` (stages) and `importance` (1..5, default 3) are by dimension id. A step without a stated ease is ordered
    as one of the hardest.
    """
    gaps = []
    for dimension in questionnaire.dimensions:
        if dimension.id not in targets:
            continue
        weight = importance.get(dimension.id, DEFAULT_IMPORTANCE)
        for question in dimension.questions:
            if (level := response.level_of(question.id)) is not None:
                target = level_for_stage(questionnaire, question, targets[dimension.id])
                gap = max(0, target - level)
                step = question.step_from(level)
                rank = priority(gap, weight, step.ease or 1, questionnaire.scale_max) if step else 0.0
                gaps.append(Gap(question, dimension.id, level, target, gap, weight, step, rank))
    return gaps


def propose_first_steps(gaps: Sequence[Gap], result: Result) -> list[FirstStep]:
    """Return at most three first steps, each for a different question.

    The three are, in this order: the stage blocker; the quick win; and, of the questions left in the lowest dimension,
    the one with the highest priority. Ties go to questionnaire order, of questions and of dimensions. A question
    without a gap is proposed only as a blocker.
    """
    blocking = {b for m in result.dimensions.values() for b in m.reason.blockers}
    steps: list[FirstStep] = []

    def propose(why: Literal["blocker", "quick_win", "lowest_dimension"], candidates: list[Gap]) -> None:
        taken = {s.gap.question.id for s in steps}
        left = [g for g in candidates if g.step and g.question.id not in taken]
        if left:
            steps.append(FirstStep(max(left, key=lambda g: g.priority), why))  # of equal ones, max returns the first

    propose("blocker", [g for g in gaps if g.question.id in blocking])
    propose("quick_win", [g for g in gaps if g.is_quick_win])
    for lowest in result.lowest_dimensions:
        if not any(s.reason == "lowest_dimension" for s in steps):
            propose("lowest_dimension", [g for g in gaps if g.dimension == lowest and g.gap >= 1])
    return steps


def next_steps_from_lowest(
    questions: Sequence[Question], response: Response, most: int = 3
) -> list[tuple[Question, int]]:
    """Return up to `most` rated questions with their levels: lowest level first, then easiest next step.

    Used where no stage gives a target: for a pulse, and for an assessment with too few answers for levels.
    """
    rated = [(q, level) for q in questions if (level := response.level_of(q.id)) is not None and q.step_from(level)]
    ease = {q.id: (step.ease or 0 if (step := q.step_from(level)) else 0) for q, level in rated}
    return sorted(rated, key=lambda pair: (pair[1], -ease[pair[0].id]))[:most]
