"""Endpoints by which the answer form of a solo assessment reads and stores answers, without a rerun of its page."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from cxmaturity.answer_form import protocol
from cxmaturity.errors import CxMaturityError, DatabaseUnavailable, NotFound
from cxmaturity.services.assessments import views
from cxmaturity.store.database.engine import Database

NO_STORE = {"Cache-Control": "no-store"}


def answer_routes(database: Callable[[], Database]) -> list[Route]:
    """Return the routes; `database` returns the database or raises DatabaseUnavailable."""

    async def show_answers(request: Request) -> JSONResponse:
        assessment = request.path_params["assessment"]
        return await run_sync(json_reply, lambda: protocol.answers_json(views.load_person_view(database(), assessment)))

    async def save(request: Request) -> JSONResponse:
        ids, now = request.path_params, datetime.now(UTC)
        # Only JSON is accepted, because a form of another site may arrive without an origin (see SameOrigin).
        is_json = request.headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json"
        content = read_json(await read_body(request)) if is_json else None

        def save_answer() -> dict[str, Any]:
            return protocol.save_posted_answer(database(), ids["assessment"], ids["question"], content, now)

        return await run_sync(json_reply, save_answer)

    return [
        Route("/answers/{assessment}", show_answers, methods=["GET"]),
        Route("/answers/{assessment}/{question}", save, methods=["POST"]),
    ]


async def read_body(request: Request) -> bytes | None:
    """Return the request's body, None when it is longer than MAX_SAVE_BYTES."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > protocol.MAX_SAVE_BYTES:
            return None
    return body


def read_json(body: bytes | None) -> Any:
    """Return the JSON in a body, None when it is invalid."""
    try:
        return json.loads(body or b"")
    except (ValueError, RecursionError):
        return None


def json_reply(work: Callable[[], dict[str, Any]]) -> JSONResponse:
    """Return the result of `work`, or its error with the matching HTTP status, as JSON.

    Run it in a worker thread, because `work` may wait for the database.
    """
    try:
        return JSONResponse(work(), headers=NO_STORE)
    except CxMaturityError as error:
        status = 404 if isinstance(error, NotFound) else 503 if isinstance(error, DatabaseUnavailable) else 422
        return error_response(error, status)


def error_response(error: CxMaturityError, status: int) -> JSONResponse:
    """Return an error as the JSON that the answer form expects."""
    return JSONResponse({"message": error.message, "fix": error.fix}, status, NO_STORE)
