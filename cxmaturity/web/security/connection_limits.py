"""Limits on connections: how many there may be, how long their headers are, and how slowly they may arrive.

uvicorn accepts headers of any length and waits for them without end, and middleware sees a request only once its
headers are complete. So the methods of uvicorn's protocol class are wrapped; every way of starting the app uses that
class.
"""

import asyncio
import re
import socket
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from http import HTTPStatus
from ipaddress import ip_network
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from cxmaturity.services.network import is_local_address, open_file_limit
from cxmaturity.web.security.rate_limits import client_network
from cxmaturity.web.security.security_headers import SECURITY_HEADERS

MAX_HEAD_BYTES = 32 << 10
"""The longest request line with headers, and the most bytes between two parts of a body."""

HEAD_SECONDS = 10.0
"""How long the headers of a request may take to arrive, and how long a new connection may be silent."""

BODY_SECONDS = 30.0
"""How long a body may pause."""

LOST_SECONDS = 30
"""How long sent bytes may stay unacknowledged until the connection counts as lost, such as a phone out of reach."""

_OTHER_FILES = 500  # files other than connections: database, logs, served files
_MOST_OF_ONE_ADDRESS = 2500  # a thousand phones behind one router use up to 2,200
_OWNER_RESERVE = 100

_WEBSOCKET_KEY = re.compile(rb"[A-Za-z0-9+/]{22}==")  # 16 bytes in base64

_REPLIES = {
    HTTPStatus.BAD_REQUEST: "This is no request that a browser sends.",
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: "The request's headers are too long.",
    HTTPStatus.REQUEST_TIMEOUT: "The request did not arrive in time.",
    HTTPStatus.SERVICE_UNAVAILABLE: "Too many connections are open. Try again in a minute.",
}


class ConnectionLimits:
    """How many connections there may be, per address and overall.

    At a limit, the connection that has been silent longest without ever sending a request is closed to make room.
    Connections from this machine are the owner's: only the overall limit applies to them, and some room is reserved for
    them. `shared` are addresses and networks, such as proxies, whose connections belong to many visitors.
    """

    def __init__(self, overall: int, of_one_address: int, shared: Sequence[str] = ()) -> None:
        self._overall, self._of_one_address = overall, of_one_address
        self._shared = [ip_network(address) for address in shared]
        self._count = 0
        self._counts: Counter[str] = Counter()
        self._silent: OrderedDict[_Guard, None] = OrderedDict()  # oldest first
        self._silent_of: defaultdict[str, OrderedDict[_Guard, None]] = defaultdict(OrderedDict)

    def admit(self, guard: "_Guard") -> bool:
        """Count a new connection and return True; return False when there is no room for it."""
        is_limited = not guard.is_local and not self._is_shared(guard.address)
        if is_limited and self._counts[guard.address] >= self._of_one_address:
            is_admitted = self._close_one_of(self._silent_of[guard.address])
        else:
            is_admitted = self._count < self._overall or self._close_one_of(self._silent)
        if not is_admitted and guard.is_local:
            is_admitted = self._count < self._overall + _OWNER_RESERVE
        if is_admitted:
            self._count += 1
            self._counts[guard.address] += 1
            self._silent[guard] = self._silent_of[guard.address][guard] = None
        return is_admitted

    def note_request(self, guard: "_Guard") -> None:
        """Note that a connection has sent a request."""
        if guard in self._silent:
            del self._silent[guard], self._silent_of[guard.address][guard]

    def release(self, guard: "_Guard") -> None:
        """Stop counting an admitted connection."""
        self.note_request(guard)
        self._count -= 1
        self._counts[guard.address] -= 1
        if not self._counts[guard.address]:
            del self._counts[guard.address]
            self._silent_of.pop(guard.address, None)

    def _close_one_of(self, silent: "OrderedDict[_Guard, None]") -> bool:
        """Close the longest silent of these connections; return False when there is none."""
        oldest = next(iter(silent), None)
        if oldest:
            oldest.drop()
        return oldest is not None

    def _is_shared(self, address: str) -> bool:
        try:
            network = ip_network(address)
        except ValueError:
            return False
        return any(network.version == s.version and network.subnet_of(s) for s in self._shared)  # type: ignore[arg-type]  # same IP version


class _Guard:
    """The state of one connection: reading headers, reading a body, or waiting for the next request."""

    def __init__(self, protocol: Any, transport: asyncio.Transport, limits: ConnectionLimits) -> None:
        self.protocol, self.transport, self._limits = protocol, transport, limits
        peer, host = transport.get_extra_info("peername"), transport.get_extra_info("sockname")
        self.address: str = client_network(peer[0]) if isinstance(peer, tuple) else ""
        # A connection from this machine to its own network address also comes from that address.
        self.is_local = not isinstance(peer, tuple) or is_local_address(peer[0]) or peer[0] == host[0]
        self.unfinished_bytes = 0
        """Bytes received since the last part of a body, or since the last request."""
        self.is_in_head = True
        self.is_in_body = False
        self._timer: asyncio.TimerHandle | None = None
        self._is_admitted = limits.admit(self)
        if self._is_admitted:
            self.set_timer(HEAD_SECONDS)
        else:
            self.refuse(HTTPStatus.SERVICE_UNAVAILABLE)

    def note_begin(self) -> None:
        """Note that a request has begun, perhaps directly behind another."""
        self.unfinished_bytes = self.unfinished_bytes or 1

    def note_head(self) -> None:
        """Note that the headers of a request are complete."""
        self.is_in_head, self.is_in_body = False, True
        self._limits.note_request(self)

    def note_end(self) -> None:
        """Note that a request is complete."""
        self.is_in_head, self.is_in_body = True, False
        self.unfinished_bytes = 0

    def update_timer(self) -> None:
        """Set the time until which more must arrive, if anything is expected."""
        if self.is_in_head and self.unfinished_bytes:
            if self._timer is None:
                self.set_timer(HEAD_SECONDS)
        elif self.is_in_body:
            self.set_timer(BODY_SECONDS)
        else:
            self._cancel_timer()

    def set_timer(self, seconds: float) -> None:
        """Refuse the connection after `seconds`, unless the timer is set again."""
        self._cancel_timer()
        self._timer = self.protocol.loop.call_later(seconds, self._on_timeout)

    def _cancel_timer(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def _on_timeout(self) -> None:
        self._timer = None
        if self.protocol.flow.read_paused:  # the app reads too slowly, not the client
            self.set_timer(BODY_SECONDS)
        elif self.unfinished_bytes or self.is_in_body:
            self.refuse(HTTPStatus.REQUEST_TIMEOUT)
        else:  # a browser opened it in advance: a reply would answer its next request
            self.transport.close()

    def refuse(self, status: HTTPStatus) -> None:
        """Close the connection, with a reply unless one is being sent."""
        if self.transport.is_closing():
            return
        cycle = self.protocol.cycle
        if cycle is None or cycle.response_complete:
            text = _REPLIES[status].encode()
            headers = {"Content-Type": "text/plain; charset=utf-8", "Content-Length": str(len(text))}
            headers |= SECURITY_HEADERS | {"Connection": "close"}
            lines = [
                f"HTTP/1.1 {status.value} {status.phrase}",
                *(f"{name}: {value}" for name, value in headers.items()),
            ]
            self.transport.write("\r\n".join([*lines, "", ""]).encode() + text)
            self.transport.close()
        else:
            self.transport.abort()

    def drop(self) -> None:
        """Close the connection at once and without a reply, to make room."""
        self.release()
        self.transport.abort()

    def hand_over(self, protocol: Any) -> None:
        """Leave the connection to the websocket protocol, which has its own limits; it is counted until it ends."""
        self._cancel_timer()
        lost = protocol.connection_lost

        def connection_lost(error: Exception | None) -> None:
            self.release()
            lost(error)

        protocol.connection_lost = connection_lost

    def release(self) -> None:
        """Stop counting the connection and cancel its timer."""
        self._cancel_timer()
        if self._is_admitted:
            self._is_admitted = False
            self._limits.release(self)


def guard_connections(limits: Callable[[], ConnectionLimits]) -> None:
    """Apply `limits`, called at the first connection, to every connection that uvicorn accepts from now on."""
    shared_limits = cache(limits)
    made, lost = _uvicorn("connection_made"), _uvicorn("connection_lost")
    received, begin = _uvicorn("data_received"), _uvicorn("on_message_begin")
    headers_complete, body = _uvicorn("on_headers_complete"), _uvicorn("on_body")
    message_complete, upgrade = _uvicorn("on_message_complete"), _uvicorn("handle_websocket_upgrade")

    def connection_made(self: Any, transport: asyncio.Transport) -> None:
        _notice_loss(transport)
        made(self, transport)
        self.cx_guard = _Guard(self, transport, shared_limits())

    def connection_lost(self: Any, error: Exception | None) -> None:
        self.cx_guard.release()
        lost(self, error)

    def data_received(self: Any, data: bytes) -> None:
        guard: _Guard = self.cx_guard
        while data:
            room = MAX_HEAD_BYTES - guard.unfinished_bytes
            if room <= 0:
                guard.refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
                return
            part, data = data[:room], data[room:]
            guard.unfinished_bytes += len(part)
            received(self, part)
            if self.transport.is_closing():
                return
            protocol = self.transport.get_protocol()
            if protocol is not self:
                guard.hand_over(protocol)
                if data:
                    protocol.data_received(data)
                return
        guard.update_timer()

    def on_message_begin(self: Any) -> None:
        self.cx_guard.note_begin()
        begin(self)

    def on_headers_complete(self: Any) -> None:
        self.cx_guard.note_head()
        headers_complete(self)

    def on_body(self: Any, part: bytes) -> None:
        self.cx_guard.unfinished_bytes = 0
        body(self, part)

    def on_message_complete(self: Any) -> None:
        self.cx_guard.note_end()
        message_complete(self)

    def handle_websocket_upgrade(self: Any) -> None:
        headers = dict(self.headers)
        if headers.get(b"sec-websocket-version") == b"13" and _WEBSOCKET_KEY.fullmatch(
            headers.get(b"sec-websocket-key", b"")
        ):
            upgrade(self)
        else:
            self.cx_guard.refuse(HTTPStatus.BAD_REQUEST)

    def send_400_response(self: Any, _message: str) -> None:
        self.cx_guard.refuse(HTTPStatus.BAD_REQUEST)

    for wrapper in (
        connection_made,
        connection_lost,
        data_received,
        on_message_begin,
        on_headers_complete,
        on_body,
        on_message_complete,
        handle_websocket_upgrade,
        send_400_response,
    ):
        setattr(HttpToolsProtocol, wrapper.__name__, wrapper)


def _notice_loss(transport: asyncio.Transport) -> None:
    """Make the system end a connection whose other end has vanished; by default it waits a quarter of an hour."""
    connection, option = transport.get_extra_info("socket"), getattr(socket, "TCP_USER_TIMEOUT", None)  # Linux only
    if connection is not None and option is not None:
        with suppress(OSError):  # not TCP, or already closed
            connection.setsockopt(socket.IPPROTO_TCP, option, LOST_SECONDS * 1000)


_UVICORN = {name: method for name, method in vars(HttpToolsProtocol).items() if callable(method)}


def _uvicorn(name: str) -> Callable[..., None]:
    """Return uvicorn's own method even if it is wrapped already, because the app may be imported twice."""
    method: Callable[..., None] = _UVICORN[name]
    return method


def default_limits(shared: Sequence[str]) -> ConnectionLimits:
    """Return limits that leave files for the database and room for others, whatever one address does."""
    overall = max(100, open_file_limit() - _OTHER_FILES)
    return ConnectionLimits(overall, min(_MOST_OF_ONE_ADDRESS, overall * 2 // 3), shared)
