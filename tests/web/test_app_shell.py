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
    if "range" in request.headers:
        return HTMLResponse(STREAMLITS[:9], 206)
    if request.url.path.endswith("/text"):
        return PlainTextResponse(STREAMLITS, headers=TAGGED)
    if request.url.path.endswith("/file"):
        return HTMLResponse(STREAMLITS, headers={**TAGGED, "content-disposition": "attachment"})
    return HTMLResponse(STREAMLITS, headers=TAGGED)


def client(base: str) -> TestClient:
    routes = [Route("/{path:path}", serve_page)]
    middleware = [Middleware(AppShell, lambda: base, ["result", "import_results"]), Middleware(GZipMiddleware, 1)]
    return TestClient(Starlette(routes=routes, middleware=middleware))


@pytest.mark.parametrize(("base", "path"), [("", "/"), ("", "/result"), ("/cx", "/cx/import_results"), ("/cx", "/cx")])
def test_a_page_names_the_address_of_its_server(base: str, path: str) -> None:
    """Only if the browser sees the same path; a browser with Streamlit's own page in its cache gets this one."""
    partly = {"if-none-match": '"1"', "if-modified-since": TAGGED["last-modified"], "range": "bytes=0-8"}
    reply = client(base).get(path, headers=partly)
    script = (
        f'if (location.pathname === "{path}") window.__streamlit = {{ BACKEND_BASE_URL: location.origin + "{base}/" }}'
    )
    assert reply.text == STREAMLITS.replace("Streamlit</title>", "CX Maturity</title>").replace(
        "<head>", f"<head><script>{script}</script>"
    )
    assert reply.headers["content-length"] == str(len(reply.content))
    assert not {"etag", "last-modified"} & {*reply.headers}


@pytest.mark.parametrize("path", ["/text", "/file", "/result/text"])
def test_everything_else_passes_as_it_is(path: str) -> None:
    """Files pass unchanged, those written in HTML that are downloaded among them."""
    reply = client("").get(path)
    assert reply.text == STREAMLITS
    assert reply.headers["etag"] == '"1"'


@pytest.mark.parametrize(
    ("base", "path", "home"),
    [
        ("", "/nonsense", "./"),
        ("", "/RESULT", "./"),
        ("", "/a.b", "./"),
        ("", '/"+alert(1)+"', "./"),
        ("", "/caf%C3%A9", "./"),
        ("", "/result/", "../"),
        ("", "/workshop/nonsense", "../"),
        ("/cx", "/cx/nonsense", "./"),
        ("/cx", "/cx/a/b/c", "../../"),
    ],
)
def test_an_unknown_address_says_so_and_leads_home(base: str, path: str, home: str) -> None:
    """Streamlit's own page would show Home with an error in its words, or below another path nothing."""
    reply = client(base).get(path)
    assert reply.status_code == 404
    assert "There is no page at this address." in reply.text
    assert f'<a href="{home}">Go to Home</a>' in reply.text
    assert "etag" not in reply.headers
    assert (
        client(base).head(path).status_code == client(base).get(path, headers={"range": "bytes=0-8"}).status_code == 404
    )
