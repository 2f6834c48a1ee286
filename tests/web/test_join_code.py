"""The field for a workshop's code: forgiving to who mistypes, closed to who guesses, the same words for all wrong."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from cxmaturity.services.workshops import setup
from cxmaturity.services.workshops.facilitation import WorkshopView
from cxmaturity.store import tables as t
from cxmaturity.store.engine import Database, open_database
from cxmaturity.web.participant.join_code import MAX_WRONG_OVERALL, MAX_WRONG_PER_CLIENT
from cxmaturity.web.rate_limits import RateLimiter
from tests.browser.workshop_fixtures import done, opened
from tests.web.participant import HOST, Guest, Page, expect_rules


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = open_database(f"sqlite:///{tmp_path / 'cx.db'}")
    yield found
    found.close()


@pytest.fixture
def guest(database: Database) -> Guest:
    return Guest(lambda: database)


@pytest.fixture
def room(database: Database) -> WorkshopView:
    return opened(database)


@pytest.mark.parametrize("typed", ["{}", " {} ", "{0[0]} {0[1]}{0[2]}-{0[3]}{0[4]}{0[5]}"])
@pytest.mark.parametrize("is_small", [True, False])
def test_a_code_is_forgiving(guest: Guest, room: WorkshopView, typed: str, is_small: bool) -> None:
    """Blanks, dashes and small letters do not matter; it leads to the workshop's own address."""
    code = typed.format(room.code)
    reply = guest.send("/join", {"code": code.lower() if is_small else code})
    assert (reply.status_code, reply.headers["location"]) == (303, f"/join/{room.assessment.invitation}")
    expect_rules(reply)
    assert "Join" in guest.open(reply.headers["location"]).text


def test_the_address_may_end_in_a_stroke(guest: Guest, room: WorkshopView) -> None:
    """As many type it; and the field is big enough, has the focus and says what to type."""
    for address in ("/join", "/join/"):
        page = guest.open(address)
        assert "The code on the screen" in page.text
        field = next(given for tag, given in page.tags if given.get("name") == "code")
        assert ("autofocus" in field, field["autocapitalize"], field["maxlength"]) == (True, "characters", "40")
    assert guest.browser.post("/join/", data={"code": room.code}).status_code == 303


def test_all_that_is_wrong_is_answered_alike(database: Database, guest: Guest, room: WorkshopView) -> None:
    """Unknown, cut short, not a code at all, ended, out of date: the same page, kind, and never more."""
    ended, expired = opened(database), opened(database)
    done(database, ended, "end")
    with database.writing() as connection:
        mine = t.workshop.c.assessment_id == expired.assessment.id
        connection.execute(update(t.workshop).where(mine).values(expires_at=datetime.now(UTC) - timedelta(seconds=1)))
    unknown = "222222" if room.code != "222222" else "333333"
    texts = set()
    for code in (unknown, room.code[:-1], "", "<b>", "ö" * 40, "x" * 3000, ended.code, expired.code):
        reply = guest.browser.post("/join", data={"code": code})
        assert reply.status_code == 404
        expect_rules(reply)
        texts.add(Page(reply).text)
    assert len(texts) == 1
    assert "No workshop is open with this code. Look at the screen once more" in texts.pop()
    assert Page(guest.browser.post("/join", data={"code": "<b>wrong"})).fields["code"] == "<b>wrong"


def test_nobody_may_guess_many(guest: Guest, room: WorkshopView, caplog: pytest.LogCaptureFixture) -> None:
    """After so many wrong ones even the right one is not looked at; nothing of who asked is written anywhere."""
    caplog.set_level(logging.DEBUG, logger="cxmaturity")
    for _ in range(MAX_WRONG_PER_CLIENT):
        assert guest.browser.post("/join", data={"code": "222222"}).status_code == 404
    for code in ("222222", room.code):
        reply = guest.browser.post("/join", data={"code": code})
        assert (reply.status_code, "Too many codes were tried" in reply.text) == (429, True)
        expect_rules(reply)
    assert guest.get("/join").status_code == 200
    assert guest.get(f"/join/{room.assessment.invitation}").status_code == 200
    assert caplog.records == []


def test_a_whole_room_may_come_from_one_address(guest: Guest, room: WorkshopView) -> None:
    """Right codes never count."""
    for _ in range(MAX_WRONG_OVERALL + 10):
        assert guest.browser.post("/join", data={"code": room.code}).status_code == 303


def test_only_its_own_form_is_read(guest: Guest, room: WorkshopView) -> None:
    """Neither JSON nor another site's form; other methods are named."""
    for headers, status in (
        ({"Origin": "http://evil.example"}, 415),
        ({"Origin": HOST}, 303),
        ({"Origin": "null"}, 303),
    ):
        assert guest.browser.post("/join", data={"code": room.code}, headers=headers).status_code == status
    assert guest.browser.post("/join", json={"code": room.code}).status_code == 415
    reply = guest.browser.request("PUT", "/join")
    assert (reply.status_code, reply.headers["allow"]) == (405, "GET, HEAD, POST")


# The limit itself


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_what_was_used_comes_back_evenly() -> None:
    """4 in 60 seconds: none is left after 4; one is back after 15 seconds, all after 60, and never more."""
    clock = Clock()
    limit = RateLimiter(4, 100, 60, clock)
    assert [limit.acquire("a") for _ in range(5)] == [True] * 4 + [False]
    clock.now += 15
    assert [limit.acquire("a") for _ in range(2)] == [True, False]
    clock.now += 1000
    assert [limit.acquire("a") for _ in range(5)] == [True] * 4 + [False]


def test_all_together_have_a_limit_too() -> None:
    """Each of many addresses has tries left, but no one may try; what is given back does not count."""
    limit = RateLimiter(4, 10, 60, Clock())
    assert [limit.acquire(f"10.0.0.{n}") for n in range(11)] == [True] * 10 + [False]
    limit.release("10.0.0.1")
    assert [limit.acquire("10.0.0.200"), limit.acquire("10.0.0.201")] == [True, False]


def test_one_place_is_one_visitor() -> None:
    """Of an IPv6 address all that one place may choose is the same; IPv4 is itself, also as IPv6 writes it."""
    limit = RateLimiter(1, 100, 60, Clock())
    assert limit.acquire("2001:db8:1:2:3:4:5:6")
    assert not limit.acquire("2001:db8:1:2:ffff::1")
    assert limit.acquire("2001:db8:1:3::1")
    assert limit.acquire("192.0.2.1")
    assert not limit.acquire("::ffff:192.0.2.1")
    assert limit.acquire("testclient")


def test_what_is_remembered_stays_small() -> None:
    """Those who rested are forgotten; a flood of addresses fills no memory."""
    clock = Clock()
    limit = RateLimiter(1, 1_000_000_000, 60, clock)
    for number in range(25_000):
        assert limit.acquire(str(number))
        clock.now += 0.001
    assert len(limit._left) <= 10_001
    assert not limit.acquire("24999")


def test_the_numbers_keep_guessing_hopeless() -> None:
    """Guessing a day without a pause tries less than one in 2,000 of all codes."""
    assert setup.normalise_join_code("222222") == "222222"
    assert MAX_WRONG_OVERALL * 24 * 60 < 31**6 / 2000
