"""SVG figures of the projected screen: the QR code of the link, and the radar of the dimensions.

The radar is drawn here, because plotly needs a script of megabytes in the browser, and a drawing library (matplotlib,
pygal) would be a dependency for one figure. Its unit is em, so that its texts have the size of the page's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, pi, sin
from textwrap import wrap

from markupsafe import Markup, escape

from cxmaturity.files.qr_codes import qr_svg

_RADIUS = 4.2  # em
_LABEL_DISTANCE = 1.14  # of a dimension's name to the centre, in radii
_CENTRED_WITHIN = 0.2  # names so near the vertical axis are centred; in radii
_LINE_LENGTH = 16  # characters in a line of a name
_LINE_HEIGHT = 1.15  # em
_CHARACTER = 0.56  # em: upper estimate of the mean width of a character
_MARGIN = 0.4  # em around the figure


@lru_cache(maxsize=64)
def qr_code(address: str) -> Markup:
    """Return the QR code of an address."""
    return Markup(qr_svg(address, "qr-code"))  # safe: the modules as one path, without the address as text


def radar_svg(levels: Sequence[tuple[str, float | None]], scale_max: int) -> Markup:
    """Return the radar of `levels`: each dimension's name and its level, 1..`scale_max`, None without one.

    The figures of the levels are beside it, see OutcomeRow. A dimension without a level is a gap in the line, never a
    point at the centre.
    """
    count = len(levels)
    names = [_Name.at_spoke(position, count, name) for position, (name, _) in enumerate(levels)]
    left = max(_RADIUS, *(-name.left for name in names)) + _MARGIN
    right = max(_RADIUS, *(name.left + name.width for name in names)) + _MARGIN
    top = max(_RADIUS, *(-name.top for name in names)) + _MARGIN
    bottom = max(_RADIUS, *(name.top + name.height for name in names)) + _MARGIN

    def point_at(position: int, level: float) -> tuple[float, float]:
        x, y = _point(position, count, _RADIUS * level / scale_max)
        return left + x, top + y

    spokes = range(count)
    rings = "".join(
        _line(point_at(p, level), point_at((p + 1) % count, level), "ring")
        for level in range(1, scale_max + 1)
        for p in spokes
    )
    rings += "".join(_line(point_at(p, 1), point_at(p, scale_max), "ring") for p in spokes)
    points = [None if level is None else point_at(position, level) for position, (_, level) in enumerate(levels)]
    sides = zip(points, [*points[1:], *points[:1]], strict=True)
    lines = "".join(_line(one, two, "side") for one, two in sides if one and two)
    dots = "".join(f'<circle class="spot" cx="{s[0]:.2f}em" cy="{s[1]:.2f}em" r="0.22em"/>' for s in points if s)
    texts = "".join(name.svg(left, top) for name in names)
    size = f'width="{left + right:.2f}em" height="{top + bottom:.2f}em"'
    return Markup(f'<svg class="radar" {size} aria-hidden="true">{rings}{lines}{dots}{texts}</svg>')


def _point(position: int, count: int, distance: float) -> tuple[float, float]:
    """Return the point of a spoke at this distance from the centre, as (x, y) relative to the centre."""
    angle = 2 * pi * position / max(count, 1) - pi / 2
    return distance * cos(angle), distance * sin(angle)


def _line(one: tuple[float, float], two: tuple[float, float], name: str) -> str:
    ends = f'x1="{one[0]:.2f}em" y1="{one[1]:.2f}em" x2="{two[0]:.2f}em" y2="{two[1]:.2f}em"'
    return f'<line class="{name}" {ends}/>'


@dataclass(frozen=True, slots=True)
class _Name:
    """A dimension's name beside the end of its spoke; all lengths in em, relative to the centre."""

    lines: Sequence[str]
    anchor: str
    x: float
    left: float
    top: float
    width: float

    @property
    def height(self) -> float:
        return len(self.lines) * _LINE_HEIGHT

    @classmethod
    def at_spoke(cls, position: int, count: int, name: str) -> "_Name":
        x, y = _point(position, count, _RADIUS * _LABEL_DISTANCE)
        side = x / _RADIUS
        anchor = "middle" if abs(side) < _CENTRED_WITHIN else "start" if side > 0 else "end"
        lines = wrap(name, _LINE_LENGTH)
        width = _CHARACTER * max(map(len, lines))
        height = len(lines) * _LINE_HEIGHT
        above = anchor == "middle" and y < 0
        top = y - height if above else y - height / 2 if anchor != "middle" else y
        left = {"middle": x - width / 2, "start": x, "end": x - width}[anchor]
        return cls(lines, anchor, x, left, top, width)

    def svg(self, centre_x: float, centre_y: float) -> str:
        """Return the text element; `centre_x` and `centre_y` are the centre's position in the figure."""
        x, first_line = centre_x + self.x, centre_y + self.top + 0.8 * _LINE_HEIGHT
        spans = "".join(
            f'<tspan x="{x:.2f}em" y="{first_line + _LINE_HEIGHT * index:.2f}em">{escape(line)}</tspan>'
            for index, line in enumerate(self.lines)
        )
        return f'<text text-anchor="{self.anchor}">{spans}</text>'
