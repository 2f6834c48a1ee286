"""Writes the figures of a report as pictures, without a browser: SVG, and PNG for programs that do not accept SVG."""

from pathlib import Path
from tempfile import TemporaryDirectory

from cxmaturity.export.drawing.bars import draw_bars, draw_ramp
from cxmaturity.export.drawing.canvas import NARROW, WIDTH
from cxmaturity.export.drawing.people import draw_pairs, draw_votes
from cxmaturity.export.drawing.priorities import draw_priorities
from cxmaturity.export.drawing.trends import draw_trend
from cxmaturity.export.glyphs import FONTS
from cxmaturity.export.typesetting import typeset_picture
from cxmaturity.report.figures import Bars, Figure, ImportanceAndEase, LeadersAndOthers, StageRamp, Trend, VoteSpread

_PAGE = '#set page(width: auto, height: auto, margin: 0pt)\n#image("picture.svg")\n'


def svg(figure: Figure, *, is_narrow: bool = False) -> str:
    """Return a figure as an SVG picture with its title and, as description, its alternative text; no font needed.

    With `is_narrow` it is laid out for a phone.
    """
    width = NARROW if is_narrow else WIDTH
    match figure:
        case StageRamp():
            return draw_ramp(figure, width)
        case Bars():
            return draw_bars(figure, width)
        case ImportanceAndEase():
            return draw_priorities(figure, width)
        case LeadersAndOthers():
            return draw_pairs(figure, width)
        case VoteSpread():
            return draw_votes(figure, width)
        case Trend():
            return draw_trend(figure, width)


def png(figure: Figure) -> bytes:
    """Return the same picture as PNG, about 1,500 pixels wide; raises RuntimeError and TimeoutError."""
    with TemporaryDirectory(prefix="cx-picture-") as folder:
        source = Path(folder) / "picture.typ"
        (Path(folder) / "picture.svg").write_text(svg(figure), encoding="utf-8")
        source.write_text(_PAGE, encoding="utf-8")
        return typeset_picture(source, FONTS)
