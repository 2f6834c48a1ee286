"""Recognises several rows of the same person."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from cxmaturity.files.imports.cells.file_values import value_key
from cxmaturity.files.imports.cells.normalising import fold_letters, heading_words
from cxmaturity.files.imports.columns.column_uses import Columns
from cxmaturity.files.imports.left_out.kinds import LeftOutRow
from cxmaturity.files.imports.mapping import FileMapping
from cxmaturity.files.imports.opening.raw_table import Row

_NOBODY = {"", "anonymous", "anonym", "anonymus", "n a", "na", "guest", "unknown", "respondent", "participant", "none"}
_MIN_ROWS = 3  # rows of one number alone that are not taken for one person
_LONGEST = 500  # characters of a name that are compared


def same_people(people: Sequence[Row], columns: Columns, mapping: FileMapping) -> Iterator[LeftOutRow]:
    """Yield the rows of people with several rows, except the one that is kept.

    People are identified by an e-mail address or a number if the file has such a column, else by their names. A row
    without any answer is kept only if the person has no other.
    """
    if mapping.same_person == "all":
        return
    if columns.person_id is not None and len(people) >= _MIN_ROWS:
        place = columns.person_id
        if len({value_key(cells[place][:_LONGEST]) for _, cells in people}) == 1:
            columns = replace(columns, person_id=None)  # it is the id of something else, such as the form
    rows = defaultdict(list)
    for number, cells in people:
        shown = _identity(cells, columns)
        if shown and number not in mapping.keep_rows:
            has_answers = any(cells[column].strip() for column in columns.answers.values())
            rows[" ".join(fold_letters(shown).split())].append((number, shown, has_answers))
    keeps_first = mapping.same_person == "first"
    for same in rows.values():
        answered = [row for row in same if row[2]] or same
        kept, name, _ = answered[0] if keeps_first else answered[-1]
        which = "first" if keeps_first else "last"
        which += " with answers" if len(answered) < len(same) else ""
        for number, *_ in same:
            if number != kept:
                yield LeftOutRow(number, "again", f"'{name[:60]}' is in row {kept} as well; the {which} is kept")


def _identity(cells: Sequence[str], columns: Columns) -> str:
    """Return the text that identifies a person in a file; empty without one."""
    for column, is_filled in ((columns.email, _has_at), (columns.person_id, _has_digit)):
        if column is not None and is_filled(cells[column]):  # excludes texts such as 'anonymous'
            return value_key(cells[column][:_LONGEST])
    name = " ".join(value_key(cells[column][:_LONGEST]) for column in columns.name_columns).strip()
    return "" if heading_words(name) in _NOBODY else name


def _has_at(text: str) -> bool:
    return "@" in text


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))
