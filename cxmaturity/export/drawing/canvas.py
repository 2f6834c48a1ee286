"""The basic elements of an SVG picture: shapes and texts, with every text escaped.

Considered: matplotlib and pygal, which would add megabytes for six figures; plotly, which needs a browser.
"""

from dataclasses import dataclass, field
from html import escape

from cxmaturity.charts.palette import STAGES, TARGET, THEMES
from cxmaturity.charts.text_fitting import LINE_HEIGHT, wrapped
from cxmaturity.text_cleaning import clean_text

WIDTH, NARROW = 760.0, 320.0
"""The usual width of a picture, and that for phones, in units; the usual font size is 14 units."""

TEXT, SMALL = 14.0, 12.0
"""The sizes of texts."""

INK, PALE, GRID = THEMES["light"]["textColor"], "#4A5B67", "#D5DDE3"
EDGE = STAGES[3]
_FONTS = "'Source Sans 3','Source Sans Pro','Segoe UI',Arial,sans-serif"


@dataclass
class Canvas:
    """A picture that is being drawn, `width` units wide; its height is set by `finished`."""

    title: str
    alt: str
    width: float = WIDTH
    parts: list[str] = field(default_factory=list)

    @property
    def is_narrow(self) -> bool:
        """Whether names stand above their rows, because there is no room beside them."""
        return self.width < WIDTH

    def rectangle(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str = "none",
        edge: str = "none",
        edge_width: float = 1.0,
        radius: float = 0.0,
    ) -> None:
        """Draw a rectangle."""
        self.parts.append(
            f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(max(0.0, width))}" height="{_n(height)}" rx="{_n(radius)}" '
            f'fill="{fill}" stroke="{edge}" stroke-width="{_n(edge_width)}"/>'
        )

    def line(
        self, x: float, y: float, to_x: float, to_y: float, *, colour: str = GRID, width: float = 1.0, dashes: str = ""
    ) -> None:
        """Draw a line; `dashes` are the lengths of dash and gap, empty for a solid line."""
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        self.parts.append(
            f'<line x1="{_n(x)}" y1="{_n(y)}" x2="{_n(to_x)}" y2="{_n(to_y)}" stroke="{colour}" '
            f'stroke-width="{_n(width)}"{dashed}/>'
        )

    def circle(self, x: float, y: float, radius: float, *, fill: str, edge: str, edge_width: float = 1.5) -> None:
        """Draw a circle."""
        self.parts.append(
            f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" fill="{fill}" stroke="{edge}" '
            f'stroke-width="{_n(edge_width)}"/>'
        )

    def shape(self, points: list[tuple[float, float]], *, fill: str, edge: str) -> None:
        """Draw a polygon."""
        corners = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
        self.parts.append(f'<polygon points="{corners}" fill="{fill}" stroke="{edge}" stroke-width="2"/>')

    def hexagon(self, x: float, y: float, height: float) -> None:
        """Draw a hexagon, the mark of a target."""
        half, tip, wide = height / 2, height / 5, 6.0
        points = [(x, y - half), (x + wide, y - half + tip), (x + wide, y + half - tip)]
        points += [(x, y + half), (x - wide, y + half - tip), (x - wide, y - half + tip)]
        self.shape(points, fill="#FFFFFF", edge=TARGET)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = TEXT,
        anchor: str = "start",
        is_bold: bool = False,
        colour: str = INK,
    ) -> None:
        """Draw one line of text; `y` is its baseline, `anchor` the part of it at `x`: start, middle or end."""
        weight = ' font-weight="700"' if is_bold else ""
        self.parts.append(
            f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" text-anchor="{anchor}" fill="{colour}"{weight}>'
            f"{escape(clean_text(text))}</text>"
        )

    def paragraph(
        self,
        x: float,
        middle: float,
        text: str,
        width: float,
        *,
        size: float = TEXT,
        anchor: str = "start",
        is_bold: bool = False,
        colour: str = INK,
    ) -> None:
        """Draw a text in lines no wider than `width`, vertically centred at `middle`."""
        lines = wrapped(clean_text(text), width, size)
        first = middle - (len(lines) - 1) * size * LINE_HEIGHT / 2 + size * 0.35
        for place, line in enumerate(lines):
            y = first + place * size * LINE_HEIGHT
            self.text(x, y, line, size=size, anchor=anchor, is_bold=is_bold, colour=colour)

    def finished(self, height: float) -> str:
        """Return the picture as SVG, with its title and description."""
        wide, high = _n(self.width), _n(height)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" '
            f'role="img" font-family="{_FONTS}">'
            f"<title>{escape(clean_text(self.title))}</title><desc>{escape(clean_text(self.alt))}</desc>"
            f'<rect width="{wide}" height="{high}" fill="#FFFFFF"/>{"".join(self.parts)}</svg>'
        )


def lines_height(text: str, width: float, size: float = TEXT) -> float:
    """Return the height of a text in lines no wider than `width`."""
    return len(wrapped(clean_text(text), width, size)) * size * LINE_HEIGHT


def _n(value: float) -> str:
    """Return a number rounded to a tenth of a unit, as short as possible."""
    return f"{value:.1f}".removesuffix(".0")
