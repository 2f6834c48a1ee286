"""Colours: one source, an order that is plain without hue, and enough contrast to read by."""

import tomllib
from itertools import pairwise

import pytest

from cxmaturity.charts.palette import ACCENT, STAGES, ink_on, stage_colours
from tests.build import ROOT

THEME = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]


def light(colour: str) -> float:
    """Return the relative luminance of a colour, 0..1, as WCAG 2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the WCAG contrast of two colours, 1..21."""
    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


def test_contrast_is_reckoned_as_wcag_does() -> None:
    """Black on white is 21, a colour on itself 1, and #767676 on white the well-known 4.54."""
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#2A7FB0", "#2A7FB0") == pytest.approx(1)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_theme_repeats_the_stage_ramp(mode: str) -> None:
    """Streamlit's own charts use ours: ten colours, every second of them a stage, in our order."""
    colours = THEME[mode]["chartSequentialColors"]
    assert len(colours) == 10
    assert tuple(c for c in colours if c in STAGES) == STAGES


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_what_can_be_clicked_can_be_seen_and_read(mode: str) -> None:
    """The main button stands out from the page at 3 : 1, and its white text from it at 4.5 : 1."""
    primary = THEME[mode]["primaryColor"]
    assert contrast(primary, THEME[mode]["backgroundColor"]) >= 3
    assert contrast("#FFFFFF", primary) >= 4.5


@pytest.mark.parametrize("count", range(2, 8))
def test_higher_stages_are_darker(count: int) -> None:
    """On every scale the order is plain in grey too: each stage is clearly darker than the one below it."""
    shades = [light(c) for c in stage_colours(count)]
    assert len(shades) == count
    assert all(below > above * 1.2 for below, above in pairwise(shades))


def test_a_scale_of_five_has_the_five_colours_and_every_scale_their_ends() -> None:
    """Five stages are the ramp itself; fewer or more begin and end where it does."""
    assert stage_colours(5) == STAGES
    assert stage_colours(3) == (STAGES[0], STAGES[2], STAGES[4])
    assert all((c[0], c[-1]) == (STAGES[0], STAGES[-1]) for c in map(stage_colours, range(2, 8)))


def test_a_colour_between_two_is_their_mean() -> None:
    """Four stages: the second is a third of the way from the second to the third of five: 94 → 52 is 148 − 22 = 7E."""
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
