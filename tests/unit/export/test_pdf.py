"""The report as a PDF: its content, its tags, the check of its structure, and any text in it."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from cxmaturity.errors import Refused
from cxmaturity.export.glyphs import showable
from cxmaturity.export.pdf import ATTACHMENT, pdf
from cxmaturity.report.document import Cover, Report, Section, Table
from cxmaturity.report.figures import (
    Bar,
    Bars,
    ImportanceAndEase,
    LeadersAndOthers,
    LevelPair,
    QuestionVotes,
    ScaleMark,
    StageRamp,
    StepPoint,
    Trend,
    TrendLine,
    TrendPoint,
    VoteSpread,
)
from cxmaturity.services.portable.verifying import verify
from tests.pdf_structure import faults, tags_of
from tests.portable_file import DATA

SCALE = tuple(ScaleMark(level, name) for level, name in enumerate(("Chance", "Effort", "Design", "Habit", "Nature"), 1))
HOSTILE = [
    '#panic("no") $x$ *b* _i_ `c` <a> @b \\ // /* ~ -- [ ] { } "',
    "=1+1",
    "\u202eright to left\u202c and \u2067isolated\u2069",
    "x" * 1000,
    "汉字 \U0001f600 \U0001f468\u200d\U0001f469\u200d\U0001f467 \ue000 \ufdd0 \U000f0000",
    "Ελληνικά Кирилица Zażółć Đặng שלום مرحبا",
    "a\x00b\x07c\ufeffd\ufffee\r\nf\u2028g\tz e\u0301",
    "\n\n",
    "",
]  # fmt: skip


def report(*texts: str) -> Report:
    """Return a report with every kind of figure and these texts in every place that holds text."""
    some = texts or ("Something is so",)
    first = some[0]
    cover = Cover(
        title="Customer experience",
        team=first[:80],
        label="2026 Q3",
        kind="Full",
        dated="finished 17 September 2026",
        day=date(2026, 9, 17),
        questionnaire="cx 2.0.1",
        digest="ab" * 32,
        missing=("Two are missing",),
        address="http://127.0.0.1/result",
        notice="",
        language="en",
    )
    table = Table("All of it", ("What", "Who"), tuple((text, text) for text in some))
    bars = (Bar(first[:80], 2.4, "2.4", 2, 4, 2.1, "2.1", is_lowest=True), Bar("None yet", None, "–"))
    line = (TrendPoint(2.0, "2.0"), TrendPoint(None, "–"), TrendPoint(2.5, "2.5", starts_anew=True))
    figures = (
        Bars("bars", "Bars", "A is lowest, at 2.4", SCALE, bars, "2026 Q2"),
        Trend("trend", "Trend", "It rose to 2.5", 1, 5, ("Q1", "Q2", "Q3"), (TrendLine("Overall", line),)),
        ImportanceAndEase("ease", "Ease", "One is quick", (StepPoint(4, 3, some),), tuple("abcde"), 4, 3),
        LeadersAndOthers("gap", "Gap", "Leaders say more", SCALE, (LevelPair(first, "P1", 4, 2),)),
        VoteSpread("votes", "Votes", "They differ", SCALE, (QuestionVotes(first, "P1", 3, "vary", (1, 0, 5, 0, 0)),)),
    )
    return Report(
        cover,
        (
            Section("decision", "Decision", "Decide", some, tables=(table,)),
            Section("stage", "Where we are", "Stage 2 of 5", some, (StageRamp("s", "Stage", "Stage 2", SCALE, 2),)),
            Section("holding_back", "What holds us back", "A holds us", ("There: “no”.",)),
            Section("dimensions", "Now", "A is lowest, at 2.4", some, figures, (table,), reasons=some),
            Section("method", "Method", "How it is made", some),
        ),
    )


def text_of(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)


@pytest.fixture(scope="module")
def plain() -> bytes:
    return pdf(report(), DATA)


def test_the_pdf_has_the_reports_content(plain: bytes) -> None:
    """First the board's page with conclusion, chart and first steps, then the sections, the method last.

    What the stage means stands directly beneath it, not behind the dimension that holds it, which it is not about.
    """
    pages = [page.extract_text() for page in PdfReader(BytesIO(plain)).pages]
    beneath = pages[0].partition("Stage 2 of 5")[2]
    assert beneath.index("Something is so") < beneath.index("A holds us. There: “no”.")
    assert all(text in pages[0] for text in ("Stage 2 of 5", "2.4", "What we will do first", "Two are missing"))
    assert f"Page 1 of {len(pages)}" in pages[0]
    assert "How it is made" in pages[-1]
    assert ATTACHMENT in pages[-1]
    assert all("cx 2.0.1 (abababab)" in page and "http://127.0.0.1/result" in page for page in pages)


def test_the_pdf_is_tagged(plain: bytes) -> None:
    """It meets PDF/A-3a and PDF/UA-1; each of the six figures, one of them twice, has an alternative text."""
    assert faults(plain) == []
    tags = tags_of(PdfReader(BytesIO(plain)))
    alts = ["Stage 2", "A is lowest, at 2.4", "A is lowest, at 2.4", "It rose to 2.5", "One is quick"]
    assert tags.figures == [*alts, "Leaders say more", "They differ"]
    assert tags.counts["/Table"] == 2
    assert set(tags.header_scopes) == {"/Column"}


def test_the_check_of_the_structure_sees_what_is_missing(plain: bytes) -> None:
    """A file without language, without marked tags, or with a figure without alternative text is rejected."""
    broken = plain.replace(b"/Lang(en)", b"/Xang(en)").replace(b"/Marked true", b"/Marxed true")
    assert {"no language", "not marked as tagged"} <= set(faults(broken))


def test_the_pdf_contains_the_portable_file(plain: bytes) -> None:
    """The attachment is the portable file, byte for byte, and the report states its digest."""
    [attached] = PdfReader(BytesIO(plain)).attachments[ATTACHMENT]
    assert attached == DATA
    assert verify(plain) == ()
    [digest] = {line for line in plain.split(b"\n") if b"<pdf:Keywords>portable-file:" in line}
    start = digest.index(b"portable-file:") + 14
    swapped = plain.replace(digest[start : start + 64], b"0" * 64)
    assert [d.place for d in verify(swapped)] == ["The file"]
    with pytest.raises(Refused, match="No portable file"):
        verify(pdf(report()))


def test_the_same_report_gives_the_same_bytes(plain: bytes) -> None:
    """Also in another second; a report of another day differs."""
    assert pdf(report(), DATA) == plain
    other = replace(report(), cover=replace(report().cover, day=date(2026, 9, 18)))
    assert pdf(other, DATA) != plain


def test_no_text_breaks_it() -> None:
    """Markup is shown as typed, a character without a glyph is a box, a word of 1,000 characters breaks."""
    data = pdf(report(*HOSTILE), DATA)
    text = text_of(data)
    assert '#panic("no") $x$ *b* _i_ `c`' in text
    assert "Ελληνικά Кирилица Zażółć Đặng" in text
    assert "□□" in text
    assert "Where □ stands" in text
    assert "x" * 400 not in text.replace("\n", "|")
    assert faults(data) == []


def test_what_is_read_without_a_font_has_every_sign() -> None:
    """The title in the window of a reader, and the alternative texts, which are read aloud."""
    whole = report()
    sections = [
        replace(part, figures=tuple(replace(figure, alt="東京 is lowest") for figure in part.figures))
        for part in whole.sections
    ]
    data = pdf(replace(whole, cover=replace(whole.cover, team="東京"), sections=tuple(sections)))
    read = PdfReader(BytesIO(data))
    assert read.metadata is not None
    assert (read.metadata.author, "東京" in str(read.metadata.title)) == ("東京", True)
    assert set(tags_of(read).figures) == {"東京 is lowest"}
    assert faults(data) == []


def test_signs_are_made_fit_for_the_fonts() -> None:
    """Bidirectional controls are removed, unknown characters become boxes, long words may break every 12 characters."""
    assert showable("\u202eabc\u2069") == "abc"
    assert showable("汉\ue000") == "□□"
    assert showable("Ωж😀é") == "Ωж😀é"
    assert showable("a" * 25) == "a" * 12 + "\u200b" + "a" * 12 + "\u200ba"


def test_a_figure_without_a_text_fails_the_build() -> None:
    """A figure without an alternative text raises an error."""
    whole = report()
    bare = replace(whole.sections[1].figures[0], alt=" ")
    sections = (whole.sections[0], replace(whole.sections[1], figures=(bare,)), *whole.sections[2:])
    with pytest.raises(ValueError, match="no text in place"):
        pdf(replace(whole, sections=sections))


def picture(width: int, height: int, form: str = "PNG") -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (width, height), "navy").save(buffer, form)
    return buffer.getvalue()


def test_their_logo_stands_on_the_first_page() -> None:
    """A PNG or JPEG logo is on the first page with an alternative text."""
    for form in ("PNG", "JPEG"):
        data = pdf(report(), logo=picture(400, 100, form))
        assert faults(data) == []
        reader = PdfReader(BytesIO(data))
        assert len(reader.pages[0].images) == 1
        assert tags_of(reader).figures[0] == "Logo of Something is so"


@pytest.mark.parametrize("logo", [b"", b"no picture", picture(4001, 1), picture(40, 40)[:60], b"<svg/>"])
def test_an_invalid_logo_is_refused(logo: bytes) -> None:
    """A truncated picture, one with too many pixels, and a file that is no picture are refused."""
    with pytest.raises(Refused, match="The logo is no picture"):
        pdf(report(), logo=logo)
