"""What is told while a workshop goes on: soon, to many, of nothing but where it stands, while the server runs."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cxmaturity.errors import DatabaseUnavailable, NotFound
from cxmaturity.services.workshops import snapshots as services_live
from cxmaturity.services.workshops.facilitation import WorkshopView
from cxmaturity.services.workshops.snapshots import LiveStatus, WorkshopSnapshots
from cxmaturity.store.database.engine import Database, open_database
from cxmaturity.web import events
from cxmaturity.web.events import EventHub, state_json
from tests.browser.workshop_fixtures import done, joined, opened, voted
from tests.build import ROOT
from tests.web.phone import Phone

KEYS = {
    "version", "phase", "question", "round", "voted", "joined", "average", "asking", "time_requests", "is_paused",
    "is_shared", "is_timer_hidden", "screen_blank", "ends_at",
}  # fmt: skip
PATIENCE = 20  # seconds: how long anything may take before it counts as not happening


@pytest.fixture
def workshop(database: Database) -> WorkshopView:
    return opened(database)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks often, so that no test waits long."""
    monkeypatch.setattr(events, "POLL_SECONDS", 0.01)
    monkeypatch.setattr(services_live, "CACHE_SECONDS", 0)


class Listener:
    """Somebody who listens: reads the events of a feed as a server would pass them on."""

    def __init__(self, feed: EventHub, assessment_id: str, is_screen: bool = False) -> None:
        self.messages: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._left = asyncio.Event()
        reply = feed.stream(assessment_id, is_screen=is_screen)
        self._task = asyncio.create_task(reply({"type": "http", "method": "GET"}, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        self.messages.put_nowait(message)

    async def start(self) -> dict[str, Any]:
        """Return how the reply begins."""
        return await asyncio.wait_for(self.messages.get(), PATIENCE)

    async def next_state(self) -> Any:
        """Return the next event, None at the end of the stream."""
        message = await asyncio.wait_for(self.messages.get(), PATIENCE)
        body = message["body"]
        if body.startswith(b"id: "):
            self.server_time = datetime.fromisoformat(body.partition(b"\n")[0].removeprefix(b"id: ").decode())
        return json.loads(body.partition(b"\ndata: ")[2]) if body else None

    async def until(self, is_it: Callable[[Any], bool]) -> Any:
        """Return the first event for which this is true."""
        while not is_it(news := await self.next_state()):
            pass
        return news

    async def leave(self) -> None:
        """Stop listening."""
        self._left.set()
        await asyncio.wait_for(self._task, PATIENCE)


def run(work: Callable[[], Awaitable[None]]) -> None:
    async def whole() -> None:
        await work()

    asyncio.run(asyncio.wait_for(whole(), 3 * PATIENCE))


def test_whoever_comes_hears_where_it_stands_and_then_what_changes(database: Database, workshop: WorkshopView) -> None:
    """Subscribers get each state at once; an event holds the phase and how many voted, and nothing else."""
    feed = EventHub(WorkshopSnapshots(lambda: database).status)

    async def work() -> None:
        listener = Listener(feed, workshop.assessment.id, is_screen=True)
        start = await listener.start()
        assert (start["status"], dict(start["headers"])[b"content-type"]) == (200, b"text/event-stream; charset=utf-8")
        assert b"content-length" not in dict(start["headers"])
        first = await listener.next_state()
        assert (set(first), first["phase"], first["joined"]) == (KEYS, "lobby", 0)
        people = await asyncio.to_thread(joined, database, workshop, 2)
        assert (await listener.until(lambda news: news["joined"] == 2))["version"] == first["version"]
        await asyncio.to_thread(done, database, workshop, "begin", seconds=60)
        news = await listener.until(lambda news: news["phase"] == "vote")
        assert (news["question"], news["round"], news["voted"]) == (workshop.order[0], 1, 0)
        left = datetime.fromisoformat(news["ends_at"]) - listener.server_time
        assert timedelta(seconds=50) < left <= timedelta(seconds=60)
        await asyncio.to_thread(voted, database, workshop, people[:1], 5)
        await listener.until(lambda news: news["voted"] == 1)
        await asyncio.to_thread(done, database, workshop, "pause")
        assert (await listener.until(lambda news: news["is_paused"]))["phase"] == "vote"
        await listener.leave()

    run(work)


def test_one_look_is_enough_for_a_thousand(database: Database, workshop: WorkshopView) -> None:
    """All hear the very same bytes; how often the workshop is looked at does not depend on how many listen."""
    looks = 0
    glance = WorkshopSnapshots(lambda: database).status

    def counted(assessment_id: str) -> LiveStatus:
        nonlocal looks
        looks += 1
        return glance(assessment_id)

    feed = EventHub(counted)

    async def work() -> None:
        listeners = [Listener(feed, workshop.assessment.id) for _ in range(1000)]
        for listener in listeners:
            await listener.start()
            assert (await listener.next_state())["phase"] == "lobby"
        before = looks
        await asyncio.to_thread(done, database, workshop, "begin")
        bodies = set()
        for listener in listeners:
            message = await asyncio.wait_for(listener.messages.get(), PATIENCE)
            bodies.add(message["body"])
        assert len(bodies) == 1
        assert looks - before < 300
        for listener in listeners:
            await listener.leave()

    run(work)


def polls() -> int:
    """Return how many workshops are polled."""
    return sum("EventHub._poll" in repr(task.get_coro()) for task in asyncio.all_tasks())


def test_the_looking_ends_with_the_last_who_listens(database: Database, workshop: WorkshopView) -> None:
    """One of two who leaves changes nothing; with the second the task is gone. Who comes later is told as the first."""
    feed = EventHub(WorkshopSnapshots(lambda: database).status)

    async def work() -> None:
        one, two = Listener(feed, workshop.assessment.id), Listener(feed, workshop.assessment.id, is_screen=True)
        for listener in (one, two):
            await listener.start()
            await listener.next_state()
        await one.leave()
        assert polls() == 1
        await two.leave()
        while polls():
            await asyncio.sleep(0)
        assert feed._workshops == {}
        later = Listener(feed, workshop.assessment.id)
        await later.start()
        assert (await later.next_state())["phase"] == "lobby"
        await later.leave()

    run(work)


def test_phones_hear_of_a_change_at_once_and_of_counts_now_and_then(
    database: Database, workshop: WorkshopView, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While votes pour in a screen hears of each count; a phone hears nothing until the workshop goes on."""
    monkeypatch.setattr(events, "PHONE_COUNT_SECONDS", 1000.0)
    feed = EventHub(WorkshopSnapshots(lambda: database).status)

    async def work() -> None:
        people = await asyncio.to_thread(joined, database, workshop, 3)
        await asyncio.to_thread(done, database, workshop, "begin")
        phone, screen = Listener(feed, workshop.assessment.id), Listener(feed, workshop.assessment.id, is_screen=True)
        for listener in (phone, screen):
            await listener.start()
            assert (await listener.next_state())["phase"] == "vote"
        for number, who in enumerate(people, start=1):
            await asyncio.to_thread(voted, database, workshop, [who], 3)
            await screen.until(lambda news, number=number: news["voted"] == number)  # type: ignore[misc]  # bound here
        assert phone.messages.empty()
        await asyncio.to_thread(done, database, workshop, "reveal")
        assert (await phone.next_state())["phase"] == "reveal"
        await phone.leave()
        await screen.leave()

    run(work)


def test_silence_means_that_a_connection_is_gone(
    database: Database, workshop: WorkshopView, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without changes, the same state is sent again and again."""
    monkeypatch.setattr(events, "HEARTBEAT_SECONDS", 0.05)
    feed = EventHub(WorkshopSnapshots(lambda: database).status)

    async def work() -> None:
        listener = Listener(feed, workshop.assessment.id)
        await listener.start()
        first = await listener.next_state()
        assert [await listener.next_state(), await listener.next_state()] == [first, first]
        await listener.leave()

    run(work)


def test_trouble_with_the_database_passes(
    database: Database, workshop: WorkshopView, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever listens goes on listening, and hears what happened as soon as it can be known; it is logged once."""
    glance, is_away = WorkshopSnapshots(lambda: database).status, False

    def sometimes(assessment_id: str) -> LiveStatus:
        if is_away:
            raise DatabaseUnavailable("The disk is full.", "Free some space.")
        return glance(assessment_id)

    feed = EventHub(sometimes)

    async def work() -> None:
        nonlocal is_away
        listener = Listener(feed, workshop.assessment.id)
        await listener.start()
        await listener.next_state()
        is_away = True
        await asyncio.to_thread(done, database, workshop, "begin")
        while not caplog.records:
            await asyncio.sleep(0.01)
        assert listener.messages.empty()
        is_away = False
        assert (await listener.next_state())["phase"] == "vote"
        await listener.leave()

    run(work)
    assert [r.message for r in caplog.records] == ["database: The disk is full."]


def test_a_workshop_that_is_removed_ends_it(database: Database, workshop: WorkshopView) -> None:
    """The stream ends; a new request gets the reply that there is no such workshop."""
    glance, is_gone = WorkshopSnapshots(lambda: database).status, False

    def removed(assessment_id: str) -> LiveStatus:
        if is_gone:
            raise NotFound("It is gone.", "")
        return glance(assessment_id)

    feed = EventHub(removed)

    async def work() -> None:
        nonlocal is_gone
        listener = Listener(feed, workshop.assessment.id)
        await listener.start()
        await listener.next_state()
        is_gone = True
        assert await listener.next_state() is None
        await listener.leave()

    run(work)
    assert feed._workshops == {}


def test_there_is_room_for_so_many(database: Database, workshop: WorkshopView, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new stream is refused at once; a request for the state without a stream is answered."""
    monkeypatch.setattr(events, "MAX_SUBSCRIBERS", 0)
    phone = Phone(lambda: database, workshop).join(name="Ada")
    reply = phone.get(f"{phone.home}/live", headers={"Accept": "text/event-stream"})
    assert reply.status_code == 503
    assert phone.state()["phase"] == "lobby"


def test_whoever_does_not_listen_is_answered_once(database: Database, workshop: WorkshopView) -> None:
    """As JSON with the same few facts; however it is asked, the reply ends."""
    phone = Phone(lambda: database, workshop).join(name="Ada")
    for accept in ("application/json", "text/html", "*/*", "text/event-stream, text/html"):
        reply = phone.get(f"{phone.home}/live", headers={"Accept": accept})
        assert (reply.status_code, set(reply.json())) == (200, KEYS)
        assert reply.headers["cache-control"] == "no-store"
    assert reply.text == state_json(WorkshopSnapshots(lambda: database).status(workshop.assessment.id))


# At a real server


def ask(url: str) -> bool:
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=2) as reply:
            return bool(reply.status == 200)
    except OSError:
        return False


@pytest.mark.parametrize(
    ("how", "sign"),
    [
        (["uvicorn", "app:app"], signal.SIGTERM),
        (["streamlit", "run", "app.py", "--server.headless=true"], signal.SIGINT),
    ],
)
def test_the_server_stops_while_people_listen(tmp_path: Path, how: list[str], sign: signal.Signals) -> None:
    """It ends within seconds, and every reply ends whole: nothing keeps it waiting."""
    url = f"sqlite:///{tmp_path / 'cx.db'}"
    database = open_database(url)
    workshop = opened(database)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = [f"--port={port}"] if how[0] == "uvicorn" else [f"--server.port={port}"]
    environment = os.environ | {"CXMATURITY_DATABASE_URL": url, "HOME": str(tmp_path)}
    with (tmp_path / "log").open("wb") as log:
        command = [sys.executable, "-m", *how, *options]
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True)
    try:
        until = time.monotonic() + 60
        while not ask(f"http://127.0.0.1:{port}/healthz"):
            assert time.monotonic() < until, (tmp_path / "log").read_text(encoding="utf-8")
            time.sleep(0.05)
        listeners = []
        for place in (f"{workshop.assessment.invitation}/live", f"screen/{workshop.screen}/live") * 20:
            listener = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
            head = f"GET /join/{place} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/event-stream\r\n\r\n"
            listener.sendall(head.encode())
            listeners.append(listener)
        for listener in listeners:
            received = b""
            while b"data: " not in received:
                received += listener.recv(65536)
            assert b"200 OK" in received
        server.send_signal(sign)
        for listener in listeners:
            with closing(listener):
                rest = b""
                while part := listener.recv(65536):
                    rest += part
                assert rest.endswith(b"0\r\n\r\n")
        server.wait(10)
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()
        database.close()
    shown_text = (tmp_path / "log").read_text(encoding="utf-8")
    assert "Traceback" not in shown_text
    assert "/join/" not in shown_text  # nobody's address or code is written down


def test_the_end_of_the_app_closes_the_vote_writer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once, after the last request and not before, so that no vote is left waiting."""
    import app

    closed: list[bool] = []
    monkeypatch.setattr(app, "warm_up", lambda: None)
    monkeypatch.setattr(app.server_address, "on_network", lambda: False)
    monkeypatch.setattr(app.workshops, "close", lambda: closed.append(True))
    monkeypatch.setattr(app, "close_overdue_surveys", lambda _database: asyncio.sleep(1000))

    async def work() -> None:
        async with app.lifespan(app.app):
            assert closed == []

    asyncio.run(work())
    assert closed == [True]
