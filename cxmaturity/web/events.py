"""Server-sent events with the state of a workshop and its counts, for phones and projected screens.

An open stream also means that its phone is connected: see services/workshops/people/phone_rosters.py. One task per
workshop polls it, however many subscribers it has, and publishes the same bytes to all phones, and to all screens.
"""

import asyncio
import json
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import anyio
from anyio.to_thread import run_sync
from sse_starlette import EventSourceResponse
from starlette.responses import Response

from cxmaturity.errors import DatabaseUnavailable, NotFound
from cxmaturity.services.workshops.live_status import LiveStatus
from cxmaturity.services.workshops.people.phone_rosters import ASK_SECONDS, ROSTERS
from cxmaturity.web.http import HttpError, PageRequest
from cxmaturity.wording.workshop.workshop_console import average_progress

log = logging.getLogger(__name__)

POLL_SECONDS = 0.25
"""Seconds between two polls of a workshop."""
PHONE_COUNT_SECONDS = 2.0
"""Seconds between two events for phones in which only a count has changed; screens get each at once."""
HEARTBEAT_SECONDS = 15.0
"""Seconds after which the last event is sent again, by which a subscriber notices a lost connection."""
MAX_SUBSCRIBERS = 5_000
"""How many streams may be open at once; further pages poll instead."""

_GRACE_SECONDS = 5.0  # for streams to end when the server stops; they need two polls


def state_json(live: LiveStatus, *, is_screen: bool = False) -> str:
    """Return what everybody may know of a running workshop, as JSON; it contains nobody's vote.

    For phones it has the number of people only in the lobby: later phones do not show it, and it changes whenever one
    is locked.
    """
    state = live.state
    has_counts = is_screen or state.phase == "lobby"
    content = {
        "version": live.version,
        "phase": state.phase,
        "question": state.question,
        "round": state.round,
        "voted": live.voted if has_counts else None,
        "joined": live.joined if has_counts else None,
        "average": average_progress(live.answered, live.joined) if has_counts else None,
        "asking": live.asking,
        "time_requests": state.time_requests if is_screen else None,
        "is_paused": state.is_paused,
        "is_shared": state.is_shared,
        "is_timer_hidden": state.is_timer_hidden,
        "screen_blank": state.screen_blank,
        "ends_at": state.ends_at.isoformat() if state.ends_at else None,
    }
    return json.dumps(content, separators=(",", ":"))


@dataclass(slots=True, eq=False)
class Subscriber:
    """One open stream. `own_event` is to be sent to it alone: what the person stored on another device."""

    own_event: bytes = b""
    wake: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(slots=True)
class Channel:
    """Subscribers who receive the same events. A slow one may miss events, but never the last one."""

    last_state: str = ""
    published_at: float = 0.0
    subscribers: set[Subscriber] = field(default_factory=set)
    _last_event: bytes = b""
    _count: int = 0
    _is_closed: bool = False

    def publish(self, state: str, now: float) -> None:
        """Send a state to all subscribers; the event's id is this machine's time, by which they run their timers."""
        self.last_state, self.published_at = state, now
        self._last_event = f"id: {datetime.now(UTC).isoformat()}\ndata: {state}\n\n".encode()
        self._count += 1
        self._wake()

    def close(self) -> None:
        """End the streams of all subscribers."""
        self._is_closed = True
        self._wake()

    def _wake(self) -> None:
        for subscriber in self.subscribers:
            subscriber.wake.set()

    async def events(self, subscriber: Subscriber) -> AsyncIterator[bytes]:
        """Yield the last event at once, then each new one and the subscriber's own, until the channel is closed."""
        received = 0
        while True:
            subscriber.wake.clear()
            if subscriber.own_event:
                own_event, subscriber.own_event = subscriber.own_event, b""
                yield own_event
            elif self._count != received:
                received = self._count
                yield self._last_event
            elif self._is_closed:
                return
            else:
                await subscriber.wake.wait()


@dataclass(slots=True)
class _WorkshopChannels:
    phones: Channel = field(default_factory=Channel)
    screens: Channel = field(default_factory=Channel)
    version: int = 0
    task: "asyncio.Task[None] | None" = None

    @property
    def subscribers(self) -> int:
        return len(self.phones.subscribers) + len(self.screens.subscribers)


class EventHub:
    """The events of all workshops. One instance per process, used only from its event loop."""

    def __init__(self, status: Callable[[str], LiveStatus]) -> None:
        self._status = status
        self._workshops: dict[str, _WorkshopChannels] = {}
        self._devices: dict[str, list[Subscriber]] = defaultdict(list)  # streams by person
        self._shutdown = anyio.Event()  # set by sse-starlette when the server is told to stop

    async def reply(
        self, request: PageRequest, assessment_id: str, *, is_screen: bool, response_id: str | None = None
    ) -> Response:
        """Return a stream of events if the request asks for one, else the current state, as JSON.

        `response_id` identifies the person of a phone, who thereby counts as connected; None for somebody who has not
        joined. Raises NotFound, and HttpError when too many streams are open.
        """
        live = await run_sync(self._status, assessment_id)
        if not request.wants_events:
            if response_id:
                ROSTERS.visit(assessment_id, response_id, ASK_SECONDS)
            return Response(state_json(live, is_screen=is_screen), media_type="application/json")
        if sum(workshop.subscribers for workshop in self._workshops.values()) >= MAX_SUBSCRIBERS:
            raise HttpError(503, "So many listen that there is no room for more.", "This page asks again by itself.")
        return self.stream(assessment_id, is_screen=is_screen, response_id=response_id)

    def publish_to_own_devices(self, response_id: str, stored: Mapping[str, Any]) -> None:
        """Send what a person has just stored to their other phones and windows, if any.

        Those served by another process notice it at their next event, or when they are opened.
        """
        devices = self._devices.get(response_id, ())
        if len(devices) < 2:
            return
        event = f"event: own\ndata: {json.dumps(stored, separators=(',', ':'))}\n\n".encode()
        for subscriber in devices:
            subscriber.own_event = event
            subscriber.wake.set()

    def stream(self, assessment_id: str, *, is_screen: bool, response_id: str | None = None) -> EventSourceResponse:
        """Return a stream that ends when the reader leaves or is removed, the workshop goes, or the server stops."""
        return EventSourceResponse(
            self._events(assessment_id, is_screen, response_id),
            ping=0,  # replaced by our heartbeat, whose event a page needs after sleep
            shutdown_event=self._shutdown,
            shutdown_grace_period=_GRACE_SECONDS,
        )

    async def _events(self, assessment_id: str, is_screen: bool, response_id: str | None) -> AsyncIterator[bytes]:
        """Yield a workshop's events; polling starts with the first subscriber and ends with the last."""
        workshop = self._workshops.get(assessment_id)
        if workshop is None:
            workshop = self._workshops[assessment_id] = _WorkshopChannels()
            workshop.task = asyncio.create_task(self._poll(assessment_id, workshop))
        channel = workshop.screens if is_screen else workshop.phones
        subscriber = Subscriber()
        channel.subscribers.add(subscriber)
        if response_id:
            self._devices[response_id].append(subscriber)
        try:
            with ROSTERS.connected(assessment_id, response_id):
                async for event in channel.events(subscriber):
                    yield event
                    if response_id and ROSTERS.was_removed(assessment_id, response_id):
                        return
        finally:
            channel.subscribers.discard(subscriber)
            if response_id:
                self._devices[response_id].remove(subscriber)
                if not self._devices[response_id]:
                    del self._devices[response_id]
            if not workshop.subscribers:
                self._forget(assessment_id, workshop)
                if workshop.task:
                    workshop.task.cancel()

    async def _poll(self, assessment_id: str, workshop: _WorkshopChannels) -> None:
        clock, is_unavailable = asyncio.get_running_loop().time, False
        try:
            while not self._shutdown.is_set():
                try:
                    live = await asyncio.to_thread(self._status, assessment_id)
                    self._broadcast(workshop, live, clock())
                    is_unavailable = False
                except DatabaseUnavailable as error:  # may be temporary; subscribers keep the last event
                    if not is_unavailable:
                        log.warning("database: %s", error.message, exc_info=error.__cause__)
                    is_unavailable = True
                await asyncio.sleep(POLL_SECONDS)
        except NotFound:  # the workshop was removed
            pass
        finally:
            self._forget(assessment_id, workshop)
            workshop.screens.close()
            workshop.phones.close()

    def _forget(self, assessment_id: str, workshop: _WorkshopChannels) -> None:
        if self._workshops.get(assessment_id) is workshop:
            del self._workshops[assessment_id]

    def _broadcast(self, workshop: _WorkshopChannels, live: LiveStatus, now: float) -> None:
        """Publish a new version to all at once; a new count to phones only every `PHONE_COUNT_SECONDS`."""
        is_new, workshop.version = live.version != workshop.version, live.version
        for channel, pause in ((workshop.screens, 0.0), (workshop.phones, PHONE_COUNT_SECONDS)):
            state = state_json(live, is_screen=channel is workshop.screens)
            silence = now - channel.published_at
            is_due = state != channel.last_state and (is_new or silence >= pause)
            if is_due or silence >= HEARTBEAT_SECONDS:
                channel.publish(state, now)
