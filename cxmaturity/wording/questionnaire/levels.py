"""Names and numbers of levels and stages, as the questionnaire defines them."""

from collections.abc import Iterable
from decimal import Decimal

from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.scoring.between_stages import NEAR_BOUNDARY
from cxmaturity.wording.language.numbers import (
    NO_NUMBER,
    format_level,
    format_overall_level,
    half_up,
    plain_decimal,
    shown_change,
)

_MOST = 60  # characters of a level's statement used as its name


def shortened(text: str, most: int) -> str:
    """Return a text cut between words to at most `most` characters, ending in … if it was longer."""
    if len(text) <= most:
        return text
    whole_words = text[:most].rpartition(" ")[0].rstrip()
    return f"{whole_words or text[: most - 1]}…"


def level_number(questionnaire: Questionnaire, level: int | None) -> str:
    """Return the number of the answer level at a position 1..K: "3", or "0.25" when levels have values; else a dash."""
    return NO_NUMBER if level is None else f"{questionnaire.level_numbers[level - 1]:g}"


def level_name(questionnaire: Questionnaire, level: int) -> str:
    """Return the name of the level at a position: that of its stage, else its statement, shortened."""
    return shortened(" ".join(questionnaire.level_names[level - 1].split()), _MOST)


def level_title(questionnaire: Questionnaire, level: int) -> str:
    """Return the level at a position with its number and name, such as "3 · By design"."""
    return f"{level_number(questionnaire, level)} · {level_name(questionnaire, level)}"


def level_names(questionnaire: Questionnaire) -> list[str]:
    """Return the names of all levels of an answer, lowest first."""
    return [level_name(questionnaire, level) for level in range(1, questionnaire.scale_max + 1)]


def level_numbers(questionnaire: Questionnaire) -> list[str]:
    """Return the numbers of all levels of an answer, lowest first."""
    return [level_number(questionnaire, level) for level in range(1, questionnaire.scale_max + 1)]


def stage_number(questionnaire: Questionnaire, stage: int) -> str:
    """Return the number of the stage at a position, lowest 1."""
    return str(questionnaire.stage(stage).level)


def stage_begins(questionnaire: Questionnaire, stage: int) -> str:
    """Return the level from which the stage at a position is reached, exactly as the questionnaire gives it."""
    return plain_decimal(questionnaire.thresholds[stage - 1])


def shown_level(questionnaire: Questionnaire, level: float | None, digits: int = 1, also: Iterable[float] = ()) -> str:
    """Return the level of a dimension as `format_level` does, never rounded across the beginning of a stage."""
    return format_level(level, digits, (*questionnaire.thresholds[1:], *also))


def shown_overall_level(
    questionnaire: Questionnaire, level: float | None, digits: int = 1, also: Iterable[float] = ()
) -> str:
    """Return an overall level as `format_overall_level` does, never rounded across the beginning of a stage.

    The limits within which it counts as between two stages are boundaries too.
    """
    return format_overall_level(level, digits, (*_overall_limits(questionnaire), *also))


def shown_alike(questionnaire: Questionnaire, *levels: float | None) -> tuple[str, ...]:
    """Return the overall level, its evidenced level or the ends of its range as `shown_overall_level` does.

    All have the decimals of the most precise one, so that equal ones look equal, and a level within its range.
    """
    digits = max(len(shown_overall_level(questionnaire, level).partition(".")[2]) for level in levels)
    return tuple(shown_overall_level(questionnaire, level, digits) for level in levels)


def _overall_limits(questionnaire: Questionnaire) -> tuple[float, ...]:
    near = NEAR_BOUNDARY * questionnaire.level_distance
    return tuple(begins + side for begins in questionnaire.thresholds[1:] for side in (-near, 0.0, near))


def level_limits(questionnaire: Questionnaire, *, is_overall: bool = False) -> tuple[float, ...]:
    """Return the values across which no page rounds the level of a dimension, or the overall level."""
    return _overall_limits(questionnaire) if is_overall else questionnaire.thresholds[1:]


def shown_level_change(
    questionnaire: Questionnaire, before: float, after: float, *, is_overall: bool = False
) -> tuple[Decimal, Decimal, Decimal]:
    """Return two levels and the change between them, with two decimals or more; see `shown_change`.

    A page that shows a change shows both levels like this: with one decimal a change of 0.02 could be 0.1 or none.
    """
    return shown_change(before, after, stage_ends=level_limits(questionnaire, is_overall=is_overall))


def shown_level_in_time(questionnaire: Questionnaire, level: float | None, *, is_overall: bool = False) -> str:
    """Return a level as `shown_level_change` does, for pages that also show how levels changed; a dash for None."""
    if level is None:
        return NO_NUMBER
    return f"{shown_level_change(questionnaire, level, level, is_overall=is_overall)[0]:f}"


def of_a_level(questionnaire: Questionnaire, share: float) -> str:
    """Return a share of the mean distance between two levels, in the numbers of the levels where it is not 1."""
    distance = questionnaire.level_distance
    if distance == 1:
        return f"{share} of a level"
    return f"{plain_decimal(float(half_up(share * distance, 2)))} ({share} of the mean distance between two levels)"


def levels_apart(questionnaire: Questionnaire, one: int, other: int) -> float:
    """Return the distance between the levels at two positions, in the numbers of the levels."""
    numbers = questionnaire.level_numbers
    return abs(numbers[one - 1] - numbers[other - 1])


def highest_stage(questionnaire: Questionnaire) -> int:
    """Return the number of the highest stage."""
    return questionnaire.stages[-1].level


def level_span(questionnaire: Questionnaire) -> str:
    """Return the range of a dimension's level, such as "1 to 5"."""
    lowest, highest = questionnaire.level_range
    return f"{lowest:g} to {highest:g}"


def key_sentence(questionnaire: Questionnaire) -> str:
    """Return which keys choose a level."""
    count = questionnaire.scale_max
    if questionnaire.level_numbers == tuple(range(1, count + 1)):
        return f"Keys: 1 to {count} choose"
    return f"Keys: 1 chooses the first level, {count} the last"
