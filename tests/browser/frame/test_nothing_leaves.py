"""The app makes no outgoing connection and no name lookup, while every page is used and attacked."""

import base64
import http.client
import re
import secrets
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cxmaturity.web.security.security_headers import SECURITY_HEADERS
from tests.browser import driver as app
from tests.fixtures import begun, everywhere
from tests.server import HOST, Server

PAGES = {  # and what stands in the title of each
    "": "^Home",
    "assess": "^Assess",
    "result": "^Result",
    "plan": "^Plan",
    "method": "^Method",
    "over_time": "^Over time",
    "teams": "^Teams",
    "import_results": "^Import",
    "survey": "^Survey",
    "workshop": "^Workshop",
}

Watched = tuple[Server, Path, str, str]

# Runs in the server's process before anything else, and notes whom it speaks to. Local addresses are no secret, and a
# datagram socket sends nothing by connecting.
_WATCH = """
import os, socket, sys
def watch(event, arguments):
    if event == "socket.connect" and arguments[0].type == socket.SOCK_STREAM and arguments[0].family != socket.AF_UNIX:
        note(arguments[1][0])
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        note(arguments[0])
def note(host):
    if str(host) not in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "None", ""):
        with open(os.environ["OUTGOING"], "a", encoding="utf-8") as file:
            file.write(f"{host}\\n")
sys.addaudithook(watch)
note("watching")
"""


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    """A server on all of this machine's addresses, the file in which it logs its connections, and an assessment."""
    (tmp_path / "watch").mkdir()
    (tmp_path / "watch" / "sitecustomize.py").write_text(_WATCH, encoding="utf-8")
    outgoing = tmp_path / "outgoing"
    outgoing.touch()
    server = Server(tmp_path)
    key = secrets.token_urlsafe(32)
    server.options = ["--server.address=0.0.0.0"]
    server.environment = {
        "PYTHONPATH": str(tmp_path / "watch"),
        "OUTGOING": str(outgoing),
        "CXMATURITY_ACCESS_KEY": key,
    }
    with server.opened_database() as database:
        assessment = begun(database, everywhere(3), finished=True)
    server.start()
    yield server, outgoing, key, assessment
    server.kill()


def test_no_page_and_no_foreign_page_makes_it_speak_to_anyone(watched: Watched, page: Page) -> None:
    """Every owner's page is opened; pages of other sites try its websocket with and without the cookie."""
    server, outgoing, key, assessment = watched
    page.goto(f"{server.url}/key/{key}")
    app.rest(page)
    cookie = "; ".join(f"{c['name']}={c['value']}" for c in page.context.cookies())
    for name in PAGES:
        assert headers_of(server, f"/{name}", cookie) == SECURITY_HEADERS
        app.visit(page, f"/{name}?assessment={assessment}")
        expect(page).to_have_title(re.compile(PAGES[name]))
        app.rest(page)
    for origin in ("http://evil.example", "https://evil.example:444", "null"):
        for known in ("", cookie):
            assert open_websocket(server, origin, known) == 403
    assert open_websocket(server, server.url, cookie) == 101
    assert set(outgoing.read_text(encoding="utf-8").split()) == {"watching"}


def headers_of(server: Server, path: str, cookie: str) -> dict[str, str | None]:
    """Return the security headers of the reply to the owner for this page."""
    with closing(http.client.HTTPConnection(HOST, server.port, timeout=20)) as connection:
        connection.request("GET", path, headers={"Cookie": cookie})
        reply = connection.getresponse()
        assert reply.status == 200
        return {name: reply.getheader(name) for name in SECURITY_HEADERS}


def open_websocket(server: Server, origin: str, cookie: str) -> int:
    """Return the status of the reply to a page that opens the owner's websocket."""
    with closing(http.client.HTTPConnection(HOST, server.port, timeout=20)) as connection:
        upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
        key = base64.b64encode(secrets.token_bytes(16)).decode()
        headers = upgrade | {"Sec-WebSocket-Key": key, "Origin": origin, "Cookie": cookie}
        connection.request("GET", "/_stcore/stream", headers=headers)
        return connection.getresponse().status


def test_a_page_of_another_site_cannot_frame_it(server: Server, page: Page) -> None:
    """A browser refuses to show it in a foreign page, which prevents clickjacking."""
    with page.expect_console_message(lambda message: "frame-ancestors" in message.text):
        page.set_content(f'<iframe src="{server.url}/healthz" title="x"></iframe><p>Win!</p>')
    expect(page.get_by_text("Win!")).to_be_visible()
    expect(page.frame_locator("iframe").get_by_text("cx-maturity")).to_have_count(0)
