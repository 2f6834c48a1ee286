"""Finds the days on which a round began and ended from the times that form tools add to answers."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from cxmaturity.files.imports.cells.normalising import heading_words
from cxmaturity.files.imports.columns.headings import Headings
from cxmaturity.files.imports.opening.raw_table import Row

_ENDS = {
    "timestamp", "end date", "enddate", "recorded date", "recordeddate", "completion time", "submitted at",
    "submit date utc", "submit date", "submission date", "submission time", "submissiondate", "date submitted",
    "submitdate", "end", "date", "submitdate date submitted", "datestamp", "datestamp date last action",
    "zeitstempel", "completed at", "end time", "response date", "date and time", "finished at", "created at",
    "submitted", "horodateur", "marca temporal",
}  # fmt: skip
_BEGINS = {"start date", "startdate", "start", "start time", "startdate date started", "date started", "started at"}
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_OTHER = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAY = r"(?:[A-Za-z]{3,9},? +)?"
_DAY_AND_MONTH = re.compile(rf"{_WEEKDAY}(\d{{1,2}})[ .-]+([A-Za-z]{{3,9}})[ .,-]+(\d{{4}})(?!\d)")  # 01-Oct-2026
_MONTH_AND_DAY = re.compile(rf"{_WEEKDAY}([A-Za-z]{{3,9}})[ .]+(\d{{1,2}})[ ,]+(\d{{4}})(?!\d)")  # Oct 1, 2026
_MAX_CELL = 60


def answer_days(headings: Headings, people: Sequence[Row]) -> tuple[date, date] | None:
    """Return the first and last day in a column of times; None without one, or when day and month are ambiguous."""
    for words in (_ENDS, _BEGINS):
        for column, texts in enumerate(headings.parts):
            if any(heading_words(text) in words for text in texts):
                days = _days(cells[column] for _, cells in people)
                if days:
                    return min(days), max(days)
    return None


def _days(cells: Iterable[str]) -> list[date]:
    iso: list[date | None] = []
    others: list[tuple[int, int, int]] = []
    marks = set()
    for cell in set(cells):
        text = cell.strip()[:_MAX_CELL]
        if match := _ISO.match(text):
            iso.append(_date(int(match[1]), int(match[2]), int(match[3])))
        elif match := _DAY_AND_MONTH.match(text):
            iso.append(_date(int(match[3]), _month(match[2]), int(match[1])))
        elif match := _MONTH_AND_DAY.match(text):
            iso.append(_date(int(match[3]), _month(match[1]), int(match[2])))
        elif match := _OTHER.match(text):
            year = int(match[4])
            others.append((int(match[1]), int(match[3]), year if year >= 100 else 2000 + year))
            marks.add(match[2])
    is_day_first = "." in marks or any(first > 12 for first, _, _ in others)
    is_month_first = any(second > 12 for _, second, _ in others)
    if others and is_day_first != is_month_first:
        iso += [_date(y, b, a) if is_day_first else _date(y, a, b) for a, b, y in others]
    return [day for day in iso if day]


def _month(name: str) -> int:
    """Return the number of a month by its English name or the first three letters of it; 0 for other words."""
    short = name[:3].lower()
    return _MONTHS.index(short) + 1 if short in _MONTHS else 0


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
