"""Counted nouns, the verbs that go with them, and lists of names."""

from collections.abc import Sequence

from babel import Locale
from babel.lists import format_list

from cxmaturity.wording.language.numbers import grouped

_LOCALE = Locale("en", "GB")  # "a, b and c", without a comma before the "and"
_IRREGULAR = {"person": "people", "capability": "capabilities"}
_SPELLED = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def plural(count: int, one: str, other: str) -> str:
    """Return the form that goes with a count: `plural(1, "has", "have")` is "has"."""
    return one if _LOCALE.plural_form(count) == "one" else other


def noun(name: str, count: int) -> str:
    """Return a noun in the form that goes with a count, such as "people" for `noun("person", 3)`."""
    return plural(count, name, _IRREGULAR.get(name, f"{name}s"))


def counted(name: str, count: int) -> str:
    """Return a count with its noun, such as "1 assessment" or "1,200 people"."""
    return f"{grouped(count)} {noun(name, count)}"


def every(name: str, count: int) -> str:
    """Return all of a number of things, such as "all 38 questions", "both questions" or "the one question"."""
    few = {1: "the one", 2: "both"}
    return f"{few[count]} {noun(name, count)}" if count in few else f"all {counted(name, count)}"


def spelled(count: int) -> str:
    """Return a count in words up to ten, as in a sentence: "three"; larger ones in figures."""
    return _SPELLED[count] if count < len(_SPELLED) else grouped(count)


def joined(names: Sequence[str]) -> str:
    """Return names as a list in a sentence: "a, b and c"; an empty text when there are none."""
    return format_list(names, locale=_LOCALE)


def joined_first(names: Sequence[str], most: int) -> str:
    """Return at most `most` names as a list, and how many more there are."""
    rest = len(names) - most
    return joined([*names[:most], f"{grouped(rest)} more"]) if rest > 0 else joined(names)
