"""Recognises answers of several teams or rounds in one file, which are read as one round of one team."""

from collections.abc import Mapping, Sequence

from cxmaturity.files.imports.cells.normalising import fold_letters, heading_words
from cxmaturity.files.imports.columns.column_uses import Columns
from cxmaturity.files.imports.columns.headings import Headings
from cxmaturity.files.imports.opening.raw_table import Row, visible_text

_TEAMS = {"team", "your team", "team name", "which team are you in", "which team do you work in", "department"}
_TEAMS |= {
    "your department",
    "business unit",
    "unit",
    "abteilung",
    "bereich",
    "équipe",
    "service",
    "equipo",
    "afdeling",
}
_ROUNDS = {"wave", "round", "survey round", "time point", "timepoint", "period", "quarter", "year", "welle", "runde"}
_ROUNDS |= {"vague", "ronda", "redcap event name", "event name", "measurement"}
_LONGEST = 100  # characters of a cell that are compared


def columns_of_several(headings: Headings, columns: Columns, people: Sequence[Row]) -> Mapping[str, int]:
    """Return the number of different entries in each unused column of teams or rounds that has several, by its name."""
    used = {column for column, _ in columns.uses()}
    counts = {}
    for column, texts in enumerate(headings.parts):
        if column not in used and any(heading_words(text) in _TEAMS | _ROUNDS for text in texts):
            entries = {" ".join(fold_letters(visible_text(cells[column])[:_LONGEST]).split()) for _, cells in people}
            if len(entries - {""}) > 1:
                counts[headings.names[column]] = len(entries - {""})
    return counts
