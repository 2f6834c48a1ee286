"""A simulated phone in a workshop, which acts like a browser on its pages: joins, listens, loads parts, votes."""

import asyncio
import json
import random
import re
import time
from html import unescape
from urllib.parse import urlencode

from bench.http_connection import FORM, JSON, HttpConnection, Reply

_FILES = re.compile(r'(?:href|src)="(/join/files/[^"]+)"')
_TOKEN = re.compile(r'name="token" value="(\w+)"')
_WORKSHOP_DATA = re.compile(r'data-workshop="([^"]+)"')
_PART = re.compile(r'data-key="([^"]*)" data-version="(\d+)"')


class Crowd:
    """What all phones share: the address, whether they vote as soon as they can, and the faults they met."""

    def __init__(self, host: str, port: int, invitation: str) -> None:
        self.place, self.origin, self.home = (host, port), f"http://{host}:{port}", f"/join/{invitation}"
        self.is_eager = False
        self.errors: list[str] = []

    def note_fault(self, what: str, error: object) -> None:
        """Note a fault that no visitor should see."""
        self.errors.append(f"{what}: {type(error).__name__ if isinstance(error, Exception) else ''} {error}"[:200])


class Phone:
    """One person's phone.

    `heard` and `shown` are when it heard of a state and showed it, by version; `stored` is the level confirmed as
    stored, by question and round; `taken` is how long each vote took.
    """

    def __init__(self, crowd: Crowd, number: int) -> None:
        self._crowd, self._number = crowd, number
        self.connection, self._event_connection = HttpConnection(*crowd.place), HttpConnection(*crowd.place)
        self.heard: dict[int, float] = {}
        self.shown: dict[int, float] = {}
        self.stored: dict[str, int] = {}
        self.taken: list[float] = []
        self.is_in = asyncio.Event()
        self._token, self._place = "", ""
        self._files: set[str] = set()
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def code(self) -> str:
        """The private code in its cookie."""
        return self.connection.cookie.partition("=")[2]

    async def join(self) -> float:
        """Open the link, join, and listen from then on; return the seconds until it shows the workshop."""
        began = time.time()
        welcome = await self._page()
        fields = {"token": _first_match(_TOKEN, welcome), "role": "leader" if self._number % 4 == 0 else "other"}
        sent = urlencode(fields | {"do": "begin", "code": ""}).encode()
        reply = await self.connection.post(self._crowd.home, FORM, sent, "null")
        if reply.status != 303:
            raise RuntimeError(f"joining: {reply.status} {reply.text[:300]}")
        page = await self._page()
        self._token = json.loads(unescape(_first_match(_WORKSHOP_DATA, page)))["token"]
        self._event_connection.cookie = self.connection.cookie
        self._is_at(page)
        self._tasks.append(asyncio.create_task(self._listen()))
        return time.time() - began

    async def _page(self) -> str:
        page = _good(await self.connection.get(self._crowd.home)).text
        for file in _FILES.findall(page):
            if file not in self._files:
                self._files.add(file)
                _good(await self.connection.get(file, "*/*"))
        return page

    def _is_at(self, page: str) -> int:
        match = _PART.search(page)
        if not match:
            raise RuntimeError(f"no part in {page[:200]}")
        self._place, number = match[1], int(match[2])
        self.shown.setdefault(number, time.time())
        return number

    async def _listen(self) -> None:
        while True:
            try:
                async for event in self._event_connection.events(f"{self._crowd.home}/live"):
                    self.is_in.set()
                    number = json.loads(event)["version"]
                    if number not in self.heard:
                        self.heard[number] = time.time()
                        if number > max(self.shown):
                            await self._look(number)
                self._crowd.note_fault("listening", "the server ended it")
            except Exception as error:
                self._crowd.note_fault("listening", error)
            await asyncio.sleep(1)

    async def _look(self, number: int) -> None:
        while self._is_at(_good(await self.connection.get(f"{self._crowd.home}/part", "*/*")).text) < number:
            await asyncio.sleep(0.5)
        if self._crowd.is_eager and self._place.startswith("vote:"):
            await self.vote()

    async def vote(self) -> None:
        """Choose another level and wait until it is stored."""
        _, question, round_, *_ = self._place.split(":")
        name = f"{question}:{round_}"
        level = random.choice([n for n in range(1, 6) if n != self.stored.get(name)])
        content = {"question": question, "round": int(round_), "answer": {"level": level}, "token": self._token}
        began = time.perf_counter()
        try:
            sent = json.dumps(content).encode()
            _good(await self.connection.post(f"{self._crowd.home}/vote", JSON, sent, self._crowd.origin))
        except Exception as error:
            self._crowd.note_fault("vote", error)
            return
        self.taken.append(time.perf_counter() - began)
        self.stored[name] = level

    def leave(self) -> None:
        """Switch the phone off."""
        for task in self._tasks:
            task.cancel()
        self.connection.close()
        self._event_connection.close()


def _first_match(pattern: re.Pattern[str], page: str) -> str:
    match = pattern.search(page)
    if not match:
        raise RuntimeError(f"no {pattern.pattern} in {page[:300]}")
    return match[1]


def _good(reply: Reply) -> Reply:
    if reply.status != 200:
        raise RuntimeError(f"{reply.status} {reply.text[:200]}")
    return reply
