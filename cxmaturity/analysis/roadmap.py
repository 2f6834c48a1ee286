"""What to do now, next and later: the open gaps by how soon their steps can be taken."""

from dataclasses import dataclass

from cxmaturity.analysis.gaps import Gap
from cxmaturity.analysis.outcome import Outcome

MIN_EASE_NEXT = 3
"""The least ease of a step that can be taken without another department or a budget."""


@dataclass(frozen=True, slots=True)
class Roadmap:
    """The first steps, then the other open gaps by priority: those whose step takes a week at most, and the rest."""

    first: tuple[Gap, ...]
    next: tuple[Gap, ...]
    later: tuple[Gap, ...]


def roadmap(outcome: Outcome) -> Roadmap:
    """Return the open gaps of an outcome by when to close them; each that has a step stands in one place."""
    proposed = tuple(step.gap for step in outcome.first_steps if step.gap.step)
    begun = {gap.question.id for gap in proposed}
    others = [gap for gap in outcome.gaps if gap.gap and gap.step and gap.question.id not in begun]
    ordered = sorted(others, key=lambda gap: -gap.priority)

    def is_near(gap: Gap) -> bool:
        return gap.step is not None and (gap.step.ease or 0) >= MIN_EASE_NEXT

    return Roadmap(proposed, tuple(g for g in ordered if is_near(g)), tuple(g for g in ordered if not is_near(g)))
