"""Connections that never become requests, endless, silent, slow or too many, are ended without harm to others."""

import asyncio
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from threading import Thread
from typing import Any

import psutil
import pytest
import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from websockets.sync.client import connect

from cxmaturity.services.network import OPEN_FILES
from cxmaturity.web.security import connection_limits
from cxmaturity.web.security.connection_limits import (
    MAX_HEAD_BYTES,
    ConnectionLimits,
    default_limits,
    guard_connections,
)
from cxmaturity.web.security.security_headers import SECURITY_HEADERS

SECONDS = 0.4  # in place of the deadlines, which are longer than a test
PATIENCE = 15  # seconds until something expected counts as missing


async def app(scope: Any, receive: Any, send: Any) -> None:
    """An app that replies with the length of the body, slowly, or with a stream, and accepts every websocket."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        while (await receive())["type"] != "websocket.disconnect":
            pass
        return
    length = 0
    while True:
        message = await receive()
        length += len(message.get("body", b""))
        if not message.get("more_body"):
            break
    if scope["path"] == "/slow":
        await asyncio.sleep(3 * SECONDS)
    content = str(length).encode()
    headers = [(b"content-length", str(len(content)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": content})


Serve = Callable[[ConnectionLimits], int]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start uvicorn under these limits and return its port."""
    original = dict(vars(HttpToolsProtocol))
    servers: list[tuple[uvicorn.Server, Thread]] = []

    def start(limits: ConnectionLimits) -> int:
        guard_connections(lambda: limits)
        config = uvicorn.Config(app, "127.0.0.1", 0, log_level="critical", lifespan="off", timeout_keep_alive=2)
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, daemon=True)
        thread.start()
        servers.append((server, thread))
        until = time.monotonic() + PATIENCE
        while not server.started and time.monotonic() < until:
            thread.join(0.01)
        port: int = server.servers[0].sockets[0].getsockname()[1]
        return port

    yield start
    for server, thread in servers:
        server.should_exit = server.force_exit = True
        thread.join(PATIENCE)
    for name, method in original.items():
        if getattr(HttpToolsProtocol, name) is not method and callable(method):
            setattr(HttpToolsProtocol, name, method)


@pytest.fixture
def port(serve: Serve) -> int:
    """A server whose limits are never reached."""
    return serve(ConnectionLimits(1000, 1000))


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Timeouts short enough for a test."""
    monkeypatch.setattr(connection_limits, "HEAD_SECONDS", SECONDS)
    monkeypatch.setattr(connection_limits, "BODY_SECONDS", SECONDS)


def opened(port: int, source: str = "") -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), PATIENCE, (source, 0) if source else None)
    connection.settimeout(PATIENCE)
    return connection


def reply(connection: socket.socket) -> bytes:
    """Return everything received until the other side closes."""
    parts = []
    try:
        while part := connection.recv(65_536):
            parts.append(part)
    except ConnectionError:
        pass
    return b"".join(parts)


def get(port: int, source: str = "") -> bytes:
    with closing(opened(port, source)) as connection:
        try:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        except ConnectionError:
            return b""
        return reply(connection)


HEAD = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
ENDLESS = {
    "a value": (b"GET / HTTP/1.1\r\nHost: x\r\nCookie: ", b"a" * 4096, 431),
    "a name": (b"GET / HTTP/1.1\r\n", b"a" * 4096, 431),
    "headers": (b"GET / HTTP/1.1\r\n", b"A: b\r\n" * 700, 431),
    "an address": (b"GET /", b"a" * 4096, 431),
    "lines before a request": (b"", b"\r\n" * 2048, 431),
    "trailers": (HEAD + b"\r\n1\r\nx\r\n0\r\n", b"A: b\r\n" * 700, 0),
    "a trailer": (HEAD + b"\r\n1\r\nx\r\n0\r\nA: ", b"a" * 4096, 0),
    "an extension of a chunk": (HEAD + b"\r\n1;a=", b"a" * 4096, 0),
}


@pytest.mark.parametrize("kind", list(ENDLESS))
def test_endless_headers_are_refused_at_32_kb(port: int, kind: str) -> None:
    """Endless headers, 64 MB of them, take neither memory nor time; the next request is served."""
    start, part, status = ENDLESS[kind]
    memory = psutil.Process().memory_info().rss
    sent = 0
    with closing(opened(port)) as connection:
        try:
            connection.sendall(start)
            while sent < 64 << 20:
                connection.sendall(part)
                sent += len(part)
        except ConnectionError:
            pass
        answer = reply(connection)
    assert sent < 16 << 20  # the content of the system's own buffers
    assert psutil.Process().memory_info().rss - memory < 20 << 20
    if status and answer:  # the refusal may be lost where more was on its way
        assert answer.startswith(f"HTTP/1.1 {status} ".encode())
    assert get(port).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(("length", "status"), [(MAX_HEAD_BYTES, b"200"), (MAX_HEAD_BYTES + 1, b"431")])
def test_the_limit_is_32_kb_to_the_byte(port: int, length: int, status: bytes) -> None:
    """Also for a head that arrives in one piece; the refusal is a reply that says what is wrong."""
    start = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: "
    with closing(opened(port)) as connection:
        connection.sendall(start + b"a" * (length - len(start) - 4) + b"\r\n\r\n")
        answer = reply(connection)
    assert answer.split(b" ")[1] == status
    assert status == b"200" or answer.endswith(b"The request's headers are too long.")


@pytest.mark.parametrize("piece", [1, 1000, 1 << 20])
def test_bodies_are_as_long_as_they_like(port: int, piece: int) -> None:
    """Of known length or chunked, in small pieces or at once; and two requests on one connection."""
    body = b"b" * 300_000
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:70_000], body[70_000:])) + b"0\r\n\r\n"
    known = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 300000\r\n\r\n" + body
    last = HEAD + b"Connection: close\r\n\r\n" + chunks
    content = known + last
    with closing(opened(port)) as connection:
        if piece == 1:  # the head byte by byte, which takes as long as it takes
            for n in range(60):
                connection.sendall(content[n : n + 1])
            connection.sendall(content[60:])
        else:
            for n in range(0, len(content), piece):
                connection.sendall(content[n : n + piece])
        answer = reply(connection)
    assert answer.count(b"HTTP/1.1 200 OK") == 2
    assert answer.count(b"300000") == 2


SLOW = {
    "silence": [b""],
    "silence amid the headers": [b"GET / HTTP/1.1\r\nHost: x\r\n"],
    "a byte now and then": [b"GET / HTTP/1.1\r\nA: ", *[b"a"] * 50],
    "line ends after a request": [b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", *[b"\r\n"] * 50],
    "a second request that stops": [b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HT"],
    "silence amid a body": [b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc"],
}


@pytest.mark.parametrize("kind", list(SLOW))
@pytest.mark.usefixtures("hasty")
def test_slow_requests_are_ended(port: int, kind: str) -> None:
    """Ten seconds for the headers and the silence before them, thirty for a pause in a body; shortened here."""
    start = time.monotonic()
    with closing(opened(port)) as connection:
        connection.settimeout(SECONDS / 10)
        answer = b""
        for part in [*SLOW[kind], *[b""] * 100]:
            try:
                connection.sendall(part)
                block = connection.recv(65_536)
            except TimeoutError:
                continue
            except ConnectionError:
                break
            answer += block
            if not block:
                break
        else:
            pytest.fail("it is not ended")
    assert time.monotonic() - start > SECONDS * 0.9  # but for the resolution of the clock
    if kind == "silence":  # browsers open connections in advance, and must not take a refusal for a page
        assert answer == b""
    elif kind != "silence amid a body":
        assert answer.endswith(b"The request did not arrive in time.")


@pytest.mark.usefixtures("hasty")
def test_slow_replies_are_not_ended(port: int) -> None:
    """Neither while the app is slow nor while a websocket is silent."""
    with closing(opened(port)) as connection, connect(f"ws://127.0.0.1:{port}/") as websocket:
        connection.sendall(b"GET /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert reply(connection).startswith(b"HTTP/1.1 200 ")
        websocket.ping().wait(PATIENCE)


def test_silent_connections_do_not_block_requests(serve: Serve) -> None:
    """With many more silent connections from one address than the limit, every real request is served."""
    port = serve(ConnectionLimits(overall=50, of_one_address=40))
    with ExitStack() as stack:
        for _ in range(6):
            for _ in range(50):
                stack.enter_context(closing(opened(port)))
            assert get(port).startswith(b"HTTP/1.1 200 ")


def test_one_address_does_not_use_all_connections(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also with busy connections; when all are used, this machine's owner is still served."""
    monkeypatch.setattr(connection_limits, "is_local_address", lambda address: address == "127.0.0.9")
    port = serve(ConnectionLimits(overall=6, of_one_address=4))

    def occupy(stack: ExitStack, source: str) -> None:
        connection = stack.enter_context(closing(opened(port, source)))
        connection.sendall(b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")

    monkeypatch.setattr("tests.web.security.test_connection_limits.SECONDS", PATIENCE / 3)
    with ExitStack() as stack:
        for _ in range(4):
            occupy(stack, "127.0.0.2")
        wait_until(lambda: b" 503 " in get(port, "127.0.0.2"))
        assert get(port, "127.0.0.3").startswith(b"HTTP/1.1 200 ")
        for _ in range(2):
            occupy(stack, "127.0.0.3")
        wait_until(lambda: b" 503 " in get(port, "127.0.0.4"))
        assert get(port, "127.0.0.9").startswith(b"HTTP/1.1 200 ")
    wait_until(lambda: b" 200 " in get(port, "127.0.0.2"))


def wait_until(is_true: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not is_true():
        assert time.monotonic() < until


def test_websockets_count_until_they_end(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    """They leave the HTTP protocol that counted them, and are still counted down at their end."""
    monkeypatch.setattr(connection_limits, "is_local_address", lambda _address: False)
    monkeypatch.setattr(connection_limits, "_OWNER_RESERVE", 0)
    port = serve(ConnectionLimits(overall=2, of_one_address=2))
    for _ in range(3):
        with connect(f"ws://127.0.0.1:{port}/"), connect(f"ws://127.0.0.1:{port}/"):
            wait_until(lambda: b" 503 " in get(port))
        wait_until(lambda: b" 200 " in get(port))


def test_visitors_behind_a_named_proxy_are_not_one(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their connections all come from the proxy's address, so only the total limit applies."""
    monkeypatch.setattr(connection_limits, "is_local_address", lambda _address: False)
    port = serve(ConnectionLimits(overall=8, of_one_address=1, shared=["127.0.0.2/32", "2001:db8::/32"]))
    with connect(f"ws://127.0.0.1:{port}/", source_address=("127.0.0.2", 0)):
        assert b" 200 " in get(port, "127.0.0.2")
    with connect(f"ws://127.0.0.1:{port}/", source_address=("127.0.0.3", 0)):
        wait_until(lambda: b" 503 " in get(port, "127.0.0.3"))


def test_the_limits_allow_a_thousand_phones_behind_one_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two connections each and some more; the total leaves files for the database, and room for other addresses."""
    resource = pytest.importorskip("resource", reason="Windows knows no such limit")
    monkeypatch.setattr(resource, "getrlimit", lambda _kind: (OPEN_FILES, OPEN_FILES))
    limits = default_limits([])
    assert limits._overall == OPEN_FILES - 500
    assert 2200 <= limits._of_one_address <= limits._overall / 2


@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="only Linux can be asked to notice a loss")
def test_a_phone_out_of_reach_is_noticed_within_half_a_minute(serve: Serve) -> None:
    """Otherwise its stream would stay open, and the phone count as connected, for a quarter of an hour."""
    limits = ConnectionLimits(1000, 1000)
    port = serve(limits)
    with closing(opened(port)):
        until = time.monotonic() + PATIENCE
        while not limits._silent:
            assert time.monotonic() < until
        [guard] = limits._silent
        connection = guard.transport.get_extra_info("socket")
        assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 30_000


WEBSOCKET = b"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
KEY = b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
NO_REQUESTS = [
    b"NONSENSE\r\n\r\n",
    b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    bytes.fromhex("16030100") + b"\x80" * 40,
    WEBSOCKET + b"Sec-WebSocket-Version: 13\r\n\r\n",
    WEBSOCKET + KEY + b"Sec-WebSocket-Version: 1\r\n\r\n",
    WEBSOCKET + b"Sec-WebSocket-Key: short\r\nSec-WebSocket-Version: 13\r\n\r\n",
]


@pytest.mark.parametrize("content", NO_REQUESTS)
def test_an_invalid_request_gets_a_reply_with_the_security_headers(port: int, content: bytes) -> None:
    """uvicorn and its websocket protocol would send their own replies without them."""
    with closing(opened(port)) as connection:
        connection.sendall(content)
        answer = reply(connection)
    assert answer.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert answer.endswith(b"\r\n\r\nThis is no request that a browser sends.")
    head = answer.decode().split("\r\n\r\n")[0].splitlines()
    assert {f"{name}: {value}" for name, value in SECURITY_HEADERS.items()} <= set(head)
    assert get(port).startswith(b"HTTP/1.1 200 ")
