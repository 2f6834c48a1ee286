"""Makes the slides of a report's sections: a figure beside its sentences, cards, or a text and a table."""

from collections.abc import Sequence
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Pt

from cxmaturity.charts.palette import STAGES, ink_on, stage_colours
from cxmaturity.charts.text_fitting import cut_to_fit, fits
from cxmaturity.export.slides.canvas import APPENDIX_SIZES, TABLE_SIZES, Box, Canvas, describe, write
from cxmaturity.export.slides.charts import MAX_BARS, add_chart, rows_left_out
from cxmaturity.report.document import Section, Table
from cxmaturity.report.figures import Bars, Figure, StageRamp, VoteSpread
from cxmaturity.text_cleaning import clean_text
from cxmaturity.wording.report import charts as words
from cxmaturity.wording.report.headlines import continued

_CHART_SHARE, _WIDE_CHART_SHARE = 0.58, 0.68  # of the slide's width
_SHORT = 5  # columns of the table of changes beside the trend: dimension, then, now, change, and that by answers alone
_TEXT_SHARE = 0.45  # of the slide's height, at most, for a text above a table
_RAMP_HEIGHT, _RAMP_INSET = 64.0, 4.0
_BOLD = 1.08  # how much wider bold letters are
_RAMP_SIZES = (15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0)  # the first at which all names of stages fit
_GAP = 16.0
_IN_APPENDIX = ("dimensions", "moved", "people", "priorities")
"""The sections whose tables are moved to the appendix because their slide shows the figure."""


def section_slides(canvas: Canvas, section: Section) -> list[Any]:
    """Add as many slides as the content of a section needs, and return them."""
    slides = [canvas.add_slide(section.headline if canvas.fits_title(section.headline) else section.title)]
    texts = list(section.sentences)
    if not canvas.fits_title(section.headline):
        texts.insert(0, section.headline)
    tables = list(section.tables)
    if section.key == "roadmap":
        texts, tables = [], _cards(canvas, slides[0], section)
    elif section.key in _IN_APPENDIX:
        tables = []
        texts = _beside_chart(canvas, slides, section, texts)
    else:
        texts, tables = _text_and_table(canvas, slides[0], section, texts, tables)
    _flow(canvas, slides, section, texts, tables)
    canvas.add_notes(slides[0], [*section.guide, *section.reasons])
    return slides


def appendix_slides(canvas: Canvas, section: Section) -> list[Any]:
    """Add the slides with the tables of a section's figure, and return them."""
    slides: list[Any] = []
    if section.key in _IN_APPENDIX and section.key != "priorities":
        _flow(canvas, slides, section, [], section.tables)
    return slides


def _text_and_table(
    canvas: Canvas, slide: Any, section: Section, texts: list[str], tables: list[Table]
) -> tuple[list[str], list[Table]]:
    """Add the ramp of the stages, the sentences and the first table to a slide; return the rest of texts and tables."""
    left, top, width, height = canvas.body
    bottom = top + height
    if section.figures and isinstance(section.figures[0], StageRamp):
        _ramp(slide, section.figures[0], (left, top, width, _RAMP_HEIGHT * canvas.scale))
        top += _RAMP_HEIGHT * canvas.scale + _GAP
    if section.key == "appendix" and tables:
        texts = [*texts, words.caption_line(tables[0].caption)]
    if texts:
        has_room = canvas.text_height(texts, width) < (bottom - top) * _TEXT_SHARE or section.key != "stage"
        room = (bottom - top) * (_TEXT_SHARE if tables and has_room else 1.0)
        texts, used = canvas.add_texts(slide, texts, (left, top, width, room), is_list=len(section.sentences) > 1)
        top += used + _GAP
    if tables and not texts and (section.key != "stage" or canvas.table_height(tables[0], width) <= bottom - top):
        sizes = APPENDIX_SIZES if section.key in ("appendix", "session") else TABLE_SIZES
        rest = canvas.add_table(slide, tables[0], (left, top, width, bottom - top), sizes)
        tables = [*([rest] if rest else []), *tables[1:]]
    return texts, tables


def _beside_chart(canvas: Canvas, slides: list[Any], section: Section, texts: list[str]) -> list[str]:
    """Add a section's first chart beside its sentences, and other charts on new slides; return the remaining texts."""
    left, top, width, height = canvas.body
    charts = [chart for figure in section.figures for chart in _chunks(figure) if _has_data(chart)]
    if not charts:
        rest, _ = canvas.add_texts(slides[0], texts, canvas.body, is_list=len(texts) > 1)
        return rest
    texts += [cut for chart in charts[:1] if (cut := rows_left_out(chart))]
    table = _short_table(section)
    share = _WIDE_CHART_SHARE if len(texts) == 1 and table is None else _CHART_SHARE
    chart_width = width * (share if texts else 1.0)
    for number, chart in enumerate(charts):
        if number:
            slides.append(
                canvas.add_slide(chart.alt.removesuffix(".") if canvas.fits_title(chart.alt) else chart.title)
            )
        add_chart(slides[-1], chart, (left, top, width if number else chart_width, height))
    if not texts:
        return []
    box = (left + chart_width + _GAP, top, width - chart_width - _GAP, height)
    need = canvas.table_height(table, box[2]) + _GAP if table else 0.0
    if table is None or not canvas.holds_words(table, box[2]) or canvas.text_height(texts, box[2]) > height - need:
        rest, _ = canvas.add_texts(slides[0], texts, box, is_list=len(texts) > 1)
        return rest
    rest, used = canvas.add_texts(slides[0], texts, (*box[:3], height - need), is_list=len(texts) > 1)
    canvas.add_table(slides[0], table, (box[0], top + used + _GAP, box[2], height - used - _GAP))
    return rest


def _short_table(section: Section) -> Table | None:
    """Return the table of changes, to fit beside the trend without the columns of questions that came and went.

    What changed by answers stays: it is the change like for like, which the slide's title may name.
    """
    if section.key != "moved":
        return None
    table = section.tables[0]
    return Table(table.caption, table.headings[:_SHORT], tuple(row[:_SHORT] for row in table.rows))


def _chunks(figure: Figure) -> list[Figure]:
    """Return a figure as a list, split if it has more bars than fit in a chart."""
    if not isinstance(figure, Bars) or len(figure.bars) <= MAX_BARS:
        return [figure]
    starts = range(0, len(figure.bars), MAX_BARS)
    return [
        Bars(figure.key, figure.title, figure.alt, figure.scale, figure.bars[i : i + MAX_BARS], figure.last_label)
        for i in starts
    ]


def _has_data(figure: Figure) -> bool:
    return not isinstance(figure, VoteSpread) or any(row.counts for row in figure.rows)


def _flow(canvas: Canvas, slides: list[Any], section: Section, texts: list[str], tables: Sequence[Table]) -> None:
    """Add the remaining texts and tables on new slides, numbered when a text or a table continues."""
    parts = [0 if table in section.tables else 1 for table in tables]  # 1 for the rest of a table begun before

    def further(title: str, number: int) -> Any:
        named = continued(title, number)
        slides.append(canvas.add_slide(named if canvas.fits_title(named) else continued(section.title, number)))
        return slides[-1]

    number = len(slides)
    while texts:
        number += 1
        texts, _ = canvas.add_texts(further(section.headline, number), texts, canvas.body, is_list=len(texts) > 1)
    for table, count in zip(tables, parts, strict=True):
        rest: Table | None = table
        while rest:
            count += 1
            slide = further(f"{section.title}: {table.caption}", count)
            rest = canvas.add_table(slide, rest, canvas.body, APPENDIX_SIZES)


def _ramp(slide: Any, ramp: StageRamp, box: Box) -> None:
    """Draw the stages as a row of steps: those reached are filled, and the last of these is framed."""
    left, top, width, height = box
    group = slide.shapes.add_group_shape()
    step, gap = width / len(ramp.scale), 6.0
    room = (step - gap - 2 * _RAMP_INSET) / _BOLD, height - 2 * _RAMP_INSET
    labels = [clean_text(words.level_label(mark.level, mark.name)) for mark in ramp.scale]
    size = next((size for size in _RAMP_SIZES if all(fits(label, *room, size) for label in labels)), _RAMP_SIZES[-1])
    colours = stage_colours(len(ramp.scale))
    for place, (mark, label, colour) in enumerate(zip(ramp.scale, labels, colours, strict=True)):
        shape = group.shapes.add_shape(
            MSO_SHAPE.ROUNDED_RECTANGLE, Pt(left + place * step), Pt(top), Pt(step - gap), Pt(height)
        )
        shape.adjustments[0] = 0.12
        shape.shadow.inherit = False
        is_reached = ramp.reached is not None and mark.level <= ramp.reached
        if is_reached:
            shape.fill.solid()
            shape.fill.fore_color.rgb = RGBColor.from_string(colour[1:])
        else:
            shape.fill.background()
        shape.line.color.rgb = RGBColor.from_string(STAGES[4 if mark.level == ramp.reached else 2][1:])
        shape.line.width = Pt(3 if mark.level == ramp.reached else 0.75)
        frame = shape.text_frame
        frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Pt(_RAMP_INSET)
        paragraph = frame.paragraphs[0]
        is_here = mark.level == ramp.reached
        write(paragraph._p, cut_to_fit(label, *room, size), size, is_bold=is_here)
        paragraph.alignment = PP_ALIGN.CENTER
        for run in paragraph.runs:
            if is_reached:
                run.font.color.rgb = RGBColor.from_string(ink_on(colour)[1:])
            else:
                run.font.color.theme_color = MSO_THEME_COLOR.TEXT_1
    describe(group._element.nvGrpSpPr.cNvPr, ramp.title, ramp.alt)


def _cards(canvas: Canvas, slide: Any, section: Section) -> list[Table]:
    """Add the steps as columns now, next and later, each list under its sentence; return what did not fit."""
    left, top, width, height = canvas.body
    table = section.tables[0]
    groups: dict[str, list[tuple[str, ...]]] = {}
    for row in table.rows:
        groups.setdefault(row[0], []).append(row)
    column = (width - 1.5 * _GAP * (len(groups) - 1)) / len(groups)
    lists = {name: [words.step_line(*row[1:]) for row in rows] for name, rows in groups.items()}
    headings = {name: next((s for s in section.sentences if s.startswith(name)), name) for name in groups}
    size = min(
        canvas.text_size([headings[name], *texts], column, height, is_list=True) for name, texts in lists.items()
    )
    left_over: list[tuple[str, ...]] = []
    for place, (name, rows) in enumerate(groups.items()):
        box = (left + place * (column + 1.5 * _GAP), top, column, height)
        rest, _ = canvas.add_texts(slide, lists[name], box, is_list=True, heading=headings[name], size=size)
        left_over += rows[len(rows) - len(rest) :] if rest else []
    return [Table(table.caption, table.headings, tuple(left_over))] if left_over else []
