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

from cxmaturity.answer_form import protocol
from cxmaturity.errors import CxMaturityError, DatabaseUnavailable, NotFound, Refused
from cxmaturity.services.assessments import views
from cxmaturity.store.engine import Database

NO_STORE = {"Cache-Control": "no-store"}
FOREIGN_PAGE = Refused("Only the app's own pages store answers.", "Open the app itself.")


def answer_routes(database: Callable[[], Database]) -> list[Route]:
    """Return the routes of the answers in the database that `database` returns or raises DatabaseUnavailable for."""

    async def standing(request: Request) -> JSONResponse:
        assessment = request.path_params["assessment"]
        return await run_sync(json_reply, lambda: protocol.answers_json(views.load_view(database(), assessment)))

    async def save(request: Request) -> JSONResponse:
        named, now = request.path_params, datetime.now(UTC)
        if not is_same_origin(request):
            return error_response(FOREIGN_PAGE, 403)
        content = read_json(await read_body(request))

        def stored() -> dict[str, Any]:
            return protocol.save_posted_solo_answer(database(), named["assessment"], named["question"], content, now)

        return await run_sync(json_reply, stored)

    return [
        Route("/answers/{assessment}", standing, methods=["GET"]),
        Route("/answers/{assessment}/{question}", save, methods=["POST"]),
    ]


def is_same_origin(request: Request) -> bool:
    """Whether a page of this app sent it: a browser truly names the origin of a script's POST."""
    return urlsplit(request.headers.get("origin", "")).netloc == request.headers.get("host")


async def read_body(request: Request) -> bytes | None:
    """Return what was sent, None when it is longer than any answer."""
    read = b""
    async for part in request.stream():
        read += part
        if len(read) > protocol.MAX_SAVE_BYTES:
            return None
    return read


def read_json(sent: bytes | None) -> Any:
    """Return the JSON that was sent, None when it is none."""
    try:
        return json.loads(sent or b"")
    except (ValueError, RecursionError):
        return None


def json_reply(work: Callable[[], dict[str, Any]]) -> JSONResponse:
    """Do the work and say what came of it. Beside the event loop: a database that is held must not hold up everyone."""
    try:
        return JSONResponse(work(), headers=NO_STORE)
    except CxMaturityError as error:
        status = 404 if isinstance(error, NotFound) else 503 if isinstance(error, DatabaseUnavailable) else 422
        return error_response(error, status)


def error_response(error: CxMaturityError, status: int) -> JSONResponse:
    """Return what is wrong and how to mend it, as a sheet understands it."""
    return JSONResponse({"message": error.message, "fix": error.fix}, status, NO_STORE)
