"""Dates as text. Callers pass dates in the viewer's time zone, which near midnight differ from the server's."""

from datetime import date

from babel.dates import format_date

_LOCALE = "en_GB"


def format_day(day: date) -> str:
    """Return a date in full, such as 3 March 2026."""
    return format_date(day, "d MMMM y", locale=_LOCALE)


def format_day_short(day: date) -> str:
    """Return a date with its month abbreviated, such as 3 Mar 2026."""
    return format_date(day, "d MMM y", locale=_LOCALE)


def format_weekday(day: date) -> str:
    """Return a date with its day of the week, such as Tuesday 3 March 2026."""
    return format_date(day, "EEEE d MMMM y", locale=_LOCALE)
