"""Pictures of the presentation as SVG in the page: the QR code of the link, and the radar of the dimensions.

The radar is drawn here: plotly needs a script of megabytes in the browser, and a drawing library (matplotlib, pygal)
would be a dependency for one figure.
"""

from collections.abc import Sequence
from math import cos, pi, sin
from textwrap import wrap

import segno
from markupsafe import Markup, escape

from cxmaturity.wording.language.numbers import format_level

_QR_BORDER = 4  # the white edge that scanners need, in modules
_WIDTH, _HEIGHT, _RADIUS = 940, 640, 225  # pixels; the texts are as large as they are drawn
_LABEL_DISTANCE = 1.14  # of a dimension's name from the centre, in radii
_CENTRED_WITHIN = 0.2  # radii beside the vertical axis within which a name is centred
_LINE_LENGTH = 20  # characters in a line of a name
_LINE_HEIGHT = 34  # pixels


def qr_code(address: str) -> Markup:
    """Return the QR code of an address."""
    code = segno.make(address, error="m", micro=False)
    picture = code.svg_inline(omitsize=True, border=_QR_BORDER, light="#fff", svgclass="qr-code", lineclass=None)
    return Markup(picture)  # ours: modules as one path, nothing of the address is text in it


def radar_svg(levels: Sequence[tuple[str, float | None]], scale_max: int) -> Markup:
    """Return the radar of `levels`: pairs of a dimension's name and its level, 1..`scale_max`, None where it has none.

    A dimension without a level leaves a gap in the line; it is never drawn at the centre.
    """
    count = len(levels)
    points = [
        _point(position, count, level, scale_max) if level is not None else None
        for position, (_, level) in enumerate(levels)
    ]
    rings = "".join(
        f'<polygon class="ring" points="{_points(count, level, scale_max)}"/>' for level in range(1, scale_max + 1)
    )
    spokes = "".join(
        _line(_point(p, count, 1, scale_max), _point(p, count, scale_max, scale_max), "ring") for p in range(count)
    )
    sides = zip(points, [*points[1:], *points[:1]], strict=True)
    lines = "".join(_line(one, two, "side") for one, two in sides if one and two)
    dots = "".join(f'<circle class="spot" cx="{s[0]:.1f}" cy="{s[1]:.1f}" r="9"/>' for s in points if s)
    whole = " ".join(f"{s[0]:.1f},{s[1]:.1f}" for s in points if s)
    area = f'<polygon class="area" points="{whole}"/>' if None not in points else ""
    names = "".join(_name(position, count, *named) for position, named in enumerate(levels))
    view = f'viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}"'
    return Markup(f'<svg class="radar" {view} aria-hidden="true">{rings}{spokes}{area}{lines}{dots}{names}</svg>')


def _point(position: int, count: int, level: float, scale_max: int) -> tuple[float, float]:
    return _point_at(position, count, _RADIUS * level / scale_max)


def _point_at(position: int, count: int, distance: float) -> tuple[float, float]:
    angle = 2 * pi * position / max(count, 1) - pi / 2
    return _WIDTH / 2 + distance * cos(angle), _HEIGHT / 2 + distance * sin(angle)


def _points(count: int, level: float, scale_max: int) -> str:
    return " ".join(
        f"{x:.1f},{y:.1f}" for x, y in (_point(position, count, level, scale_max) for position in range(count))
    )


def _line(one: tuple[float, float], two: tuple[float, float], name: str) -> str:
    return f'<line class="{name}" x1="{one[0]:.1f}" y1="{one[1]:.1f}" x2="{two[0]:.1f}" y2="{two[1]:.1f}"/>'


def _name(position: int, count: int, name: str, level: float | None) -> str:
    """Return a dimension's name with its level below, beside the end of its spoke."""
    x, y = _point_at(position, count, _RADIUS * _LABEL_DISTANCE)
    side = (x - _WIDTH / 2) / _RADIUS
    anchor = "middle" if abs(side) < _CENTRED_WITHIN else "start" if side > 0 else "end"
    lines = [*wrap(name, _LINE_LENGTH), format_level(level)]
    first_line = y - _LINE_HEIGHT * (len(lines) - 1) if anchor == "middle" and y < _HEIGHT / 2 else y
    kinds = [""] * (len(lines) - 1) + [' class="value"']
    spans = "".join(
        f'<tspan x="{x:.1f}" y="{first_line + _LINE_HEIGHT * index:.1f}"{kind}>{escape(line)}</tspan>'
        for index, (line, kind) in enumerate(zip(lines, kinds, strict=True))
    )
    return f'<text text-anchor="{anchor}">{spans}</text>'
