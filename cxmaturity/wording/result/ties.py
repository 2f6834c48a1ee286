"""The lowest and the highest of several levels in a sentence; equal ones are all named, in their order."""

from collections.abc import Mapping

from cxmaturity.scoring.equality import is_equal, keys_of_highest, keys_of_lowest
from cxmaturity.wording.language.numbers import format_level
from cxmaturity.wording.language.plurals import joined_first, plural

_MOST_NAMED = 5


def lowest_and_highest(levels: Mapping[str, float]) -> str:
    """Return which of `levels` (by name, at least one) are lowest and highest, such as "A is lowest at 2.0; B is …"."""
    lowest, highest = keys_of_lowest(levels), keys_of_highest(levels)
    low, high = levels[lowest[0]], levels[highest[0]]
    if is_equal(low, high):
        alike = {1: "is", 2: "are both"}.get(len(levels), "are all")
        return f"{joined_first(lowest, _MOST_NAMED)} {alike} at {format_level(low)}"
    return (
        f"{joined_first(lowest, _MOST_NAMED)} {_are(lowest)} lowest at {format_level(low)}; "
        f"{joined_first(highest, _MOST_NAMED)} {_are(highest)} highest at {format_level(high)}"
    )


def _are(names: tuple[str, ...]) -> str:
    return plural(len(names), "is", "are")
