"""What if some answers were at other levels: the tried answers, and the targets that they reach."""

from collections.abc import Mapping
from dataclasses import replace

from cxmaturity.answers import Response
from cxmaturity.scoring.result import Result


def with_levels(response: Response, levels: Mapping[str, int]) -> Response:
    """Return the response with these levels, by question id, in place of what was answered."""
    changed = {
        name: replace(response.answer(name), level=level, not_applicable=None, dont_know=False)
        for name, level in levels.items()
    }
    return Response({**response.answers, **changed})


def reached_targets(today: Result, tried: Result) -> dict[str, int]:
    """Return the stages of the dimensions whose result differs from today's, by dimension id.

    A dimension without a stage is left out.
    """
    return {
        name: measure.stage
        for name, measure in tried.dimensions.items()
        if measure.stage is not None and measure != today.dimensions[name]
    }
