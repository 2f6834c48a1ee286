"""Protection against cross-site request forgery, for everything that this process serves."""

from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from cxmaturity.web.compression import App, Receive, Scope, Send
from cxmaturity.web.http import CrossSiteEndpoint

_SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")
_FORM = "application/x-www-form-urlencoded"


class SameOrigin:
    """ASGI middleware that refuses requests which change something unless a page of this app sent them.

    Sec-Fetch-Site decides where there is one: browsers send it over https and on this machine. Otherwise Origin does.
    A request with neither passes only as a form, for the participants' pages name themselves to nobody
    (Referrer-Policy); their forms prove by a token whose page sent them, see identity.check_form.
    """

    def __init__(self, app: App, base_path: Callable[[], str]) -> None:
        self.app = app
        self._base_path = base_path()  # called here: only now has Streamlit read its settings
        self._refusal = CrossSiteEndpoint()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] in _SAFE_METHODS or _is_same_origin(Headers(scope=scope)):
            await self.app(scope, receive, send)
        else:
            await self._refusal({**scope, "root_path": self._base_path}, receive, send)


def _is_same_origin(headers: Headers) -> bool:
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")  # none: the person sent it, by a reload
    origin = headers.get("origin")
    if origin is None or origin == "null":
        return headers.get("content-type", "").partition(";")[0].strip().lower() == _FORM
    try:
        return urlsplit(origin).netloc == headers.get("host")
    except ValueError:
        return False
