"""Where a sheet stores its answers, without a run of its page: one small request, answered when it is stored."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from cxmaturity.errors import CxMaturityError, NotFound, Refused, StoreTrouble
from cxmaturity.services import assessments
from cxmaturity.sheet import exchange
from cxmaturity.store.engine import Database

_FRESH = {"Cache-Control": "no-store"}


def answer_routes(database: Callable[[], Database]) -> list[Route]:
    """Return the routes of the answers in the database that `database` returns or raises StoreTrouble for."""

    async def standing(request: Request) -> JSONResponse:
        assessment = request.path_params["assessment"]
        return await _reply(lambda: exchange.standing(assessments.work(database(), assessment)))

    async def save(request: Request) -> JSONResponse:
        named, now = request.path_params, datetime.now(UTC)
        if not _is_own_page(request):
            return _told(Refused("Only the app's own pages store answers.", "Open the app itself."), 403)
        content = await _content(request)
        return await _reply(lambda: exchange.save(database(), named["assessment"], named["question"], content, now))

    return [
        Route("/answers/{assessment}", standing, methods=["GET"]),
        Route("/answers/{assessment}/{question}", save, methods=["POST"]),
    ]


def _is_own_page(request: Request) -> bool:
    """Whether a page of this app sent it: a browser truly names the origin of a POST, whatever page it shows."""
    return urlsplit(request.headers.get("origin", "")).netloc == request.headers.get("host")


async def _content(request: Request) -> Any:
    """Return the request's JSON, None when it is too long or no JSON."""
    read = b""
    async for part in request.stream():
        read += part
        if len(read) > exchange.LONGEST:
            return None
    try:
        return json.loads(read)
    except ValueError:
        return None


async def _reply(work: Callable[[], dict[str, Any]]) -> JSONResponse:
    """Do the work beside the event loop: a database that another program holds must not hold up everyone."""
    try:
        return JSONResponse(await run_sync(work), headers=_FRESH)
    except CxMaturityError as error:
        status = 404 if isinstance(error, NotFound) else 503 if isinstance(error, StoreTrouble) else 422
        return _told(error, status)


def _told(error: CxMaturityError, status: int) -> JSONResponse:
    return JSONResponse({"what": error.what, "mend": error.mend}, status, _FRESH)
