"""Streamlit's HTML page gets the app's name and its server's address; every other reply passes unchanged."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from cxmaturity.web.app_shell import AppShell

STREAMLITS = "<!DOCTYPE html><html><head><title>Streamlit</title></head><body></body></html>"
TAGGED = {"etag": '"1"', "last-modified": "Thu, 26 Nov 2026 00:00:00 GMT"}


def serve_page(request: Request) -> Response:
    """Reply as Streamlit does: its page, compressed, at every path, and 304 to conditional requests."""
    if "if-none-match" in request.headers or "if-modified-since" in request.headers:
        return Response(status_code=304)
    if request.url.path.endswith("/text"):
        return PlainTextResponse(STREAMLITS, headers=TAGGED)
    return HTMLResponse(STREAMLITS, headers=TAGGED)


def client(base: str) -> TestClient:
    routes = [Route("/{path:path}", serve_page)]
    middleware = [Middleware(AppShell, lambda: base), Middleware(GZipMiddleware, 1)]
    return TestClient(Starlette(routes=routes, middleware=middleware))


@pytest.mark.parametrize(("base", "path"), [("", "/"), ("", "/result"), ("/cx", "/cx/import_results"), ("/cx", "/cx")])
def test_a_page_names_the_address_of_its_server(base: str, path: str) -> None:
    """Only if the browser sees the same path; a browser with Streamlit's own page in its cache gets this one."""
    reply = client(base).get(path, headers={"if-none-match": '"1"', "if-modified-since": TAGGED["last-modified"]})
    script = (
        f'if (location.pathname === "{path}") window.__streamlit = {{ BACKEND_BASE_URL: location.origin + "{base}/" }}'
    )
    assert reply.text == STREAMLITS.replace("Streamlit</title>", "CX Maturity</title>").replace(
        "<head>", f"<head><script>{script}</script>"
    )
    assert reply.headers["content-length"] == str(len(reply.content))
    assert not {"etag", "last-modified"} & {*reply.headers}


@pytest.mark.parametrize("path", ["/text", "/static/page", "/a.b", '/"+alert(1)+"', "/caf%C3%A9", "/result/"])
def test_everything_else_passes_as_it_is(path: str) -> None:
    """Files and unknown paths; only letters, digits, _ and - of an address get into the page."""
    reply = client("").get(path)
    assert reply.text == STREAMLITS
    assert reply.headers["etag"] == '"1"'
