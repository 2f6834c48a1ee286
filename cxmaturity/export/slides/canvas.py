"""The basic elements of slides: titles, texts and tables that shrink or continue on another slide, notes, footers."""

import unicodedata
from collections.abc import Sequence
from copy import deepcopy
from functools import cached_property
from typing import Any

from lxml import etree
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.oxml.ns import qn
from pptx.slide import SlideLayout
from pptx.util import Pt

from cxmaturity.charts.text_fitting import LINE_HEIGHT, height_of, largest_size, wrapped
from cxmaturity.export.slides.table_layout import (
    INSET,
    INSET_ABOVE,
    column_widths,
    row_height,
    rows_that_fit,
    words_need,
)
from cxmaturity.export.slides.template import MARGIN, WIDTH, Template, placeholder, placeholders, title_size
from cxmaturity.report.document import Table
from cxmaturity.text_cleaning import clean_text

Box = tuple[float, float, float, float]
"""A rectangle: left, top, width and height in points."""

_TITLE_SIZES = (40.0, 36.0, 32.0, 28.0, 26.0, 24.0, 22.0, 20.0, 18.0)  # tried when the template's does not fit
_TEXT_SIZES = (20.0, 18.0, 16.0, 15.0, 14.0, 13.0, 12.0)
TABLE_SIZES = (15.0, 14.0, 13.0, 12.0)
"""The font sizes in points that are tried for a table."""

APPENDIX_SIZES = (*TABLE_SIZES[1:], 11.0, 12.0)
"""The same for a table that may continue on other slides; one that does has the last size."""

_FOOT_SIZES = (10.0, 9.0, 8.0, 7.0)
_LEAST_FOOT = 24.0  # points that stay free at the bottom if the template has no footer
_GAP = 12.0
_PARAGRAPH_GAP = 7.0
_INDENT = 16.0  # of a list
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # the table style without fills, with the template's font
_LINE = "C5D0D8"
_TAG_RUN, _TAG_RUN_LOOK, _TAG_TEXT, _TAG_BREAK, _TAG_FIELD = (qn(f"a:{n}") for n in ("r", "rPr", "t", "br", "fld"))
_TAG_LINE, _TAG_FILL, _TAG_COLOUR, _TAG_STYLE = (qn(f"a:{n}") for n in ("lnB", "solidFill", "srgbClr", "tableStyleId"))


class Canvas:
    """The slides of a deck that is being made.

    `scale` reduces fonts on slides that are narrower than the built-in template's. All boxes are in points.
    """

    def __init__(self, template: Template) -> None:
        self.template = template
        presentation = template.presentation
        self.width = presentation.slide_width.pt if presentation.slide_width else WIDTH
        self.height = presentation.slide_height.pt if presentation.slide_height else WIDTH * 9 / 16
        self.scale = min(1.0, self.width / WIDTH)
        self._edges: dict[tuple[str, PP_PLACEHOLDER], tuple[Any, tuple[float, float]]] = {}

    @cached_property
    def body(self) -> Box:
        """The box between title and footer."""
        title = placeholder(self.template.content, PP_PLACEHOLDER.TITLE)
        inset = title.text_frame.margin_left.pt
        left, width = title.left.pt + inset, title.width.pt - 2 * inset
        top = title.top.pt + title.height.pt + _GAP / 2
        if top > self.height * 0.4 or width < self.width * 0.5:  # the title is not at the top
            left, top, width = MARGIN * self.scale, MARGIN * self.scale, self.width - 2 * MARGIN * self.scale
        return left, top, width, self.foot_top - _GAP / 2 - top

    @cached_property
    def foot_top(self) -> float:
        """The top of the footer, in points from the top of the slide."""
        edges = [
            shape.top.pt
            for shape in placeholders(self.template.content)
            if shape.placeholder_format.type in (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
            and shape.top.pt > self.height / 2
        ]
        return min(edges, default=self.height - _LEAST_FOOT - _GAP)

    @cached_property
    def _title_room(self) -> tuple[float, float]:
        """Width and height of the title within its margins."""
        title = placeholder(self.template.content, PP_PLACEHOLDER.TITLE)
        return title.width.pt - 2 * title.text_frame.margin_left.pt, title.height.pt - 7.2

    def add_slide(self, title: str, layout: SlideLayout | None = None) -> Any:
        """Add a slide with its title in a size that fits, and without empty placeholders."""
        slide = self.template.presentation.slides.add_slide(layout or self.template.content)
        shape = slide.shapes.title
        for other in list(slide.placeholders):
            if other._element is not shape._element and other.placeholder_format.type is not PP_PLACEHOLDER.SUBTITLE:
                other._element.getparent().remove(other._element)
        title = clean_text(title)
        usual = title_size(slide.slide_layout)
        sizes = [usual, *(size * self.scale for size in _TITLE_SIZES if size * self.scale < usual)]
        width, height = (shape.width.pt - 14.4, shape.height.pt - 7.2) if layout else self._title_room
        size = largest_size([title], width, height, sizes)
        write(shape.text_frame.paragraphs[0]._p, title, size if size < usual else None)
        return slide

    def fits_title(self, title: str) -> bool:
        """Return whether a title fits on a slide in one of _TITLE_SIZES."""
        width, height = self._title_room
        return height_of([clean_text(title)], width, _TITLE_SIZES[-1] * self.scale) <= height

    def add_texts(
        self,
        slide: Any,
        texts: Sequence[str],
        box: Box,
        *,
        is_list: bool = False,
        heading: str = "",
        size: float | None = None,
    ) -> tuple[list[str], float]:
        """Add a box with paragraphs; return those that did not fit, and the height used.

        `size` is the font's in points, by default the largest one in which all paragraphs fit.
        """
        texts = [clean_text(text) for text in ([heading] if heading else []) + [*texts]]
        left, top, width, height = box
        size = size or self.text_size(texts, width, height, is_list=is_list)
        room = width - (_INDENT if is_list else 0.0)
        fitting: list[str] = []
        for place, text in enumerate(texts):
            if height_of([*fitting, text], room, size, _PARAGRAPH_GAP) > height:
                rest = list(texts[place:])
                if not fitting:  # a single paragraph is larger than the box
                    fitting, rest = _split(texts[place], room, size, height, rest)
                break
            fitting.append(text)
        else:
            rest = []
        used = height_of(fitting, room, size, _PARAGRAPH_GAP)
        shape = slide.shapes.add_textbox(Pt(left), Pt(top), Pt(width), Pt(max(used, size)))
        frame = shape.text_frame
        frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        for place, text in enumerate(fitting):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            is_heading = bool(heading) and place == 0
            paragraph.space_after = Pt(_PARAGRAPH_GAP if place < len(fitting) - 1 else 0)
            if is_list and not is_heading:
                _bullet(paragraph)
            write(paragraph._p, text, size, is_bold=is_heading)
        return rest, used

    def text_size(self, texts: Sequence[str], width: float, height: float, *, is_list: bool) -> float:
        """Return the largest font size in points in which the paragraphs fit, or the smallest size."""
        sizes = [size * self.scale for size in _TEXT_SIZES]
        return largest_size(texts, width - (_INDENT if is_list else 0.0), height, sizes, _PARAGRAPH_GAP)

    def text_height(self, texts: Sequence[str], width: float) -> float:
        """Return the height of a list of paragraphs in the smallest font size, in points."""
        return height_of(texts, width - _INDENT, _TEXT_SIZES[-1] * self.scale, _PARAGRAPH_GAP)

    def table_height(self, table: Table, width: float) -> float:
        """Return the height of a table in the smallest font size, in points."""
        size = TABLE_SIZES[-1] * self.scale
        columns = column_widths(table.headings, table.rows, width, size)
        return sum(row_height(row, columns, size) for row in (table.headings, *table.rows))

    def holds_words(self, table: Table, width: float) -> bool:
        """Return whether no word of a table is broken in the smallest font size."""
        return sum(words_need(table.headings, table.rows, TABLE_SIZES[-1] * self.scale)) <= width

    def add_table(self, slide: Any, table: Table, box: Box, sizes: Sequence[float] = TABLE_SIZES) -> Table | None:
        """Add a table in the first of `sizes` in which it fits into the box.

        Return the rows that did not fit as another table, None when all fit.
        """
        rows = [tuple(map(clean_text, row)) for row in table.rows]
        left, top, width, height = box
        for size in (size * self.scale for size in sizes):
            columns = column_widths(table.headings, rows, width, size)
            heights = [row_height(row, columns, size) for row in (table.headings, *rows)]
            if sum(heights) <= height:
                break
        shown, rest = rows_that_fit(rows, heights, columns, size, height)
        heights = [row_height(row, columns, size) for row in (table.headings, *shown)]
        frame = slide.shapes.add_table(
            len(shown) + 1, len(table.headings), Pt(left), Pt(top), Pt(sum(columns)), Pt(sum(heights))
        )
        describe(frame._element.nvGraphicFramePr.cNvPr, table.caption, table.caption)
        frame.table.first_col = True
        grid = frame._element.graphic.graphicData.tbl
        grid.tblPr.find(_TAG_STYLE).text = _NO_STYLE
        for column, column_width in zip(grid.tblGrid.gridCol_lst, columns, strict=True):
            column.w = Pt(column_width)
        for place, (line, row) in enumerate(zip(grid.tr_lst, (table.headings, *shown), strict=True)):
            line.h = Pt(heights[place])
            for cell, text in zip(line.tc_lst, row, strict=True):
                _fill_cell(cell, text, size, is_heading=place == 0)
        return Table(table.caption, table.headings, tuple(rest)) if rest else None

    def add_notes(self, slide: Any, texts: Sequence[str]) -> None:
        """Set the speaker notes of a slide, one paragraph per text."""
        if texts:
            slide.notes_slide.notes_text_frame.text = clean_text("\n".join(texts))

    def add_foot(self, slide: Any, text: str, number: int) -> None:
        """Add footer and slide number as the last elements, so that screen readers read them last."""
        text = clean_text(text)
        layout = slide.slide_layout
        footer, room = self._edge(layout, PP_PLACEHOLDER.FOOTER)
        if footer is None or height_of([text], room[0], _FOOT_SIZES[-1]) > room[1]:
            left, _, width, _ = self.body
            room = width - 60 - 14.4, self.height - self.foot_top - 4
            shape = slide.shapes.add_textbox(Pt(left), Pt(self.foot_top), Pt(width - 60), Pt(room[1]))
            shape.text_frame.word_wrap = True
            element = shape._element
        else:
            element = _appended(slide, footer)
        write(element.txBody.p_lst[0], text, largest_size([text], room[0], room[1], _FOOT_SIZES))
        numbered, _ = self._edge(layout, PP_PLACEHOLDER.SLIDE_NUMBER)
        if numbered is not None:
            _number(_appended(slide, numbered), number)

    def _edge(self, layout: SlideLayout, kind: PP_PLACEHOLDER) -> tuple[Any, tuple[float, float]]:
        """Return an emptied copy of a layout's placeholder (None without one), and its usable width and height."""
        key = layout.name, kind
        if key not in self._edges:
            shape = next((s for s in placeholders(layout) if s.placeholder_format.type is kind), None)
            room = (0.0, 0.0) if shape is None else (shape.width.pt - 14.4, shape.height.pt)
            self._edges[key] = (None if shape is None else _emptied(shape._element)), room
        return self._edges[key]


def write(paragraph: Any, text: str, size: float | None, *, is_bold: bool = False) -> None:
    """Write a text with its line breaks into an empty paragraph, in the placeholder's style except size and weight.

    Writes the XML elements directly: python-pptx takes ten times as long, and a deck has thousands of paragraphs.
    """
    for place, line in enumerate(text.split("\n")):
        if place:
            etree.SubElement(paragraph, _TAG_BREAK)
        run = etree.SubElement(paragraph, _TAG_RUN)
        look = etree.SubElement(run, _TAG_RUN_LOOK)
        if size is not None:
            look.set("sz", str(round(size * 100)))
        if is_bold:
            look.set("b", "1")
        etree.SubElement(run, _TAG_TEXT).text = line
    if _runs_leftwards(text):
        paragraph.get_or_add_pPr().set("rtl", "1")


def name_language(slide: Any, language: str) -> None:
    """Set the language of each text of a slide, for screen readers and spell checkers."""
    for run in slide._element.iter(_TAG_RUN, _TAG_FIELD):
        look = run.find(_TAG_RUN_LOOK)
        if look is None:
            look = run.makeelement(_TAG_RUN_LOOK)
            run.insert(0, look)
        look.set("lang", language)


def describe(properties: Any, name: str, alt: str) -> None:
    """Set the name and the alternative text of a shape."""
    properties.set("name", f"{clean_text(name)[:80]} {properties.get('id')}")
    properties.set("descr", clean_text(alt))


def _runs_leftwards(text: str) -> bool:
    """Return whether the first letter of a text belongs to a right-to-left script."""
    directions = (unicodedata.bidirectional(character) for character in text)
    return next((d for d in directions if d in ("L", "R", "AL")), "L") != "L"


def _bullet(paragraph: Any) -> None:
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", str(Pt(_INDENT)))
    properties.set("indent", str(-Pt(_INDENT)))
    font = etree.SubElement(properties, qn("a:buFont"))
    font.set("typeface", "Arial")
    etree.SubElement(properties, qn("a:buChar")).set("char", "•")


def _split(text: str, width: float, size: float, height: float, rest: list[str]) -> tuple[list[str], list[str]]:
    """Return the part of a long paragraph that fits, and its rest followed by `rest`."""
    lines = wrapped(text, width, size)
    count = max(1, int(height / (size * LINE_HEIGHT)))
    return [" ".join(lines[:count])], [" ".join(lines[count:]), *rest[1:]]


def _fill_cell(cell: Any, text: str, size: float, *, is_heading: bool) -> None:
    write(cell.txBody.p_lst[0], text, size, is_bold=is_heading)
    properties = cell.get_or_add_tcPr()
    for side, inset in (("marL", INSET), ("marR", INSET), ("marT", INSET_ABOVE), ("marB", INSET_ABOVE)):
        properties.set(side, str(Pt(inset)))
    line = etree.SubElement(properties, _TAG_LINE)
    line.set("w", str(Pt(1.5 if is_heading else 0.75)))
    etree.SubElement(etree.SubElement(line, _TAG_FILL), _TAG_COLOUR).set("val", _LINE)


def _emptied(element: Any) -> Any:
    """Return a copy of a layout's placeholder for slides, which inherits position and style from the layout."""
    copy = deepcopy(element)
    for extension in list(copy.iter(qn("a:extLst"), qn("p:extLst"))):
        extension.getparent().remove(extension)
    paragraphs = copy.txBody.p_lst
    for part in (copy.spPr, *copy.txBody.findall(qn("a:lstStyle")), paragraphs[0]):
        for child in list(part):
            part.remove(child)
    for paragraph in paragraphs[1:]:
        copy.txBody.remove(paragraph)
    return copy


def _appended(slide: Any, element: Any) -> Any:
    """Add a copy of an element with a new id at the end of a slide, and return it."""
    copy = deepcopy(element)
    copy.nvSpPr.cNvPr.set("id", str(slide.shapes._next_shape_id))
    slide.shapes._spTree.append(copy)
    return copy


def _number(element: Any, number: int) -> None:
    """Make a shape a field that shows the slide's number, even after slides were moved."""
    field = etree.SubElement(element.txBody.p_lst[0], qn("a:fld"))
    field.set("id", "{C1FF6DA9-008F-8B48-92A6-B652298478BF}")
    field.set("type", "slidenum")
    etree.SubElement(field, _TAG_RUN_LOOK)
    etree.SubElement(field, _TAG_TEXT).text = str(number)
