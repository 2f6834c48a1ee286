"""The lowest and the highest of several levels as text; equal ones are all named, in their order."""

from collections.abc import Callable, Mapping

from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.scoring.equality import is_equal, keys_of_highest, keys_of_lowest
from cxmaturity.scoring.result import Result
from cxmaturity.wording.language.numbers import NO_NUMBER, format_level
from cxmaturity.wording.language.plurals import joined_first, plural
from cxmaturity.wording.questionnaire.levels import shown_level

_MOST_NAMED = 5


def lowest_and_highest(levels: Mapping[str, float], shown: Mapping[str, str] | None = None) -> str:
    """Return which of `levels` (by name, at least one) are lowest and highest, such as "A is lowest at 2.0; B is …".

    `shown` are the levels as text, by default as `set_apart` shows them.
    """
    lowest, highest = keys_of_lowest(levels), keys_of_highest(levels)
    texts = shown or set_apart(levels)
    low, high = texts[lowest[0]], texts[highest[0]]
    if is_equal(levels[lowest[0]], levels[highest[0]]):
        alike = {1: "is", 2: "are both"}.get(len(levels), "are all")
        return f"{joined_first(lowest, _MOST_NAMED)} {alike} at {low}"
    return (
        f"{joined_first(lowest, _MOST_NAMED)} {_are(lowest)} lowest at {low}; "
        f"{joined_first(highest, _MOST_NAMED)} {_are(highest)} highest at {high}"
    )


def set_apart(levels: Mapping[str, float], show: Callable[..., str] = format_level) -> dict[str, str]:
    """Return the levels as text, by the same keys, with more decimals where two would look equally low or high.

    A level that is called the lowest or the highest is thus below or above all others as they are shown. `show` is the
    function that returns one of them as text, `format_level` or one with its parameter `also`.
    """
    lowest, highest = keys_of_lowest(levels), keys_of_highest(levels)
    others = {key: level for key, level in levels.items() if key not in {*lowest, *highest}}
    if not levels or is_equal(levels[lowest[0]], levels[highest[0]]):
        return {key: show(level) for key, level in levels.items()}
    low, high = levels[lowest[0]], levels[highest[0]]
    low_text = show(low, also=(min([*others.values(), high]),))
    high_text = show(high, also=(max([*others.values(), low]), float(low_text)))
    ends = float(low_text), float(high_text)
    return {
        key: low_text if key in lowest else high_text if key in highest else show(level, also=ends)
        for key, level in levels.items()
    }


def dimension_levels(questionnaire: Questionnaire, result: Result) -> dict[str, str]:
    """Return the level of each dimension as every page and file shows it, by id; a dash where there is none."""
    return levels_as_shown(questionnaire, {name: measure.level for name, measure in result.dimensions.items()})


def levels_as_shown(questionnaire: Questionnaire, levels: Mapping[str, float | None]) -> dict[str, str]:
    """Return the levels of all dimensions of one result as `dimension_levels` does; `levels` are by id or by name."""
    known = {name: level for name, level in levels.items() if level is not None}
    shown = set_apart(known, lambda level, also=(): shown_level(questionnaire, level, also=also))
    return dict.fromkeys(levels, NO_NUMBER) | shown


def _are(names: tuple[str, ...]) -> str:
    return plural(len(names), "is", "are")
