"""Access to the owner's pages on a real server: nothing is served without the key, and with it everything works."""

import base64
import hashlib
import http.client
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import streamlit
from playwright.sync_api import Page, expect

from cxmaturity.services.network import network_address
from cxmaturity.store.database.engine import open_database
from cxmaturity.web.security.access import COOKIE
from tests.browser import driver as app
from tests.browser.conftest import NewWindow
from tests.browser.observers import BACKGROUND, expect_fit
from tests.build import ROOT
from tests.fixtures import begun
from tests.server import HOST, Server

KEY = secrets.token_urlsafe(32)
ELSEWHERE = network_address() or "127.0.0.2"  # without a network: an address of this machine that is not its name
TOLD = (
    "The app can be reached from the network.",
    "/key/",
    "Keep them to yourself.",
    "CXMATURITY_TRUSTED_PROXIES",
    "Wi-Fi",
)
FILE = next((Path(streamlit.__file__).parent / "static" / "static" / "js").glob("index.*.js")).name
UPGRADE = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}


def started(folder: Path, port: int | None, *options: str) -> Iterator[tuple[Server, str]]:
    """A server with this key, and the id of an assessment in its database."""
    server = Server(folder, port)
    server.options = [*options]
    server.environment = {"CXMATURITY_ACCESS_KEY": KEY}
    server.expected = TOLD
    database = open_database(server.database_url)
    assessment = begun(database, {"P1": 3}, team="A secret team")
    database.close()
    server.start()
    yield server, assessment
    server.kill()
    assert server.complaints() == []


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, own_port: int) -> Iterator[tuple[Server, str]]:
    """A server that listens on the network, as `make run NETWORK=1` starts it."""
    options = ("--server.address=0.0.0.0", "--logger.hideWelcomeMessage=true")
    yield from started(tmp_path_factory.mktemp("opened"), own_port, *options)


@pytest.fixture(scope="module")
def at_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str]]:
    """A server that listens on this machine only."""
    yield from started(tmp_path_factory.mktemp("home"), None)


def ask(
    server: Server, path: str, host: str = ELSEWHERE, method: str = "GET", headers: Mapping[str, str] | None = None
) -> tuple[int, str, http.client.HTTPMessage]:
    """Request this exact path through this address of the machine; return the reply."""
    connection = http.client.HTTPConnection(host, server.port, timeout=20)
    try:
        connection.request(method, path, headers=dict(headers or {}))
        reply = connection.getresponse()
        return reply.status, "" if reply.status == 101 else reply.read().decode(errors="replace"), reply.headers
    finally:
        connection.close()


def handshake(server: Server, path: str, headers: Mapping[str, str], host: str = ELSEWHERE) -> int:
    """Try to open a websocket; return the status, 101 if it opens."""
    key = {"Sec-WebSocket-Key": base64.b64encode(secrets.token_bytes(16)).decode()}
    return ask(server, path, host, headers=UPGRADE | key | dict(headers))[0]


def cookie(server: Server, host: str = ELSEWHERE) -> dict[str, str]:
    """The header that a browser sends after it opened the owner's link."""
    status, _, headers = ask(server, f"/key/{KEY}", host)
    assert (status, headers["location"]) == (303, "/")
    return {"Cookie": headers["set-cookie"].split(";")[0]}


def owners(assessment: str) -> list[str]:
    """Every address of the owner.

    Each page, with and without an id, the answers, and everything that Streamlit serves.
    """
    pages = ["", *(page.stem for page in (ROOT / "pages").glob("*.py")), "nowhere"]
    named = [f"/{page}?assessment={assessment}&at=P1" for page in pages]
    core = ["health", "host-config", "metrics", "script-health-check", "stream", "agent/interact", "agent/openapi.json"]
    files = [f"/static/js/{FILE}", "/index.html", "/manifest.json", "/favicon.ico", "/favicon.png", "/app/static/x"]
    return [
        *(f"/{page}" for page in pages),
        *named,
        *(f"/_stcore/{name}" for name in core),
        *files,
        *(f"/answers/{assessment}", f"/answers/{assessment}/P1", "/media/x.png", "/component/x/index.html"),
        *("/_stcore/upload_file/a/b", "/auth/login", "/auth/logout", "/oauth2callback", "/_stcore/agent/mcp"),
    ]


TRICKS = [
    *(
        "/join/../_stcore/health",
        "/join/../_stcore/host-config",
        "/join/%2e%2e/_stcore/health",
        "/join/..%2f_stcore/health",
    ),
    *("/join/..%5c_stcore%5chealth/", "/join/%252e%252e/_stcore/health", "/join//_stcore/health", "//_stcore/health"),
    *("//join/../_stcore/health", "/join/./../", "/join/..", "/join/../", "/join%2f..%2f_stcore%2fhealth"),
    *("/join;/../_stcore/health", "/JOIN/../_stcore/health", "/Join/x", "/joins", "/join.html", "/join/_stcore/health"),
    *(
        "/key/../_stcore/health",
        "/key/..%2f..%2f_stcore%2fhealth",
        "/key",
        "/key/",
        "/KEY/x",
        "/key/x/../../index.html",
    ),
    *("/healthz/../_stcore/health", "/healthz/", "/healthz/x", "/healthz%2f..%2f_stcore%2fhealth", "/HEALTHZ"),
    *(
        "/%5fstcore/health",
        "/_STCORE/health",
        "/.//_stcore/health",
        "/x/../_stcore/health",
        "/%00",
        "/_stcore/health%00",
    ),
    *("/base/_stcore/health", "/join/static/js/index.js", f"/join/../static/js/{FILE}", f"/join/static/js/{FILE}"),
    *("http://localhost/_stcore/health", "http://localhost/join/../_stcore/health", "/join/../join/../"),
]


def expect_nothing(status: int, text: str, path: str) -> None:
    """Check that the reply is a refusal that contains nothing of Streamlit or the owner."""
    assert 400 <= status < 500, path
    assert text != "ok", path
    for betrayed in ("streamlit", "a secret team", '"answers"'):
        assert betrayed not in text.lower(), path


@pytest.mark.parametrize("host", [ELSEWHERE, HOST])
def test_without_the_key_nothing_of_the_owners_comes_out(opened: tuple[Server, str], host: str) -> None:
    """No page, file, answer or text of Streamlit's, by any method, also from this machine."""
    server, assessment = opened
    for path in owners(assessment):
        for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"):
            status, text, headers = ask(server, path, host, method, {"Origin": f"http://{host}:{server.port}"})
            if path.partition("?")[0] == "/" and method in ("GET", "HEAD"):  # leads to the field for a join code
                assert (status, text, headers["location"]) == (303, "", "/join")
                continue
            expect_nothing(status, text, f"{method} {path}")
            assert (status, headers["cache-control"]) == (403, "no-store"), f"{method} {path}"
    assert ask(server, "/healthz", host)[:2] == (200, "cx-maturity")


def test_no_spelling_of_a_path_leads_around_the_door(opened: tuple[Server, str]) -> None:
    """However a browser, a proxy or the server may read a path, it is refused or not found."""
    server, assessment = opened
    for path in [*TRICKS, f"/join/../answers/{assessment}", f"/join/..%2fanswers%2f{assessment}"]:
        for method in ("GET", "POST"):
            status, text, _ = ask(server, path, ELSEWHERE, method)
            expect_nothing(status, text, f"{method} {path}")


def test_what_is_under_the_light_pages_never_becomes_streamlits(opened: tuple[Server, str]) -> None:
    """Unknown paths below public pages are not found, also for the owner."""
    server, _ = opened
    for path in (
        "/join/../_stcore/health",
        "/join/x/y/z/_stcore/health",
        f"/join/static/js/{FILE}",
        "/join/x/y/z/w",
        "/key",
    ):
        status, text, _ = ask(server, path, headers=cookie(server))
        assert (status, "streamlit" in text.lower()) == (404, False), path


def test_a_websocket_opens_only_with_the_key(opened: tuple[Server, str]) -> None:
    """The whole app uses it."""
    server, _ = opened
    for path in (
        "/_stcore/stream",
        "/join/../_stcore/stream",
        "/join/_stcore/stream",
        "/key/../_stcore/stream",
        "/join",
    ):
        for host in (ELSEWHERE, HOST):
            assert handshake(server, path, {}, host) == 403, path
            assert handshake(server, path, {"Cookie": f"{COOKIE}={KEY}", "Host": "localhost"}, host) == 403, path
    assert handshake(server, "/_stcore/stream", cookie(server)) == 101


def test_with_the_key_the_addresses_answer(opened: tuple[Server, str]) -> None:
    """The same requests by the owner are answered."""
    server, assessment = opened
    signed = cookie(server)
    assert ask(server, "/_stcore/health", headers=signed)[:2] == (200, "ok")
    assert '"P1"' in ask(server, f"/answers/{assessment}", headers=signed)[1]
    assert ask(server, f"/static/js/{FILE}", headers=signed)[0] == 200
    assert "streamlit" in ask(server, "/result", headers=signed)[1].lower()
    assert (
        ask(server, "/_stcore/health", headers={"Cookie": f"{COOKIE}={hashlib.sha256(KEY.encode()).hexdigest()}"})[0]
        == 403
    )


def test_the_owners_link_lets_a_browser_in(opened: tuple[Server, str], window: NewWindow) -> None:
    """Before it the page says what to do; after it the whole app works, also later and in another tab."""
    server, assessment = opened
    page = window()
    page.goto(f"{server.url}/result?assessment={assessment}")
    expect(page.get_by_role("heading", level=1)).to_have_text("This page is the owner's")
    page.goto(f"{server.url}/key/{KEY}")
    expect(page).to_have_url(f"{server.url}/")
    expect(page.get_by_role("main")).to_contain_text("A secret team")
    app.rest(page)
    page.get_by_role("navigation").get_by_role("link", name="Method").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Method")
    page.goto(f"{server.url}/assess?assessment={assessment}&at=P2")
    app.expect_question(page, "P2")
    app.choose(page, "P2", 4)
    app.expect_saved(page, "P2")
    other = page.context.new_page()
    other.goto(f"{server.url}/assess?assessment={assessment}")
    expect(other.get_by_role("heading", level=1)).to_contain_text("Spring")
    page.wait_for_function("() => !document.cookie.includes('cx-owner')")


def test_a_wrong_link_lets_nobody_in(opened: tuple[Server, str], page: Page) -> None:
    """Its error page is readable on a phone too, light and dark."""
    server, _ = opened
    page.goto(f"{server.url}/key/{KEY[:-1]}")
    expect(page.get_by_role("heading", level=1)).to_have_text("This page is the owner's")
    expect(page).to_have_title("This page is the owner's · CX Maturity")
    for scheme, background in BACKGROUND.items():
        page.emulate_media(color_scheme=scheme)
        expect(page.locator("body")).to_have_css("background-color", background)
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            expect_fit(page, f"{scheme}, {width} px wide")
    page.goto(f"{server.url}/plan")
    expect(page.get_by_role("heading", level=1)).to_have_text("This page is the owner's")
    page.goto(server.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("Join a workshop")
    expect(page.get_by_text("Is this app yours? Open the link that was printed when it started.")).to_be_visible()


def test_the_terminal_tells_the_links(opened: tuple[Server, str]) -> None:
    """One link for other machines, if there is a network, and one for this machine."""
    server, _ = opened
    shown_text = server.log.read_text(encoding="utf-8")
    hosts = [*([ELSEWHERE] if network_address() else []), "localhost"]
    assert [line.strip() for line in shown_text.splitlines() if "/key/" in line] == [
        f"http://{host}:{server.port}/key/{KEY}" for host in hosts
    ]


def test_on_this_machine_alone_no_key_is_needed(at_home: tuple[Server, str]) -> None:
    """No key is asked for or printed; the health endpoint is public."""
    server, assessment = at_home
    for host in (f"localhost:{server.port}", f"{HOST}:{server.port}"):
        assert ask(server, "/_stcore/health", HOST, headers={"Host": host})[:2] == (200, "ok")
        assert ask(server, f"/answers/{assessment}", HOST, headers={"Host": host})[0] == 200
        assert handshake(server, "/_stcore/stream", {"Host": host}, HOST) == 101
    assert "/key/" not in server.log.read_text(encoding="utf-8")


def test_even_then_others_need_the_key(at_home: tuple[Server, str]) -> None:
    """Requests through a proxy, or by a name that resolves to this machine, need it."""
    server, assessment = at_home
    strangers = [
        {"Host": "evil.example"},
        {"Host": f"evil.example:{server.port}"},
        {"X-Forwarded-For": "192.168.1.7"},
        {"X-Forwarded-For": "127.0.0.1"},
        {"X-Forwarded-Proto": "https"},
        {"Forwarded": "for=127.0.0.1"},
        {"X-Real-IP": "127.0.0.1"},
        {"Origin": "https://cx.example"},
        {"Referer": "https://cx.example/result"},
    ]
    for headers in strangers:
        for path in ("/", "/_stcore/health", f"/answers/{assessment}", f"/static/js/{FILE}", "/join/../_stcore/health"):
            expect_nothing(*ask(server, path, HOST, headers=headers)[:2], path)
        assert handshake(server, "/_stcore/stream", headers, HOST) == 403
        if "Origin" not in headers:  # which Streamlit refuses by itself
            assert handshake(server, "/_stcore/stream", headers | cookie(server, HOST), HOST) == 101
    log = server.log.read_text("utf-8")
    assert len(log.split("name the proxy in CXMATURITY_TRUSTED_PROXIES")) == 2  # said once
    assert "192.168.1.7" not in log


def test_a_key_that_can_be_guessed_is_refused_at_the_start(tmp_path: Path) -> None:
    """The app does not start, and prints the reason in one line without a traceback."""
    environment = os.environ | {"CXMATURITY_ACCESS_KEY": "letmein", "HOME": str(tmp_path)}
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true", "--server.port=0"]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode != 0
    assert "CXMATURITY_ACCESS_KEY has 7 characters, and needs at least 16." in ended.stderr
    assert "Traceback" not in ended.stderr + ended.stdout
