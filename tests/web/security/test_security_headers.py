"""The security headers of every response: no frames, no type guessing, no referrer, no cached downloads."""

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.testclient import TestClient, WebSocketDenialResponse
from starlette.types import Send
from starlette.websockets import WebSocketClose
from streamlit.web.server.starlette.starlette_routes import create_host_config_routes

from cxmaturity.web.security.security_headers import SECURITY_HEADERS, SecurityHeaders
from cxmaturity.web.unexpected import UnexpectedErrors


async def _plain(_request: Request) -> Response:
    return PlainTextResponse("names", headers={"Cache-Control": "public, max-age=60"})


async def _strict(_request: Request) -> Response:
    return HTMLResponse(
        "<p>", headers={"Content-Security-Policy": "default-src 'none'", "Referrer-Policy": "no-referrer"}
    )


async def _failing(_request: Request) -> Response:
    raise RuntimeError("the note of Anna")


async def _failing_midway(_scope: object, _receive: object, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    raise RuntimeError("the note of Anna")


@pytest.fixture
def browser() -> TestClient:
    routes = [
        Route("/strict", _strict),
        Route("/failing", _failing),
        WebSocketRoute("/closing", WebSocketClose(1008)),
        Mount("/midway", _failing_midway),
        Route("/{path:path}", _plain, methods=["GET", "POST"]),
    ]
    middleware = [Middleware(SecurityHeaders, lambda: "/cx"), Middleware(UnexpectedErrors, lambda: "/cx")]
    return TestClient(Starlette(routes=routes, middleware=middleware))


@pytest.mark.parametrize("path", ["/", "/static/a.js", "/cx/_stcore/health"])
def test_every_response_has_them(browser: TestClient, path: str) -> None:
    """Including refused methods; the response's own headers stay."""
    reply = browser.get(path)
    assert {name: reply.headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS
    assert reply.headers["Cache-Control"] == "public, max-age=60"
    assert browser.delete(path).headers["Content-Security-Policy"] == "frame-ancestors 'none'"


def test_stricter_headers_stay(browser: TestClient) -> None:
    """The participants' pages set stricter values, which are kept."""
    reply = browser.get("/strict")
    assert reply.headers["Content-Security-Policy"] == "default-src 'none'"
    assert reply.headers["Referrer-Policy"] == "no-referrer"
    assert reply.headers["X-Content-Type-Options"] == "nosniff"


def test_an_unexpected_error_has_the_headers_and_no_details(browser: TestClient) -> None:
    """The server's own error response would be outside our middleware and lack them."""
    reply = browser.get("/failing")
    assert reply.status_code == 500
    assert reply.headers.keys() >= {name.lower() for name in SECURITY_HEADERS}
    assert "Something went wrong here." in reply.text
    assert "Anna" not in reply.text


def test_a_response_that_breaks_off_is_not_begun_again(browser: TestClient) -> None:
    """Starting a second response would raise another error."""
    with pytest.raises(RuntimeError, match="the note of Anna"):
        browser.get("/midway/")


def test_a_websocket_that_is_refused_has_them(browser: TestClient) -> None:
    """The refusal of a websocket is a response with these headers as well."""
    with pytest.raises(WebSocketDenialResponse) as refused, browser.websocket_connect("/closing"):
        pass
    reply = refused.value
    assert reply.status_code == 403
    assert {name: reply.headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS


def test_downloads_are_kept_by_no_browser_and_no_proxy(browser: TestClient) -> None:
    """Downloads, which contain names and answers, are not cached."""
    assert browser.get("/cx/media/0abc.csv").headers["Cache-Control"] == "no-store"


def test_the_greeting_asks_nobody_for_our_address() -> None:
    """Streamlit's start message does not ask an outside host for this machine's address."""
    text = (Path(__file__).parents[3] / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    assert 'serverAddress = "localhost"' in text


def test_no_page_around_ours_controls_it() -> None:
    """The page takes no orders, such as to stop a run, from a page that frames it.

    By default it would from 16 addresses of Streamlit's hosting.
    """
    with TestClient(Starlette(routes=create_host_config_routes(None))) as browser:
        assert browser.get("/_stcore/host-config").json()["allowedOrigins"] == []
