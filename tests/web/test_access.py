"""The owner's door: what is let through from where, what the key opens, and that no spelling leads around it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import anyio
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from cxmaturity.web.access import COOKIE, OwnerAccess, print_access_links
from cxmaturity.web.compression import Message, Receive, Scope, Send
from cxmaturity.web.health import health_routes
from cxmaturity.web.notice import notice_page

KEY = "a-key-for-these-tests-only"
HERE = ("127.0.0.1", 50000)
ELSEWHERE = ("192.168.1.7", 50000)
PROOF = hashlib.sha256(b"cx-maturity, the owner's browser\0" + KEY.encode()).hexdigest()


@dataclass
class Owners:
    """What stands behind the door: it answers everything and notes what reached it."""

    reached: list[str] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.reached.append(scope.get("path", scope["type"]))
        if scope["type"] == "websocket":
            await send({"type": "websocket.accept"})
        elif scope["type"] == "http":
            await PlainTextResponse("the owner's")(scope, receive, send)


@dataclass(frozen=True)
class Reply:
    """What came back: a status, headers and text; for a websocket only whether it was accepted."""

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
class House:
    """A door with the owner's rooms behind it and one light page beside it."""

    on_network: bool
    key: str = KEY
    rooms: Owners = field(default_factory=Owners)

    def __post_init__(self) -> None:
        light = [*health_routes, Route("/join/{invitation}", _welcome)]
        self.door = OwnerAccess(self.rooms, light, [], lambda: self.key, lambda: self.on_network, str)

    def visit(
        self,
        path: str = "/",
        client: tuple[str, int] | None = HERE,
        host: str | None = "localhost:8501",
        cookie: str | None = None,
        headers: Sequence[tuple[str, str]] = (),
        **scope: Any,
    ) -> Reply:
        """Ask for this path as a server would pass it on: decoded, otherwise as it came."""
        given = [("host", host), ("cookie", cookie), *headers]
        scope = {
            "type": "http",
            "method": "GET",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": b"",
            "headers": [(name.encode(), value.encode()) for name, value in given if value is not None],
            "client": client,
            "server": ("127.0.0.1", 8501),
            **scope,
        }
        sent: list[Message] = []

        async def send(message: Message) -> None:
            sent.append(message)

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        anyio.run(self.door, scope, receive, send)
        return Reply(sent)

    def lets_in(self, *args: Any, **more: Any) -> bool:
        """Whether this visit reaches the owner's rooms; one that does not is told so."""
        self.rooms.reached.clear()
        reply = self.visit(*args, **more)
        assert (reply.status == 200) == bool(self.rooms.reached)
        assert reply.status in (200, 403)
        return bool(self.rooms.reached)


async def _welcome(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"welcome {request.path_params['invitation']}")


@pytest.fixture
def home() -> House:
    """A house that listens to this machine only."""
    return House(on_network=False)


@pytest.fixture
def network() -> House:
    """A house that was told to listen to the network."""
    return House(on_network=True)


@pytest.fixture(params=[False, True], ids=["this machine", "network"])
def house(request: pytest.FixtureRequest) -> House:
    """Either of them."""
    return House(on_network=request.param)


@pytest.mark.parametrize("client", ["127.0.0.1", "127.0.0.2", "::1", "::ffff:127.0.0.1"])
@pytest.mark.parametrize("host", ["localhost", "localhost:8501", "LOCALHOST:1", "127.0.0.1:8501", "[::1]:8501"])
def test_this_machine_needs_no_key(home: House, client: str, host: str) -> None:
    """Whoever sits at the machine is the owner, by any of its own names."""
    assert home.lets_in(client=(client, 50000), host=host)


@pytest.mark.parametrize("client", [ELSEWHERE, ("::ffff:192.168.1.7", 1), ("fe80::1%eth0", 1), ("", 0), None])
def test_another_machine_needs_the_key_whatever_it_calls_us(home: House, client: tuple[str, int] | None) -> None:
    """A server started by other means may listen further than it was told here; what counts is who asks."""
    assert not home.lets_in(client=client)


@pytest.mark.parametrize(
    "host",
    [
        *(None, "", "evil.example", "evil.example:8501", "localhost.evil.example", "127.0.0.1.evil.example"),
        *("xlocalhost", "localhost@evil.example", "localhost:8501:1", "localhost:", "localhost\n"),
        *("127.0.0.2", "0.0.0.0", "[::2]"),
    ],
)
def test_a_foreign_name_for_this_machine_needs_the_key(home: House, host: str | None) -> None:
    """A page elsewhere may point its own name at this machine to read the owner's answers through their browser."""
    assert not home.lets_in(host=host)


def test_two_names_at_once_need_the_key(home: House) -> None:
    """Nobody can tell which of two is meant."""
    assert not home.lets_in(headers=[("host", "evil.example")])


@pytest.mark.parametrize(
    "name",
    ["forwarded", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "X-Forwarded-Anything", "x-real-ip"],
)
def test_what_a_proxy_passes_on_needs_the_key(home: House, name: str) -> None:
    """A proxy on this machine asks on behalf of others."""
    assert not home.lets_in(headers=[(name, "127.0.0.1")])
    assert not home.lets_in(headers=[(name, "")])


def test_told_to_listen_to_the_network_even_this_machine_needs_the_key(network: House) -> None:
    """A proxy on this machine that names nobody looks just like its owner."""
    assert not network.lets_in()


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_key_signs_the_browser_in(house: House, scheme: str) -> None:
    """The link leads Home and leaves a cookie that opens everything, that no script reads and that is not the key."""
    reply = house.visit(f"/key/{KEY}", client=ELSEWHERE, host="cx.example", scheme=scheme)
    assert (reply.status, reply.headers["location"]) == (303, "/")
    assert reply.headers["referrer-policy"] == "no-referrer"
    assert reply.headers["cache-control"] == "no-store"
    cookie, *marks = reply.headers["set-cookie"].split("; ")
    assert cookie == f"{COOKIE}={PROOF}"
    wanted = {"HttpOnly", "SameSite=lax", "Path=/", "Max-Age=34560000"} | ({"Secure"} if scheme == "https" else set())
    assert set(marks) == wanted
    assert house.rooms.reached == []
    for path in ("/", "/_stcore/health", "/answers/1", "/result"):
        assert house.lets_in(path, client=ELSEWHERE, host="cx.example", cookie=f"other=1; {cookie}")


@pytest.mark.parametrize("key", ["", "x", KEY[:-1], KEY + "x", KEY.upper(), "é", "../_stcore/health", f"{KEY}/"])
def test_a_wrong_key_signs_nobody_in(house: House, key: str) -> None:
    """It is told what everyone without a key is told."""
    reply = house.visit(f"/key/{key}", client=ELSEWHERE)
    assert (reply.status, "set-cookie" in reply.headers) == (403, False)
    assert reply.text == house.visit("/", client=ELSEWHERE).text
    assert house.rooms.reached == []


@pytest.mark.parametrize("shown", ["", KEY, PROOF[:-1], PROOF.upper(), "é", hashlib.sha256(KEY.encode()).hexdigest()])
def test_only_the_cookie_the_key_gave_opens(network: House, shown: str) -> None:
    """Neither a part of it nor the key itself does, and after a new key the old cookie does not either."""
    assert not network.lets_in(cookie=f"{COOKIE}={shown}")
    assert not network.lets_in(cookie=f"owner={PROOF}")
    network.key = "another-key-for-these-tests"
    assert not network.lets_in(cookie=f"{COOKIE}={PROOF}")


def test_any_key_fits_into_its_link(capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever characters an owner chose: the link that is printed holds them as one part of an address."""
    print_access_links(["http://192.168.1.5:8501", "http://localhost:8501"], "so/what? 100% #1 é")
    said = capsys.readouterr().out
    assert "  http://192.168.1.5:8501/key/so%2Fwhat%3F%20100%25%20%231%20%C3%A9\n" in said
    assert "  http://localhost:8501/key/so" in said
    house = House(on_network=True, key="so/what? 100% #1 é")
    assert house.visit("/key/so/what? 100% #1 é").status == 303


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/result", "/_stcore/health", "/_stcore/stream", "/static/js/index.js", "/media/1", "/answers/1"),
        *("/component/x/index.html", "/favicon.ico", "", "*", "/healthz/", "/HEALTHZ", "/Join/1", "/joins", "/KEY/1"),
        *("/join;/1", "//join/1", "/./join/1", "/_stcore/../join/1", "/x/join/1", "\\join\\1", "/join\\1", "/join\n"),
    ],
)
def test_everything_else_is_the_owners(network: House, path: str) -> None:
    """Whatever is not exactly the beginning of a light page asks for the key, known or not."""
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
def test_nothing_under_a_light_page_falls_through(house: House, path: str, cookie: str | None, method: str) -> None:
    """What no light page takes is not found, even for the owner; it never becomes a request to what is behind."""
    reply = house.visit(path, cookie=cookie, method=method)
    assert (reply.status, "Nothing is at this address" in reply.text) == (404, True)
    assert house.rooms.reached == []


@pytest.mark.parametrize("root", ["/join", "/key", "/cx"])
def test_a_prefix_set_for_the_server_opens_nothing(network: House, root: str) -> None:
    """A server that is told to live under a path puts it before every path."""
    reply = network.visit(f"{root}/_stcore/health", root_path=root)
    assert reply.status in (403, 404)
    assert network.rooms.reached == []


def test_the_light_pages_are_for_everyone(house: House) -> None:
    """Whoever has an invitation comes in without a key, from anywhere, under any name."""
    for more in ({}, {"client": ELSEWHERE}, {"host": "cx.example"}, {"headers": [("x-forwarded-for", "1.2.3.4")]}):
        assert house.visit("/join/spring", **more).text == "welcome spring"
        assert house.visit("/healthz", **more).text == "cx-maturity"
    assert house.rooms.reached == []


@pytest.mark.parametrize("path", ["/_stcore/stream", "/join/../_stcore/stream", "/join/1", f"/key/{KEY}", "/", "/join"])
def test_a_websocket_without_the_key_is_closed_before_it_opens(network: House, path: str) -> None:
    """Nothing of Streamlit hears of it."""
    assert network.visit(path, type="websocket", scheme="ws").kinds == ["websocket.close"]
    assert network.rooms.reached == []


def test_a_websocket_of_the_owner_opens(home: House, network: House) -> None:
    """From this machine without a key, from elsewhere with its cookie."""
    stream = {"path": "/_stcore/stream", "type": "websocket", "scheme": "ws"}
    assert home.visit(**stream).kinds == ["websocket.accept"]
    assert network.visit(**stream, client=ELSEWHERE, cookie=f"{COOKIE}={PROOF}").kinds == ["websocket.accept"]
    for client, host in ((HERE, "evil.example"), (ELSEWHERE, "localhost")):
        assert home.visit(**stream, client=client, host=host).kinds == ["websocket.close"]


def test_the_rooms_behind_start_and_stop_with_the_server(network: House) -> None:
    """The door stands in the way of visitors, not of the server itself."""

    async def nothing(*_: Any) -> Message:
        return {}

    anyio.run(network.door, {"type": "lifespan"}, nothing, nothing)
    assert network.rooms.reached == ["lifespan"]


def test_the_refusal_is_a_small_page_of_its_own(network: House) -> None:
    """It says what to do, in words for owners and invited people, keeps nothing, loads nothing, runs nothing."""
    reply = network.visit("/result", client=ELSEWHERE)
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert reply.headers["cache-control"] == "no-store"
    policy = reply.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert '<html lang="en">' in reply.text
    assert "<title>This page is the owner’s · CX Maturity</title>" in reply.text
    assert "open the link printed in the terminal when the app started" in reply.text
    assert "use your invitation link" in reply.text
    for foreign in ("src=", "href=", "url(", "<script", "streamlit", KEY):
        assert foreign not in reply.text.lower()


def test_the_words_of_a_notice_are_never_markup() -> None:
    """They are shown as they are."""
    page = bytes(notice_page(404, "<b>{said}</b>", "<i>{style} & more</i>").body).decode()
    assert "<h1>&lt;b&gt;{said}&lt;/b&gt;</h1><p>&lt;i&gt;{style} &amp; more&lt;/i&gt;</p>" in page
