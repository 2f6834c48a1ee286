"""The sheets of texts: the questionnaire, from which formulas look up statements and steps; the method; the plan."""

from cxmaturity.analysis.gaps import QUICK_WIN_EASE, QUICK_WIN_IMPORTANCE
from cxmaturity.export.workbook.layout import FIRST_ROW
from cxmaturity.export.workbook.sheets import Book, Sheet
from cxmaturity.export.workbook.source import WorkbookSource
from cxmaturity.scoring.between_stages import NEAR_BOUNDARY
from cxmaturity.scoring.equality import TOLERANCE
from cxmaturity.scoring.levels import MIN_COVERAGE, MIN_RATED
from cxmaturity.wording.exports import workbook as words
from cxmaturity.wording.language.numbers import plain_decimal
from cxmaturity.wording.plans import STATUS_LABELS, WORKED_LABELS


def write_questionnaire(sheet: Sheet, source: WorkbookSource) -> None:
    """Write every question with its statements, and the ease and the texts of each step."""
    numbers = [plain_decimal(number) for number in source.numbers]
    steps = [words.step_headings(number) for number in numbers[:-1]]
    headings = [*words.QUESTION_HEADINGS, *map(words.level_heading, numbers)]
    headings += [step[part] for part in range(5) for step in steps]
    sheet.headings(headings)
    names = {c.id: c.name for d in source.questionnaire.dimensions for c in d.capabilities}
    for row, question in enumerate(source.questions, start=FIRST_ROW):
        cells = [question.id, question.prompt_in(source.variant), names[question.capability]]
        for column, text in enumerate([*cells, *question.levels_in(source.variant)]):
            sheet.text(row, column, text)
        column = len(cells) + len(numbers)
        for part in ("ease", "do", "effort", "owner", "worked_if"):
            for place in range(len(steps)):
                step = question.step_from(place + 1)
                content = getattr(step, part) if step else None
                cell = words.NOT_SAID if step and content is None else content
                sheet.value(row, column, cell, "number" if part == "ease" else "text")
                column += 1


def write_method(book: Book, sheet: Sheet, source: WorkbookSource) -> None:
    """Write the parameters that formulas refer to, then the rules and limits in words."""
    caps = source.questionnaire.caps
    values = {
        "min_coverage": MIN_COVERAGE,
        "min_rated": MIN_RATED,
        **({"pass_mark": source.pass_mark} if source.has_practices else {}),
        "practice_cap": caps.practice,
        "dimension_cap": caps.dimension,
        "near_boundary": NEAR_BOUNDARY * source.questionnaire.level_distance,
        "quick_importance": QUICK_WIN_IMPORTANCE,
        "quick_ease": QUICK_WIN_EASE,
        "tolerance": TOLERANCE,
    }
    sheet.headings(words.PARAMETER_HEADINGS)
    for row, (name, value) in enumerate(values.items(), start=FIRST_ROW):
        sheet.text(row, 0, name, "bold")
        sheet.worksheet.write_number(row, 1, value)
        sheet.text(row, 2, words.PARAMETERS[name])
        book.workbook.define_name(name, f"={words.METHOD}!$B${row + 1}")
    first = FIRST_ROW + len(values) + 1
    for row, rule in enumerate(source.method, start=first):
        sheet.text(row, 2, rule)


def write_session(sheet: Sheet, source: WorkbookSource) -> None:
    """Write the tables of a workshop's record, one beneath the other."""
    row = 0
    for table in source.session:
        sheet.text(row, 0, table.caption, "bold")
        for column, heading in enumerate(table.headings):
            sheet.text(row + 1, column, heading, "head")
        for line, cells in enumerate(table.rows, start=row + 2):
            for column, cell in enumerate(cells):
                sheet.text(line, column, cell)
        row += len(table.rows) + 3


def write_plan(sheet: Sheet, source: WorkbookSource) -> None:
    """Write the team's plan, one row per action."""
    sheet.headings(words.PLAN_HEADINGS)
    for row, action in enumerate(source.plan, start=FIRST_ROW):
        sheet.text(row, 0, action.do)
        sheet.text(row, 1, action.owner)
        if action.due:
            sheet.date(row, 2, action.due)
        sheet.text(row, 3, STATUS_LABELS[action.status])
        sheet.text(row, 4, WORKED_LABELS[action.outcome] if action.outcome else "")
        sheet.text(row, 5, action.worked_if)
        sheet.text(row, 6, action.outcome_note)
        sheet.text(row, 7, source.asked[action.id].prompt if action.id in source.asked else "")
