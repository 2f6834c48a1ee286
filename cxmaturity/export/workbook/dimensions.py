"""The sheet of dimensions: level, coverage, range, stage with its cap, evidenced level, target and importance."""

from cxmaturity.analysis.gaps import DEFAULT_IMPORTANCE
from cxmaturity.export.workbook.layout import FIRST_ROW, Layout
from cxmaturity.export.workbook.sheets import NO_VALUE, Look, Sheet, Value, here
from cxmaturity.export.workbook.source import WorkbookSource
from cxmaturity.questionnaire.schema import OVERALL
from cxmaturity.records import DimensionTarget
from cxmaturity.scoring.result import Measure
from cxmaturity.wording.exports import workbook as words

_COLUMN = {heading: column for column, heading in enumerate(words.DIMENSION_HEADINGS)}
_ENDS = ("Lowest possible level", "Highest possible level")


class _Row:
    """A row of the sheet, with the formulas that dimensions and the overall row share."""

    def __init__(self, sheet: Sheet, row: int, source: WorkbookSource) -> None:
        self._sheet, self._row, self._source = sheet, row, source
        self.has_practices = source.has_practices

    def cell(self, heading: str) -> str:
        return here(self._row, _COLUMN[heading])

    def write(self, heading: str, formula: str, value: Value, look: Look = "level") -> None:
        self._sheet.formula(self._row, _COLUMN[heading], formula, value, look)

    def if_level(self, formula: str) -> str:
        return f'IF({self.cell("Level")}="","",{formula})'

    def index_and_chart(self, measure: Measure) -> None:
        low, high = self._source.questionnaire.level_range
        self.write("Index", self.if_level(f"100*({self.cell('Level')}-{low})/({high}-{low})"), measure.index)
        chart = f'IF({self.cell("Level")}="",NA(),{self.cell("Level")})'
        self.write("Level for the charts", chart, NO_VALUE if measure.level is None else measure.level, "quiet")


def write_dimensions(sheet: Sheet, source: WorkbookSource, layout: Layout) -> None:
    """Write a row for each dimension, and beneath them the overall row."""
    sheet.headings(words.DIMENSION_HEADINGS)
    dimensions = source.questionnaire.dimensions
    for place, dimension in enumerate(dimensions):
        sheet.text(FIRST_ROW + place, 0, dimension.name, "bold")
        _write_dimension(sheet, source, layout, place)
    sheet.text(FIRST_ROW + len(dimensions), 0, OVERALL, "bold")
    _write_overall(sheet, source, layout)


def _write_dimension(sheet: Sheet, source: WorkbookSource, layout: Layout, place: int) -> None:
    dimension = source.questionnaire.dimensions[place]
    measure, row = source.outcome.result.dimensions[dimension.id], _Row(sheet, FIRST_ROW + place, source)
    weights = {q.id: q.weight for q in dimension.questions}
    response, low, high = source.outcome.response, source.numbers[0], source.numbers[-1]
    levels = {q: source.numbers[level - 1] for q in weights if (level := response.level_of(q)) is not None}
    weight_missing = sum(w for q, w in weights.items() if q not in levels and response.answer(q).not_applicable is None)
    asked, rated = row.cell("Asked"), row.cell("Rated")

    def total(heading: str) -> str:
        return f"SUM({layout.answers(heading, place)})"

    row.write("Rated", f"COUNT({layout.answers('Level', place)})", measure.rated, "number")
    row.write("Missing", total("Missing"), measure.missing, "number")
    row.write("Asked", f"{rated}+{row.cell('Missing')}", measure.asked, "number")
    row.write("Coverage", f'IF({asked}=0,"",{rated}/{asked})', measure.coverage, "share")
    row.write("Weight rated", total("Weight counted"), sum(weights[q] for q in levels))
    row.write("Weight missing", total("Weight missing"), weight_missing)
    row.write("Sum of weight × level", total("Weight × level"), sum(weights[q] * x for q, x in levels.items()))
    products, weight, missing = (row.cell(name) for name in ("Sum of weight × level", "Weight rated", "Weight missing"))
    enough = f"AND({row.cell('Coverage')}>=min_coverage-tolerance,{rated}>=MIN(min_rated,{asked}))"
    lowest = row.cell("Lowest answer")

    def least(heading: str) -> str:
        return f"MIN({layout.answers(heading, place)})"

    weakest: tuple[str, Value]
    if source.has_practices:
        claimed, evidenced = least("Allows at most"), least("Allows as evidenced")
        ends = [claimed, least("Allows once the missing are done")]
        weakest = f'IF({asked}=0,"",{claimed})', measure.low
    else:
        claimed, evidenced = f"{products}/{weight}", f"{total('Weight × evidenced')}/{weight}"
        ends = [f"({products}+{end}*{missing})/({weight}+{missing})" for end in (low, high)]
        weakest = f'IF({rated}=0,"",{least("Level")})', min(levels.values(), default=None)
    row.write("Level", f'IF({asked}=0,"",IF({enough},{claimed},""))', measure.level)
    for heading, end, value in zip(_ENDS, ends, (measure.low, measure.high), strict=True):
        row.write(heading, f'IF({asked}=0,"",{end})', value)
    row.write("Lowest answer", *weakest)
    average = row.cell("Stage of the average")
    row.write("Stage of the average", row.if_level(layout.stage_of(row.cell("Level"))), measure.average_stage, "number")
    row.write("Stage", row.if_level(f"MIN({average},{layout.stage_of(lowest)}+practice_cap)"), measure.stage, "number")
    row.write("Strict stage", row.if_level(layout.stage_of(lowest)), measure.strict_stage, "number")
    row.write("Evidenced level", row.if_level(evidenced), measure.evidenced_level)
    row.index_and_chart(measure)
    _write_ends(row, layout, measure, low, high)
    _write_choices(sheet, row, FIRST_ROW + place, source, dimension.id)


def _write_ends(row: _Row, layout: Layout, measure: Measure, low: float, high: float) -> None:
    """Write the lowest and the highest stage possible with the missing answers at the lowest and the highest level."""
    rated, lowest = row.cell("Rated"), row.cell("Lowest answer")
    if row.has_practices:
        weakest_low, weakest_high = map(row.cell, _ENDS)
    else:
        weakest_low = f"IF({row.cell('Missing')}>0,{low},{lowest})"
        weakest_high = f"IF({rated}=0,{high},{lowest})"
    for heading, level, weakest, stage in (
        ("Lowest possible stage", "Lowest possible level", weakest_low, measure.stage_low),
        ("Highest possible stage", "Highest possible level", weakest_high, measure.stage_high),
    ):
        capped = f"MIN({layout.stage_of(row.cell(level))},{layout.stage_of(weakest)}+practice_cap)"
        row.write(heading, f'IF({row.cell("Asked")}=0,"",{capped})', stage, "number")


def _write_choices(sheet: Sheet, row: _Row, number: int, source: WorkbookSource, dimension_id: str) -> None:
    """Write target and importance from the yellow cells; empty ones give the next stage and the middle importance."""
    chosen = source.chosen.get(dimension_id, DimensionTarget(None, None))
    sheet.value(number, _COLUMN["Target you choose"], chosen.target, "input")
    sheet.value(number, _COLUMN["Importance you choose"], chosen.importance, "input")
    target, importance = row.cell("Target you choose"), row.cell("Importance you choose")
    stage, stages = row.cell("Stage"), len(source.questionnaire.stages)
    following = f'IF({stage}="","",MIN({stages},{stage}+1))'
    row.write(
        "Target", f"IF(ISNUMBER({target}),{target},{following})", source.outcome.targets.get(dimension_id), "number"
    )
    row.write(
        "Importance",
        f"IF(ISNUMBER({importance}),{importance},{DEFAULT_IMPORTANCE})",
        source.outcome.importance.get(dimension_id, DEFAULT_IMPORTANCE),
        "number",
    )


def _write_overall(sheet: Sheet, source: WorkbookSource, layout: Layout) -> None:
    """Write the overall row: the unweighted mean of the dimensions that apply."""
    overall, row = source.outcome.result.overall, _Row(sheet, FIRST_ROW + len(source.questionnaire.dimensions), source)
    applying = f'COUNTIF({layout.dimensions("Asked")},">0")'

    def mean(heading: str) -> str:
        return f"SUM({layout.dimensions(heading)})/{applying}"

    def if_applying(formula: str) -> str:
        return f'IF({row.cell("Asked")}=0,"",{formula})'

    for heading, count in (("Rated", overall.rated), ("Missing", overall.missing), ("Asked", overall.asked)):
        row.write(heading, f"SUM({layout.dimensions(heading)})", count, "number")
    row.write("Coverage", if_applying(f"{row.cell('Rated')}/{row.cell('Asked')}"), overall.coverage, "share")
    complete = f"COUNT({layout.dimensions('Level')})={applying}"
    row.write("Level", if_applying(f'IF({complete},{mean("Level")},"")'), overall.level)
    for heading, value in (("Lowest possible level", overall.low), ("Highest possible level", overall.high)):
        row.write(heading, if_applying(mean(heading)), value)
    average = row.cell("Stage of the average")
    row.write("Stage of the average", row.if_level(layout.stage_of(row.cell("Level"))), overall.average_stage, "number")
    capped = f"MIN({average},MIN({layout.dimensions('Stage')})+dimension_cap)"
    row.write("Stage", row.if_level(capped), overall.stage, "number")
    row.write("Strict stage", row.if_level(f"MIN({layout.dimensions('Strict stage')})"), overall.strict_stage, "number")
    row.write("Evidenced level", row.if_level(mean("Evidenced level")), overall.evidenced_level)
    row.index_and_chart(overall)
    ends = (
        ("Lowest possible stage", "Lowest possible level", overall.stage_low),
        ("Highest possible stage", "Highest possible level", overall.stage_high),
    )
    for heading, level, stage in ends:
        lowest = f"MIN({layout.dimensions(heading)})+dimension_cap"
        row.write(heading, if_applying(f"MIN({layout.stage_of(row.cell(level))},{lowest})"), stage, "number")
