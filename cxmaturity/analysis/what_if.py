"""What if some answers were at other levels: the tried answers, and the targets that they reach."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cxmaturity.analysis.outcome import Outcome
from cxmaturity.answers import Response


@dataclass(frozen=True, slots=True)
class TargetChange:
    """A dimension whose target would change: its stage today, its target, and the stage reached by what was tried.

    `today` and `before` are None where there is none.
    """

    dimension: str
    today: int | None
    before: int | None
    after: int

    @property
    def is_ambition(self) -> bool:
        """Whether the new target is above today's stage; without one nothing is known to be reached yet."""
        return self.today is None or self.after > self.today


def with_levels(response: Response, levels: Mapping[str, int]) -> Response:
    """Return the response with these levels, by question id, in place of what was answered."""
    changed = {
        name: replace(response.answer(name), level=level, not_applicable=None, dont_know=False)
        for name, level in levels.items()
    }
    return Response({**response.answers, **changed})


def target_changes(today: Outcome, tried: Outcome) -> list[TargetChange]:
    """Return the targets that would change if what was tried became the target, in questionnaire order.

    These are the dimensions whose result differs from today's and whose stage there is not their target already.
    """
    changes = []
    for name, measure in tried.result.dimensions.items():
        now, before = today.result.dimensions[name], today.targets.get(name)
        if measure.stage is not None and measure != now and measure.stage != before:
            changes.append(TargetChange(name, now.stage, before, measure.stage))
    return changes
