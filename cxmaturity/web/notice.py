"""A self-contained page with a short notice, without scripts or other files."""

from base64 import b64encode
from hashlib import sha256
from html import escape

from starlette.responses import HTMLResponse

_STYLE = """
:root { color-scheme: light dark }
body { margin: 0; padding: 15vh 1.25rem 2rem; color: #0B1820; background: #FFF }
body { font: 1.125rem/1.6 system-ui, sans-serif }
main { max-width: 34rem; margin: auto }
h1 { font-size: 1.5rem; line-height: 1.3 }
a { display: inline-block; padding: .5rem 0; color: #0B5C8A }
@media (prefers-color-scheme: dark) { body { color: #E6EDF2; background: #10181E } a { color: #7CC3EC } }
"""
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · CX Maturity</title>
<style>{style}</style>
</head>
<body><main><h1>{title}</h1>{paragraphs}</main></body>
</html>
"""
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def notice_page(status: int, title: str, *paragraphs: str, link: tuple[str, str] | None = None) -> HTMLResponse:
    """Return the page with this title and these paragraphs, which are shown as text and never as markup.

    `link` is the text and the address of a way on.
    """
    body = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    if link:
        text, address = link
        body += f'<p><a href="{escape(address)}">{escape(text)}</a></p>'
    return HTMLResponse(_PAGE.format(title=escape(title), style=_STYLE, paragraphs=body), status, _HEADERS)
