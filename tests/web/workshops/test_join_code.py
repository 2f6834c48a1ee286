"""The field for a workshop's code: tolerant of typing, closed to guessing, one message for every wrong code."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update
from starlette.applications import Starlette
from starlette.testclient import TestClient

from cxmaturity.services.workshops.preparing import join_codes
from cxmaturity.services.workshops.workshop_view import WorkshopView
from cxmaturity.store import tables as t
from cxmaturity.store.database.engine import Database
from cxmaturity.web.participant import join_code, page_visits
from cxmaturity.web.participant.join_code import MAX_WRONG_OVERALL, MAX_WRONG_PER_CLIENT
from cxmaturity.web.participant.survey_pages import join_routes
from cxmaturity.web.security.rate_limits import RateLimiter
from cxmaturity.web.security.same_origin import SameOrigin
from cxmaturity.web.workshop.routes import WorkshopRoutes
from tests.web.participant import HOST, Guest, Page, expect_rules
from tests.workshop_fixtures import done, opened


@pytest.fixture(autouse=True)
def long_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wrong codes expire so slowly that a slow machine makes no difference."""
    monkeypatch.setattr(join_code, "SECONDS", 1e6)


@pytest.fixture
def workshop(database: Database) -> WorkshopView:
    return opened(database)


@pytest.mark.parametrize("typed", ["{}", " {} ", "{0[0]} {0[1]}{0[2]}-{0[3]}{0[4]}{0[5]}"])
@pytest.mark.parametrize("is_small", [True, False])
def test_a_code_is_forgiving(guest: Guest, workshop: WorkshopView, typed: str, is_small: bool) -> None:
    """Blanks, dashes and lower case do not matter; it redirects to the workshop's address."""
    code = typed.format(workshop.code)
    reply = guest.send("/join", {"code": code.lower() if is_small else code})
    assert (reply.status_code, reply.headers["location"]) == (303, f"/join/{workshop.assessment.invitation}")
    expect_rules(reply)
    assert "Join" in guest.open(reply.headers["location"]).text


def test_the_address_may_end_in_a_stroke(guest: Guest, workshop: WorkshopView) -> None:
    """/join/ works as /join; the field is large, has the focus and a label."""
    for address in ("/join", "/join/"):
        page = guest.open(address)
        assert "The code on the screen" in page.text
        field = next(attributes for tag, attributes in page.tags if attributes.get("name") == "code")
        assert ("autofocus" in field, field["autocapitalize"], field["maxlength"]) == (True, "characters", "40")
    assert guest.browser.post("/join/", data={"code": workshop.code}).status_code == 303


def test_all_wrong_codes_get_the_same_reply(database: Database, guest: Guest, workshop: WorkshopView) -> None:
    """Unknown, too short, malformed, ended and expired codes get the same page with the same size and status."""
    ended, expired = opened(database), opened(database)
    done(database, ended, "end")
    done(database, expired, "begin")
    with database.writing() as connection:
        mine = t.workshop.c.assessment_id == expired.assessment.id
        connection.execute(update(t.workshop).where(mine).values(expires_at=datetime.now(UTC) - timedelta(seconds=1)))
    unknown = "222222" if workshop.code != "222222" else "333333"
    texts = set()
    for code in (unknown, workshop.code[:-1], "", "<b>", "ö" * 40, "x" * 3000, ended.code, expired.code):
        reply = guest.browser.post("/join", data={"code": code})
        assert reply.status_code == 404
        expect_rules(reply)
        texts.add(Page(reply).text)
    assert len(texts) == 1
    assert "No workshop is open with this code. Look at the screen once more" in texts.pop()
    assert Page(guest.browser.post("/join", data={"code": "<b>wrong"})).fields["code"] == "<b>wrong"


def test_guesses_are_limited(guest: Guest, workshop: WorkshopView, caplog: pytest.LogCaptureFixture) -> None:
    """After the limit even the right code is refused unread; no log names who tried."""
    caplog.set_level(logging.DEBUG, logger="cxmaturity")
    for _ in range(MAX_WRONG_PER_CLIENT):
        assert guest.browser.post("/join", data={"code": "222222"}).status_code == 404
    for code in ("222222", workshop.code):
        reply = guest.browser.post("/join", data={"code": code})
        assert (reply.status_code, "Too many codes were tried" in reply.text) == (429, True)
        expect_rules(reply)
    assert guest.get("/join").status_code == 200
    assert guest.get(f"/join/{workshop.assessment.invitation}").status_code == 200
    assert caplog.records == []


def test_wrong_codes_from_anywhere_lock_nobody_out(database: Database, workshop: WorkshopView) -> None:
    """More wrong codes than the total limit, from 300 networks: a phone elsewhere still joins with the right one."""
    app = SameOrigin(Starlette(routes=join_routes(lambda: database, WorkshopRoutes(lambda: database, tuple))), str)
    for number in range(300):
        stranger = TestClient(app, HOST, client=(f"10.{number // 250}.{number % 250}.1", 1))
        assert stranger.post("/join", data={"code": "222222"}).status_code == 404
    again = TestClient(app, HOST, client=("10.0.0.1", 1)).post("/join", data={"code": "222222"})
    assert again.status_code == 429
    phone = TestClient(app, HOST, client=("192.0.2.1", 1), follow_redirects=False)
    assert phone.post("/join", data={"code": workshop.code}).status_code == 303


@pytest.mark.parametrize("networks", [["192.0.2.1"], [f"192.0.2.{n}" for n in range(1, 9)]])
def test_guesses_of_others_lock_no_open_page_out(
    database: Database, workshop: WorkshopView, monkeypatch: pytest.MonkeyPatch, networks: list[str]
) -> None:
    """Forty wrong codes from each of one or eight addresses of the same network: a browser with the page open joins
    with a right code. So does one that opens it now. A wrong first code uses its try, and a page that sends at once has
    none."""
    monkeypatch.setattr(page_visits, "MIN_SECONDS", 0.0)
    app = SameOrigin(Starlette(routes=join_routes(lambda: database, WorkshopRoutes(lambda: database, tuple))), str)
    first = TestClient(app, HOST, client=("192.0.2.1", 1), follow_redirects=False)
    opened_before = Page(first.get("/join")).fields
    for network in networks:
        for _ in range(MAX_WRONG_PER_CLIENT):
            TestClient(app, HOST, client=(network, 1)).post("/join", data={"code": "222222"})
    assert first.post("/join", data={"code": workshop.code}).status_code == 429
    assert first.post("/join", data=opened_before | {"code": workshop.code}).status_code == 303
    assert first.post("/join", data=opened_before | {"code": workshop.code}).status_code == 429
    now = Page(first.get("/join")).fields
    reply = first.post("/join", data=now | {"code": "222222"})
    assert reply.status_code == 404
    assert first.post("/join", data=now | {"code": workshop.code}).status_code == 429
    monkeypatch.setattr(page_visits, "MIN_SECONDS", 60.0)
    assert first.post("/join", data=Page(first.get("/join")).fields | {"code": workshop.code}).status_code == 429


def test_opened_pages_are_limited_and_forgotten() -> None:
    """60 opened pages a minute from one network give a try each.

    A try lasts an hour, counts once, and not within two seconds.
    """
    clock = Clock()
    visits = page_visits.PageVisits(clock)
    tokens = [visits.open("192.0.2.1") for _ in range(61)]
    assert (tokens[-1], all(tokens[:60])) == ("", True)
    assert not visits.use(tokens[0])
    clock.now += 2
    assert not visits.use(tokens[0])
    assert visits.use(tokens[1])
    assert not visits.use(tokens[1])
    assert not visits.use("")
    clock.now += 3600
    assert not visits.use(tokens[2])


def test_right_codes_from_one_address_are_not_limited(guest: Guest, workshop: WorkshopView) -> None:
    """Right codes never count as tries."""
    for _ in range(MAX_WRONG_OVERALL + 10):
        assert guest.browser.post("/join", data={"code": workshop.code}).status_code == 303


def test_only_its_own_form_is_read(guest: Guest, workshop: WorkshopView) -> None:
    """Neither JSON nor another site's form is read; other methods are refused."""
    for headers, status in (
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": HOST}, 303),
        ({"Origin": "null"}, 303),
    ):
        assert guest.browser.post("/join", data={"code": workshop.code}, headers=headers).status_code == status
    assert guest.browser.post("/join", json={"code": workshop.code}, headers={"Origin": HOST}).status_code == 415
    reply = guest.browser.request("PUT", "/join", headers={"Origin": HOST})
    assert (reply.status_code, reply.headers["allow"]) == (405, "GET, HEAD, POST")


# The limit itself


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def failed(limiter: RateLimiter, client: str, times: int) -> None:
    for _ in range(times):
        limiter.record(client)


def test_tries_are_restored_evenly() -> None:
    """4 failures in 60 seconds: after 4 none is left; one is back after 15 seconds, and never more than 4."""
    clock = Clock()
    limiter = RateLimiter(4, 100, 60, clock)
    failed(limiter, "a", 3)
    assert limiter.allows("a")
    failed(limiter, "a", 1)
    assert not limiter.allows("a")
    clock.now += 14.9
    assert not limiter.allows("a")
    clock.now += 0.2
    assert limiter.allows("a")
    failed(limiter, "a", 1)
    assert not limiter.allows("a")
    clock.now += 1000
    failed(limiter, "a", 4)
    assert not limiter.allows("a")


def test_checking_uses_no_try() -> None:
    """Only wrong codes count, for the site and in total."""
    limiter = RateLimiter(1, 1, 60, Clock())
    assert all(limiter.allows("192.0.2.1") for _ in range(10))
    assert limiter.allows("198.51.100.1")


def test_when_all_together_failed_too_often_only_those_who_failed_wait() -> None:
    """After 10 failures from 10 sites each of them is refused, though each has tries left; a new site is not.

    A new site gets one attempt. After six seconds one of the total is back (10 in 60 s), until it is used.
    """
    clock = Clock()
    limiter = RateLimiter(4, 10, 60, clock)
    sites = [f"10.0.{number}.1" for number in range(10)]
    for site in sites:
        assert limiter.allows(site)
        failed(limiter, site, 1)
    assert not any(limiter.allows(site) for site in sites)
    assert limiter.allows("10.0.200.1")
    failed(limiter, "10.0.200.1", 1)
    assert not limiter.allows("10.0.200.1")
    clock.now += 6
    assert limiter.allows(sites[0])
    failed(limiter, sites[0], 1)
    assert not limiter.allows(sites[1])


def test_many_addresses_of_one_network_are_one_site() -> None:
    """When the total is used up, another address of a /24 or /48 that failed is refused as well."""
    limiter = RateLimiter(4, 2, 60, Clock())
    failed(limiter, "10.0.0.1", 1)
    failed(limiter, "2001:db8:1:2::1", 1)
    assert not limiter.allows("10.0.0.2")
    assert not limiter.allows("2001:db8:1:ffff::1")
    assert limiter.allows("10.0.1.2")
    assert limiter.allows("2001:db8:2::1")


def test_one_household_is_one_client() -> None:
    """All IPv6 addresses that one network can choose are one client; an IPv4 address is one, also in IPv6 notation."""
    limiter = RateLimiter(1, 100, 60, Clock())
    failed(limiter, "2001:db8:1:2:3:4:5:6", 1)
    assert not limiter.allows("2001:db8:1:2:ffff::1")
    assert limiter.allows("2001:db8:1:3::1")
    failed(limiter, "192.0.2.1", 1)
    assert not limiter.allows("::ffff:192.0.2.1")
    assert limiter.allows("192.0.2.2")
    failed(limiter, "", 1)
    assert not limiter.allows("")


def test_remembered_addresses_are_bounded() -> None:
    """A flood of addresses fills no memory, and the latest are remembered."""
    clock = Clock()
    limiter = RateLimiter(1, 1_000_000_000, 60, clock)
    for number in range(25_000):
        limiter.record(str(number))
        clock.now += 0.001
    assert len(limiter._clients) == len(limiter._recent_sites) == 10_000
    assert not limiter.allows("24999")


def test_the_numbers_keep_guessing_hopeless() -> None:
    """A day of continuous guessing from networks that have failed tries fewer than one in 700 codes."""
    assert join_codes.normalise_join_code("222222") == "222222"
    assert (MAX_WRONG_OVERALL + page_visits.MAX_OPENED_OVERALL) * 24 * 60 < 31**6 / 700
