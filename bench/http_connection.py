"""A phone's HTTP/1.1 connection: kept alive as by browsers, and opened again when the server has closed it."""

import asyncio
import gzip
from collections.abc import AsyncIterator
from dataclasses import dataclass

HTML, JSON, EVENTS, FORM = "text/html", "application/json", "text/event-stream", "application/x-www-form-urlencoded"
_PATIENCE = 30
_LONGEST = 2**20


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply; `cookie` is the cookie that it sets, empty without one."""

    status: int
    cookie: str
    content: bytes

    @property
    def text(self) -> str:
        """The content as text."""
        return self.content.decode()


class HttpConnection:
    """One connection for one request after the other. `reopened` counts how often it was closed during a request."""

    def __init__(self, host: str, port: int) -> None:
        self._place = host, port
        self._ends: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._turn = asyncio.Lock()
        self.cookie = ""
        self.reopened = 0

    async def get(self, path: str, accept: str = HTML) -> Reply:
        """Request a page."""
        return await self._ask(self._head("GET", path, f"Accept: {accept}\r\n"))

    async def post(self, path: str, kind: str, content: bytes, origin: str) -> Reply:
        """Send a form or JSON; `origin` is the Origin header."""
        headers = f"Accept: {HTML}\r\nOrigin: {origin}\r\nContent-Type: {kind}\r\nContent-Length: {len(content)}\r\n"
        return await self._ask(self._head("POST", path, headers) + content)

    async def events(self, path: str) -> AsyncIterator[bytes]:
        """Yield the server's events until the stream ends; each event arrives in one chunk."""
        reader, writer = await self._opened()
        writer.write(self._head("GET", path, f"Accept: {EVENTS}\r\nCache-Control: no-store\r\n"))
        async with asyncio.timeout(_PATIENCE):
            status, _ = await _head_of(reader)
        if status != 200:
            raise RuntimeError(f"{path}: {status}")
        while not reader.at_eof():
            try:
                piece = await reader.readuntil(b"\n\n")
            except asyncio.IncompleteReadError:
                break
            yield piece[piece.index(b"data: ") + 6 :]

    def close(self) -> None:
        """Close the connection."""
        if self._ends:
            self._ends[1].close()
        self._ends = None

    def _head(self, method: str, path: str, headers: str) -> bytes:
        host, port = self._place
        cookie = f"Cookie: {self.cookie}\r\n" if self.cookie else ""
        usual = "User-Agent: bench\r\nAccept-Encoding: gzip\r\nAccept-Language: en\r\nConnection: keep-alive\r\n"
        return f"{method} {path} HTTP/1.1\r\nHost: {host}:{port}\r\n{usual}{cookie}{headers}\r\n".encode()

    async def _opened(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        self.close()
        self._ends = await asyncio.open_connection(*self._place, limit=_LONGEST)
        return self._ends

    async def _ask(self, sent: bytes) -> Reply:
        async with self._turn, asyncio.timeout(_PATIENCE):
            while True:
                kept = self._ends if self._ends and not self._ends[0].at_eof() else None
                reader, writer = kept or await self._opened()
                try:
                    writer.write(sent)
                    reply = await _reply(reader)
                except (asyncio.IncompleteReadError, ConnectionError):
                    self.close()
                    if not kept:
                        raise
                    self.reopened += 1  # like browsers: the server closed it during the request
                    continue
                self.cookie = reply.cookie or self.cookie
                return reply


async def _head_of(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").splitlines()
    pairs = (line.partition(": ") for line in lines if line)
    return int(first.split(" ")[1]), {name.lower(): value for name, _, value in pairs}


async def _reply(reader: asyncio.StreamReader) -> Reply:
    status, headers = await _head_of(reader)
    content = await reader.readexactly(int(headers.get("content-length", 0)))
    if headers.get("content-encoding") == "gzip":
        content = gzip.decompress(content)
    return Reply(status, headers.get("set-cookie", "").partition(";")[0], content)
