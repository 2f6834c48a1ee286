"""A page of one-time slips to print and cut; each has a QR code and the address to type."""

from collections.abc import Sequence

from markupsafe import Markup

from cxmaturity.files.qr_codes import qr_svg
from cxmaturity.wording.surveys.admission import slip_texts

_STYLE = """
body { font: 11pt/1.35 system-ui, sans-serif; margin: 0; color: #000; background: #fff }
main { display: grid; grid-template-columns: 1fr 1fr }
section { box-sizing: border-box; display: grid; grid-template-columns: 34mm 1fr; gap: 4mm; align-items: center;
  min-height: 46mm; padding: 4mm; border: 1px dashed #777; break-inside: avoid; overflow-wrap: anywhere }
svg { width: 34mm; height: 34mm }
h2 { font-size: 11pt; margin: 0 0 1mm }
p { margin: 0 0 1mm }
.code { font: 700 14pt ui-monospace, monospace; white-space: nowrap }
@page { margin: 10mm }
"""


def slips_html(title: str, address: str, codes: Sequence[str]) -> bytes:
    """Return a page in UTF-8 with a slip for each code; `address` is where people take part."""
    slips = Markup().join(_slip(title, address, code) for code in codes)
    page = Markup(
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        "<style>{style}</style>\n</head>\n<body>\n<main>\n{slips}</main>\n</body>\n</html>\n"
    ).format(title=title, style=Markup(_STYLE), slips=slips)
    return str(page).encode()


def _slip(title: str, address: str, code: str) -> Markup:
    above, below = slip_texts(address)
    picture = Markup(qr_svg(f"{address}?slip={code}"))  # safe: an SVG path without the text
    return Markup(
        "<section>{picture}<div><h2>{title}</h2><p>{above}</p>"
        '<p class="code">{code}</p><p>{below}</p></div></section>\n'
    ).format(picture=picture, title=title, above=above, code=code, below=below)
