"""Endpoints by which the answer form of a solo assessment reads and stores answers, without a rerun of its page."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from cxmaturity.answer_form import protocol
from cxmaturity.services.assessments import views
from cxmaturity.store.database.engine import Database
from cxmaturity.web.http import JSON_TYPE, json_reply, media_type, read_body, read_json


def answer_routes(database: Callable[[], Database]) -> list[Route]:
    """Return the routes; `database` returns the database or raises DatabaseUnavailable."""

    async def show_answers(request: Request) -> JSONResponse:
        assessment = request.path_params["assessment"]
        return await run_sync(json_reply, lambda: protocol.answers_json(views.load_person_view(database(), assessment)))

    async def save(request: Request) -> JSONResponse:
        ids, now = request.path_params, datetime.now(UTC)
        # Only JSON is accepted, because a form of another site may arrive without an origin (see SameOrigin).
        is_json = media_type(request.headers) == JSON_TYPE
        content = read_json(await read_body(request)) if is_json else None

        def save_answer() -> dict[str, Any]:
            return protocol.save_posted_answer(database(), ids["assessment"], ids["question"], content, now)

        return await run_sync(json_reply, save_answer)

    return [
        Route("/answers/{assessment}", show_answers, methods=["GET"]),
        Route("/answers/{assessment}/{question}", save, methods=["POST"]),
    ]
