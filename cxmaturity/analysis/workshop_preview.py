"""Predicts which figures of all people together a workshop will be able to show, from their number alone.

It applies the same rules as `disclosure.disclose_question`.
"""

from dataclasses import dataclass

from cxmaturity.analysis.disclosure import (
    may_show_agreement,
    may_show_result_of,
    may_show_spread,
)
from cxmaturity.answers import Privacy


@dataclass(frozen=True, slots=True)
class WorkshopPreview:
    """Which figures of a question will be shown: the middle answer and bars (counts of each level).

    `agreement_levels` are the middle answers beside which the agreement will be shown, lowest first.
    """

    has_middle_answer: bool
    agreement_levels: tuple[int, ...]
    has_bars: bool


def workshop_preview(people: int, scale_max: int, privacy: Privacy) -> WorkshopPreview:
    """Return which figures are shown of a question that `people` rate; `scale_max` is K."""
    if people == 0 or not may_show_result_of(people, privacy):
        return WorkshopPreview(False, (), has_bars=False)
    levels = range(1, scale_max + 1)
    return WorkshopPreview(
        has_middle_answer=True,
        agreement_levels=tuple(x for x in levels if may_show_agreement(people, x, scale_max, privacy)),
        has_bars=may_show_spread(people, privacy),
    )
