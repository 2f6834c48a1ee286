"""The palette: one source, stages in order without hue, contrast, and differences for every colour vision."""

import re
import tomllib
from itertools import combinations, pairwise

import pytest

from cxmaturity.charts.palette import ACCENT, ATTENTION, ON_DARK, STAGES, TARGET, THEMES, ink_on, stage_colours
from tests.build import ROOT
from tests.contrast import contrast as contrast_of_pixels
from tests.contrast import linear, luminance, pixel_of

THEME = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]


def light(colour: str) -> float:
    """Return the relative luminance of a colour, 0..1."""
    return luminance(pixel_of(colour))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1..21."""
    return contrast_of_pixels(pixel_of(one), pixel_of(other))


def test_contrast_is_computed_as_wcag_defines_it() -> None:
    """Black on white is 21, a colour on itself 1, #767676 on white the known 4.54."""
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#2A7FB0", "#2A7FB0") == pytest.approx(1)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_theme_repeats_the_stage_ramp(mode: str) -> None:
    """The theme's ten chart colours contain the stage colours as every second one, in order."""
    colours = THEME[mode]["chartSequentialColors"]
    assert len(colours) == 10
    assert tuple(c for c in colours if c in STAGES) == STAGES


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_what_can_be_clicked_can_be_seen_and_read(mode: str) -> None:
    """The primary button has 3 : 1 against the page, its white text 4.5 : 1 against the button."""
    primary = THEME[mode]["primaryColor"]
    assert contrast(primary, THEME[mode]["backgroundColor"]) >= 3
    assert contrast("#FFFFFF", primary) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_theme_files_repeat_the_palette(mode: str) -> None:
    """Streamlit's theme has every palette colour; the phones' style sheet has them under Streamlit's names."""
    assert {name: THEME[mode][name] for name in THEMES[mode]} == THEMES[mode]
    sheet = (ROOT / "cxmaturity" / "browser" / "styles" / "participant.css").read_text("utf-8")
    light, dark = sheet.split("@media (prefers-color-scheme: dark)", 1)
    names = {re.sub("[A-Z]", lambda capital: f"-{capital[0].lower()}", name): name for name in THEMES[mode]}
    stated = dict(re.findall(r"--st-([a-z-]+): (#[0-9a-f]+);", {"light": light, "dark": dark}[mode]))
    stated = {name: "#ffffff" if colour == "#fff" else colour for name, colour in stated.items()}
    assert {names[variable]: colour.upper() for variable, colour in stated.items() if variable in names} == THEMES[mode]


@pytest.mark.parametrize("count", range(2, 8))
def test_on_dark_pages_higher_stages_are_brighter_and_the_other_ink_reads(count: int) -> None:
    """On dark pages brightness rises with the stage; text that is black on light pages is white, at 4.5 : 1."""
    colours = stage_colours(count)
    shades = [light(ON_DARK[c]) for c in colours]
    assert all(above > below * 1.2 for below, above in pairwise(shades))
    page = THEMES["dark"]["backgroundColor"]
    assert contrast(ON_DARK[colours[0]], page) < 1.6 < 10 < contrast(ON_DARK[colours[-1]], page)
    assert all(contrast(ON_DARK[ink_on(c)], ON_DARK[c]) >= 4.5 for c in colours)


SEEN_BY = {  # what eyes with one kind of cones missing see of linear light (Machado, Oliveira, Fernandes 2009)
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}


def as_seen_by(colour: str, eyes: str) -> tuple[float, float, float]:
    """Return a colour as people with this colour vision see it, as CIE L*a*b*; 20 is a clear difference."""
    lights = linear(pixel_of(colour))
    red, green, blue = (min(max(sum(m * c for m, c in zip(row, lights, strict=True)), 0), 1) for row in SEEN_BY[eyes])
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@pytest.mark.parametrize("eyes", SEEN_BY)
def test_accent_target_and_attention_differ_with_every_colour_blindness(eyes: str) -> None:
    """For each kind of missing cones they differ by at least 20, and have 3 : 1 against each page."""
    for one, other in combinations((ACCENT, TARGET, ATTENTION), 2):
        apart = sum((a - b) ** 2 for a, b in zip(as_seen_by(one, eyes), as_seen_by(other, eyes), strict=True)) ** 0.5
        assert apart >= 20, (one, other)
    for theme in THEMES.values():
        for colour in (TARGET, ATTENTION):
            assert contrast(colour, theme["backgroundColor"]) >= 3
            assert contrast(colour, theme["secondaryBackgroundColor"]) >= 3


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_edges_of_fields_can_be_seen(mode: str) -> None:
    """The border colour reaches 3 : 1 on both backgrounds."""
    for background in ("backgroundColor", "secondaryBackgroundColor"):
        assert contrast(THEMES[mode]["borderColor"], THEMES[mode][background]) >= 3


@pytest.mark.parametrize("count", range(2, 8))
def test_higher_stages_are_darker(count: int) -> None:
    """On every scale each stage is clearly darker than the one below, so the order shows in grey too."""
    shades = [light(c) for c in stage_colours(count)]
    assert len(shades) == count
    assert all(below > above * 1.2 for below, above in pairwise(shades))


def test_a_scale_of_five_has_the_five_colours_and_every_scale_their_ends() -> None:
    """Five stages use the five colours; shorter and longer scales start and end with the same colours."""
    assert stage_colours(5) == STAGES
    assert stage_colours(3) == (STAGES[0], STAGES[2], STAGES[4])
    assert all((c[0], c[-1]) == (STAGES[0], STAGES[-1]) for c in map(stage_colours, range(2, 8)))


def test_a_colour_between_two_is_their_mean() -> None:
    """Four stages: the second is a third of the way from the second to the third of five: 94 → 52 gives 7E."""
    assert stage_colours(4)[1] == "#7EB9DB"  # C6 → 9F: 198 − 13 = B9; E3 → CB: 227 − 8 = DB


@pytest.mark.parametrize("colour", sorted({c for count in range(2, 8) for c in stage_colours(count)}))
def test_text_on_a_stage_can_be_read(colour: str) -> None:
    """The ink chosen for a stage colour reaches 4.5 : 1 on it, on every scale."""
    assert contrast(ink_on(colour), colour) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_lines_and_marks_stand_out_from_the_page(mode: str) -> None:
    """The accent reaches 3 : 1 on the page's background, light and dark, so that a chart needs no theme."""
    assert contrast(ACCENT, THEME[mode]["backgroundColor"]) >= 3


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("background", ["backgroundColor", "secondaryBackgroundColor"])
def test_text_and_links_can_be_read_on_the_page(mode: str, background: str) -> None:
    """Text and links reach 4.5 : 1 on both backgrounds of both themes."""
    for ink in ("textColor", "linkColor"):
        assert contrast(THEME[mode][ink], THEME[mode][background]) >= 4.5


@pytest.mark.parametrize("sheet", ["frame.css", "controls.css", "app.css", "live_status.css", "result.css"])
def test_the_sheets_of_the_app_name_colours_and_hold_none(sheet: str) -> None:
    """Style sheets use palette variables on screens; only printing has its own white and black."""
    rules = (ROOT / "cxmaturity" / "browser" / "styles" / sheet).read_text("utf-8")
    assert set(re.findall(r"#[0-9a-fA-F]{3,6}\b", rules)) <= {"#FFF", THEMES["light"]["textColor"]}
