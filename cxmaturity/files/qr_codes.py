"""QR codes as SVG, for links and for Wi-Fi networks."""

import re

import segno

_BORDER = 4  # the white margin that scanners need, in modules
_SPECIAL = re.compile(r'([\\;,:"])')


def qr_svg(text: str, css_class: str | None = None) -> str:
    """Return the QR code of a text as an SVG element without width and height; it does not contain the text."""
    code = segno.make(text, error="m", micro=False)
    return str(code.svg_inline(border=_BORDER, light="#fff", svgclass=css_class, lineclass=None, omitsize=True))


def wifi_text(name: str, password: str) -> str:
    """Return the text that lets a phone's camera join a Wi-Fi network, an open one without a password."""
    kind = f"T:WPA;S:{_escaped(name)};P:{_escaped(password)}" if password else f"T:nopass;S:{_escaped(name)}"
    return f"WIFI:{kind};;"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
