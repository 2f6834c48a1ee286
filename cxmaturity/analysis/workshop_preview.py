"""Predicts which figures of a question a workshop will be able to show, from the numbers of people alone.

It applies the same rules as `disclosure.disclose_question`.
"""

from dataclasses import dataclass

from cxmaturity.analysis.disclosure import (
    may_show_agreement,
    may_show_parts,
    may_show_result_of,
    may_show_spread,
)
from cxmaturity.answers import Privacy


@dataclass(frozen=True, slots=True)
class WorkshopPreview:
    """Which figures of a question will be shown: middle answer, bars (counts of each level), leaders and others apart.

    `agreement_levels` are the middle answers beside which the agreement will be shown, lowest first.
    """

    has_middle_answer: bool
    agreement_levels: tuple[int, ...]
    has_bars: bool
    has_sides: bool


def workshop_preview(people: int, scale_max: int, privacy: Privacy, leaders: int | None = None) -> WorkshopPreview:
    """Return which figures are shown of a question that `people` rate; `scale_max` is K.

    `leaders` is how many of them lead people; None when the workshop does not ask.
    """
    if people == 0 or not may_show_result_of(people, privacy):
        return WorkshopPreview(False, (), has_bars=False, has_sides=False)
    has_sides = leaders is not None and may_show_parts(leaders, people - leaders)
    has_spread = privacy == "open" or not has_sides  # counts beside both levels could reveal one answer
    levels = range(1, scale_max + 1) if has_spread else ()
    return WorkshopPreview(
        has_middle_answer=True,
        agreement_levels=tuple(x for x in levels if may_show_agreement(people, x, scale_max, privacy)),
        has_bars=has_spread and may_show_spread(people, privacy),
        has_sides=has_sides,
    )
