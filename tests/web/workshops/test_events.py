"""The event stream of a workshop: fast, shared by many, with nothing but its state, and open while the server runs."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from cxmaturity.errors import DatabaseUnavailable, NotFound
from cxmaturity.services.workshops import live_status as services_live
from cxmaturity.services.workshops.live_status import LiveStatus, LiveStatuses
from cxmaturity.services.workshops.people import participants
from cxmaturity.services.workshops.workshop_view import WorkshopView
from cxmaturity.store.database.engine import Database
from cxmaturity.ui.shared.frame import server_address
from cxmaturity.web import events
from cxmaturity.web.events import EventHub, state_json
from tests.build import ROOT
from tests.web.phone import Phone
from tests.web.workshops.listener import PATIENCE, Listener, run
from tests.workshop_fixtures import done, joined, opened, reloaded, voted

KEYS = {
    "version", "phase", "question", "round", "voted", "joined", "average", "asking", "time_requests", "is_paused",
    "is_shared", "is_timer_hidden", "screen_blank", "ends_at",
}  # fmt: skip


@pytest.fixture
def workshop(database: Database) -> WorkshopView:
    return opened(database)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Poll often, so that no test waits long."""
    monkeypatch.setattr(events, "POLL_SECONDS", 0.01)
    monkeypatch.setattr(services_live, "CACHE_SECONDS", 0)


def test_a_subscriber_gets_the_state_and_then_each_change(database: Database, workshop: WorkshopView) -> None:
    """An event holds the phase and the number of votes, and nothing else."""
    feed = EventHub(LiveStatuses(lambda: database).status)

    async def work() -> None:
        listener = Listener(feed, workshop.assessment.id, is_screen=True)
        start = await listener.start()
        assert (start["status"], dict(start["headers"])[b"content-type"]) == (200, b"text/event-stream; charset=utf-8")
        assert b"content-length" not in dict(start["headers"])
        first = await listener.next_state()
        assert (set(first), first["phase"], first["joined"]) == (KEYS, "lobby", 0)
        people = await asyncio.to_thread(joined, database, workshop, 2)
        assert (await listener.until(lambda event: event["joined"] == 2))["version"] == first["version"]
        await asyncio.to_thread(done, database, workshop, "begin", seconds=60)
        event = await listener.until(lambda event: event["phase"] == "vote")
        assert (event["question"], event["round"], event["voted"]) == (workshop.order[0], 1, 0)
        left = datetime.fromisoformat(event["ends_at"]) - listener.server_time
        assert timedelta(seconds=50) < left <= timedelta(seconds=60)
        await asyncio.to_thread(voted, database, workshop, people[:1], 5)
        await listener.until(lambda event: event["voted"] == 1)
        await asyncio.to_thread(done, database, workshop, "pause")
        assert (await listener.until(lambda event: event["is_paused"]))["phase"] == "vote"
        await listener.leave()

    run(work)


def test_one_poll_serves_a_thousand_subscribers(database: Database, workshop: WorkshopView) -> None:
    """All get the same bytes; how often the workshop is polled does not depend on the number of subscribers."""
    polled = 0
    status_of = LiveStatuses(lambda: database).status

    def counted(assessment_id: str) -> LiveStatus:
        nonlocal polled
        polled += 1
        return status_of(assessment_id)

    feed = EventHub(counted)

    async def work() -> None:
        listeners = [Listener(feed, workshop.assessment.id) for _ in range(1000)]
        for listener in listeners:
            await listener.start()
            assert (await listener.next_state())["phase"] == "lobby"
        before = polled
        await asyncio.to_thread(done, database, workshop, "begin")
        bodies = set()
        for listener in listeners:
            message = await asyncio.wait_for(listener.messages.get(), PATIENCE)
            bodies.add(message["body"])
        assert len(bodies) == 1
        assert polled - before < 300
        for listener in listeners:
            await listener.leave()

    run(work)


def polls() -> int:
    """Return the number of workshops being polled."""
    return sum("EventHub._poll" in repr(task.get_coro()) for task in asyncio.all_tasks())


def test_polling_ends_with_the_last_subscriber(database: Database, workshop: WorkshopView) -> None:
    """After one of two has left polling continues; after the second the task is gone.

    A later subscriber starts it again.
    """
    feed = EventHub(LiveStatuses(lambda: database).status)

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


def test_phones_get_changes_of_phase_and_the_screen_every_count(
    database: Database, workshop: WorkshopView, monkeypatch: pytest.MonkeyPatch
) -> None:
    """During a vote the screen gets each count; a phone gets nothing until the phase changes."""
    monkeypatch.setattr(events, "PHONE_COUNT_SECONDS", 1000.0)
    feed = EventHub(LiveStatuses(lambda: database).status)

    def has_votes(number: int, event: dict[str, Any]) -> bool:
        return bool(event["voted"] == number)

    async def work() -> None:
        people = await asyncio.to_thread(joined, database, workshop, 3)
        await asyncio.to_thread(done, database, workshop, "begin")
        phone, screen = Listener(feed, workshop.assessment.id), Listener(feed, workshop.assessment.id, is_screen=True)
        for listener in (phone, screen):
            await listener.start()
            assert (await listener.next_state())["phase"] == "vote"
        for number, person in enumerate(people, start=1):
            await asyncio.to_thread(voted, database, workshop, [person], 3)
            await screen.until(partial(has_votes, number))
        assert phone.messages.empty()
        await asyncio.to_thread(done, database, workshop, "reveal")
        assert (await phone.next_state())["phase"] == "reveal"
        await phone.leave()
        await screen.leave()

    run(work)


def test_an_unchanged_state_is_repeated(
    database: Database, workshop: WorkshopView, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without changes the state is sent at intervals, so that silence means a lost connection."""
    monkeypatch.setattr(events, "HEARTBEAT_SECONDS", 0.05)
    feed = EventHub(LiveStatuses(lambda: database).status)

    async def work() -> None:
        listener = Listener(feed, workshop.assessment.id)
        await listener.start()
        first = await listener.next_state()
        assert [await listener.next_state(), await listener.next_state()] == [first, first]
        await listener.leave()

    run(work)


def test_a_stream_survives_a_database_error(
    database: Database, workshop: WorkshopView, caplog: pytest.LogCaptureFixture
) -> None:
    """Subscribers stay connected and get the state once it can be read; the error is logged once."""
    status_of, is_away = LiveStatuses(lambda: database).status, False

    def sometimes(assessment_id: str) -> LiveStatus:
        if is_away:
            raise DatabaseUnavailable("The disk is full.", "Free some space.")
        return status_of(assessment_id)

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
    """The stream ends; a new request is answered that there is no such workshop."""
    status_of, is_gone = LiveStatuses(lambda: database).status, False

    def removed(assessment_id: str) -> LiveStatus:
        if is_gone:
            raise NotFound("It is gone.", "")
        return status_of(assessment_id)

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


def test_the_stream_of_a_removed_phone_ends(database: Database, workshop: WorkshopView) -> None:
    """That of the other phone goes on."""
    people = joined(database, workshop, 2)
    feed = EventHub(LiveStatuses(lambda: database).status)

    def remove() -> None:
        view = reloaded(database, workshop)
        [first, _] = participants.attendance(database, view).people
        participants.remove_participant(database, view, first.number)

    async def work() -> None:
        removed, other = (Listener(feed, workshop.assessment.id, response_id=each.stored.id) for each in people)
        for listener in (removed, other):
            await listener.start()
            await listener.next_state()
        await asyncio.to_thread(remove)
        await removed.until(lambda event: event is None)
        await asyncio.to_thread(done, database, workshop, "begin")
        await other.until(lambda event: event["phase"] == "vote")
        for listener in (removed, other):
            await listener.leave()

    run(work)


def test_streams_beyond_the_limit_are_refused(
    database: Database, workshop: WorkshopView, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new stream is refused at once; a request for the state without a stream is answered."""
    monkeypatch.setattr(events, "MAX_SUBSCRIBERS", 0)
    phone = Phone(lambda: database, workshop).join(name="Ada")
    reply = phone.get(f"{phone.home}/live", headers={"Accept": "text/event-stream"})
    assert reply.status_code == 503
    assert phone.state()["phase"] == "lobby"


def test_a_request_without_a_stream_is_answered_once(database: Database, workshop: WorkshopView) -> None:
    """As JSON with the same facts, and the reply ends."""
    phone = Phone(lambda: database, workshop).join(name="Ada")
    for accept in ("application/json", "text/html", "*/*", "text/event-stream, text/html"):
        reply = phone.get(f"{phone.home}/live", headers={"Accept": accept})
        assert (reply.status_code, set(reply.json())) == (200, KEYS)
        assert reply.headers["cache-control"] == "no-store"
    assert reply.text == state_json(LiveStatuses(lambda: database).status(workshop.assessment.id))


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
def test_the_server_stops_while_streams_are_open(
    database: Database, begun_sqlite_url: str, tmp_path: Path, how: list[str], sign: signal.Signals
) -> None:
    """It stops within seconds although streams are open, and every reply ends complete."""
    workshop = opened(database)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = [f"--port={port}"] if how[0] == "uvicorn" else [f"--server.port={port}"]
    environment = os.environ | {"CXMATURITY_DATABASE_URL": begun_sqlite_url, "HOME": str(tmp_path)}
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
    shown_text = (tmp_path / "log").read_text(encoding="utf-8")
    assert "Traceback" not in shown_text
    assert "/join/" not in shown_text  # no address or code is logged


def test_the_end_of_the_app_closes_the_vote_writer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once, after the last request, so that no vote is left in the queue."""
    import app

    closed: list[bool] = []
    monkeypatch.setattr(app, "start_up", lambda: None)
    monkeypatch.setattr(server_address, "on_network", lambda: False)
    monkeypatch.setattr(app.workshops, "close", lambda: closed.append(True))
    monkeypatch.setattr(app, "close_overdue_surveys", lambda _database: asyncio.sleep(1000))

    async def work() -> None:
        async with app.lifespan(app.app):
            assert closed == []

    asyncio.run(work())
    assert closed == [True]
