"""The roadmap: open gaps sorted into now, next and later by how soon their steps can be taken."""

from dataclasses import dataclass

from cxmaturity.analysis.gaps import Gap
from cxmaturity.analysis.outcome import Outcome

MIN_EASE_NEXT = 3
"""The lowest ease of a step that needs neither another department nor a budget."""


@dataclass(frozen=True, slots=True)
class Roadmap:
    """Now: the first steps. Next: other gaps whose step takes a week at most. Later: the rest. By priority."""

    first: tuple[Gap, ...]
    next: tuple[Gap, ...]
    later: tuple[Gap, ...]


def roadmap(outcome: Outcome) -> Roadmap:
    """Return the roadmap of an outcome; each open gap with a step stands in exactly one of its lists."""
    proposed = tuple(step.gap for step in outcome.first_steps)
    begun = {gap.question.id for gap in proposed}
    others = [gap for gap in outcome.gaps if gap.gap and gap.step and gap.question.id not in begun]
    ordered = sorted(others, key=lambda gap: -gap.priority)

    def is_near(gap: Gap) -> bool:
        return gap.step is not None and (gap.step.ease or 0) >= MIN_EASE_NEXT

    return Roadmap(proposed, tuple(g for g in ordered if is_near(g)), tuple(g for g in ordered if not is_near(g)))
