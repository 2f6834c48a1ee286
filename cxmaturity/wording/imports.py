"""Importing a past round: what was read of a file, and what is missing before it can be stored."""

from collections.abc import Sequence

from cxmaturity.analysis.disclosure import MIN_GROUP_SIZE
from cxmaturity.wording.language.numbers import grouped
from cxmaturity.wording.language.plurals import counted, plural

TOO_FEW_TO_SHOW = f"Fewer than {MIN_GROUP_SIZE} people answered, so the result would show nothing, to protect them."

WAITING_FOR_READERS = "Other files are being read. Yours is next."

_MOST_COLUMNS = 20  # columns left out that are named


def file_limits(megabytes: int, people: int) -> str:
    """Return what kind of file is taken, and how large it may be."""
    kinds = "A CSV file, an Excel workbook, a portable file (.cxm) or a report (.pdf)"
    return f"{kinds}, of at most {megabytes} MB and {grouped(people)} people"


def other_sheets_notice(sheet: str, sheets: int) -> str:
    """Return which sheet of a workbook is read; the name comes escaped, as it is set in bold."""
    return (
        f"This is the sheet **{sheet}**, the first of {sheets} that holds anything. To import another, save it alone."
    )


def columns_found(columns: int, questions: int) -> str:
    """Return for how many of the questions a file has a column; the count is set in bold."""
    return f"**{columns} of {counted('question', questions)}** {plural(columns, 'has', 'have')} a column."


def columns_left_out(headings: Sequence[str]) -> str:
    """Return the headings of the columns that are left out, as many as fit; they come escaped."""
    more = len(headings) - _MOST_COLUMNS
    return " · ".join(headings[:_MOST_COLUMNS]) + (f" and {grouped(more)} more" if more > 0 else "")


def preview_caption(shown: int, people: int) -> str:
    """Return how many of the people in a file stand in the preview."""
    if people == 1:
        return "One person, as read."
    return f"The first {shown} of {grouped(people)} people, as read."


def faults_in_file(count: int) -> str:
    """Return how many faults the file has."""
    return f"The file has {counted('fault', count)}."


def too_many_faults(most: int) -> str:
    """Return that reading ended at so many faults."""
    return f"The file has more than {grouped(most)} faults; reading ended there."


def faults_listed(shown: int, faults: int) -> str:
    """Return how many faults stand on the page, and how many in the download."""
    return f"The first {shown} are listed here, {grouped(faults)} in the download."


def known_teams(team: str, names: Sequence[str]) -> str:
    """Return whether a name is that of a team one has, and which those are."""
    is_new = team.strip().casefold() not in {name.casefold() for name in names}
    return f"{'A new team' if is_new else 'A team you have'}. Yours: {', '.join(names)}"


def import_button(people: int) -> str:
    """Return the label of the button that stores so many people's answers."""
    return f"Import {counted('person', people)}" if people else "Import"


def import_progress(done: int, total: int) -> str:
    """Return how many answers are written so far."""
    if done < total:
        return f"{grouped(done)} of {grouped(total)} answers"
    return "All answers are written. Working out the result"


def missing_for_import(has_faults: bool, has_answers: bool, team: str, label: str) -> str | None:
    """Return why nothing can be imported yet, None when it can."""
    if has_faults:
        return "Nothing is imported while the file has faults."
    if not has_answers:
        return "There is no answer in the file yet: choose above which column holds which question."
    if not team.strip():
        return "Name the team."
    return None if label.strip() else "Give the assessment a name."
