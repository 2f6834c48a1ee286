"""Adds the figures of a report as native charts, with their data in an embedded workbook (Edit data)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from pptx.chart.chart import Chart
from pptx.chart.data import BubbleChartData, CategoryChartData
from pptx.chart.datalabel import DataLabels
from pptx.chart.xlsx import BubbleWorkbookWriter, CategoryWorkbookWriter
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE_DASH_STYLE, MSO_THEME_COLOR
from pptx.oxml.ns import qn
from pptx.util import Pt
from xlsxwriter import Workbook

from cxmaturity.charts.palette import ACCENT, STAGES, TARGET, ink_on, stage_colours
from cxmaturity.export.slides.canvas import Box, describe
from cxmaturity.report.figures import Bars, Figure, ImportanceAndEase, LeadersAndOthers, Trend, VoteSpread
from cxmaturity.text_cleaning import clean_text
from cxmaturity.wording.report import charts as words

MAX_BARS = 10
"""The most bars in one chart; the rest go on another slide."""

MAX_ROWS = 8
"""The most questions in one chart of votes or of leaders and others, those furthest apart."""

_LEVEL_FORMAT, _IN_TIME_FORMAT, _AS_IT_IS = "0.0##", "0.00#", "General"
_MOST_LEVELS = 10  # of a scale; a longer axis is that of an index
_NO_CLOCK = datetime(2000, 1, 1, tzinfo=UTC)  # creation time of embedded workbooks, so that bytes are reproducible
_INK = "#0B1820"
_GRID = RGBColor(0xD5, 0xDD, 0xE3)
_SMALL, _LABEL = Pt(11), Pt(12)


@contextmanager
def _open_plain_workbook(file: BytesIO) -> Iterator[tuple[Any, Any]]:
    """Open the workbook of a chart with options that keep texts from becoming formulas, numbers or links."""
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    workbook = Workbook(file, options)
    workbook.set_properties({"created": _NO_CLOCK})
    yield workbook, workbook.add_worksheet()
    workbook.close()


class _PlainCategoryWriter(CategoryWorkbookWriter):
    def _open_worksheet(self, xlsx_file: BytesIO) -> Any:
        return _open_plain_workbook(xlsx_file)


class _PlainBubbleWriter(BubbleWorkbookWriter):
    def _open_worksheet(self, xlsx_file: BytesIO) -> Any:
        return _open_plain_workbook(xlsx_file)


class _Categories(CategoryChartData):
    @property
    def _workbook_writer(self) -> _PlainCategoryWriter:
        return _PlainCategoryWriter(self)


class _Bubbles(BubbleChartData):
    @property
    def _workbook_writer(self) -> _PlainBubbleWriter:
        return _PlainBubbleWriter(self)


def add_chart(slide: Any, figure: Figure, box: Box) -> None:
    """Add a figure to a slide as a native chart with its alternative text."""
    match figure:
        case Bars():
            frame = _bars(slide, figure, box)
        case ImportanceAndEase():
            frame = _importance_and_ease(slide, figure, box)
        case LeadersAndOthers():
            frame = _leaders_and_others(slide, figure, box)
        case VoteSpread():
            frame = _votes(slide, figure, box)
        case Trend():
            frame = _trend(slide, figure, box)
        case _:
            raise TypeError(f"{type(figure).__name__} is no chart")
    describe(frame._element.nvGraphicFramePr.cNvPr, figure.title, figure.alt)


def _add(slide: Any, kind: XL_CHART_TYPE, data: Any, box: Box) -> Any:
    frame = slide.shapes.add_chart(kind, *(Pt(value) for value in box), data)
    chart = frame.chart
    chart.has_title = False
    chart.font.size = _LABEL
    chart.font.color.theme_color = MSO_THEME_COLOR.TEXT_1
    return frame


def _rgb(colour: str) -> RGBColor:
    return RGBColor(*bytes.fromhex(colour.removeprefix("#")))


def _shown(level: float | None, shown: str) -> float | None:
    """Return a level rounded as shown, so that the chart's data is not more precise than the page."""
    return None if level is None else float(shown)


def _legend(chart: Chart) -> None:
    chart.has_legend = True
    chart.legend.position = XL_LEGEND_POSITION.BOTTOM
    chart.legend.include_in_layout = False
    chart.legend.font.size = _SMALL


def _scale(axis: Any, low: float, high: float) -> None:
    """Set the ends of an axis, and its grid lines: at each level, or at quarters of a short scale or an index."""
    is_quartered = high - low < 2 or high - low > _MOST_LEVELS
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = low, high, (high - low) / 4 if is_quartered else 1
    axis.has_major_gridlines = True
    axis.major_gridlines.format.line.color.rgb = _GRID
    axis.format.line.fill.background()
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_labels.font.size = _SMALL
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = _AS_IT_IS, False


def _categories(axis: Any, *, is_downwards: bool) -> None:
    axis.reverse_order = is_downwards
    axis.format.line.color.rgb = _GRID
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_labels.font.size = _LABEL
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW


def _fill(shape: Any, colour: str | None, line: str, width: float = 1.0) -> None:
    """Set the fill of a bar, None for an empty one, and its edge."""
    if colour is None:
        shape.format.fill.background()
    else:
        shape.format.fill.solid()
        shape.format.fill.fore_color.rgb = _rgb(colour)
    shape.format.line.color.rgb = _rgb(line)
    shape.format.line.width = Pt(width)


def _value_labels(series: Any, number_format: str, *, is_bold: bool = False) -> None:
    labels = series.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = number_format, False
    labels.font.size, labels.font.bold = _LABEL if is_bold else _SMALL, is_bold
    labels.font.color.theme_color = MSO_THEME_COLOR.TEXT_1
    labels.position = XL_LABEL_POSITION.OUTSIDE_END


def _bars(slide: Any, figure: Bars, box: Box) -> Any:
    is_whole = all(bar.level is None or bar.level == int(bar.level) for bar in figure.bars) and not figure.has_targets
    number_format = "0" if is_whole else _LEVEL_FORMAT
    data = _Categories(number_format=number_format)
    data.categories = [clean_text(words.bar_label(bar.name, bar.mark)) for bar in figure.bars]
    data.add_series(words.NOW, [_shown(bar.level, bar.shown) for bar in figure.bars])
    if figure.last_label is not None:
        data.add_series(clean_text(figure.last_label), [_shown(bar.last, bar.last_shown) for bar in figure.bars])
    if figure.has_targets:
        data.add_series(words.TARGET, [bar.target for bar in figure.bars])
    frame = _add(slide, XL_CHART_TYPE.BAR_CLUSTERED, data, box)
    chart = frame.chart
    low, high = figure.scale[0].level, figure.scale[-1].level
    _scale(chart.value_axis, low, high)
    _categories(chart.category_axis, is_downwards=True)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 70, 100  # target and last level are frames around the bar of the level
    colours = stage_colours(len(figure.scale))
    for series in plot.series:
        if series.name == words.NOW:
            _value_labels(series, number_format, is_bold=True)
            for place, bar in enumerate(figure.bars):
                if bar.level is not None:
                    _fill(series.points[place], colours[(bar.stage or 1) - 1], STAGES[3])
        elif series.name == words.TARGET:
            _value_labels(series, _AS_IT_IS)
            _fill(series, None, TARGET, 1.75)
        else:
            _fill(series, None, _INK, 1.5)
            series.format.line.dash_style = MSO_LINE_DASH_STYLE.ROUND_DOT
    if len(plot.series) > 1:
        _legend(chart)
    else:
        chart.has_legend = False
    return frame


def rows_left_out(figure: Figure) -> str:
    """Return which rows of a figure its chart shows; empty when it shows all."""
    rows: Sequence[object] = ()
    if isinstance(figure, VoteSpread):
        rows = [row for row in figure.rows if row.counts]
    elif isinstance(figure, LeadersAndOthers):
        rows = figure.pairs
    return words.furthest_apart_of(MAX_ROWS, len(rows)) if len(rows) > MAX_ROWS else ""


def _leaders_and_others(slide: Any, figure: LeadersAndOthers, box: Box) -> Any:
    pairs = figure.pairs[:MAX_ROWS]
    data = _Categories(number_format=_AS_IT_IS)
    data.categories = [clean_text(words.question_label(pair.question, pair.id)) for pair in pairs]
    data.add_series(words.LEADERS, [pair.leaders for pair in pairs])
    data.add_series(words.OTHERS, [pair.others for pair in pairs])
    frame = _add(slide, XL_CHART_TYPE.BAR_CLUSTERED, data, box)
    chart = frame.chart
    _scale(chart.value_axis, figure.scale[0].level, figure.scale[-1].level)
    _categories(chart.category_axis, is_downwards=True)
    chart.category_axis.tick_labels.font.size = _SMALL
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 45, 0
    for series, colour in zip(plot.series, (STAGES[3], None), strict=True):
        _fill(series, colour, STAGES[3], 1.5)
        _value_labels(series, _AS_IT_IS)
    _legend(chart)
    return frame


def _votes(slide: Any, figure: VoteSpread, box: Box) -> Any:
    rows = [row for row in figure.rows if row.counts][:MAX_ROWS]
    data = _Categories(number_format="0")
    data.categories = [clean_text(words.question_label(row.question, row.id)) for row in rows]
    for place, mark in enumerate(figure.scale):
        counts = [row.counts[place] or None for row in rows if row.counts]
        data.add_series(clean_text(words.level_label(mark.level, mark.name)), counts)
    frame = _add(slide, XL_CHART_TYPE.BAR_STACKED_100, data, box)
    chart = frame.chart
    _categories(chart.category_axis, is_downwards=True)
    chart.category_axis.tick_labels.font.size = _SMALL
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 40, 100
    for series, colour in zip(plot.series, stage_colours(len(figure.scale)), strict=True):
        _fill(series, colour, "#FFFFFF")
        labels = series.data_labels
        labels.show_value, labels.font.size = True, _SMALL
        labels.font.color.rgb = _rgb(ink_on(colour))
    _legend(chart)
    return frame


def _trend(slide: Any, figure: Trend, box: Box) -> Any:
    line = figure.lines[0]
    is_index = figure.high > 10
    number_format = "0" if is_index else _IN_TIME_FORMAT
    data = _Categories(number_format=number_format)
    data.categories = list(map(clean_text, figure.places))
    parts = line.parts
    for number, part in enumerate(parts):
        name = words.trend_line(line.name, number)
        data.add_series(name, [_shown(p.level, p.shown) if p else None for p in part])
    frame = _add(slide, XL_CHART_TYPE.LINE_MARKERS, data, box)
    chart = frame.chart
    _scale(chart.value_axis, figure.low, figure.high)
    _categories(chart.category_axis, is_downwards=False)
    for series in chart.plots[0].series:
        series.smooth = False
        series.format.line.color.rgb = _rgb(ACCENT)
        series.format.line.width = Pt(3)
        series.marker.size = 9
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = _rgb(ACCENT)
        series.marker.format.line.color.rgb = _rgb(ACCENT)
        _value_labels(series, number_format, is_bold=True)
        series.data_labels.position = XL_LABEL_POSITION.ABOVE
    chart.has_legend = len(parts) > 1
    if chart.has_legend:
        _legend(chart)
    return frame


def _importance_and_ease(slide: Any, figure: ImportanceAndEase, box: Box) -> Any:
    data = _Bubbles(number_format="0")
    steps = data.add_series(words.STEPS, number_format="0")  # one series: of two, LibreOffice shows the second only
    for point in figure.points:
        steps.add_data_point(point.ease, point.importance, len(point.questions))
    frame = _add(slide, XL_CHART_TYPE.BUBBLE, data, box)
    chart = frame.chart
    for axis, title in ((chart.category_axis, words.EASE_AXIS), (chart.value_axis, words.IMPORTANCE_AXIS)):
        _scale(axis, 0, 6)
        axis.tick_labels.number_format = '[=0]"";[=6]"";0'  # 0 and 6 are space for the bubbles, not grades
        axis.has_title = True
        axis.axis_title.text_frame.text = title
        font = axis.axis_title.text_frame.paragraphs[0].runs[0].font
        font.size, font.bold = _SMALL, False
    chart.plots[0].bubble_scale = 35
    series = chart.plots[0].series[0]
    _fill(series, "#FFFFFF", ACCENT, 1.5)
    for place, point in enumerate(figure.points):
        if figure.is_quick_win(point):
            _fill(series.points[place], STAGES[1], STAGES[4], 2.5)
    _bubble_labels(series)
    chart.has_legend = False
    return frame


def _bubble_labels(series: Any) -> None:
    """Label each bubble with its number of steps."""
    labels = DataLabels(series._element.get_or_add_dLbls())
    labels.show_value = False
    labels.font.size, labels.font.bold = _LABEL, True
    labels.font.color.rgb = _rgb("#000000")
    labels.position = XL_LABEL_POSITION.CENTER
    labels._element.find(qn("c:showBubbleSize")).set("val", "1")
