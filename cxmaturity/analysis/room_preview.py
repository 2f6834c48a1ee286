"""What a room will be shown of a question, worked out before anybody votes: only the numbers of people decide it.

It asks the same rules that `disclosure.disclose_question` applies to the votes.
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
class RoomPreview:
    """What the room sees of a question: its middle answer, bars (how many chose each level), both sides apart.

    `agreement_levels` are the middle answers beside which it sees whether votes are close together, lowest first.
    """

    has_middle_answer: bool
    agreement_levels: tuple[int, ...]
    has_bars: bool
    has_sides: bool


def room_preview(people: int, scale_max: int, privacy: Privacy, leaders: int | None = None) -> RoomPreview:
    """Return what a room sees of a question to which `people` give a level; K is `scale_max`.

    `leaders` is how many of them lead people, None where nobody is asked.
    """
    if people == 0 or not may_show_result_of(people, privacy):
        return RoomPreview(False, (), has_bars=False, has_sides=False)
    has_sides = leaders is not None and may_show_parts(leaders, people - leaders)
    has_spread = privacy == "open" or not has_sides  # beside both sides a count could tell what one of them said
    levels = range(1, scale_max + 1) if has_spread else ()
    return RoomPreview(
        has_middle_answer=True,
        agreement_levels=tuple(x for x in levels if may_show_agreement(people, x, scale_max, privacy)),
        has_bars=has_spread and may_show_spread(people, privacy),
        has_sides=has_sides,
    )
