"""What if some answers were at other levels: the tried answers, and the targets that they reach."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cxmaturity.analysis.outcome import Outcome
from cxmaturity.answers import Response


@dataclass(frozen=True, slots=True)
class TargetChange:
    """A dimension whose target would change: its current stage, its target, and the stage reached by what was tried.

    `current` and `before` are None where there is none.
    """

    dimension: str
    current: int | None
    before: int | None
    after: int

    @property
    def is_ambition(self) -> bool:
        """Whether the new target is above the current stage; without one nothing is known to be reached yet."""
        return self.current is None or self.after > self.current


def with_levels(response: Response, levels: Mapping[str, int]) -> Response:
    """Return the response with these levels, by question id, in place of what was answered."""
    changed = {
        name: replace(response.answer(name), level=level, not_applicable=None, dont_know=False)
        for name, level in levels.items()
    }
    return Response({**response.answers, **changed})


def target_changes(answered: Outcome, tried: Outcome) -> list[TargetChange]:
    """Return the targets that would change if what was tried became the target, in questionnaire order.

    These are the dimensions whose result differs from that of the answers, and whose stage there is not their target.
    """
    changes = []
    for name, measure in tried.result.dimensions.items():
        now, before = answered.result.dimensions[name], answered.targets.get(name)
        if measure.stage is not None and measure != now and measure.stage != before:
            changes.append(TargetChange(name, now.stage, before, measure.stage))
    return changes
