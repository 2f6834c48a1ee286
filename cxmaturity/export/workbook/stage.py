"""The sheet of stages: the calculation of each stage step by step, and the names of stages and levels."""

from cxmaturity.export.workbook.layout import FIRST_ROW, STAGES_COLUMN, Layout, address
from cxmaturity.export.workbook.sheets import Look, Sheet, Value, here
from cxmaturity.export.workbook.source import WorkbookSource
from cxmaturity.questionnaire.schema import OVERALL
from cxmaturity.scoring.between_stages import NEAR_BOUNDARY, between_stages
from cxmaturity.scoring.equality import TOLERANCE
from cxmaturity.scoring.result import Measure
from cxmaturity.wording.exports import workbook as words

_COLUMN = {heading: column for column, heading in enumerate(words.STAGE_HEADINGS)}
BETWEEN = address(words.STAGE, FIRST_ROW, _COLUMN["Between"])
"""The address of the cell with the two stages between which the result lies."""


def write_stage(sheet: Sheet, source: WorkbookSource, layout: Layout) -> None:
    """Write the overall stage, then each dimension's: the stage of the mean, the cap, the lower of both, the reason."""
    questionnaire, result = source.questionnaire, source.outcome.result
    sheet.headings(words.STAGE_HEADINGS)
    _write_tables(sheet, source, layout)
    if not source.is_full:
        return
    count = len(questionnaire.dimensions)
    parts = [(OVERALL, count, result.overall)]
    parts += [(d.name, place, result.dimensions[d.id]) for place, d in enumerate(questionnaire.dimensions)]
    for row, (name, place, measure) in enumerate(parts, start=FIRST_ROW):
        _write_part(sheet, source, layout, row, name, place, measure)


def _write_part(
    sheet: Sheet, source: WorkbookSource, layout: Layout, row: int, name: str, place: int, measure: Measure
) -> None:
    is_whole = place == len(source.questionnaire.dimensions)
    stages = len(source.questionnaire.stages)

    def cell(heading: str) -> str:
        return here(row, _COLUMN[heading])

    def write(heading: str, formula: str, value: Value, is_text: bool = False) -> None:
        look: Look = "text" if is_text else "level" if heading == "Level" else "number"
        sheet.formula(row, _COLUMN[heading], formula, value, look)

    def if_level(formula: str) -> str:
        return f'IF({cell("Level")}="","",{formula})'

    sheet.text(row, 0, name, "bold")
    write("Level", layout.dimension(place, "Level"), measure.level)
    write("Stage of the average", layout.dimension(place, "Stage of the average"), measure.average_stage)
    cap, lowest = (
        ("dimension_cap", f"MIN({layout.dimensions('Stage')})")
        if is_whole
        else (
            "practice_cap",
            layout.stage_of(layout.dimension(place, "Lowest answer")),
        )
    )
    lowest_stage = _lowest_part(source, place, is_whole) if measure.level is not None else None
    write("Lowest part", if_level(lowest), lowest_stage)
    caps = source.questionnaire.caps
    allowed = None if lowest_stage is None else lowest_stage + (caps.dimension if is_whole else caps.practice)
    write("At most above it", if_level(f"{cell('Lowest part')}+{cap}"), allowed)
    write("Stage", if_level(f"MIN({cell('Stage of the average')},{cell('At most above it')})"), measure.stage)
    stage, average = cell("Stage"), cell("Stage of the average")
    named = source.questionnaire.stage(measure.stage).name if measure.stage else _without_stage(measure)
    no_stage = f'IF({layout.dimension(place, "Asked")}=0,"{words.NOT_APPLICABLE_AT_ALL}","{words.NO_STAGE}")'
    write("Name", f'IF({stage}="",{no_stage},INDEX({layout.stage_names},{stage},1))', named, is_text=True)
    by_default = words.PRACTICES_DECIDE if source.has_practices and not is_whole else words.AVERAGE_DECIDES
    decided = f'IF({stage}={stages},"{words.TOP}","{by_default}")'
    why = {"cap": words.HELD, "top": words.TOP, "average": words.AVERAGE_DECIDES, "practices": by_default}
    write(
        "Why", if_level(f'IF({stage}<{average},"{words.HELD}",{decided})'), why.get(measure.reason.kind), is_text=True
    )
    if is_whole:
        _write_between(sheet, source, layout, row)
    if not source.is_plain:  # on other scales they are determined by trial
        return
    weights = ("COUNT({0})", "1") if is_whole else ("SUM({0})", "MIN({0})")
    column = layout.dimensions("Stage") if is_whole else layout.answers("Weight counted", place)
    total, smallest = (weight.format(column) for weight in weights)
    following = f"INDEX({layout.thresholds},{stage}+1,1)"
    rises = f"ROUNDUP(({following}-{cell('Level')})*{total}/{smallest}-tolerance,0)"
    write(
        "Rises needed", if_level(f'IF(OR({stage}<{average},{stage}={stages}),"",{rises})'), measure.reason.rises_needed
    )


def _write_between(sheet: Sheet, source: WorkbookSource, layout: Layout, row: int) -> None:
    """Write the stage whose boundary is the first that is not clearly below the level, and the two stages between
    which the result lies.
    """
    level, stage, allowed, following = (
        here(row, _COLUMN[heading]) for heading in ("Level", "Stage", "At most above it", "Next boundary")
    )
    result, reach = source.outcome.result, "near_boundary+tolerance"
    begins = f'MAX(2,COUNTIF(stage_begins,"<"&({level}-({reach})))+1)'
    passed = NEAR_BOUNDARY * source.questionnaire.level_distance + TOLERANCE
    value = None
    if result.overall.level is not None:
        value = max(2, sum(start < result.overall.level - passed for start in source.thresholds) + 1)
    sheet.formula(row, _COLUMN["Next boundary"], f'IF({level}="","",{begins})', value, "number")

    def named(place: str) -> str:
        lower, upper = (f"INDEX({layout.stage_numbers},{position},1)" for position in (place, f"{place}+1"))
        return f'"{words.BETWEEN}"&{lower}&"{words.BETWEEN_AND}"&{upper}'

    reached = layout.dimensions("Stage")
    is_near = f"AND({following}<={allowed},INDEX(stage_begins,{following},1)<={level}+{reach})"
    by_boundary = f'IF({following}>ROWS(stage_begins),"",IF({is_near},{named(f"{following}-1")},""))'
    by_dimensions = f'2*COUNTIF({reached},"<"&{stage})>COUNT({reached})'
    formula = f'IF({level}="","",IF({by_dimensions},{named(f"{stage}-1")},{by_boundary}))'
    sheet.formula(row, _COLUMN["Between"], formula, between_in_words(source), "text")


def between_in_words(source: WorkbookSource) -> str:
    """Return the two stages between which the result lies; an empty text where it is clearly at one or has none."""
    between = between_stages(source.outcome.result, source.questionnaire)
    if between is None:
        return ""
    lower, upper = (source.questionnaire.stage(stage).level for stage in (between.lower, between.lower + 1))
    return f"{words.BETWEEN}{lower}{words.BETWEEN_AND}{upper}"


def _lowest_part(source: WorkbookSource, place: int, is_whole: bool) -> int | None:
    """Return the lowest stage of all dimensions (`is_whole`), or the stage of a dimension's lowest answer."""
    result = source.outcome.result
    if is_whole:
        return min((m.stage for m in result.dimensions.values() if m.stage is not None), default=None)
    return result.dimensions[source.questionnaire.dimensions[place].id].strict_stage


def _without_stage(measure: Measure) -> str:
    return words.NO_STAGE if measure.applies else words.NOT_APPLICABLE_AT_ALL


def _write_tables(sheet: Sheet, source: WorkbookSource, layout: Layout) -> None:
    for column, heading in enumerate(words.STAGE_TABLE_HEADINGS):
        sheet.text(0, STAGES_COLUMN + column, heading, "head")
    for row, (stage, begins) in enumerate(
        zip(source.questionnaire.stages, source.thresholds, strict=True), start=FIRST_ROW
    ):
        sheet.value(row, STAGES_COLUMN, stage.level)
        sheet.text(row, STAGES_COLUMN + 1, stage.name)
        sheet.value(row, STAGES_COLUMN + 2, begins, "level")
        sheet.text(row, STAGES_COLUMN + 3, stage.meaning)
    for column, heading in enumerate(words.LEVEL_TABLE_HEADINGS):
        sheet.text(layout.levels_row, STAGES_COLUMN + column, heading, "head")
    for row, number in enumerate(source.numbers, start=layout.levels_row + 1):
        sheet.value(row, STAGES_COLUMN, number, "level")
        sheet.text(row, STAGES_COLUMN + 1, source.questionnaire.level_names[row - layout.levels_row - 1])
