"""QR codes as SVG, of links and of a Wi-Fi's name and password."""

import re

import segno

_BORDER = 4  # the white edge that scanners need, in modules
_SPECIAL = re.compile(r'([\\;,:"])')


def qr_svg(text: str) -> str:
    """Return the QR code of a text as an SVG element without a size of its own; nothing of the text stands in it."""
    code = segno.make(text, error="m", micro=False)
    return str(code.svg_inline(border=_BORDER, light="#fff", lineclass=None, omitsize=True))


def wifi_text(name: str, password: str) -> str:
    """Return what a phone's camera reads to join a Wi-Fi; without a password an open one."""
    kind = f"T:WPA;S:{_escaped(name)};P:{_escaped(password)}" if password else f"T:nopass;S:{_escaped(name)}"
    return f"WIFI:{kind};;"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
