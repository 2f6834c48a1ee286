"""Recognises tables without one row per person: questions in rows, a row per answer, counts, a second table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cxmaturity.files.imports.cells.file_values import CODE, bare_text
from cxmaturity.files.imports.cells.normalising import heading_words
from cxmaturity.files.imports.columns.heading_matcher import HeadingMatcher, is_other_column
from cxmaturity.files.imports.columns.headings import Headings
from cxmaturity.files.imports.faults import Fault
from cxmaturity.files.imports.opening.raw_table import Row, cell_name, visible_text

_SEARCHED_ROWS = 60
_MIN_QUESTIONS = 2  # different questions in a column of questions
_MIN_SHARE = 0.6  # the share of its filled cells that name questions
_OUR_EXPORT = "or, if CX Maturity exported this file, import its portable file (.cxm)"
_OF_EACH_PERSON = "Choose the file that has the answers of each person"
_MIN_LEVELS = 3  # headings that are levels in a table of counts


def shape_fault(rows: Sequence[Row], matcher: HeadingMatcher, levels: Sequence[float]) -> Fault | None:
    """Return the fault of a table with questions in rows; None when a heading row names more questions."""
    searched = rows[:_SEARCHED_ROWS]
    matches = [
        map(matcher.below_headings if i else matcher, map(visible_text, row[1])) for i, row in enumerate(searched)
    ]
    counts = [len({match.question_id for match in of_row if match}) for of_row in matches]
    in_rows = max(counts)
    first = counts.index(1) if in_rows == 1 else None
    for column in range(len(searched[0][1])):
        # Where no row names two questions, a column may name one in hundreds of rows before it names the next.
        is_long = first is not None and _names_questions_only(searched, first, column, matcher)
        named = _questions_below(rows if is_long else searched, column, matcher)
        most_in_headings = 0 if is_long and first else max(in_rows, _MIN_QUESTIONS - 1)
        if named is None or len(set(named.ids)) <= most_in_headings:
            continue
        cell = cell_name(named.first_row, column)
        if len(set(named.ids)) < len(named.ids):
            problem = "each row holds one answer to one question, so a person is in many rows"
            fix = "Make a table with one row for each person, such as a pivot table makes"
            return Fault(cell, "", problem, f"{fix}; {_OUR_EXPORT}")
        shown, above = {f"{level:g}" for level in levels}, [cells for _, cells in searched[: named.place]]
        if any(len(shown & set(map(bare_text, cells))) >= _MIN_LEVELS for cells in above):
            return Fault(cell, "", "the table counts how many people chose each level", _OF_EACH_PERSON)
        if any(_are_figures(cells[column + 1 :]) for cells in above):
            return Fault(cell, "", "the table has averages or other figures of all people together", _OF_EACH_PERSON)
        problem = "the questions stand in rows, one below the other, and people in columns"
        fix = "Turn the table, so that each person is a row: copy it, then choose Paste special and Transpose"
        return Fault(cell, "", problem, f"{fix}; {_OUR_EXPORT}")
    return None


def _are_figures(cells: Sequence[str]) -> bool:
    """Return whether these cells are headings of averages, counts and the like, and of nothing else."""
    words = [text for cell in cells if (text := heading_words(visible_text(cell)))]
    return bool(words) and all(map(is_other_column, words))


def _names_questions_only(rows: Sequence[Row], first: int, column: int, matcher: HeadingMatcher) -> bool:
    """Return whether all filled cells of a column name questions, at least two, the first one in row index `first`."""
    texts = [visible_text(cells[column]) for _, cells in rows[first:]]
    named = [matcher.below_headings(text) for text in texts if text]
    return bool(texts[0]) and len(named) >= _MIN_QUESTIONS and all(named)


@dataclass(frozen=True, slots=True)
class _NamedBelow:
    """The questions named by the cells of a column; the first one is in the row at index `place`."""

    ids: list[str]
    first_row: int
    place: int


def _questions_below(rows: Sequence[Row], column: int, matcher: HeadingMatcher) -> _NamedBelow | None:
    """Return the questions named by most cells of a column; None when these are few, or codes of answers."""
    filled = [(place, visible_text(cells[column])) for place, (_, cells) in enumerate(rows) if cells[column].strip()]
    matches = [(i, text, m) for i, text in filled if (m := matcher.below_headings(text) if i else matcher(text))]
    if len({m.question_id for i, _, m in matches if i and not m.is_by_text}) >= _MIN_QUESTIONS:
        # Beside ids that are no levels, such as 6 and 7, those that may be levels are ids, too.
        matches = [(i, text, match) for i, text in filled if (match := matcher(text))]
    if len(matches) < max(_MIN_QUESTIONS, _MIN_SHARE * len(filled)):
        return None
    first = matches[0][0]
    letters = {code[1].upper() for _, text, _ in matches[1:] if (code := CODE.fullmatch(text.strip()))}
    heading = CODE.fullmatch(matches[0][1].strip())
    are_codes = all(CODE.fullmatch(text.strip()) for _, text, _ in matches[1:])
    if are_codes and (filled[0][0] == first and (heading is None or {heading[1].upper()} != letters)):
        return None  # a question's answers may be codes such as L3 that equal ids of other questions
    return _NamedBelow([match.question_id for *_, match in matches], rows[first][0], first)


@dataclass(frozen=True, slots=True)
class InnerHeadings:
    """Heading rows below the first ones: those that repeat it, and the first one with other questions."""

    same: frozenset[int]
    other: int | None


def inner_headings(
    body: Sequence[Row], headings: Headings, answers: Mapping[str, int], matcher: HeadingMatcher
) -> InnerHeadings:
    """Return the rows whose cells in the columns of `answers` all name questions.

    Such a row repeats the headings if its other cells equal those of `headings` too. If half of all rows contain what
    looks like ids of questions, these are codes of answers.
    """
    same: list[int] = []
    other: list[int] = []
    for number, cells in body:
        matches = _named_questions(cells, answers, matcher)
        if not matches:
            continue
        is_same = all(question_id == matched for question_id, matched in matches) and all(
            not cell or heading_words(cell) in map(heading_words, headings.parts[column])
            for column, cell in enumerate(cells)
            if column not in answers.values()
        )
        if not is_same:
            other.append(number)
        elif len(matches) > 1:  # a single one may be a code that equals the question's id
            same.append(number)
    if 2 * len(other) >= len(body):
        return InnerHeadings(frozenset(), None)
    return InnerHeadings(frozenset(same), other[0] if other else None)


def _named_questions(
    cells: Sequence[str], answers: Mapping[str, int], matcher: HeadingMatcher
) -> list[tuple[str, str]]:
    """Return (question, question named by its cell) for each filled cell; empty when a cell names no question."""
    named = []
    for question_id, column in answers.items():
        text = visible_text(cells[column])
        if text:
            match = matcher.below_headings(text)
            if match is None:  # stop early: in most rows the first cell names no question
                return []
            named.append((question_id, match.question_id))
    return named


def table_above(rows: Sequence[Row], headings: Headings, matcher: HeadingMatcher) -> Fault | None:
    """Return the fault of another table above the headings: a row there names questions too; None without one."""
    for place, (number, cells) in enumerate(rows[: headings.start]):
        has_rows_below = headings.start - place > 1
        if has_rows_below and any(matcher.below_headings(visible_text(cell)) for cell in cells if cell):
            fix = "Say which row has the headings, or put each table into a sheet or file of its own"
            return Fault(f"row {number}", "", "another table stands above the one that is read", fix)
    return None


def second_table_fault(row: int) -> Fault:
    """Return the fault of a second table that starts in this row."""
    fix = "Leave its rows out, or put each table into a sheet or file of its own"
    return Fault(f"row {row}", "", "a second table begins in this row", fix)
