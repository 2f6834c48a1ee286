"""How a browser is known as a participant's: a private code in a cookie per survey, and a form token made from it.

The cookie of a survey is sent only to the pages of that survey. Where anonymous surveys of a team are linked, the
browser also keeps the code in a cookie for a path that belongs to these surveys alone.
"""

from hashlib import sha256
from hmac import compare_digest

from starlette.responses import RedirectResponse, Response

from cxmaturity.errors import Refused
from cxmaturity.records import Assessment
from cxmaturity.services.surveys import codes
from cxmaturity.web.http import HttpError, PageRequest
from cxmaturity.wording.errors import NO_ANSWER_SENT, NO_FORM_SENT

COOKIE = "cx-participant"
_OLD_COOKIE = "cx-person"  # of earlier versions, for all surveys; accepted if its code is known
_ASKING = "cx-asking"
_ASKING_SECONDS = 60
_MAX_AGE_SECONDS = 400 * 24 * 60 * 60  # browsers keep cookies no longer

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
    """Return the private code in the cookie of the requested path, None without a valid one."""
    return codes.normalise_code(request.cookies.get(COOKIE, ""))


def old_cookie_code(request: PageRequest) -> str | None:
    """Return the private code in a cookie of an earlier version, None without a valid one."""
    return codes.normalise_code(request.cookies.get(_OLD_COOKIE, ""))


def set_code_cookie(reply: Response, request: PageRequest, code: str) -> None:
    """Set the cookie of the requested survey; scripts cannot read it, and only this survey's pages receive it."""
    _set_cookie(reply, request, code, request.home)


def set_team_cookie(reply: Response, request: PageRequest, row: Assessment, code: str) -> None:
    """Set the cookie by which this browser finds its code in the next linked survey of the team."""
    _set_cookie(reply, request, code, team_path(request, row))


def team_path(request: PageRequest, row: Assessment) -> str:
    """Return the path that belongs to the linked anonymous surveys of a team."""
    return f"{request.root}/team/{codes.team_token(row)}"


def ask_for_team_cookie(request: PageRequest, row: Assessment, query: str) -> Response:
    """Return a redirect to the path that receives the team's cookie, marked as coming from this survey."""
    path = _asking_path(request, row)
    reply = RedirectResponse(f"{path}{query}", 303)
    reply.set_cookie(_ASKING, "1", _ASKING_SECONDS, path=path, secure=request.is_secure, httponly=True, samesite="lax")
    return reply


def take_team_cookie(reply: Response, request: PageRequest, row: Assessment) -> None:
    """Set the survey's cookie to the code that the browser keeps for the team, or to a new code.

    Only for a browser that comes from this survey without a code of it; a link from elsewhere changes nothing.
    """
    if _ASKING in request.cookies:
        reply.delete_cookie(_ASKING, path=_asking_path(request, row))
        set_code_cookie(reply, request, cookie_code(request) or codes.new_code())


def _asking_path(request: PageRequest, row: Assessment) -> str:
    return f"{team_path(request, row)}{request.home.removeprefix(request.root)}"


def _set_cookie(reply: Response, request: PageRequest, code: str, path: str) -> None:
    reply.set_cookie(COOKIE, code, _MAX_AGE_SECONDS, path=path, secure=request.is_secure, httponly=True, samesite="lax")


def form_token(code: str) -> str:
    """Return the token for the forms of the person with this code; the code cannot be derived from it."""
    return sha256(f"cx-maturity, a page of this person\0{code}".encode()).hexdigest()


def storage_key(code: str) -> str:
    """Return the key of a person's unsent answers in the browser's storage, which several people may share."""
    return sha256(f"cx-maturity, kept for this person\0{code}".encode()).hexdigest()[:16]


def check_form(request: PageRequest) -> str:
    """Return the private code of the person who sent a form; raises HttpError unless the token is theirs."""
    if request.form is None:
        raise HttpError(415, *NO_FORM_SENT)
    return _check_token(request, request.form.get("token", ""))


def check_script(request: PageRequest) -> str:
    """Return the private code of the person whose page sent JSON; raises HttpError unless the token is theirs.

    Raises Refused for content without a token.
    """
    token = request.content.get("token") if isinstance(request.content, dict) else None
    if token is None:
        raise Refused(*NO_ANSWER_SENT)
    return _check_token(request, token)


def _check_token(request: PageRequest, token: object) -> str:
    code = cookie_code(request)
    if code is None:
        raise HttpError(403, *_NO_COOKIE)
    if not isinstance(token, str) or not compare_digest(token.encode("utf-8", "replace"), form_token(code).encode()):
        raise HttpError(403, *_SOMEONE_ELSE)
    return code
