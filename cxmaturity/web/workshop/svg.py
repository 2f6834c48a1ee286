"""Pictures on the projected screen, as SVG in the page: the square code to scan, and the radar of the dimensions."""

from collections.abc import Sequence
from math import cos, pi, sin
from textwrap import wrap

import segno
from markupsafe import Markup, escape

from cxmaturity.wording.numbers import format_level

_QR_BORDER = 4  # the white edge that scanners need, in modules
_WIDE, _HIGH, _RADIUS = 940, 640, 225  # pixels; the texts are as large as they are drawn
_LABEL = 1.14  # how far out a dimension's name stands, of the radius
_MIDDLE = 0.2  # how far from the middle a name still stands centred, of the radius
_LETTERS = 20  # in a line of a name
_LINE = 34  # pixels


def qr_code(address: str) -> Markup:
    """Return the square code that leads to an address."""
    drawn = segno.make(address, error="m", micro=False)
    picture = drawn.svg_inline(omitsize=True, border=_QR_BORDER, light="#fff", svgclass="code", lineclass=None)
    return Markup(picture)  # ours: modules as one path, nothing of the address is text in it


def radar_svg(levels: Sequence[tuple[str, float | None]], top: int) -> Markup:
    """Return the radar of dimensions, each as (name, level 1..K, None where it has none), with the levels as text.

    A dimension without a level leaves a gap in the line; it is never drawn at the centre.
    """
    count = len(levels)
    spots = [_spot(place, count, level, top) if level is not None else None for place, (_, level) in enumerate(levels)]
    rings = "".join(f'<polygon class="ring" points="{_points(count, level, top)}"/>' for level in range(1, top + 1))
    spokes = "".join(_line(_spot(p, count, 1, top), _spot(p, count, top, top), "ring") for p in range(count))
    sides = zip(spots, [*spots[1:], *spots[:1]], strict=True)
    lines = "".join(_line(one, two, "side") for one, two in sides if one and two)
    dots = "".join(f'<circle class="spot" cx="{s[0]:.1f}" cy="{s[1]:.1f}" r="9"/>' for s in spots if s)
    whole = " ".join(f"{s[0]:.1f},{s[1]:.1f}" for s in spots if s)
    area = f'<polygon class="area" points="{whole}"/>' if None not in spots else ""
    names = "".join(_name(place, count, *said) for place, said in enumerate(levels))
    view = f'viewBox="0 0 {_WIDE} {_HIGH}" width="{_WIDE}" height="{_HIGH}"'
    return Markup(f'<svg class="radar" {view} aria-hidden="true">{rings}{spokes}{area}{lines}{dots}{names}</svg>')


def _spot(place: int, count: int, level: float, top: int) -> tuple[float, float]:
    return _at(place, count, _RADIUS * level / top)


def _at(place: int, count: int, far: float) -> tuple[float, float]:
    turn = 2 * pi * place / max(count, 1) - pi / 2
    return _WIDE / 2 + far * cos(turn), _HIGH / 2 + far * sin(turn)


def _points(count: int, level: float, top: int) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in (_spot(place, count, level, top) for place in range(count)))


def _line(one: tuple[float, float], two: tuple[float, float], name: str) -> str:
    return f'<line class="{name}" x1="{one[0]:.1f}" y1="{one[1]:.1f}" x2="{two[0]:.1f}" y2="{two[1]:.1f}"/>'


def _name(place: int, count: int, name: str, level: float | None) -> str:
    """Return a dimension's name with its level below, beside the end of its spoke."""
    x, y = _at(place, count, _RADIUS * _LABEL)
    side = (x - _WIDE / 2) / _RADIUS
    anchor = "middle" if abs(side) < _MIDDLE else "start" if side > 0 else "end"
    lines = [*wrap(name, _LETTERS), format_level(level)]
    top = y - _LINE * (len(lines) - 1) if anchor == "middle" and y < _HIGH / 2 else y
    kinds = [""] * (len(lines) - 1) + [' class="value"']
    spans = "".join(
        f'<tspan x="{x:.1f}" y="{top + _LINE * number:.1f}"{kind}>{escape(line)}</tspan>'
        for number, (line, kind) in enumerate(zip(lines, kinds, strict=True))
    )
    return f'<text text-anchor="{anchor}">{spans}</text>'
