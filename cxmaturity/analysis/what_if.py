"""What-if: a response with some levels changed, and the targets that would follow from it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cxmaturity.analysis.outcome import Outcome
from cxmaturity.answers import Response


@dataclass(frozen=True, slots=True)
class TargetChange:
    """A dimension whose target would change, with its current stage, its target, and the stage of the tried levels.

    `current` is None without a stage, `before` without a target.
    """

    dimension: str
    current: int | None
    before: int | None
    after: int

    @property
    def is_ambition(self) -> bool:
        """Whether the new target is above the current stage; True without a current stage."""
        return self.current is None or self.after > self.current


def with_levels(response: Response, levels: Mapping[str, int]) -> Response:
    """Return the response with these levels, by question id, in place of the levels answered."""
    changed = {
        name: replace(response.answer(name), level=level, not_applicable=None, dont_know=False)
        for name, level in levels.items()
    }
    return Response({**response.answers, **changed})


def target_changes(answered: Outcome, tried: Outcome) -> list[TargetChange]:
    """Return the targets that would change if the tried stages became the targets, in questionnaire order.

    These are the dimensions whose result differs between `answered` and `tried`, and whose tried stage is not their
    target.
    """
    changes = []
    for name, measure in tried.result.dimensions.items():
        now, before = answered.result.dimensions[name], answered.targets.get(name)
        if measure.stage is not None and measure != now and measure.stage != before:
            changes.append(TargetChange(name, now.stage, before, measure.stage))
    return changes
