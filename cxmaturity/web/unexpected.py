"""Replies when there is no other: to an unexpected error, an unknown address or a method that it does not have."""

import re
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cxmaturity.errors import CxMaturityError
from cxmaturity.services.unexpected import log_unexpected
from cxmaturity.web.http import JSON_TYPE, error_response, media_type
from cxmaturity.web.notice import notice_page
from cxmaturity.wording.errors import NO_PAGE, UNEXPECTED, method_refused, unexpected_fix
from cxmaturity.wording.exports.sharing import NOTHING_HERE

_FOR_PROGRAMS = re.compile(r"/(api|answers)(/.*)?", re.DOTALL)


class UnexpectedErrors:
    """ASGI middleware that replies 500, without details, to a request whose handling raises an unexpected error.

    The log has the details, by the reference in the reply. An error after the reply has begun is raised again, so that
    the server ends the connection.
    """

    def __init__(self, app: ASGIApp, base_path: Callable[[], str]) -> None:
        self.app = app
        self._base_path = base_path()  # called only now: Streamlit has read its settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        has_begun = False

        async def send_on(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self.app(scope, receive, send_on)
        except ClientDisconnect:  # nobody is waiting for a reply
            return
        except Exception as error:
            if scope["type"] != "http" or has_begun:
                raise
            fix = unexpected_fix(log_unexpected(error))
            if _expects_json(scope, self._base_path):
                reply: Response = error_response(CxMaturityError(UNEXPECTED, fix), 500)
            else:
                reply = notice_page(500, UNEXPECTED, fix)
            await reply(scope, receive, send)


async def no_such_route(request: Request, error: Exception) -> Response:
    """Return 404; to a program or script 405 when the address exists and does not have the method."""
    if not _expects_json(request.scope, request.scope.get("root_path", "")):
        return notice_page(404, *NO_PAGE)
    methods = (error.headers or {}).get("Allow") if isinstance(error, HTTPException) else None
    if not methods:
        return error_response(CxMaturityError(*NOTHING_HERE), 404)
    allowed = ", ".join(sorted(methods.split(", ")))
    reply = error_response(CxMaturityError(*method_refused(request.method, allowed)), 405)
    reply.headers["Allow"] = allowed
    return reply


def _expects_json(scope: Scope, base_path: str) -> bool:
    """Return whether a request comes from a program or a script, and not from a person who opens a page."""
    return is_from_script(scope) or bool(_FOR_PROGRAMS.fullmatch(scope["path"].removeprefix(base_path)))


def is_from_script(scope: Scope) -> bool:
    """Return whether a request sends or accepts JSON only."""
    headers = Headers(scope=scope)
    return JSON_TYPE in (headers.get("accept"), media_type(headers))
