"""Access to the owner's pages: from where without a key, what the key opens, and that no request bypasses it."""

import hashlib
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from secrets import token_hex
from typing import Any, ClassVar

import anyio
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route, Router
from starlette.types import Message, Receive, Scope, Send

from cxmaturity.services.owner_sessions import EndedSessions, new_session, one_time_key
from cxmaturity.web.health import health_routes
from cxmaturity.web.notice import notice_page
from cxmaturity.web.security.access import COOKIE, OwnerAccess, TrustedProxies, print_access_links

KEY = "a-key-for-these-tests-only"
HERE = ("127.0.0.1", 50000)
ELSEWHERE = ("192.168.1.7", 50000)
PROOF = new_session(KEY, time.time())


@dataclass
class OwnerPages:
    """The protected app: it answers everything and records what reached it."""

    reached: list[str] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.reached.append(scope.get("path", scope["type"]))
        if scope["type"] == "websocket":
            await send({"type": "websocket.accept"})
        elif scope["type"] == "http":
            await PlainTextResponse("the owner's")(scope, receive, send)


@dataclass(frozen=True)
class Reply:
    """The reply: status, headers and text; for a websocket only whether it was accepted."""

    messages: Sequence[Message]

    @property
    def status(self) -> int:
        return int(self.messages[0]["status"])

    @property
    def headers(self) -> dict[str, str]:
        return {name.decode(): value.decode() for name, value in self.messages[0]["headers"]}

    @property
    def text(self) -> str:
        return b"".join(m.get("body", b"") for m in self.messages[1:]).decode()

    @property
    def kinds(self) -> list[str]:
        return [m["type"] for m in self.messages]


@dataclass
class ServedApp:
    """The access check with the owner's pages behind it and one public page beside it."""

    on_network: bool
    key: str = KEY
    base_path: str = ""
    proxies: Sequence[str] = ()
    owner_pages: OwnerPages = field(default_factory=OwnerPages)
    ended_file: Path = field(default_factory=lambda: ServedApp.folder / f"ended-{token_hex(8)}")
    folder: ClassVar[Path]

    def __post_init__(self) -> None:
        public = [*health_routes, Mount("/join", Router([Route("/{invitation}", _welcome)], redirect_slashes=False))]
        private = [Route("/answers/{assessment}", _answers)]
        access = OwnerAccess(
            self.owner_pages,
            public,
            private,
            lambda: self.key,
            lambda: self.on_network,
            lambda: self.base_path,
            EndedSessions(self.ended_file),
        )
        self.access_layers = TrustedProxies(access, self.proxies)

    def visit(
        self,
        path: str = "/",
        client: tuple[str, int] | None = HERE,
        host: str | None = "localhost:8501",
        cookie: str | None = None,
        headers: Sequence[tuple[str, str]] = (),
        **scope: Any,
    ) -> Reply:
        """Request this path as a server passes it on: decoded, otherwise unchanged."""
        request_headers = [("host", host), ("cookie", cookie), *headers]
        scope = {
            "type": "http",
            "method": "GET",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": b"",
            "headers": [(name.encode(), value.encode()) for name, value in request_headers if value is not None],
            "client": client,
            "server": ("127.0.0.1", 8501),
            **scope,
        }
        sent: list[Message] = []

        async def send(message: Message) -> None:
            sent.append(message)

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        anyio.run(self.access_layers, scope, receive, send)
        return Reply(sent)

    def lets_in(self, *args: Any, **more: Any) -> bool:
        """Return whether the request reaches the owner's pages; otherwise fail unless it is the refusal."""
        self.owner_pages.reached.clear()
        reply = self.visit(*args, **more)
        assert (reply.status == 200) == bool(self.owner_pages.reached)
        if reply.status == 303:  # to where codes are typed, from the app's own address only
            assert (args or (more.get("path", "/"),))[0] == f"{self.base_path}/"
            assert reply.headers["location"] == f"{self.base_path}/join"
        else:
            assert reply.status in (200, 403)
        return bool(self.owner_pages.reached)


async def _welcome(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"welcome {request.path_params['invitation']}")


async def _answers(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"answers of {request.path_params['assessment']} for {request.client}")


@pytest.fixture
def home() -> ServedApp:
    """An app that listens to this machine only."""
    return ServedApp(on_network=False)


@pytest.fixture(scope="module", autouse=True)
def _folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The folder of the files of ended sessions."""
    ServedApp.folder = tmp_path_factory.mktemp("ended")


@pytest.fixture
def network() -> ServedApp:
    """An app that listens on the network."""
    return ServedApp(on_network=True)


@pytest.fixture(params=[False, True], ids=["this machine", "network"])
def app(request: pytest.FixtureRequest) -> ServedApp:
    """Each of the two."""
    return ServedApp(on_network=request.param)


@pytest.mark.parametrize("client", ["127.0.0.1", "127.0.0.2", "::1", "::ffff:127.0.0.1"])
@pytest.mark.parametrize("host", ["localhost", "localhost:8501", "LOCALHOST:1", "127.0.0.1:8501", "[::1]:8501"])
def test_this_machine_needs_no_key(home: ServedApp, client: str, host: str) -> None:
    """A browser on the same machine is the owner, by any of the machine's names."""
    assert home.lets_in(client=(client, 50000), host=host)


@pytest.mark.parametrize("client", [ELSEWHERE, ("::ffff:192.168.1.7", 1), ("fe80::1%eth0", 1), ("", 0), None])
def test_another_machine_needs_the_key_whatever_it_calls_us(home: ServedApp, client: tuple[str, int] | None) -> None:
    """The client's address decides, not the Host header: a server may listen on more addresses than configured."""
    assert not home.lets_in(client=client)


@pytest.mark.parametrize(
    "host",
    [
        *(None, "", "evil.example", "evil.example:8501", "localhost.evil.example", "127.0.0.1.evil.example"),
        *("xlocalhost", "localhost@evil.example", "localhost:8501:1", "localhost:", "localhost\n"),
        *("127.0.0.2", "0.0.0.0", "[::2]"),
    ],
)
def test_a_foreign_name_for_this_machine_needs_the_key(home: ServedApp, host: str | None) -> None:
    """A foreign page may resolve its own name to this machine to read answers through the owner's browser."""
    assert not home.lets_in(host=host)


def test_two_names_at_once_need_the_key(home: ServedApp) -> None:
    """With two Host headers it is unknown which one counts."""
    assert not home.lets_in(headers=[("host", "evil.example")])


@pytest.mark.parametrize(
    "name",
    ["forwarded", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "X-Forwarded-Anything", "x-real-ip"],
)
def test_a_proxied_request_needs_the_key(home: ServedApp, name: str) -> None:
    """A proxy on this machine sends requests of others."""
    assert not home.lets_in(headers=[(name, "127.0.0.1")])
    assert not home.lets_in(headers=[(name, "")])


def test_on_the_network_even_this_machine_needs_the_key(network: ServedApp) -> None:
    """A proxy on this machine that sends no forwarding header looks like the owner."""
    assert not network.lets_in()


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_key_signs_the_browser_in(app: ServedApp, scheme: str) -> None:
    """The link redirects to Home and sets a cookie that opens everything, is hidden from scripts and is not the key."""
    reply = app.visit(f"/key/{KEY}", client=ELSEWHERE, host="cx.example", scheme=scheme)
    assert (reply.status, reply.headers["location"]) == (303, "/")
    assert reply.headers["referrer-policy"] == "no-referrer"
    assert reply.headers["cache-control"] == "no-store"
    cookie, *marks = reply.headers["set-cookie"].split("; ")
    name, _, value = cookie.partition("=")
    assert (name, KEY in value) == (COOKIE, False)
    again = app.visit(f"/key/{KEY}", client=ELSEWHERE, host="cx.example", scheme=scheme)
    assert again.headers["set-cookie"].split("; ")[0] != cookie  # a session of its own each time
    wanted = {"HttpOnly", "SameSite=lax", "Path=/", "Max-Age=34560000"} | ({"Secure"} if scheme == "https" else set())
    assert set(marks) == wanted
    assert app.owner_pages.reached == []
    for path in ("/", "/_stcore/health", "/media/1", "/result"):
        assert app.lets_in(path, client=ELSEWHERE, host="cx.example", cookie=f"other=1; {cookie}")


@pytest.mark.parametrize("key", ["", "x", KEY[:-1], KEY + "x", KEY.upper(), "é", "../_stcore/health", f"{KEY}/"])
def test_a_wrong_key_signs_nobody_in(app: ServedApp, key: str) -> None:
    """The reply is the same as for everyone without a key."""
    reply = app.visit(f"/key/{key}", client=ELSEWHERE)
    assert (reply.status, "set-cookie" in reply.headers) == (403, False)
    assert reply.text == app.visit("/result", client=ELSEWHERE).text
    assert app.owner_pages.reached == []


@pytest.mark.parametrize("shown", ["", KEY, PROOF[:-1], PROOF.upper(), "é", hashlib.sha256(KEY.encode()).hexdigest()])
def test_only_the_cookie_the_key_gave_opens(network: ServedApp, shown: str) -> None:
    """Neither part of it nor the key itself; after a new key the old cookie does not either."""
    assert not network.lets_in(cookie=f"{COOKIE}={shown}")
    assert not network.lets_in(cookie=f"owner={PROOF}")
    network.key = "another-key-for-these-tests"
    assert not network.lets_in(cookie=f"{COOKIE}={PROOF}")


def test_signing_out_ends_this_session_and_no_other(network: ServedApp) -> None:
    """Its cookie opens nothing, also after a restart; a page of another site cannot sign the owner out."""
    other = new_session(KEY, time.time())
    asked: dict[str, Any] = {"client": ELSEWHERE, "host": "cx.example", "cookie": f"{COOKIE}={PROOF}"}
    for stranger in ([], [("sec-fetch-site", "cross-site")], [("referer", "http://evil.example/")]):
        reply = network.visit("/sign-out", headers=stranger, **asked)
        assert (reply.status, network.lets_in(**asked)) == (403, True)
    reply = network.visit("/sign-out", headers=[("referer", "http://cx.example/")], **asked)
    assert reply.status == 200
    assert f'{COOKIE}=""' in reply.headers["set-cookie"]
    assert not network.lets_in(**asked)
    assert not ServedApp(on_network=True, ended_file=network.ended_file).lets_in(**asked)
    assert network.lets_in(**{**asked, "cookie": f"{COOKIE}={other}"})
    assert network.ended_file.stat().st_mode & 0o777 == 0o600
    assert PROOF.rpartition(".")[2] not in network.ended_file.read_text(encoding="utf-8")


def test_a_session_ends_in_another_process_and_in_an_open_page(network: ServedApp) -> None:
    """An open page is disconnected at its next message.

    Another process with the same folder refuses the cookie at once.
    """
    received: list[str] = []

    class OpenPage(OwnerPages):
        async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
            for _ in range(2):
                received.append((await receive())["type"])

    messages = iter(["websocket.receive", "websocket.receive"])
    neighbour = EndedSessions(network.ended_file)

    async def receive() -> Message:
        if received:
            neighbour.add(PROOF.rpartition(".")[0])
        return {"type": next(messages)}

    async def send(_message: Message) -> None:
        pass

    app = ServedApp(on_network=True, owner_pages=OpenPage(), ended_file=network.ended_file)
    headers = [(b"host", b"cx.example"), (b"cookie", f"{COOKIE}={PROOF}".encode())]
    scope = {"type": "websocket", "path": "/_stcore/stream", "headers": headers, "client": ELSEWHERE}
    anyio.run(app.access_layers, scope, receive, send)
    assert received == ["websocket.receive", "websocket.disconnect"]


def test_a_session_lasts_as_long_as_its_cookie(network: ServedApp) -> None:
    """400 days; an older cookie opens nothing."""
    day = 24 * 60 * 60
    old, older = (new_session(KEY, time.time() - days * day) for days in (399, 401))
    assert network.lets_in(cookie=f"{COOKIE}={old}")
    assert not network.lets_in(cookie=f"{COOKIE}={older}")


def test_a_link_in_a_command_line_works_once_and_expires(network: ServedApp) -> None:
    """Every user can read command lines, so such a link contains no key, works once, and expires soon."""
    link = one_time_key(KEY, time.time())
    assert KEY not in link
    assert network.visit(f"/key/{link}", client=ELSEWHERE).status == 303
    assert network.visit(f"/key/{link}", client=ELSEWHERE).status == 403
    assert network.visit(f"/key/{one_time_key(KEY, time.time() - 61)}", client=ELSEWHERE).status == 403
    assert network.visit(f"/key/{one_time_key('another-key-than-ours', time.time())}", client=ELSEWHERE).status == 403
    assert network.visit(f"/key/{PROOF}", client=ELSEWHERE).status == 403  # a session is no link
    assert not network.lets_in(cookie=f"{COOKIE}={one_time_key(KEY, time.time())}")


def test_any_key_fits_into_its_link(capsys: pytest.CaptureFixture[str]) -> None:
    """The printed link holds any characters of the key as one segment of its path."""
    print_access_links(["http://192.168.1.5:8501", "http://localhost:8501"], "so/what? 100% #1 é")
    output = capsys.readouterr().out
    assert "  http://192.168.1.5:8501/key/so%2Fwhat%3F%20100%25%20%231%20%C3%A9\n" in output
    assert "  http://localhost:8501/key/so" in output
    assert "others can read what is sent: codes, answers and this key" in output
    assert "STREAMLIT_SERVER_SSL_CERT_FILE and STREAMLIT_SERVER_SSL_KEY_FILE" in output
    app = ServedApp(on_network=True, key="so/what? 100% #1 é")
    assert app.visit("/key/so/what? 100% #1 é").status == 303


def test_with_a_certificate_no_warning_of_eavesdropping_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """The warning is printed only without encryption."""
    print_access_links(["https://cx.example:8501"], KEY)
    output = capsys.readouterr().out
    assert f"  https://cx.example:8501/key/{KEY}\n" in output
    assert "Wi-Fi" not in output


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/result", "/_stcore/health", "/_stcore/stream", "/static/js/index.js", "/media/1", "/answers"),
        *("/component/x/index.html", "/favicon.ico", "", "*", "/healthz/", "/HEALTHZ", "/Join/1", "/joins", "/KEY/1"),
        *("/join;/1", "//join/1", "/./join/1", "/_stcore/../join/1", "/x/join/1", "\\join\\1", "/join\\1", "/join\n"),
    ],
)
def test_everything_else_is_the_owners(network: ServedApp, path: str) -> None:
    """Every path that does not start exactly like a public one needs the key, whether it exists or not."""
    assert not network.lets_in(path)
    assert network.lets_in(path, cookie=f"{COOKIE}={PROOF}")


@pytest.mark.parametrize(
    "path",
    [
        *("/join", "/join/", "/join/1/", "/join/1/2", "/join//", "/join//x", "/join/../", "/join/../join/1", "/key"),
        *(
            "/join/../_stcore/stream",
            "/join/./../answers/1",
            "/join/%2e%2e/_stcore/health",
            "/join/..\\/_stcore/health",
        ),
    ],
)
@pytest.mark.parametrize("cookie", [None, f"{COOKIE}={PROOF}"])
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_unknown_paths_below_public_pages_are_404(app: ServedApp, path: str, cookie: str | None, method: str) -> None:
    """An unknown path below a public one is 404, also for the owner, and never reaches the app behind."""
    reply = app.visit(path, cookie=cookie, method=method)
    assert (reply.status, "There is no page at this address." in reply.text) == (404, True)
    assert app.owner_pages.reached == []


def test_the_answers_are_the_owners(network: ServedApp) -> None:
    """The answer endpoints beside Streamlit need the key, and tell an open form that it is missing."""
    for header in (("accept", "application/json"), ("content-type", "application/json")):
        reply = network.visit("/answers/1", headers=[header])
        assert (reply.status, json.loads(reply.text)["message"]) == (401, "You are signed out.")
    assert network.visit("/answers/1", cookie=f"{COOKIE}={PROOF}").text.startswith("answers of 1 ")
    assert network.owner_pages.reached == []


def test_a_former_address_leads_to_the_page(network: ServedApp) -> None:
    """/bring_in redirects with its query; for the owner only."""
    assert network.visit("/bring_in", query_string=b"team=1&x=%20y").status == 403
    reply = network.visit("/bring_in", query_string=b"team=1&x=%20y", cookie=f"{COOKIE}={PROOF}")
    assert (reply.status, reply.headers["location"]) == (308, "/import_results?team=1&x=%20y")
    assert network.visit("/bring_in", cookie=f"{COOKIE}={PROOF}").headers["location"] == "/import_results"


# Through a proxy


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://cx.example"},
        {"origin": "http://localhost:9999"},
        {"origin": "http://["},
        {"referer": "https://cx.example/"},
        {"referer": "https://cx.example/result", "sec-fetch-site": "same-origin"},
        {"referer": "http://localhost/"},
        {"via": "1.1 varnish"},
    ],
)
def test_a_hidden_proxy_is_noticed_by_the_browsers_headers(home: ServedApp, headers: dict[str, str]) -> None:
    """Host is this machine's, but Origin, Referer or Via show that the browser is elsewhere."""
    assert not home.lets_in(headers=list(headers.items()))
    websocket = home.visit("/_stcore/stream", headers=list(headers.items()), type="websocket", scheme="ws")
    assert websocket.kinds == ["websocket.close"]


def test_nginx_with_default_settings_is_noticed_by_its_http_version(home: ServedApp) -> None:
    """It uses HTTP/1.0.

    It rewrites Host and adds no header, so an outsider's first request would look like the owner's.
    """
    assert not home.lets_in(http_version="1.0")
    assert home.lets_in(http_version="1.1")


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://localhost:8501", "sec-fetch-site": "same-origin", "referer": "http://localhost:8501/plan"},
        {"origin": "null"},
        {"referer": "https://mail.example/", "sec-fetch-site": "cross-site"},
        {"referer": "http://localhost:3000/", "sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
    ],
)
def test_a_browser_on_this_machine_is_admitted(home: ServedApp, headers: dict[str, str]) -> None:
    """Requests of the app's own pages, and a link that was clicked on another site."""
    assert home.lets_in(headers=list(headers.items()))


def test_a_request_through_an_unnamed_proxy_names_the_setting(
    home: ServedApp, network: ServedApp, caplog: pytest.LogCaptureFixture
) -> None:
    """On each refusal page, and once in the terminal; other refusals do not mention it."""
    for headers in ([("x-forwarded-for", "192.0.2.1")], [("origin", "https://cx.example")]):
        page = home.visit(headers=headers).text
        assert "start the app with make run NETWORK=1, name the proxy in CXMATURITY_TRUSTED_PROXIES" in page
    assert "CXMATURITY_TRUSTED_PROXIES" not in network.visit(headers=[("x-forwarded-for", "192.0.2.1")]).text
    assert "CXMATURITY_TRUSTED_PROXIES" not in home.visit(client=ELSEWHERE).text
    [record] = caplog.records
    assert "CXMATURITY_TRUSTED_PROXIES" in record.getMessage()
    assert "192.0.2.1" not in record.getMessage()


@pytest.mark.parametrize(
    ("proxies", "client", "forwarded", "address"),
    [
        (["127.0.0.1"], "127.0.0.1", "192.0.2.1", "192.0.2.1"),
        (["127.0.0.1"], "::ffff:127.0.0.1", "192.0.2.1", "192.0.2.1"),
        (["127.0.0.1", "10.0.0.0/8"], "127.0.0.1", "6.6.6.6, 192.0.2.1, 10.0.0.7", "192.0.2.1"),  # two proxies
        (["127.0.0.1"], "192.0.2.1", "6.6.6.6", "192.0.2.1"),  # not through it, or uvicorn has looked already
        (["10.0.0.7"], "127.0.0.1", "6.6.6.6", None),
        ([], "127.0.0.1", "6.6.6.6", None),
        ([], "6.6.6.6", "6.6.6.6", None),  # as uvicorn leaves it, which believes each proxy on this machine
        ([], "192.0.2.1", None, "192.0.2.1"),
    ],
)
def test_only_a_named_proxy_is_believed(
    proxies: list[str], client: str, forwarded: str | None, address: str | None
) -> None:
    """The client's address is the last one that no named proxy has; an address claimed by others is not used."""
    app = ServedApp(on_network=True, proxies=proxies)
    headers = [("x-forwarded-for", forwarded)] if forwarded else []
    reply = app.visit("/answers/1", client=(client, 50000), headers=headers, cookie=f"{COOKIE}={PROOF}")
    if address is None:
        assert reply.text == "answers of 1 for None"
    else:
        assert f"host='{address}'" in reply.text


def test_a_named_proxys_header_decides_whether_the_browser_uses_https() -> None:
    """Then the owner's cookie is sent over https only; an unnamed proxy's header is ignored."""
    app = ServedApp(on_network=True, proxies=["10.0.0.7"])
    for client, secure in (("10.0.0.7", True), ("10.0.0.8", False)):
        reply = app.visit(f"/key/{KEY}", client=(client, 1), headers=[("x-forwarded-proto", "https")])
        assert ("Secure" in reply.headers["set-cookie"].split("; ")) is secure


# Below a base path


def test_everything_stands_below_the_base_path() -> None:
    """Public pages, the owner's, the cookie's path, and the redirect of the key's link to Home."""
    app = ServedApp(on_network=True, base_path="/cx")
    assert app.visit("/cx/join/spring").text == "welcome spring"
    assert app.visit("/cx/healthz").text == app.visit("/healthz").text == "cx-maturity"
    reply = app.visit(f"/cx/key/{KEY}")
    assert (reply.status, reply.headers["location"]) == (303, "/cx/")
    cookie, *marks = reply.headers["set-cookie"].split("; ")
    assert "Path=/cx" in marks
    assert app.visit("/cx/answers/1", cookie=cookie).text.startswith("answers of 1 ")
    moved = app.visit("/cx/bring_in", query_string=b"team=1", cookie=cookie)
    assert moved.headers["location"] == "/cx/import_results?team=1"
    assert app.owner_pages.reached == []
    for path in ("/cx/", "/cx/_stcore/stream", "/cx/result", "/cx", "/"):
        assert app.lets_in(path, cookie=cookie)
        assert not app.lets_in(path)
    assert app.owner_pages.reached == []


@pytest.mark.parametrize(
    "path", ["/join/spring", f"/key/{KEY}", "/cxx/join/spring", "/cx/cx/join/spring", "/CX/join/1"]
)
def test_paths_outside_the_base_path_are_not_public(path: str) -> None:
    """Paths outside the base path are not public."""
    app = ServedApp(on_network=True, base_path="/cx")
    assert not app.lets_in(path)


@pytest.mark.parametrize("root", ["/join", "/key", "/cx"])
def test_a_prefix_set_for_the_server_opens_nothing(network: ServedApp, root: str) -> None:
    """A server with a base path puts it before every path."""
    reply = network.visit(f"{root}/_stcore/health", root_path=root)
    assert reply.status in (403, 404)
    assert network.owner_pages.reached == []


def test_the_public_pages_need_no_key(app: ServedApp) -> None:
    """An invitation opens without a key, from anywhere, under any host name."""
    for more in ({}, {"client": ELSEWHERE}, {"host": "cx.example"}, {"headers": [("x-forwarded-for", "1.2.3.4")]}):
        assert app.visit("/join/spring", **more).text == "welcome spring"
        assert app.visit("/healthz", **more).text == "cx-maturity"
    assert app.owner_pages.reached == []


@pytest.mark.parametrize("base_path", ["", "/cx"])
def test_the_apps_address_redirects_phones_to_the_field_for_the_code(base_path: str) -> None:
    """A phone without the key is redirected there; the owner gets Home.

    An unnamed proxy gets the name of the setting.
    """
    app = ServedApp(on_network=True, base_path=base_path)
    reply = app.visit(f"{base_path}/", client=ELSEWHERE, host="cx.example")
    assert (reply.status, reply.headers["location"]) == (303, f"{base_path}/join")
    assert reply.headers["cache-control"] == "no-store"
    assert app.visit(f"{base_path}/", client=ELSEWHERE, cookie=f"{COOKIE}={PROOF}").status == 200
    assert ServedApp(on_network=False).visit("/", headers=[("x-forwarded-for", "192.168.1.7")]).status == 403


@pytest.mark.parametrize("path", ["/_stcore/stream", "/join/../_stcore/stream", "/join/1", f"/key/{KEY}", "/", "/join"])
def test_a_websocket_without_the_key_is_closed_before_it_opens(network: ServedApp, path: str) -> None:
    """It does not reach Streamlit."""
    assert network.visit(path, type="websocket", scheme="ws").kinds == ["websocket.close"]
    assert network.owner_pages.reached == []


def test_a_websocket_of_the_owner_opens(home: ServedApp, network: ServedApp) -> None:
    """From this machine without a key, from elsewhere with its cookie."""
    stream: dict[str, Any] = {"path": "/_stcore/stream", "type": "websocket", "scheme": "ws"}
    assert home.visit(**stream).kinds == ["websocket.accept"]
    assert network.visit(**stream, client=ELSEWHERE, cookie=f"{COOKIE}={PROOF}").kinds == ["websocket.accept"]
    for client, host in ((HERE, "evil.example"), (ELSEWHERE, "localhost")):
        assert home.visit(**stream, client=client, host=host).kinds == ["websocket.close"]


def test_the_owner_pages_start_and_stop_with_the_server(network: ServedApp) -> None:
    """The server's own lifespan events pass the access check."""

    async def nothing(*_: Any) -> Any:
        return {}

    async def start() -> None:
        await network.access_layers({"type": "lifespan"}, nothing, nothing)

    anyio.run(start)
    assert network.owner_pages.reached == ["lifespan"]


def test_the_refusal_is_a_small_page_of_its_own(network: ServedApp) -> None:
    """It says what owners and invited people can do, is not cached, and loads and runs nothing."""
    reply = network.visit("/result", client=ELSEWHERE)
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert reply.headers["cache-control"] == "no-store"
    policy = reply.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert '<html lang="en">' in reply.text
    assert "<title>This page is the owner's · CX Maturity</title>" in unescape(reply.text)
    assert "open the link printed in the terminal when the app started" in reply.text
    assert "use your invitation link" in reply.text
    for foreign in ("src=", "href=", "url(", "<script", "streamlit", KEY):
        assert foreign not in reply.text.lower()


def test_the_words_of_a_notice_are_never_markup() -> None:
    """They are escaped."""
    page = bytes(notice_page(404, "<b>{said}</b>", "<i>{style} & more</i>").body).decode()
    assert "<h1>&lt;b&gt;{said}&lt;/b&gt;</h1><p>&lt;i&gt;{style} &amp; more&lt;/i&gt;</p>" in page
