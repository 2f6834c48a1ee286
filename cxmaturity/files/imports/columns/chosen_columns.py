"""The columns to read: those chosen by a person, and for the rest those guessed from the headings."""

from collections.abc import Mapping, Sequence

from cxmaturity.files.imports.columns.column_uses import NAME, ROLE, Columns, guess_columns, parse_use
from cxmaturity.files.imports.columns.heading_matcher import ANSWER, EVIDENCE, GRADE, NOTE, HeadingMatcher
from cxmaturity.files.imports.columns.headings import Headings
from cxmaturity.files.imports.faults import Fault
from cxmaturity.files.imports.mapping import FileMapping
from cxmaturity.files.imports.opening.raw_table import cell_name
from cxmaturity.questionnaire.schema import Questionnaire


def choose_by_mapping(
    headings: Headings, row: int, questionnaire: Questionnaire, matcher: HeadingMatcher, mapping: FileMapping
) -> tuple[Columns, Columns, list[Fault]]:
    """Return the guessed columns, the columns to read, and the faults of their headings, which are in row `row`."""
    places = {name: column for column, name in enumerate(headings.names) if name}
    chosen = {places[heading]: use for heading, use in mapping.columns.items() if heading in places}
    faults = [
        Fault("", "", f"no column has the heading '{heading[:60]}'", "Take it out of the choices, or mend the heading")
        for heading, use in mapping.columns.items()
        if use is not None and heading not in places
    ]
    guess = guess_columns(headings.parts, questionnaire, matcher, frozenset(chosen))
    doubts = [
        Fault(cell_name(row, column), "heading", problem, "Say which question the column answers, or rename it")
        for column, problem in guess.doubts
    ]
    columns = _with_chosen(guess.columns, chosen, questionnaire, headings.names, faults)
    guessed = guess_columns(headings.parts, questionnaire, matcher, frozenset()).columns if chosen else guess.columns
    return guessed, columns, faults + doubts


def _with_chosen(
    guessed: Columns,
    chosen: Mapping[int, str | None],
    questionnaire: Questionnaire,
    names: Sequence[str],
    faults: list[Fault],
) -> Columns:
    """Return the guessed columns updated by the chosen ones; two columns with the same use add to `faults`."""
    uses: dict[tuple[str, str], int] = {}
    surname: int | None = None
    for column, use in chosen.items():
        key = parse_use(use, questionnaire) if use else None
        if key is None:
            continue
        if key == (NAME, "") and key in uses and surname is None:  # the first name, and the last name beside it
            surname = column
            continue
        if key in uses:
            problem = f"'{names[uses[key]][:60]}' and '{names[column][:60]}' are both chosen for {use}"
            faults.append(Fault("", "", problem, "Choose one of them"))
        uses[key] = column
    parts = {ANSWER: guessed.answers, NOTE: guessed.notes, GRADE: guessed.grades, EVIDENCE: guessed.evidence}
    merged = {
        part: {
            q.id: uses.get((part, q.id), columns.get(q.id, -1))
            for q in questionnaire.questions
            if (part, q.id) in uses or q.id in columns
        }
        for part, columns in parts.items()
    }
    is_name_chosen = (NAME, "") in uses
    return Columns(
        merged[ANSWER],
        merged[NOTE],
        merged[GRADE],
        merged[EVIDENCE],
        uses.get((NAME, ""), guessed.name),
        uses.get((ROLE, ""), guessed.role),
        surname if is_name_chosen else guessed.surname,
        guessed.email,
        guessed.person_id,
    )
