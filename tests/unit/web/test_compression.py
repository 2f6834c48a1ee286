"""Compression: fewer bytes with the same content, compressed once, stored for known files only."""

import gzip
from collections.abc import Iterable
from typing import Any

import anyio
import pytest
from anyio.lowlevel import checkpoint
from starlette.types import Message, Receive, Scope, Send

from cxmaturity.web.compression import CompressOnce

SCRIPT = b"export const a = 1\n" * 500
PAGE = b"<!doctype html><title>CX Maturity</title>" * 40
PICTURE = b"\x89PNG" * 300
FILES = {
    "/static/js/index.abc123.js": (b"text/javascript; charset=utf-8", SCRIPT),
    "/static/css/index.abc123.css": (b"text/css", SCRIPT),
    "/static/media/logo.svg": (b"image/svg+xml", SCRIPT),
    "/static/media/photo.png": (b"image/png", PICTURE),
    "/static/js/packed.js": (b"text/javascript", gzip.compress(SCRIPT)),
}
PACKED = "/static/js/packed.js"
JS = "/static/js/index.abc123.js"
ETAG = b'"v1"'


class Site:
    """A small site like Streamlit's: cacheable files, and its page for every unknown path."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.offered: list[dict[str, Any]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked.append(scope["path"])
        self.offered.append(scope.get("extensions", {}))
        request_headers = dict(scope["headers"])
        await checkpoint()  # lets other requests run in between
        kind, body = FILES.get(scope["path"], (b"text/html; charset=utf-8", PAGE))
        status, headers = 200, [(b"content-type", kind), (b"etag", ETAG)]
        if scope["path"] == "/static/js/gone.js":
            status, body = 404, b"Not Found"
        elif request_headers.get(b"if-none-match") == ETAG:
            status, body = 304, b""
        elif b"range" in request_headers:
            status, body = 206, body[:10]
        if scope["path"] == PACKED:
            headers.append((b"content-encoding", b"gzip"))
        headers.append((b"content-length", str(len(body)).encode()))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        if not body:
            await send({"type": "http.response.body", "body": b"", "more_body": False})
            return
        half = len(body) // 2
        await send({"type": "http.response.body", "body": body[:half], "more_body": True})
        await checkpoint()
        await send({"type": "http.response.body", "body": body[half:], "more_body": False})


class Answer:
    """The reply to one request."""

    def __init__(self, messages: Iterable[Message]) -> None:
        start, *rest = messages
        self.status: int = start["status"]
        self.headers = {name.decode().lower(): value.decode() for name, value in start["headers"]}
        assert len(self.headers) == len(start["headers"])  # none is there twice
        self.body = b"".join(m.get("body", b"") for m in rest)
        assert all(m["type"] == "http.response.body" for m in rest)
        assert [m.get("more_body", False) for m in rest].count(False) == 1

    @property
    def is_compressed(self) -> bool:
        return "content-encoding" in self.headers

    @property
    def text(self) -> bytes:
        return gzip.decompress(self.body) if self.is_compressed else self.body


async def ask(app: CompressOnce, path: str, method: str = "GET", **headers: str) -> Answer:
    """Send one request as a browser does, for a page or for a file."""
    accept = "*/*" if path.startswith("/static/") else "text/html,*/*"
    request_headers = {"accept-encoding": "gzip, deflate, br", "accept": accept} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "headers": [(name.encode(), value.encode()) for name, value in request_headers.items()],
        "extensions": {"http.response.pathsend": {}},
    }
    messages: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        messages.append(message)

    await app(scope, receive, send)
    return Answer(messages)


def asked(app: CompressOnce, *requests: tuple[str, dict[str, str]]) -> list[Answer]:
    """Send requests one after the other and return the replies."""

    async def all_of_them() -> list[Answer]:
        return [await ask(app, path, **headers) for path, headers in requests]

    return anyio.run(all_of_them)


@pytest.fixture
def site() -> Site:
    """The site without compression."""
    return Site()


@pytest.fixture
def app(site: Site) -> CompressOnce:
    """The site with compression."""
    return CompressOnce(site)


@pytest.mark.parametrize(
    "path", ["/static/js/index.abc123.js", "/static/css/index.abc123.css", "/static/media/logo.svg"]
)
def test_files_of_text_arrive_as_they_are_in_fewer_bytes(app: CompressOnce, path: str) -> None:
    """Unpacked they are the same bytes, the first time and from the stored copy, with correct headers."""
    for answer in asked(app, (path, {}), (path, {})):
        assert (answer.status, answer.text) == (200, SCRIPT)
        assert len(answer.body) < len(SCRIPT) / 5
        assert answer.headers["content-encoding"] == "gzip"
        assert answer.headers["content-length"] == str(len(answer.body))
        assert answer.headers["vary"] == "Accept-Encoding"
        assert answer.headers["content-type"] == FILES[path][0].decode()


def test_what_is_compressed_already_passes_unchanged(app: CompressOnce) -> None:
    """Compressed twice, a browser would unpack it once and read bytes."""
    [answer] = asked(app, (PACKED, {}))
    assert (answer.text, answer.headers["content-encoding"]) == (SCRIPT, "gzip")


def test_a_file_is_compressed_once(site: Site, app: CompressOnce) -> None:
    """Twenty simultaneous first requests and two later ones: the site is asked once, all get the whole file."""

    async def burst() -> list[Answer]:
        answers: list[Answer] = []

        async def visit() -> None:
            answers.append(await ask(app, JS))

        async with anyio.create_task_group() as group:
            for _ in range(20):
                group.start_soon(visit)
        return [*answers, await ask(app, JS), await ask(app, JS)]

    answers = anyio.run(burst)
    assert [a.text for a in answers] == [SCRIPT] * 22
    assert {a.body for a in answers} == {answers[0].body}
    assert site.asked == [JS]


def test_the_site_must_send_bytes_and_not_a_path(site: Site, app: CompressOnce) -> None:
    """A server may accept a path in place of bytes, which could not be compressed."""
    asked(app, (JS, {}))
    assert site.offered == [{}]


@pytest.mark.parametrize(
    ("path", "headers", "status", "body"),
    [
        (JS, {"range": "bytes=0-9"}, 206, SCRIPT[:10]),
        (JS, {"accept_encoding": "identity"}, 200, SCRIPT),
        (JS, {"accept_encoding": "br"}, 200, SCRIPT),
        (JS, {"method": "POST"}, 200, SCRIPT),
        (JS, {"method": "HEAD"}, 200, SCRIPT),
        ("/static/js/gone.js", {}, 404, b"Not Found"),
        ("/static/media/photo.png", {}, 200, PICTURE),
        ("/upload", {"accept": "application/json"}, 200, PAGE),
    ],
    ids=["range", "no gzip", "other packing", "post", "head", "not found", "picture", "not a page"],
)
def test_the_rest_passes_untouched(
    site: Site, app: CompressOnce, path: str, headers: dict[str, str], status: int, body: bytes
) -> None:
    """Other replies are neither compressed nor stored, with the site's own headers."""
    for answer in asked(app, (path, headers), (path, headers)):
        assert (answer.status, answer.body) == (status, body)
        assert set(answer.headers) == {"content-type", "etag", "content-length"}
        assert answer.headers["content-length"] == str(len(body))
    assert site.asked == [path, path]


def test_a_stored_copy_is_sent_only_to_clients_with_gzip(app: CompressOnce) -> None:
    """A stored copy goes only to requests that accept gzip and ask for the whole file."""
    packed, whole, part = asked(app, (JS, {}), (JS, {"accept_encoding": "identity"}), (JS, {"range": "bytes=0-9"}))
    assert (packed.is_compressed, whole.is_compressed, part.is_compressed) == (True, False, False)
    assert (whole.body, part.body) == (SCRIPT, SCRIPT[:10])


def test_a_page_by_its_link_is_compressed_but_not_kept(site: Site, app: CompressOnce) -> None:
    """A page may change while the process runs, and its address can be anything."""
    for answer in asked(app, ("/result", {}), ("/result", {})):
        assert (answer.status, answer.text, answer.is_compressed) == (200, PAGE, True)
        assert answer.headers["vary"] == "Accept-Encoding"
    assert site.asked == ["/result", "/result"]


def test_an_unchanged_page_is_still_answered_with_304(app: CompressOnce) -> None:
    """Pages are not stored, so the site itself answers conditional requests."""
    [answer] = asked(app, ("/result", {"if_none_match": ETAG.decode()}))
    assert (answer.status, answer.body) == (304, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/static/js/nobody-{}.js",  # Streamlit answers unknown paths with its page and a 200
        "/static/{}/index.abc123.js",
        "/static/js/{}.json",
    ],
)
def test_unknown_paths_never_fill_the_store(site: Site, app: CompressOnce, path: str) -> None:
    """Thousands of unknown paths get the page each time and store nothing."""
    paths = [path.format(number) for number in range(50)]
    answers = asked(app, *[(p, {}) for p in paths * 2])
    assert {(a.status, a.text) for a in answers} == {(200, PAGE)}
    assert site.asked == paths * 2  # asked again the second time: nothing was kept


@pytest.mark.parametrize(
    "path", ["/static/./js/index.abc123.js", "/static//js/index.abc123.js", "/static/js/../js/a.js"]
)
def test_other_spellings_of_a_file_are_not_kept(
    site: Site, app: CompressOnce, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the canonical path is stored, also if the site answers to other spellings."""
    monkeypatch.setitem(FILES, path, FILES[JS])
    assert {a.text for a in asked(app, (path, {}), (path, {}))} == {SCRIPT}
    assert site.asked == [path, path]


def test_a_conditional_first_request_still_yields_a_whole_copy(site: Site, app: CompressOnce) -> None:
    """If the first request after a start is conditional, it and all later ones get the file and not a 304."""
    old = {"if_none_match": ETAG.decode(), "if_modified_since": "Mon, 04 May 2026 09:30:00 GMT"}
    answers = asked(app, (JS, old), (JS, {}), (JS, old))
    assert [(a.status, a.text) for a in answers] == [(200, SCRIPT)] * 3
    assert site.asked == [JS]


def test_websockets_pass() -> None:
    """Websockets, which have neither method nor encoding, pass through."""
    reached: list[str] = []

    async def websocket(scope: Scope, _receive: Receive, _send: Send) -> None:
        reached.append(scope["type"])

    async def nothing(*_: Any) -> Any:
        return {}

    anyio.run(CompressOnce(websocket), {"type": "websocket", "path": JS, "headers": []}, nothing, nothing)
    assert reached == ["websocket"]
