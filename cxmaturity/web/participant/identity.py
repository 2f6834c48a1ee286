"""Who answers in this browser: a private code in a cookie, and proofs made from it."""

from hashlib import sha256
from hmac import compare_digest

from starlette.responses import Response

from cxmaturity.errors import Refused
from cxmaturity.services.surveys import codes
from cxmaturity.web.http import HttpError, PageRequest

COOKIE = "cx-person"
_SECONDS = 400 * 24 * 60 * 60  # browsers keep none for longer

_NO_COOKIE = (
    "Your browser did not keep the cookie of this page.",
    "It holds your private code, so that your answers can be found again; it is used for nothing else. Allow cookies "
    "for this page, or open the link in another browser.",
)
_SOMEONE_ELSE = (
    "Somebody else answers in this browser now, or this page is an old one.",
    "Nothing was changed. Open the survey again; to continue as another person, use their private code.",
)


def cookie_code(request: PageRequest) -> str | None:
    """Return the private code this browser keeps, None when it keeps none."""
    return codes.normalise_code(request.cookies.get(COOKIE, ""))


def set_code_cookie(reply: Response, request: PageRequest, code: str) -> None:
    """Let the browser keep this code; no script can read it, and only participants' pages are told."""
    path = request.root or "/"
    reply.set_cookie(COOKIE, code, _SECONDS, path=path, secure=request.is_secure, httponly=True, samesite="lax")


def form_token(code: str) -> str:
    """Return what a page carries to prove that it was made for the person of this code."""
    return sha256(f"cx-maturity, a page of this person\0{code}".encode()).hexdigest()


def storage_key(code: str) -> str:
    """Return the name under which a person's unsent answers wait in the browser, where several people may answer."""
    return sha256(f"cx-maturity, kept for this person\0{code}".encode()).hexdigest()[:16]


def check_form(request: PageRequest) -> str:
    """Return the private code of who sent a form; raises Declined when no page of ours made for them did."""
    if request.form is None:
        raise HttpError(415, "The page sent something that is no form.", "Open the page again.")
    return _checked(request, request.form.get("token", ""), request.is_same_origin is not False)


def check_script(request: PageRequest) -> str:
    """Return the private code of who sent JSON; raises Declined when no page of ours made for them did."""
    shown = request.content.get("token") if isinstance(request.content, dict) else None
    if shown is None and request.is_same_origin:
        raise Refused("The page sent something that is no answer.", "Reload the page.")
    return _checked(request, shown, request.is_same_origin is True)


def _checked(request: PageRequest, shown: object, is_ours: bool) -> str:
    code = cookie_code(request)
    if not is_ours:
        raise HttpError(403, "Only this survey's own pages store answers.", "Open the survey's link itself.")
    if code is None:
        raise HttpError(403, *_NO_COOKIE)
    if not isinstance(shown, str) or not compare_digest(shown.encode("utf-8", "replace"), form_token(code).encode()):
        raise HttpError(403, *_SOMEONE_ELSE)
    return code
