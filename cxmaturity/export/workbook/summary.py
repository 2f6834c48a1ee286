"""The first sheet: team and assessment, key figures, first steps and charts, all of them by formulas."""

from typing import Any

from cxmaturity.charts.palette import ACCENT, TARGET
from cxmaturity.charts.radar import fits_radar
from cxmaturity.export.workbook.gaps import CHOICES, REASONS, pick
from cxmaturity.export.workbook.layout import FIRST_ROW, Layout
from cxmaturity.export.workbook.sheets import Book, Look, Sheet, Value
from cxmaturity.export.workbook.source import WorkbookSource
from cxmaturity.export.workbook.stage import BETWEEN, between_in_words
from cxmaturity.scoring.result import PulseResult, score_pulse
from cxmaturity.wording.exports import workbook as words
from cxmaturity.wording.result.takeaways import profile_takeaway

_TEXT_COLUMNS, _CHART_COLUMN = 5, 7
_TITLE_HEIGHT = 24  # points
_GRID = "#D0D7DC"


def write_summary(book: Book, sheet: Sheet, source: WorkbookSource, layout: Layout) -> None:
    """Write team, assessment and result; of a pulse the index only."""
    cover = source.cover
    sheet.wide_text(0, _TEXT_COLUMNS, f"{cover.team} · {cover.label}", "title")
    sheet.worksheet.set_row(0, _TITLE_HEIGHT)
    lines = [f"{cover.title} · {cover.kind} · {cover.dated}", cover.notice, *cover.missing, *source.notices]
    lines.append(words.HOW_TO)
    lines += [] if source.is_plain else [words.BY_PLACE]
    row = 1
    for line in (line for line in lines if line):
        sheet.wide_text(row, _TEXT_COLUMNS, line)
        row += 1
    row += 1
    row = _write_full(book, sheet, source, layout, row) if source.is_full else _write_pulse(sheet, source, layout, row)
    sheet.wide_text(row + 1, _TEXT_COLUMNS, f"{cover.foot} · {cover.digest}")


def _write_pulse(sheet: Sheet, source: WorkbookSource, layout: Layout, row: int) -> int:
    """Write the index of the pulse; return the next free row."""
    short = score_pulse(source.questionnaire, source.outcome.response)
    level, rated, missing = (layout.answers(name) for name in ("Level", "Level", "Missing"))
    asked = f"(COUNT({rated})+SUM({missing}))"
    enough = f"AND(COUNT({rated})/{asked}>=min_coverage-tolerance,COUNT({rated})>=MIN(min_rated,{asked}))"
    mean = f"SUM({layout.answers('Weight × level')})/SUM({layout.answers('Weight counted')})"
    if source.has_practices:
        mean = f"MIN({layout.answers('Allows at most')})"
    low, high = source.questionnaire.level_range
    index = f"100*({mean}-{low})/({high}-{low})"
    figures: list[tuple[str, str, Value, Look]] = [
        (words.INDEX, f'IF({asked}=0,"",IF({enough},{index},""))', short.index, "level"),
        ("Level", f'IF({asked}=0,"",IF({enough},{mean},""))', short.level, "level"),
        ("Coverage", f'IF({asked}=0,"",COUNT({level})/{asked})', short.coverage, "share"),
        *_pulse_range(source, layout, short, asked),
    ]
    for name, formula, value, look in figures:
        sheet.text(row, 0, name, "bold")
        sheet.formula(row, 1, formula, value, look)
        row += 1
    return row


def _pulse_range(
    source: WorkbookSource, layout: Layout, short: PulseResult, asked: str
) -> list[tuple[str, str, Value, Look]]:
    products, weight, missing = (
        f"SUM({layout.answers(name)})" for name in ("Weight × level", "Weight counted", "Weight missing")
    )
    if source.has_practices:
        ends = [f"MIN({layout.answers(name)})" for name in ("Allows at most", "Allows once the missing are done")]
    else:
        both = (source.numbers[0], source.numbers[-1])
        ends = [f"({products}+{end}*{missing})/({weight}+{missing})" for end in both]
    named = zip(("Lowest possible", "Highest possible"), ends, (short.low, short.high), strict=True)
    return [(name, f'IF({asked}=0,"",{end})', value, "level") for name, end, value in named]


def _write_full(book: Book, sheet: Sheet, source: WorkbookSource, layout: Layout, row: int) -> int:
    """Write stage, levels, first steps and charts; return the next free row."""
    overall, questionnaire = source.outcome.result.overall, source.questionnaire
    named = questionnaire.stage(overall.stage).name if overall.stage else words.NO_STAGE
    named = named if overall.applies else words.NOT_APPLICABLE_AT_ALL
    low, high = (layout.overall(f"{end} possible stage") for end in ("Lowest", "Highest"))
    is_settled = f'OR({layout.overall("Stage")}="",{low}={high})'
    name = f"{words.STAGE}!$G${FIRST_ROW + 1}"
    is_open = f'"{words.OPEN_FROM}"&{_named(layout, low)}&"{words.OPEN_TO}"&{_named(layout, high)}'
    if overall.stage and overall.stage_low and overall.stage_high and overall.stage_low != overall.stage_high:
        ends = (questionnaire.stage(stage) for stage in (overall.stage_low, overall.stage_high))
        first, last = (f"{stage.level} {stage.name}" for stage in ends)
        named = f"{named}{words.OPEN_FROM}{first}{words.OPEN_TO}{last}"
    elif between := between_in_words(source):
        named = f"{named}; {between}"
    sheet.text(row, 0, "Stage", "bold")
    sheet.formula(row, 1, layout.number_of_stage(layout.overall("Stage")), _number(source, overall.stage))
    is_between = f'IF({BETWEEN}="","","; "&{BETWEEN})'
    sheet.formula(row, 2, f"{name}&IF({is_settled},{is_between},{is_open})", named, "bold")
    figures: tuple[tuple[str, str, Value, Look], ...] = (
        ("Level", "Level", overall.level, "level"),
        ("Lowest possible", "Lowest possible level", overall.low, "level"),
        ("Highest possible", "Highest possible level", overall.high, "level"),
        ("Coverage", "Coverage", overall.coverage, "share"),
        ("Evidenced level", "Evidenced level", overall.evidenced_level, "level"),
        ("Index", "Index", overall.index, "level"),
    )
    for name, heading, value, look in figures:
        row += 1
        sheet.text(row, 0, name, "bold")
        sheet.formula(row, 1, layout.overall(heading), value, look)
    row = _write_dimensions(sheet, source, layout, row + 2)
    row = _write_first_steps(sheet, source, layout, row + 1)
    _insert_charts(book, sheet, source, layout)
    return row


def _named(layout: Layout, place: str) -> str:
    """Return the formula for the number and the name of the stage at this place."""
    return f'INDEX({layout.stage_numbers},{place},1)&" "&INDEX({layout.stage_names},{place},1)'


def _number(source: WorkbookSource, stage: int | None) -> int | None:
    """Return the number of a stage as its model counts it, in which the lowest may be 0."""
    return None if stage is None else source.questionnaire.stage(stage).level


def _write_dimensions(sheet: Sheet, source: WorkbookSource, layout: Layout, row: int) -> int:
    for column, heading in enumerate(words.SUMMARY_HEADINGS):
        sheet.text(row, column, heading, "head")
    for place, dimension in enumerate(source.questionnaire.dimensions):
        row += 1
        measure = source.outcome.result.dimensions[dimension.id]
        stage = source.questionnaire.stage(measure.stage).name if measure.stage else words.NO_STAGE
        sheet.text(row, 0, dimension.name)
        sheet.formula(row, 1, layout.dimension(place, "Level"), measure.level, "level")
        reached, target = (layout.number_of_stage(layout.dimension(place, name)) for name in ("Stage", "Target"))
        sheet.formula(row, 2, reached, _number(source, measure.stage))
        name = stage if measure.applies else words.NOT_APPLICABLE_AT_ALL
        sheet.formula(row, 3, f"{words.STAGE}!$G${FIRST_ROW + place + 2}", name, "text")
        sheet.formula(row, 4, target, _number(source, source.outcome.targets.get(dimension.id)))
        rated = f'{layout.dimension(place, "Rated")}&" of "&{layout.dimension(place, "Asked")}'
        sheet.formula(row, 5, rated, f"{measure.rated} of {measure.asked}", "text")
    return row + 1


def _write_first_steps(sheet: Sheet, source: WorkbookSource, layout: Layout, row: int) -> int:
    """Write the first steps, looked up in the choosing columns of the sheet of gaps; return the next free row."""
    sheet.text(row, 0, words.FIRST_STEPS, "bold")
    row += 1
    for column, heading in enumerate(words.FIRST_STEP_HEADINGS):
        sheet.text(row, column, heading, "head")
    columns = ("What to do", "Who", "Time", "Worked if", "Question")
    for choice, reason, why in zip(CHOICES, REASONS, words.FIRST_STEP_REASONS, strict=True):
        row += 1
        place, step = pick(layout, choice), source.first_step(reason)
        sheet.formula(row, 0, f'IF({place}=0,"","{why}")', why if step else None, "text")
        texts: tuple[str | None, ...] = (None,) * len(columns)
        if step and step.gap.step:
            taken = step.gap.step
            texts = (taken.do, taken.owner, taken.effort, taken.worked_if, step.gap.question.prompt_in(source.variant))
        for column, (heading, text) in enumerate(zip(columns, texts, strict=True), start=1):
            picked = f"INDEX({layout.gaps(heading)},{place},1)"
            sheet.formula(row, column, f'IF({place}=0,"",{picked})', text, "text")
    return row + 1


def _insert_charts(book: Book, sheet: Sheet, source: WorkbookSource, layout: Layout) -> None:
    """Insert bars of levels and targets, and a radar where the dimensions fit one."""
    alt = profile_takeaway(source.outcome)
    count, (lowest, highest) = len(source.questionnaire.dimensions), source.questionnaire.level_range
    bars = book.workbook.add_chart({"type": "bar"})
    _add_series(bars, layout, {"fill": {"color": ACCENT}}, {"fill": {"color": TARGET}})
    bars.set_y_axis({"reverse": True, "num_font": {"size": 10}})
    scale: dict[str, Any] = {
        "min": min(0, lowest),
        "max": highest,
        "major_gridlines": {"visible": True, "line": {"color": _GRID}},
        "num_format": "0",
    }
    bars.set_x_axis({**scale, "label_position": "high"})
    bars.set_title({"name": words.chart_title("bars"), "name_font": {"size": 12}})
    bars.set_legend({"position": "bottom"})
    bars.set_size({"width": 620, "height": max(280, 60 * count)})
    options = {"description": alt, "object_position": 1}
    sheet.worksheet.insert_chart(0, _CHART_COLUMN, bars, options)
    if not fits_radar(count):
        return
    radar = book.workbook.add_chart({"type": "radar", "subtype": "with_markers"})
    line = {"line": {"color": ACCENT, "width": 2.25}, "marker": {"type": "circle", "fill": {"color": ACCENT}}}
    dashed = {"line": {"color": TARGET, "dash_type": "dash"}, "marker": {"type": "diamond", "fill": {"color": TARGET}}}
    _add_series(radar, layout, line, dashed)
    radar.set_y_axis(scale)
    radar.set_title({"name": words.chart_title("radar"), "name_font": {"size": 12}})
    radar.set_legend({"position": "bottom"})
    radar.set_size({"width": 620, "height": 420})
    sheet.worksheet.insert_chart(16, _CHART_COLUMN, radar, options)


def _add_series(chart: Any, layout: Layout, level: dict[str, Any], target: dict[str, Any]) -> None:
    names = layout.dimensions("Dimension")
    for heading, name, look in (("Level for the charts", "Level", level), ("Target", "Target", target)):
        values = layout.dimensions(heading)
        chart.add_series({"name": name, "categories": f"={names}", "values": f"={values}", **look})
