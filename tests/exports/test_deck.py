"""The deck, read back with the library and part by part: content, chart data, notes, templates."""

import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import openpyxl
import pptx
import pytest
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER
from pptx.oxml.ns import qn
from pptx.util import Pt

from cxmaturity.charts.text_fitting import height_of, text_width
from cxmaturity.errors import Refused
from cxmaturity.export.deck import deck
from cxmaturity.export.slides.table_layout import INSET
from cxmaturity.report.document import Cover, Report, Section, Table
from cxmaturity.report.figures import Bar, Bars, ScaleMark, StageRamp
from tests.build import ROOT
from tests.exports import samples
from tests.exports.conftest import ADDRESS, READ_AT, Samples
from tests.exports.package_check import package_faults
from tests.exports.templates import as_potx, broken_template


def opened(content: bytes) -> Any:
    return pptx.Presentation(BytesIO(content))


def texts_of(slide: Any) -> list[str]:
    """Return every paragraph and cell of a slide."""
    return ["".join(run.text or "" for run in p.iter(qn("a:t"))) for p in slide.element.iter(qn("a:p"))]


def workbooks_of(content: bytes) -> list[list[tuple[Any, ...]]]:
    """Return the cells of every workbook behind a chart; a formula appears as text that starts with =."""
    with ZipFile(BytesIO(content)) as package:
        names = sorted(name for name in package.namelist() if name.endswith(".xlsx"))
        sheets = [openpyxl.load_workbook(BytesIO(package.read(name))).active for name in names]
    for sheet in sheets:
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f" or cell.hyperlink]
    return [list(sheet.iter_rows(values_only=True)) for sheet in sheets]


@pytest.mark.parametrize("kind", list(samples.KINDS))
def test_every_kind_is_a_sound_package(made: Samples, kind: str) -> None:
    """Parts, relations, types and ids are valid, so PowerPoint needs no repair; every slide has a title.

    Each figure has its finding as the alternative text, the title is read first and the foot last, and the sections'
    conclusions are the titles, in order.
    """
    content, report = made.deck_of(kind), made.report_of(kind)
    assert package_faults(content) == []
    slides = list(opened(content).slides)
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    assert len(set(titles)) == len(titles)
    assert [title for title in titles if title in {s.headline for s in report.sections}] == [
        section.headline for section in report.sections
    ]
    for slide in slides:
        kinds = [s.placeholder_format.type for s in slide.shapes if s.is_placeholder]
        assert kinds[0] in (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
        assert kinds[1:] == [PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER]
        assert report.cover.foot in texts_of(slide)
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table:
                assert shape._element.nvGraphicFramePr.cNvPr.get("descr")
    described = {
        element.get("descr")
        for slide in slides
        for element in slide.element.iter(qn("p:cNvPr"))
        if element.get("descr")
    }
    shown = {
        figure.alt
        for figure in report.figures
        if any(getattr(row, "counts", 1) for row in getattr(figure, "rows", [0]))
    }
    assert shown <= described


def test_the_charts_hold_their_data(made: Samples) -> None:
    """Levels are in the chart and its workbook as shown; those in time have two decimals."""
    charts = [s.chart for slide in opened(made.deck_of("solo")).slides for s in slide.shapes if s.has_chart]
    [trend] = [chart for chart in charts if chart.chart_type == XL_CHART_TYPE.LINE_MARKERS]
    assert trend.plots[0].series[0].data_labels.number_format == "0.00#"
    chart = charts[0]
    assert [series.name for series in chart.plots[0].series] == ["Now", "Last time (Winter)", "Target"]
    now, last, target = (list(series.values) for series in chart.plots[0].series)
    assert now == [2.5, 2.0, 2.0, 2.0, 2.0]
    assert (last[0], target) == (1.9, [4.0, 3.0, 3.0, 3.0, 3.0])
    rows = workbooks_of(made.deck_of("solo"))[0]
    assert rows[0] == (None, "Now", "Last time (Winter)", "Target")
    assert rows[1] == ("People", 2.5, 1.9, 4)


def test_levels_with_values_keep_their_decimals() -> None:
    """On a scale from 0 to 1 the axis has a line at each quarter, and a target of 0.75 is not shown as 1."""
    scale = (ScaleMark(0, "No"), ScaleMark(0.75, "Most"), ScaleMark(1, "All"))
    figure = Bars("dimensions", "Levels", "A is at 0.4.", scale, (Bar("A", 0.4375, "0.4", 1, target=0.75),))
    content = deck(report_with(sections=(Section("dimensions", "Levels", "A is at 0.4", figures=(figure,)),)))
    [chart] = [shape.chart for slide in opened(content).slides for shape in slide.shapes if shape.has_chart]
    axis = chart.value_axis
    assert (axis.minimum_scale, axis.maximum_scale, axis.major_unit) == (0, 1, 0.25)
    now, target = chart.plots[0].series
    assert (list(now.values), list(target.values)) == ([0.4], [0.75])
    assert (now.data_labels.number_format, target.data_labels.number_format) == ("0.0##", "General")


def test_a_chart_with_fewer_rows_than_its_title_counts_says_which(made: Samples) -> None:
    """All 38 questions have votes, and a chart has room for 8."""
    slides = opened(made.deck_of("survey")).slides
    [texts] = [
        " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        for slide in slides
        if any(shape.has_chart and shape.chart.chart_type == XL_CHART_TYPE.BAR_STACKED_100 for shape in slide.shapes)
    ]
    assert "In the chart: the 8 of 38 furthest apart. The table at the end has all." in texts


def test_the_table_beside_the_trend_breaks_no_word(made: Samples) -> None:
    """Each column holds the longest of its words and numbers at the size of its text, here 12 points."""
    slides = opened(made.deck_of("solo")).slides
    moved = next(slide for slide in slides if slide.shapes.title.text_frame.text.startswith("From Winter to Spring"))
    [table] = [shape.table for shape in moved.shapes if shape.has_table]
    for column, place in zip(table.columns, range(len(table.columns)), strict=True):
        words = [word for row in table.rows for word in row.cells[place].text_frame.text.split()]
        assert column.width.pt >= max(text_width(word, 12) for word in words) + 2 * INSET, words


def test_slides_stand_in_the_order_of_the_report(made: Samples) -> None:
    """After the cover ten to twelve slides of content; every question is in the appendix."""
    titles = [slide.shapes.title.text_frame.text for slide in opened(made.deck_of("solo")).slides]
    assert titles[0] == "Bakery · Spring"
    assert titles[1] == "Decide on two first steps, beginning in People"
    assert 10 <= titles.index("All 38 questions with the statement chosen") - 1 <= 12


def test_the_notes_hold_reasons_and_guide(made: Samples) -> None:
    """The notes have the sum of the overall level, and how to open the discussion of the widest disagreement."""
    report = made.report_of("survey")
    notes = {
        slide.shapes.title.text_frame.text: slide.notes_slide.notes_text_frame.text
        for slide in opened(made.deck_of("survey")).slides
        if slide.has_notes_slide
    }
    for key in ("stage", "people", "method"):
        section = report.section(key)
        assert section
        assert notes[section.headline].splitlines() == [*section.guide, *section.reasons]
    assert ADDRESS in notes[next(iter(notes))]


def test_hostile_texts_stay_texts_and_whole(made: Samples) -> None:
    """Typed text is on the slides to the letter, over as many rows as needed."""
    slides = opened(made.deck_of("solo")).slides
    squeezed = "".join(text for slide in slides for text in texts_of(slide)).replace(" ", "")
    assert samples.HOSTILE.replace(" ", "") in squeezed
    workbooks_of(made.deck_of("solo"))


def test_names_cannot_be_formulas_or_links_in_the_workbooks_of_charts() -> None:
    """A dimension named =1+1, one named like an address, and control characters: text cells, and a valid package."""
    names = ("=1+1", "http://example.org", "external:c:\\x", "\x07@SUM(A1)\u202e", "𝄞 " + "long " * 180)
    content = deck(report_with(*names))
    assert package_faults(content) == []
    [rows] = workbooks_of(content)
    assert [row[0] for row in rows[1:4]] == list(names[:3])
    assert rows[4][0] == "@SUM(A1)\u202e"


def test_a_text_longer_than_a_slide_flows_onto_the_next() -> None:
    """Two thousand words in one cell and in one sentence: nothing is cut, and further slides are numbered."""
    words = " ".join(f"word{number}" for number in range(2000))
    section = Section("method", "Method", "How", (words,), tables=(Table("Notes", ("A", "B"), (("x", words),)),))
    slides = list(opened(deck(report_with(sections=(section,)))).slides)
    words_shown = " ".join(text for slide in slides for text in texts_of(slide)).split()
    assert [word for word in words_shown if word.startswith("word")] == words.split() * 2
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    assert titles[1:3] == ["How", "How (2)"]
    for slide in slides:
        for shape in slide.shapes:
            assert shape.top + shape.height <= Pt(540)


def test_names_of_stages_stay_within_their_boxes() -> None:
    """Seven names of several words take smaller letters, whole; one of 900 characters is cut to the same size."""
    for name in ("Quantitatively managed everywhere", "long " * 180):
        ramp = StageRamp("stage", "Stages", "Stage 2.", tuple(ScaleMark(n, name) for n in range(1, 8)), 2)
        slide = opened(deck(report_with(sections=(Section("stage", "Stage", "Two", figures=(ramp,)),)))).slides[1]
        [boxes] = [shape.shapes for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.GROUP]
        for number, box in enumerate(boxes, start=1):
            text, inside = box.text_frame.text, box.width.pt - 2 * box.text_frame.margin_left.pt
            size = box.text_frame.paragraphs[0].runs[0].font.size.pt
            assert height_of([text], inside, size) <= box.height.pt - 2 * box.text_frame.margin_top.pt
            assert (text == f"{number} {name}") == (len(name) < 100)
            assert size == (13 if len(name) < 100 else 9)


def test_a_title_longer_than_a_property_of_a_file_may_be() -> None:
    """The title of a questionnaire has up to 1,000 characters, a property 255: such a deck could not be written."""
    report = report_with("Words")
    report = replace(report, cover=replace(report.cover, title="word " * 199 + "words"))
    presentation = opened(deck(report))
    assert presentation.core_properties.subject == "word " * 50 + "word…"
    assert report.cover.title in texts_of(presentation.slides[0])[1]


def test_a_headline_too_long_for_a_title_stands_beneath_it() -> None:
    """A headline of a thousand characters: the title is the section's short one, and the whole headline follows."""
    headline = "very " * 200
    slide = list(opened(deck(report_with(sections=(Section("method", "Method", headline),)))).slides)[1]
    assert slide.shapes.title.text_frame.text == "Method"
    assert headline.strip() in " ".join(texts_of(slide))


def test_every_text_names_the_language_of_the_questionnaire() -> None:
    """On slides and in notes, for speech and spelling; our own text is British English."""
    report = report_with(sections=(Section("method", "Methode", "Wie", ("Ein Satz",), reasons=("Warum",)),))
    for language, named in (("de", "de"), ("en", "en-GB")):
        slides = opened(deck(replace(report, cover=replace(report.cover, language=language)))).slides
        parts = [slide.element for slide in slides] + [s.notes_slide.element for s in slides if s.has_notes_slide]
        runs = [run for part in parts for run in part.iter(qn("a:r"), qn("a:fld"))]
        assert len(runs) > 5
        assert {run.find(qn("a:rPr")).get("lang") for run in runs} == {named}
        assert all(run[0].tag == qn("a:rPr") for run in runs)


def test_a_text_from_right_to_left_is_set_so() -> None:
    """A Hebrew sentence is a paragraph from right to left."""
    slide = list(opened(deck(report_with(sections=(Section("method", "Method", "How", ("שלום עולם",)),)))).slides)[1]
    [paragraph] = [p for p in slide.element.iter(qn("a:p")) if "שלום" in "".join(p.itertext())]
    assert paragraph.find(qn("a:pPr")).get("rtl") == "1"


def test_the_organisations_template_gives_layouts_and_size(made: Samples) -> None:
    """Slides of 4 to 3, the template's layouts, none of its slides; also as .potx."""
    theirs = pptx.Presentation()
    for _ in range(3):
        theirs.slides.add_slide(theirs.slide_layouts[1]).shapes.title.text = "An old slide"
    file = BytesIO()
    theirs.save(file)
    for template in (file.getvalue(), as_potx(file.getvalue())):
        content = deck(made.report_of("solo"), template)
        assert package_faults(content) == []
        result = opened(content)
        assert (result.slide_width, result.slide_height) == (theirs.slide_width, theirs.slide_height)
        assert {slide.slide_layout.name for slide in result.slides} == {"Title Slide", "Title Only"}
        assert "An old slide" not in [slide.shapes.title.text for slide in result.slides]
        for slide in result.slides:
            title = slide.shapes.title
            size = title.text_frame.paragraphs[0].runs[0].font.size or Pt(44)  # that of this template
            assert height_of([title.text], title.width.pt - 14.4, size.pt) <= title.height.pt
            for shape in slide.shapes:
                assert shape.top + shape.height <= theirs.slide_height
                assert shape.left + shape.width <= theirs.slide_width


@pytest.mark.parametrize(
    ("template", "message"),
    [
        (b"no file of Office", "cannot be read as a PowerPoint file"),
        (b"", "cannot be read as a PowerPoint file"),
        ((ROOT / "requirements.txt").read_bytes(), "cannot be read as a PowerPoint file"),
        ("without title", "has no layout with a title"),
        ("macros", "holds macros"),
        ("workbook", "cannot be read as a PowerPoint file"),
    ],
)
def test_a_template_that_cannot_be_used_is_refused(made: Samples, template: bytes | str, message: str) -> None:
    """The error says what it lacks and what to do."""
    content = template if isinstance(template, bytes) else broken_template(template)
    with pytest.raises(Refused, match=message):
        deck(made.report_of("tiny"), content)


def test_the_slide_library_is_imported_only_when_needed() -> None:
    """Neither the library nor our slides are imported when the app starts or runs its pages."""
    code = (
        "import sys, app, cxmaturity.ui.result.top_row, cxmaturity.cli.commands, cxmaturity.services.reports;"
        "print([name for name in ('pptx', 'xlsxwriter', 'typst', 'cxmaturity.export.deck') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip().splitlines()[-1] == "[]"


def report_with(*names: str, sections: tuple[Section, ...] = ()) -> Report:
    """Return a report of bars with these names, or of these sections."""
    scale = tuple(ScaleMark(level, f"Stage {level}") for level in range(1, 6))
    bars = tuple(Bar(name, 2.5, "2.5", 2) for name in names)
    figure = Bars("dimensions", "Levels", "All are at 2.5.", scale, bars)
    cover = Cover("Title", "Team", "Spring", "Full", "finished", READ_AT.date(), "q 1.0.0", "d" * 64, (), "", "", "en")
    levels = Section("dimensions", "Levels", "All at 2.5", figures=(figure,))
    return Report(cover, sections or (levels,))
