"""The printable card with the way to join a workshop: QR code, address, join code, and Wi-Fi."""

from markupsafe import Markup

from cxmaturity.files.qr_codes import qr_svg, wifi_text
from cxmaturity.wording.surveys.invitations import join_card_texts, wifi_line

_STYLE = """
body { font: 16pt/1.35 system-ui, sans-serif; margin: 0; color: #000; background: #fff; text-align: center }
main { max-width: 180mm; margin: 0 auto; padding: 8mm; overflow-wrap: anywhere }
h1 { font-size: 22pt; margin: 0 0 6mm }
svg { width: 80mm; height: 80mm; max-width: 100% }
section.wifi svg { width: 45mm; height: 45mm }
.code { font: 700 44pt ui-monospace, monospace; margin: 2mm 0; white-space: nowrap }
section { break-inside: avoid; margin-block-end: 6mm }
p { margin: 0 0 2mm }
@page { margin: 10mm }
"""


def join_card_html(title: str, link: str, address: str, code: str, wifi: tuple[str, str]) -> bytes:
    """Return the card as a page in UTF-8.

    `link` leads into the workshop, `address` is where people type its `code`, `wifi` is (name, password), both empty
    without Wi-Fi.
    """
    above, beside = join_card_texts(address, has_wifi=bool(wifi[0]))
    page = Markup(
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        "<style>{style}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n{wifi}"
        '<section><p>{above}</p>{picture}<p>{beside}</p><p class="code">{code}</p></section>\n'
        "</main>\n</body>\n</html>\n"
    ).format(
        title=title,
        style=Markup(_STYLE),
        wifi=_wifi_section(*wifi),
        above=above,
        picture=Markup(qr_svg(link)),
        beside=beside,
        code=code,
    )
    return str(page).encode()


def _wifi_section(name: str, password: str) -> Markup:
    if not name:
        return Markup()
    picture = Markup(qr_svg(wifi_text(name, password)))
    section = '<section class="wifi"><p>1. {line}</p>{picture}</section>\n'
    return Markup(section).format(line=wifi_line(name, password), picture=picture)
