"""The dot vote on first steps: what a person may give, and which steps the dots choose. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cxmaturity.errors import Refused
from cxmaturity.questionnaire.schema import Question, Step

DOTS_EACH = 3
"""How many dots each person has."""
MAX_CANDIDATES = 8
"""How many steps are put to the vote at most."""
MAX_CHOSEN_STEPS = 3
"""How many steps the dots choose."""


@dataclass(frozen=True, slots=True)
class StepCandidate:
    """A step that may be taken: from a question's level to the next. `dots` are 0 until the dot vote has ended."""

    question: Question
    level: int
    step: Step
    dots: int


def rank_candidates(levels: Iterable[tuple[Question, int]], dots: Mapping[str, int]) -> tuple[StepCandidate, ...]:
    """Return the steps from these levels, each question's first level only, at most `MAX_CANDIDATES`.

    The most `dots` (by question id) come first; steps with as many keep the order of `levels`.
    """
    level_of: dict[str, tuple[Question, int]] = {}
    for question, level in levels:
        level_of.setdefault(question.id, (question, level))
    candidates = [
        StepCandidate(question, level, step, dots.get(question.id, 0))
        for question, level in list(level_of.values())[:MAX_CANDIDATES]
        if (step := question.step_from(level)) is not None
    ]
    return tuple(sorted(candidates, key=lambda candidate: -candidate.dots))


def chosen_steps(candidates: Sequence[StepCandidate]) -> tuple[StepCandidate, ...]:
    """Return the steps that the dots chose, the most dots first; the first candidates where nobody gave a dot."""
    with_dots = sorted((c for c in candidates if c.dots), key=lambda candidate: -candidate.dots)
    return tuple(with_dots or candidates)[:MAX_CHOSEN_STEPS]


def validate_dots(dots: Mapping[str, int], candidates: Iterable[StepCandidate]) -> None:
    """Raise Refused unless one person may give these dots, by question id, to the steps that are put to the vote."""
    is_known = dots.keys() <= {candidate.question.id for candidate in candidates}
    is_allowed = all(0 <= count <= DOTS_EACH for count in dots.values()) and sum(dots.values()) <= DOTS_EACH
    if not is_known or not is_allowed:
        raise Refused(
            f"You have {DOTS_EACH} dots, to give to the steps shown.", "Take one back, then give it to another."
        )
