"""Many phones in a separate process: `python -m bench.phones HOST PORT INVITATION SCREEN COUNT`.

Reads one command per line as JSON and writes one line in reply to each; all times are in seconds of the wall clock.
"""

import asyncio
import json
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from bench.http_connection import HttpConnection
from bench.phone import Crowd, Phone

_PATIENCE = 30
_KEPT_ERRORS = 5


class AllPhones:
    """All phones, and the commands to them."""

    def __init__(self, host: str, port: int, invitation: str, screen: str, count: int) -> None:
        self._crowd = Crowd(host, port, invitation)
        self._phones = [Phone(self._crowd, number) for number in range(count)]
        self._screen, self._counts = f"/join/screen/{screen}/live", list[tuple[float, int]]()
        self._tasks: list[asyncio.Task[None]] = []

    async def join(self, within: float) -> dict[str, Any]:
        """Let all phones join, spread over `within` seconds; return how long each took."""
        self._tasks.append(asyncio.create_task(self._watch()))
        began = time.time()
        taken = await self._each(lambda p: p.join(), "join", spread=within)
        await self._each(lambda p: p.is_in.wait(), "listening")
        return {"taken": taken, "all": time.time() - began}

    async def _watch(self) -> None:
        """Listen as a screen does, to measure how often the count reaches it."""
        async for event in HttpConnection(*self._crowd.place).events(self._screen):
            self._counts.append((time.time(), json.loads(event)["voted"]))

    async def set_eager(self, eager: bool) -> dict[str, Any]:
        """Set whether all phones vote as soon as they can."""
        self._crowd.is_eager = eager
        return {}

    async def wait_for_version(self, number: int, vote: str = "") -> dict[str, Any]:
        """Wait until all show this version of the state or a later one, and have voted; return when and how fast."""
        until = time.time() + _PATIENCE
        while time.time() < until:
            if all(max(p.shown) >= number and (not vote or vote in p.stored) for p in self._phones):
                break
            await asyncio.sleep(0.02)
        else:
            self._crowd.note_fault("state", f"{number} is not shown on all phones")
        heard = [p.heard[number] for p in self._phones if number in p.heard]
        return {"heard": heard, "shown": [p.shown[number] for p in self._phones if number in p.shown]} | self._taken()

    async def vote_at_once(self) -> dict[str, Any]:
        """Let all phones vote at the same instant."""
        await self._each(lambda p: p.vote(), "burst")
        return self._taken()

    async def vote_without_pause(self, seconds: float) -> dict[str, Any]:
        """Let each phone vote again as soon as its vote is stored; return the votes per second."""
        began = time.perf_counter()

        async def go_on(phone: Phone) -> None:
            while time.perf_counter() - began < seconds:
                await phone.vote()

        await self._each(go_on, "flat out")
        return {"rate": len(self._taken()["votes"]) / (time.perf_counter() - began)}

    async def vote_at_intervals(self, seconds: float, every: float) -> dict[str, Any]:
        """Let each phone vote again and again at its own times; also return when the count on screens changed."""
        self._counts.clear()
        began = time.time()

        async def go_on(phone: Phone) -> None:
            while time.time() - began < seconds:
                due = time.time() + every
                await phone.vote()
                await asyncio.sleep(due - time.time())

        await self._each(go_on, "steady", spread=every)
        return {"counts": [moment for moment, voted in self._counts if voted < len(self._phones)]} | self._taken()

    async def leave(self) -> dict[str, Any]:
        """Switch all phones off; return their stored votes, the faults, and the processor time used."""
        for phone in self._phones:
            phone.leave()
        for task in self._tasks:
            task.cancel()
        known = Counter(self._crowd.errors)
        return {
            "stored": {phone.code: phone.stored for phone in self._phones if phone.code},
            "errors": sum(known.values()),
            "first_errors": [f"{count} × {error}" for error, count in known.most_common(_KEPT_ERRORS)],
            "reopened": sum(phone.connection.reopened for phone in self._phones),
            "busy": time.process_time(),
        }

    def _taken(self) -> dict[str, Any]:
        """Return how long the votes took since the last call."""
        taken = [seconds for phone in self._phones for seconds in phone.taken]
        for phone in self._phones:
            phone.taken.clear()
        return {"votes": taken}

    async def _each(self, do: Callable[[Phone], Awaitable[Any]], what: str, spread: float = 0.0) -> list[Any]:
        async def one(phone: Phone) -> Any:
            await asyncio.sleep(random.uniform(0, spread))
            try:
                return await do(phone)
            except Exception as error:
                self._crowd.note_fault(what, error)
                return None

        return [result for result in await asyncio.gather(*map(one, self._phones)) if result is not None]


async def _serve(arguments: Sequence[str]) -> None:
    host, port, invitation, screen, count = arguments
    phones = AllPhones(host, int(port), invitation, screen, int(count))
    while line := await asyncio.to_thread(sys.stdin.readline):
        asked = json.loads(line)
        reply = await getattr(phones, asked.pop("do"))(**asked)
        print(json.dumps(reply), flush=True)


if __name__ == "__main__":
    import uvloop

    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # two connections per phone
    random.seed(1)
    uvloop.run(_serve(sys.argv[1:]))
