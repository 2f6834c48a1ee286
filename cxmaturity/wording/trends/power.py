"""The statistical power of a comparison in words: a sentence before anybody answers, and a table on the page Method."""

from decimal import ROUND_CEILING, Decimal

from cxmaturity.analysis.trends.exact_tests import MIN_CHANGE
from cxmaturity.analysis.trends.power import CORRELATION, GOOD_POWER, SPREAD, Power, expected_power
from cxmaturity.answers import Privacy
from cxmaturity.wording.language.numbers import half_up
from cxmaturity.wording.language.plurals import counted

_SIZES = (5, 8, 10, 12, 20, 30, 50, 100)  # people, in the rows of the table
_MOST_TRIED = 100

_ASSUMPTIONS = (
    "Assumed: as many people answer both times; on five levels their own levels of a dimension have a standard "
    f"deviation of {SPREAD}, and those of the same person in two rounds a correlation of {CORRELATION}; one dimension "
    "changes and the others do not. These are judgements, not measurements."
)


def expected_power_sentence(people: int, dimensions: int, privacy: Privacy, scale_max: int, *, is_linked: bool) -> str:
    """Return the changes that a comparison with a next round of as many people would detect; `scale_max` is K."""
    power = expected_power(people, dimensions, privacy, scale_max, is_linked=is_linked)
    if not power.can_reach_verdict:
        few = f"{counted('person', people)} are too few to tell later whether a change is real."
        fewest = _fewest(dimensions, privacy, scale_max)
        return few if fewest is None else f"{few} It takes {fewest} each time."
    linked = " and are linked" if power.is_linked else ""
    return (
        f"If {people} people answer next time too{linked}, a change of half a level in one dimension would be called "
        f"real in {_of_hundred(power.half_level)} of 100 comparisons. To be called real in {_of_hundred(GOOD_POWER)} "
        f"of 100 it has to be {_in_levels(power)}. The Method page says what this assumes."
    )


def power_table(dimensions: int, scale_max: int) -> str:
    """Return a Markdown table of the power for several group sizes, and its assumptions; `scale_max` is K."""
    rows = []
    for people in _SIZES:
        linked, others = (
            expected_power(people, dimensions, "open", scale_max, is_linked=is_linked) for is_linked in (True, False)
        )
        rows.append(f"| {people} | {_cells(linked, linked.is_linked)} | {_cells(others, others.can_reach_verdict)} |")
    fewest = _fewest(dimensions, "anonymous", scale_max)
    anonymous = "" if fewest is None else f" Anonymous people have to be {fewest} or more each time."
    changed = "the dimension" if dimensions == 1 else f"one of {counted('dimension', dimensions)}"
    intro = (
        f"How large a change of {changed} has to be, in levels, to be called real in "
        f"{_of_hundred(GOOD_POWER)} of 100 comparisons, and in how many of 100 a change of half a level is:"
    )
    head = "| People each time | linked | half a level, linked | not linked | half a level, not linked |"
    limit = f"A change below {MIN_CHANGE} of a level is never called real."
    return "\n".join([intro, "", head, "| ---: " * 5 + "|", *rows, "", f"{_ASSUMPTIONS} {limit}{anonymous}"])


def _fewest(dimensions: int, privacy: Privacy, scale_max: int) -> int | None:
    """Return the fewest unlinked people with whom a change can be called real; None when it takes _MOST_TRIED."""
    sizes = range(2, _MOST_TRIED)
    return next(
        (n for n in sizes if expected_power(n, dimensions, privacy, scale_max, is_linked=False).can_reach_verdict), None
    )


def _cells(power: Power, is_shown: bool) -> str:
    return f"{_smallest(power)} | {_of_hundred(power.half_level)}" if is_shown else "– | –"


def _smallest(power: Power) -> str:
    """Return the smallest detectable change to one decimal, rounded up so that its power is at least the one shown."""
    if power.smallest_change is None:
        return "more than the scale has"
    return str(Decimal(repr(power.smallest_change)).quantize(Decimal("0.1"), rounding=ROUND_CEILING))


def _in_levels(power: Power) -> str:
    smallest = _smallest(power)
    if power.smallest_change is None:
        return smallest
    return f"{smallest} of a level" if float(smallest) < 1 else f"{smallest} levels"


def _of_hundred(share: float) -> str:
    return "more than 99" if share > 0.995 else str(half_up(share * 100))
