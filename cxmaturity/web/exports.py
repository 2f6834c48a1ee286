"""The endpoints of exported files: each file is made at its request, in a worker thread, and not stored."""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, tzinfo
from urllib.parse import quote
from zoneinfo import ZoneInfo

from anyio import CapacityLimiter, move_on_after
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from cxmaturity.errors import CxMaturityError, NotFound
from cxmaturity.services.exports.assessment_files import ExportedFile, export_assessment, export_picture
from cxmaturity.services.exports.formats import FORMATS
from cxmaturity.services.network import is_local_address
from cxmaturity.store.database.engine import Database
from cxmaturity.web.http import HttpError, status_of
from cxmaturity.web.notice import notice_page
from cxmaturity.wording.exports import exported_files as words

_AT_ONCE = 2  # files made at the same time; more would slow down each other and all pages
_MOST_WAITING = 20
_PATIENCE = 20.0  # seconds that a request waits for its turn
_CHUNK = 64 * 1024
_LONGEST_ZONE = 64


class _Busy(HttpError):
    """Raised when too many files are being made."""

    def __init__(self) -> None:
        super().__init__(503, *words.BUSY)


class ExportTurns:
    """Limits how many files are made at the same time.

    `at_once` files are made at a time. Further requests wait up to `patience` seconds, at most `most_waiting` of them.
    """

    def __init__(self, at_once: int = _AT_ONCE, most_waiting: int = _MOST_WAITING, patience: float = _PATIENCE) -> None:
        self._limiter = CapacityLimiter(at_once)
        self._most_waiting, self._patience = most_waiting, patience

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a turn, which ends with the block; raises _Busy when too many wait, or none becomes free in time."""
        borrower = object()
        if self._limiter.statistics().tasks_waiting >= self._most_waiting:
            raise _Busy
        with move_on_after(self._patience) as waiting:
            await self._limiter.acquire_on_behalf_of(borrower)
        if waiting.cancelled_caught:
            raise _Busy
        try:
            yield
        finally:
            self._limiter.release_on_behalf_of(borrower)


def export_routes(database: Callable[[], Database], turns: ExportTurns | None = None) -> list[Route]:
    """Return the routes of exported files; `database` returns the database or raises DatabaseUnavailable."""
    limited = turns or ExportTurns()

    async def limited_reply(make: Callable[[], ExportedFile]) -> Response:
        try:
            async with limited.turn():
                return file_reply(await run_sync(make))
        except CxMaturityError as error:
            return refusal(error)

    async def assessment_file(request: Request) -> Response:
        assessment, format = request.path_params["assessment"], request.path_params["name"].rpartition(".")[2]

        def make() -> ExportedFile:
            if format not in FORMATS:
                raise NotFound(*words.UNKNOWN_FORMAT)
            now = _now(request)
            address = _result_address(request, assessment)
            notes = request.query_params.get("notes") == "1"
            return export_assessment(database(), assessment, format, now, address, with_private_notes=notes)

        return await limited_reply(make)

    async def picture(request: Request) -> Response:
        assessment, (key, _, kind) = request.path_params["assessment"], request.path_params["name"].rpartition(".")

        def make() -> ExportedFile:
            now = _now(request)
            return export_picture(database(), assessment, key, kind, now)

        return await limited_reply(make)

    async def collection(request: Request) -> Response:
        format = request.path_params["name"].rpartition(".")[2]

        def make() -> ExportedFile:
            from cxmaturity.services.exports.collections import export_collection  # it imports pandas

            now = _now(request)
            return export_collection(database(), format, request.query_params.get("team"), now)

        return await limited_reply(make)

    return [
        Route("/export/all/{name}", collection, methods=["GET"]),
        Route("/export/{assessment}/charts/{name}", picture, methods=["GET"]),
        Route("/export/{assessment}/{name}", assessment_file, methods=["GET"]),
    ]


def refusal(error: CxMaturityError) -> Response:
    """Return an error as a page with the matching HTTP status."""
    reply = notice_page(status_of(error), error.message, error.fix)
    if isinstance(error, _Busy):
        reply.headers["Retry-After"] = "30"
    return reply


def file_reply(file: ExportedFile) -> Response:
    """Return a download of the file, sent in chunks."""
    headers = {
        "Content-Disposition": content_disposition(file.name),
        "Content-Length": str(len(file.content)),
        "Cache-Control": "no-store",
    }
    return StreamingResponse(_pieces(file.content), media_type=file.media_type, headers=headers)


def _now(request: Request) -> datetime:
    """Return the current time in the time zone that the address names, else in the server's."""
    return datetime.now(UTC).astimezone(_zone(request.query_params.get("zone", "")))


def _zone(name: str) -> tzinfo | None:
    """Return the time zone of a name; None, the server's time zone, for an unknown name."""
    try:
        return ZoneInfo(name) if len(name) <= _LONGEST_ZONE else None
    except (KeyError, ValueError, OSError):
        return None


def _result_address(request: Request, assessment_id: str) -> str:
    """Return the URL of the result's page, with the scheme and host that the browser used.

    Empty when it leads to the machine it is used on: a file goes to others, for whom it would lead nowhere.
    """
    if is_local_address(request.url.hostname):
        return ""
    root = request.scope.get("root_path", "")
    return f"{request.url.scheme}://{request.url.netloc}{root}/result?assessment={quote(assessment_id, safe='')}"


async def _pieces(content: bytes) -> AsyncIterator[bytes]:
    whole = memoryview(content)
    for start in range(0, len(content), _CHUNK):
        yield bytes(whole[start : start + _CHUNK])


def content_disposition(name: str) -> str:
    """Return the header value for a download called `name`, with an ASCII name for old browsers (RFC 6266)."""
    plain = re.sub(r'[^ -~]|["%\\]', "_", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
