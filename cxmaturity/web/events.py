"""What phones and screens are told while a workshop goes on, as server-sent events: where it stands and how many voted.

One task for each workshop looks at it a few times a second, for however many listen; what it tells is the same few
bytes for all of them.
"""

import asyncio
import json
import logging
import signal
from collections.abc import Callable
from dataclasses import dataclass, field

from anyio.to_thread import run_sync
from starlette.responses import Response

from cxmaturity.errors import DatabaseUnavailable, NotFound
from cxmaturity.services.workshops.snapshots import LiveStatus
from cxmaturity.web.compression import Receive, Scope, Send
from cxmaturity.web.http import HttpError, PageRequest

log = logging.getLogger(__name__)

POLL_SECONDS = 0.25
"""Seconds between two looks at a workshop."""
PHONE_COUNT_SECONDS = 2.0
"""Seconds between two counts for phones; screens hear of each at once."""
HEARTBEAT_SECONDS = 15.0
"""Seconds after which the same is told again, so that who listens can tell silence from a connection that is gone."""
MAX_SUBSCRIBERS = 5_000
"""How many may listen at once; who comes then asks again and again instead."""

_HEADERS = {"Content-Type": "text/event-stream; charset=utf-8", "X-Accel-Buffering": "no"}


def state_json(glance: LiveStatus) -> str:
    """Return what all may know of a workshop while it goes on, as JSON: nothing of how anyone voted."""
    state = glance.state
    content = {
        "version": glance.number,
        "phase": state.phase,
        "question": state.question,
        "round": state.round,
        "voted": glance.voted,
        "joined": glance.joined,
        "is_paused": state.is_paused,
        "is_shared": state.is_shared,
        "ends_at": state.ends_at.isoformat() if state.ends_at else None,
    }
    return json.dumps(content, separators=(",", ":"))


@dataclass(slots=True, eq=False)
class Subscriber:
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    is_closed: bool = False


@dataclass(slots=True)
class Channel:
    """Those who are told the same; `latest` is what they were told last."""

    latest: bytes = b""
    at: float = 0.0
    subscribers: set[Subscriber] = field(default_factory=set)

    def publish(self, event: bytes, now: float) -> None:
        self.latest, self.at = event, now
        for listener in self.subscribers:
            listener.wake.set()


@dataclass(slots=True)
class _WorkshopChannels:
    phones: Channel = field(default_factory=Channel)
    screens: Channel = field(default_factory=Channel)
    number: int = 0
    task: "asyncio.Task[None] | None" = None

    @property
    def circles(self) -> tuple[Channel, Channel]:
        return self.phones, self.screens


class EventHub:
    """The events of all workshops. One for each process; used from its event loop only."""

    def __init__(self, glance: Callable[[str], LiveStatus]) -> None:
        self._glance = glance
        self._workshops: dict[str, _WorkshopChannels] = {}

    async def reply(self, request: PageRequest, assessment_id: str, *, is_screen: bool) -> Response:
        """Tell of a workshop: as long as somebody listens to those who ask for events, just once to all others."""
        glance = await run_sync(self._glance, assessment_id)
        if not request.wants_events:
            return Response(state_json(glance), media_type="application/json")
        if sum(len(c.subscribers) for w in self._workshops.values() for c in w.circles) >= MAX_SUBSCRIBERS:
            raise HttpError(503, "So many listen that there is no room for more.", "This page asks again by itself.")
        return EventResponse(self, assessment_id, is_screen)

    def subscribe(self, assessment_id: str, is_screen: bool) -> tuple[Channel, Subscriber]:
        """Let somebody listen."""
        workshop = self._workshops.get(assessment_id)
        if workshop is None:
            workshop = self._workshops[assessment_id] = _WorkshopChannels()
            workshop.task = asyncio.create_task(self._poll(assessment_id, workshop))
        circle, listener = workshop.screens if is_screen else workshop.phones, Subscriber()
        circle.subscribers.add(listener)
        if circle.latest:
            listener.wake.set()
        return circle, listener

    def unsubscribe(self, assessment_id: str, circle: Channel, listener: Subscriber) -> None:
        """Let somebody go; with the last one the looking ends."""
        circle.subscribers.discard(listener)
        workshop = self._workshops.get(assessment_id)
        if workshop and not any(c.subscribers for c in workshop.circles):
            del self._workshops[assessment_id]
            if workshop.task:
                workshop.task.cancel()

    async def _poll(self, assessment_id: str, workshop: _WorkshopChannels) -> None:
        clock, is_troubled = asyncio.get_running_loop().time, False
        try:
            while not _is_stopping():
                try:
                    glance = await asyncio.to_thread(self._glance, assessment_id)
                    self._broadcast(workshop, glance, clock())
                    is_troubled = False
                except DatabaseUnavailable as error:  # it may pass; what was told last stays told
                    if not is_troubled:
                        log.warning("database: %s", error.message, exc_info=error.__cause__)
                    is_troubled = True
                await asyncio.sleep(POLL_SECONDS)
        except NotFound:  # removed
            pass
        finally:
            self._end(assessment_id, workshop)

    def _broadcast(self, workshop: _WorkshopChannels, glance: LiveStatus, now: float) -> None:
        event = f"data: {state_json(glance)}\n\n".encode()
        is_new, workshop.number = glance.number != workshop.number, glance.number
        for circle, patience in ((workshop.screens, 0.0), (workshop.phones, PHONE_COUNT_SECONDS)):
            changed = event != circle.latest and (is_new or now - circle.at >= patience)
            if changed or now - circle.at >= HEARTBEAT_SECONDS:
                circle.publish(event, now)

    def _end(self, assessment_id: str, workshop: _WorkshopChannels) -> None:
        if self._workshops.get(assessment_id) is workshop:
            del self._workshops[assessment_id]
        for circle in workshop.circles:
            for listener in circle.subscribers:
                listener.is_closed = True
                listener.wake.set()


class EventResponse(Response):
    """A reply that goes on until its reader leaves or the server stops."""

    def __init__(self, feed: EventHub, assessment_id: str, is_screen: bool) -> None:
        super().__init__(headers=_HEADERS)
        del self.headers["content-length"]
        self._feed, self._assessment_id, self._is_screen = feed, assessment_id, is_screen

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Tell what happens."""
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        if scope["method"] == "HEAD":
            await send({"type": "http.response.body", "body": b""})
            return
        circle, listener = self._feed.subscribe(self._assessment_id, self._is_screen)
        watching = asyncio.create_task(_watch(receive, listener))
        try:
            while True:
                await listener.wake.wait()
                listener.wake.clear()
                if listener.is_closed:
                    break
                await send({"type": "http.response.body", "body": circle.latest, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        except OSError:  # how some servers say that the reader has left
            pass
        finally:
            watching.cancel()
            self._feed.unsubscribe(self._assessment_id, circle, listener)


async def _watch(receive: Receive, listener: Subscriber) -> None:
    """Notice that a reader has left."""
    while (await receive())["type"] != "http.disconnect":
        pass
    listener.is_closed = True
    listener.wake.set()


def _is_stopping() -> bool:
    """Whether the server was told to stop. It waits for every reply to end, and these never would by themselves."""
    server = getattr(signal.getsignal(signal.SIGTERM), "__self__", None)  # uvicorn's, which handles the signals itself
    return bool(getattr(server, "should_exit", False))
