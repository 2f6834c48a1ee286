"""Texts of the page Import: how a file was read, and what is missing before it can be stored."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from cxmaturity.analysis.disclosure import MIN_GROUP_SIZE
from cxmaturity.text_cleaning import comparable_name, cut
from cxmaturity.wording.language.dates import format_day
from cxmaturity.wording.language.numbers import grouped
from cxmaturity.wording.language.plurals import counted, joined, plural

TOO_FEW_TO_SHOW = f"Fewer than {MIN_GROUP_SIZE} people answered, so the result would show nothing, to protect them."

WAITING_FOR_READERS = "Other files are being read. Yours is next."

_MOST_COLUMNS = 20  # columns left out that are named
_LONGEST_HEADING = 60  # characters of a heading in a sentence


def file_limits(megabytes: int, people: int) -> str:
    """Return the accepted kinds of file and the limits of their size."""
    kinds = "A CSV file, a workbook (.xlsx, .ods), a portable file (.cxm) or a report (.pdf)"
    return f"{kinds}, of at most {megabytes} MB and {grouped(people)} people"


def sheet_read(sheet: str, sheets: int) -> str:
    """Return which sheet of a workbook is read; the name comes escaped, as it is set in bold."""
    return f"This is the sheet **{sheet}**, which fits best of {sheets}. You can choose another."


def one_sheet_read(sheet: str, sheets: int) -> str:
    """Return which sheet of a workbook was read by the command line, which offers no other."""
    return f"Of {grouped(sheets)} sheets, '{cut(sheet, _LONGEST_HEADING)}' was read, which fits best."


def headings_read(first: int, count: int) -> str:
    """Return which rows hold the headings, for tables in which this is not the first row alone."""
    if count == 1:
        return f"The headings are in row {first}."
    return f"The headings are in rows {first} to {first + count - 1}."


def encoding_guessed(encoding: str) -> str:
    """Return the message that the encoding of a file is a guess."""
    return f"The file does not say how its letters are stored. They were read as {encoding}:"


def encoding_chosen(encoding: str) -> str:
    """Return the message that a file is read in an encoding that somebody chose."""
    return f"The letters are read as {encoding}, as you chose:"


def lowest_asked(numbers: Sequence[int], lowest: float, other: int) -> str:
    """Return the question whether the file's scale starts at `other`, with the lowest and highest number in it."""
    question = f"Is {other} the lowest level in this file?"
    return f"{numbers_read(numbers)} {question} It was read with {lowest:g} as the lowest."


def numbers_read(numbers: Sequence[int]) -> str:
    """Return the lowest and the highest number in the answers of a file."""
    if len(numbers) == 1:
        return f"The only number in the answers is {numbers[0]}."
    return f"The numbers in the answers go from {numbers[0]} to {numbers[-1]}."


def values_to_check(guessed: int, unread: int) -> str:
    """Return how many of the texts in answers were guessed, and how many could not be read; empty for none."""
    parts = [
        f"{plural(guessed, 'one text was', f'{grouped(guessed)} texts were')} guessed" * bool(guessed),
        f"{plural(unread, 'one text', f'{grouped(unread)} texts')} could not be read" * bool(unread),
    ]
    text = " and ".join(part for part in parts if part)
    means = plural(guessed + unread, "it means", "each means")
    return f"{text[0].upper()}{text[1:]}. Say below what {means}." if text else ""


def more_values(shown: int, values: int) -> str:
    """Return how many of the different texts in answers are listed."""
    return f"The first {shown} of {grouped(values)} different texts."


def level_option(number: str, name: str) -> str:
    """Return a level in a list of choices."""
    return f"{number} · {name}"


MEANINGS: Mapping[str, str] = {
    "dont_know": "Don't know",
    "not_applicable": "Does not apply",
    "missing": "No answer",
}
"""The choices for the meaning of a text that names no level, with their labels."""

NOT_DECIDED = "Not decided"

ROLES: Mapping[str, str] = {"leader": "Leads people", "other": "Does not lead people", "none": "Not said"}
"""The choices for the meaning of a role's text, with their labels."""


def roles_guessed(roles: Mapping[str, str]) -> str:
    """Return the meanings that were guessed for the texts in the column of roles."""
    meanings = "; ".join(f"'{text}': {ROLES[role].lower()}" for text, role in roles.items())
    return f"Roles were guessed. {meanings}."


KEPT: Mapping[str, str] = {"last": "The last answers", "first": "The first answers", "all": "All, as different people"}
"""The choices for people with several rows, with their labels."""

HIDDEN: Mapping[str, str] = {"read": "Read them", "leave_out": "Leave them out"}
"""The choices for rows that the spreadsheet hides, with their labels."""

_ROW_KINDS = {
    "preview": ("row is a preview or a test", "rows are previews or tests"),
    "unfinished": ("row is not finished", "rows are not finished"),
    "blank": ("row has nothing in the columns that are read", "rows have nothing in the columns that are read"),
    "summary": ("row looks like averages or totals", "rows look like averages or totals"),
    "footer": ("row below the table has no answer", "rows below the table have no answer"),
    "again": ("row is of somebody who is in the file again", "rows are of people who are in the file again"),
    "headings": ("row has the headings again", "rows have the headings again"),
    "hidden": ("row is hidden in the spreadsheet", "rows are hidden in the spreadsheet"),
    "table": ("row belongs to a second table", "rows belong to a second table"),
    "choice": ("row is left out because you chose so", "rows are left out because you chose so"),
    "empty": ("row is empty", "rows are empty"),
    "above": ("row stands above the headings", "rows stand above the headings"),
}


def rows_left_out(kind: str, count: int) -> str:
    """Return how many rows of one kind are left out."""
    return f"{grouped(count)} {plural(count, *_ROW_KINDS[kind])}."


_ROW_NAMES = {
    "preview": ("the preview", "the {} previews"),
    "unfinished": ("the unfinished row", "the {} unfinished rows"),
    "summary": ("the row that looks like averages", "the {} rows that look like averages"),
    "footer": ("the row below the table", "the {} rows below the table"),
}


def read_rows_button(kind: str, count: int) -> str:
    """Return the label of the button that reads the rows of one kind anyway."""
    return f"Read {plural(count, *_ROW_NAMES[kind]).format(grouped(count))} all the same"


def leave_out_table_button(count: int) -> str:
    """Return the label of the button that leaves the rows of a second table out."""
    return f"Leave out the second table ({counted('row', count)})"


def rows_kept(count: int) -> str:
    """Return the message that rows that do not look like people's answers are read because somebody chose so."""
    return f"{counted('row', count)} that {plural(count, 'was', 'were')} left out {plural(count, 'is', 'are')} read."


def hidden_rows_asked(count: int) -> str:
    """Return the question about rows that the spreadsheet hides."""
    rows = plural(count, "One row is", f"{grouped(count)} rows are")
    return f"{rows} hidden in the spreadsheet, by hand or by a filter. What is to be done?"


def leave_open_button(count: int) -> str:
    """Return the label of the button that reads all unreadable answers as unanswered."""
    return f"Leave {plural(count, 'this answer', f'these {grouped(count)} answers')} open"


def dont_know_button(count: int) -> str:
    """Return the label of the button that reads all unreadable answers as don't know."""
    return f"Read {plural(count, 'this answer', f'these {grouped(count)} answers')} as don't know"


HOW_TO_MEND = "Say above what is meant, or mend the file and choose it again. Until then nothing is imported."

UNREADABLE: Mapping[str, str] = {
    "missing": "Answers that cannot be read are left open.",
    "dont_know": "Answers that cannot be read are taken for don't know.",
}
"""The choices for unreadable answers, with their labels."""

READ_AGAIN = "The file is read again with your choice."

KEPT_CHOICES = "You have imported a file with these headings before. Its choices can be used again."


def columns_found(columns: int, questions: int) -> str:
    """Return for how many of the questions a file has a column; the count is in bold (Markdown)."""
    return f"**{columns} of {counted('question', questions)}** {plural(columns, 'has', 'have')} a column."


def columns_left_out(headings: Sequence[str]) -> str:
    """Return the headings of the columns that are left out, as many as fit; `headings` are escaped."""
    more = len(headings) - _MOST_COLUMNS
    return " · ".join(headings[:_MOST_COLUMNS]) + (f" and {grouped(more)} more" if more > 0 else "")


def preview_caption(shown: int, people: int) -> str:
    """Return how many of the people in a file the preview shows."""
    if people == 1:
        return "One person, as read."
    return f"The first {shown} of {grouped(people)} people, as read."


def faults_in_file(count: int) -> str:
    """Return how many faults the file has."""
    return f"The file has {counted('fault', count)}."


def too_many_faults(most: int) -> str:
    """Return the message that reading stopped after `most` faults."""
    return f"The file has more than {grouped(most)} faults; reading ended there."


def faults_listed(shown: int, faults: int) -> str:
    """Return how many faults the page lists, and how many are in the download."""
    return f"The first {shown} are listed here, {grouped(faults)} in the download."


def known_teams(team: str, names: Sequence[str]) -> str:
    """Return whether a team of this name exists, and the names of the existing teams."""
    is_new = comparable_name(team) not in map(comparable_name, names)
    return f"{'A new team' if is_new else 'A team you have'}. Yours: {', '.join(names)}"


def import_button(people: int) -> str:
    """Return the label of the button that stores the answers of `people` people."""
    return f"Import {counted('person', people)}" if people else "Import"


def import_progress(done: int, total: int) -> str:
    """Return how many answers are written so far."""
    if done < total:
        return f"{grouped(done)} of {grouped(total)} answers"
    return "All answers are written. Working out the result"


def missing_for_import(has_faults: bool, has_answers: bool, team: str, label: str) -> str | None:
    """Return why the import cannot start yet, None when it can."""
    if has_faults:
        return "Nothing is imported while the file has faults."
    if not has_answers:
        return "There is no answer in the file yet: choose above which column holds which question."
    if not team.strip():
        return "Name the team."
    return None if label.strip() else "Give the assessment a name."


def people_read(count: int) -> str:
    """Return how many people were read from a file."""
    return f"{counted('person', count)} {plural(count, 'was', 'were')} read."


def read_as_one_round(several: Mapping[str, int], days: tuple[date, date] | None) -> list[str]:
    """Return the warnings that a file has answers of several teams or rounds, or over a long time.

    `several` holds the number of different entries by the heading of their column, `days` the first and the last day.
    """
    columns = [(cut(heading, _LONGEST_HEADING), grouped(count)) for heading, count in several.items()]
    parts = [f"the column '{heading}' has {count} different entries" for heading, count in columns]
    if days and days[1] - days[0] > LONGEST_ROUND:
        parts.append(f"people answered from {format_day(days[0])} to {format_day(days[1])}")
    if not parts:
        return []
    text = joined(parts)
    return [f"{text[0].upper()}{text[1:]}. {ONE_ROUND}"]


ONE_ROUND = "All of it becomes one round of one team; for a result of each, import a file of each."
LONGEST_ROUND = timedelta(days=92)
"""The longest time between the first and the last answer of a file that is not asked about."""


_OPEN_WORDS = {"dont_know": "don't know", "not_applicable": "does not apply", "missing": "no answer"}


def level_reads_as(question_id: str, level: str, text: str, meaning: str) -> str:
    """Return the warning that the statement of a level is a word that files use with another meaning."""
    return (
        f"{question_id}: level {level} reads “{text}”, which people also write for {_OPEN_WORDS[meaning]}. In files it "
        "counts as the level. Word it otherwise if you can."
    )
