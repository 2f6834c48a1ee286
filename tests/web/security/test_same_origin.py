"""Cross-site request forgery: which changing requests are accepted, by the browser's headers."""

import asyncio

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from cxmaturity.web.security.same_origin import SameOrigin
from tests.web.participant import expect_rules

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
HERE = "http://testserver"
METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "PROPFIND"]


async def _changed(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("changed")


@pytest.fixture
def browser() -> TestClient:
    return TestClient(SameOrigin(Starlette(routes=[Route("/{path:path}", _changed, methods=METHODS)]), lambda: "/cx"))


@pytest.mark.parametrize(
    ("site", "origin", "media_type", "is_let_through"),
    [
        ("same-origin", HERE, JSON, True),
        ("same-origin", "null", FORM, True),  # a participant's form, whose page sends no referrer
        ("same-origin", None, JSON, True),
        ("same-origin", "https://cx.example", JSON, True),  # a proxy that does not pass on Host
        ("none", "null", FORM, True),  # a form's reply reloaded
        ("same-site", "http://testserver:81", FORM, False),
        ("cross-site", "http://evil.example", FORM, False),
        ("cross-site", "null", FORM, False),
        ("cross-site", HERE, JSON, False),
        ("", HERE, JSON, False),
        (None, HERE, JSON, True),
        (None, HERE, FORM, True),
        (None, "http://evil.example", FORM, False),
        (None, "http://testserver:81", FORM, False),
        (None, "http://testserver.evil.example", JSON, False),
        (None, "http://[", FORM, False),
        (None, "", FORM, False),
        (None, "null", FORM, True),  # its token decides
        (None, "null", FORM + "; charset=utf-8", True),
        (None, None, FORM, True),
        (None, "null", JSON, False),
        (None, None, JSON, False),
        (None, "null", "text/plain", False),
        (None, None, "multipart/form-data; boundary=x", False),
        (None, None, None, False),
    ],
)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "PROPFIND"])
def test_the_browsers_headers_decide(
    browser: TestClient, method: str, site: str | None, origin: str | None, media_type: str | None, is_let_through: bool
) -> None:
    """Sec-Fetch-Site first, then Origin; with neither, only a form is accepted, whose token is checked next."""
    named = {"Sec-Fetch-Site": site, "Origin": origin, "Content-Type": media_type}
    headers = {name: value for name, value in named.items() if value is not None}
    reply = browser.request(method, "/answers/1/P1", content=b"{}", headers=headers)
    assert (reply.text == "changed") is is_let_through
    assert reply.status_code == (200 if is_let_through else 403)
    if not is_let_through:
        expect_rules(reply)


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_get_requests_are_never_refused(browser: TestClient, method: str) -> None:
    """GET requests by links of other sites are accepted."""
    headers = {"Sec-Fetch-Site": "cross-site", "Origin": "http://evil.example"}
    assert browser.request(method, "/join/spring", headers=headers).status_code == 200


def test_the_refusal_is_a_page_or_json(browser: TestClient) -> None:
    """As the answer form and participants' pages expect, with the page's style below the base path."""
    headers = {"Origin": "http://evil.example"}
    reply = browser.post("/answers/1/P1", json={}, headers=headers)
    assert reply.json() == {"message": "Only the app's own pages store answers.", "fix": "Open the app itself."}
    page = browser.post("/join/1", data={"a": "b"}, headers=headers).text
    assert "Only the app&#39;s own pages store answers." in page
    assert 'href="/cx/join/files/' in page


@pytest.mark.parametrize(
    ("origins", "is_let_through"),
    [
        ([], True),  # no browser
        (["http://testserver"], True),
        (["https://testserver"], True),  # through a proxy
        (["http://evil.example"], False),
        (["http://testserver:81"], False),
        (["http://testserver.evil.example"], False),
        (["null"], False),  # a page in a sandbox
        ([""], False),
        (["http://["], False),
        (["http://testserver", "http://evil.example"], False),
    ],
)
def test_a_foreign_page_opens_no_websocket(origins: list[str], is_let_through: bool) -> None:
    """It is closed before Streamlit gets it, which would ask an outside host for this machine's address."""
    sent: list[str] = []

    async def accept(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "websocket.accept"})

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message["type"])

    headers = [(b"host", b"testserver"), *((b"origin", origin.encode()) for origin in origins)]
    scope = {"type": "websocket", "path": "/_stcore/stream", "headers": headers}
    asyncio.run(SameOrigin(accept, lambda: "")(scope, receive, send))
    assert sent == ["websocket.accept" if is_let_through else "websocket.close"]
