"""The figures as SVG pictures: well formed, with their finding and the report's numbers."""

from io import BytesIO

import pytest
from lxml import etree
from PIL import Image, ImageColor

from cxmaturity.charts.palette import STAGES
from cxmaturity.charts.text_fitting import text_width
from cxmaturity.export.pictures import png, svg
from cxmaturity.report.figures import Bar, Bars, QuestionVotes, ScaleMark, Trend, TrendLine, TrendPoint, VoteSpread
from tests.exports import samples
from tests.exports.conftest import Samples

SVG = "{http://www.w3.org/2000/svg}"
_SHIFTS = {"start": 0.0, "middle": 0.5, "end": 1.0}
SCALE = tuple(ScaleMark(level, f"Stage {level}") for level in range(1, 6))


def texts(picture: str) -> list[str]:
    return [element.text or "" for element in etree.fromstring(picture).iter(f"{SVG}text")]


@pytest.mark.parametrize("kind", list(samples.KINDS))
def test_every_figure_is_a_picture_that_says_its_finding(made: Samples, kind: str) -> None:
    """Well-formed, with title and description, nothing outside its edges, no script and no external reference.

    The same holds for the picture for phones: 320 units wide, with no text smaller than 12 of them, so that it can be
    read at that width.
    """
    figures = made.report_of(kind).figures
    for figure, is_narrow in [(figure, is_narrow) for figure in figures for is_narrow in (False, True)]:
        root = etree.fromstring(svg(figure, is_narrow=is_narrow))
        assert root.get("role") == "img", figure.key
        title, description = root[0], root[1]
        assert (title.tag, description.tag) == (f"{SVG}title", f"{SVG}desc")
        assert (title.text, description.text) == (figure.title, figure.alt)
        width, height = (float(value) for value in root.get("viewBox").split()[2:])
        assert width == (320 if is_narrow else 760)
        for text in root.iter(f"{SVG}text"):
            x, size, shift = float(text.get("x")), float(text.get("font-size")), _SHIFTS[text.get("text-anchor")]
            left = x - shift * text_width(text.text or "", size)
            assert size >= 12
            assert left >= -1, (figure.key, text.text)
            assert left + text_width(text.text or "", size) <= width + 1, (figure.key, text.text)
        for shape in root.iter(f"{SVG}rect"):
            assert float(shape.get("x", 0)) + float(shape.get("width")) <= width + 0.1
            assert float(shape.get("y", 0)) + float(shape.get("height")) <= height + 0.1
        assert {etree.QName(element).localname for element in root.iter()} <= {
            "svg", "title", "desc", "rect", "line", "circle", "polygon", "text"
        }  # fmt: skip


def test_bars_stand_where_their_levels_are() -> None:
    """On 1 to 5 between 244 and 700, level 3 ends in the middle, 472.

    The lowest level is a bar that can be seen; without a level there is a dash and no bar.
    """
    bars = (Bar("A", 3.0, "3.0", 3, last=2.0, last_shown="2.0"), Bar("B", None, "–"), Bar("C", 1.0, "1.0", 1))
    root = etree.fromstring(svg(Bars("dimensions", "Levels", "A is highest.", SCALE, bars, "last time")))
    bar, shortest = (r for r in root.iter(f"{SVG}rect") if r.get("height") == "20")
    assert float(shortest.get("width")) == 3
    assert float(bar.get("x")) + float(bar.get("width")) == 472
    last, _in_legend = (line for line in root.iter(f"{SVG}line") if line.get("stroke-dasharray"))
    assert float(last.get("x1")) == 358
    assert {"3.0", "–"} <= set(texts(etree.tostring(root, encoding="unicode")))


def test_a_narrow_picture_has_the_names_above_the_bars() -> None:
    """Between 10 and 260, level 3 of 1 to 5 ends in the middle, 135; its name stands above, and no stage's name."""
    root = etree.fromstring(svg(Bars("dimensions", "Levels", "", SCALE, (Bar("A", 3.0, "3.0", 3),)), is_narrow=True))
    [bar] = [r for r in root.iter(f"{SVG}rect") if r.get("height") == "20"]
    assert float(bar.get("x")) + float(bar.get("width")) == 135
    [name] = [text for text in root.iter(f"{SVG}text") if text.text == "A"]
    assert float(name.get("y")) < float(bar.get("y"))
    assert texts(etree.tostring(root, encoding="unicode")) == ["1", "2", "3", "4", "5", "A", "3.0"]


def test_a_line_breaks_where_the_questionnaire_changed() -> None:
    """Of three points the last starts a new line, so there is one line of two; a missing level leaves a gap."""
    points = (TrendPoint(2.0, "2.0"), TrendPoint(3.0, "3.0"), TrendPoint(4.0, "4.0", starts_anew=True))
    gap = (TrendPoint(2.0, "2.0"), TrendPoint(None, "–"), TrendPoint(4.0, "4.0"))
    for line, joined in ((points, 1), (gap, 0)):
        figure = Trend("trend", "Levels", "It rose.", 1, 5, ("a", "b", "c"), (TrendLine("Overall", line),))
        lines = [x for x in etree.fromstring(svg(figure)).iter(f"{SVG}line") if x.get("stroke-width") == "3"]
        assert len(lines) == joined


def test_counts_that_may_not_be_shown_are_in_no_picture() -> None:
    """A row without counts has its level and agreement only."""
    rows = (QuestionVotes("Is it?", "A1", 3, "votes vary", None),)
    assert texts(svg(VoteSpread("votes", "Votes", "They vary.", SCALE, rows))) == [
        "Is it? (A1)",
        "votes vary",
        "Middle answer 3",
    ]


def test_hostile_names_are_text_in_a_picture() -> None:
    """Tags, entities and control characters in a name are shown as text."""
    name = "</text><script>alert(1)</script>&amp;\x07\x1b"
    picture = svg(Bars("dimensions", name, name, SCALE, (Bar(name, 2.0, "2.0", 2),)))
    assert "</text><script>alert(1)</script>&amp;" in "".join(texts(picture))


def test_a_picture_as_png_has_its_size_and_its_ink() -> None:
    """Made without a browser: a PNG twice 760 points wide that contains our blue."""
    figure = Bars("dimensions", "Levels", "A is highest.", SCALE, (Bar("A 😀", 5.0, "5.0", 5),))
    with Image.open(BytesIO(png(figure))) as picture:
        assert (picture.format, picture.width) == ("PNG", 1520)
        colours = {colour for _, colour in picture.convert("RGB").getcolors(1 << 20) or []}
    assert ImageColor.getrgb(STAGES[4]) in colours
