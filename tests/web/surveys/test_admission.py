"""Who may take part: waiting beyond the expected number, a rate limit for each network, and one-time slips."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import text

from cxmaturity.errors import Refused
from cxmaturity.files.slips_html import slips_html
from cxmaturity.services.assessments import closing
from cxmaturity.services.surveys import admission, codes, participation, progress
from cxmaturity.services.workshops.live_status import LiveStatuses
from cxmaturity.store.database.engine import Database
from cxmaturity.web.participant import welcome_pages
from tests import workshop_fixtures
from tests.web.participant import Begun, Guest, opened
from tests.web.phone import Phone


def crowd(database: Database, begun: Begun, count: int) -> list[Guest]:
    """Let this many people begin."""
    return [Guest(lambda: database).begin(begun) for _ in range(count)]


def asking(database: Database, begun: Begun) -> Guest:
    """Let a person ask for admission when all places are taken."""
    guest = Guest(lambda: database)
    reply = guest.send(begun.address, {"do": "begin"})
    assert (reply.status_code, reply.headers["location"]) == (303, f"{begun.address}?waiting=1")
    return guest


def begun_count(database: Database, begun: Begun) -> int:
    return progress.participation_status(database, begun.survey.assessment.id).begun


def status(database: Database, begun: Begun) -> admission.AdmissionStatus:
    row = progress.participation_status(database, begun.survey.assessment.id).assessment
    return admission.admission_status(database, row)


# Beyond the expected number


def test_people_beyond_the_expected_number_wait_for_admission(database: Database) -> None:
    """Five are expected; the next two see that they wait; admitted, they begin, and the eighth waits."""
    begun = opened(database, expected=5)
    people = crowd(database, begun, 5)
    waiting = [asking(database, begun) for _ in range(2)]
    assert "We have asked whoever invited you to let you in." in waiting[0].open(f"{begun.address}?waiting=1").text
    waiting[0].send(begun.address, {"do": "begin"})  # asking twice counts once
    assert (begun_count(database, begun), status(database, begun).asking) == (5, 2)
    assert people[0].answer(begun, "P1", 3).status_code == 303
    admission.admit_waiting(database, begun.survey.assessment)
    assert status(database, begun).asking == 0
    for guest in waiting:
        page = guest.open(f"{begun.address}?waiting=1")
        assert "You are let in." in page.text
        guest.begin(begun)
    assert begun_count(database, begun) == 7
    asking(database, begun)


def test_a_locked_survey_shows_those_who_wait_that_it_is_locked(database: Database) -> None:
    """Nobody new begins, those who have begun continue; unlocked, people can ask again."""
    begun = opened(database, expected=2)
    people = crowd(database, begun, 2)
    guest = asking(database, begun)
    admission.set_lock(database, begun.survey.assessment, is_locked=True)
    reply = guest.get(f"{begun.address}?waiting=1")
    assert (reply.status_code, "Nobody else can take part now." in reply.text) == (403, True)
    assert Guest(lambda: database).send(begun.address, {"do": "begin"}).status_code == 422
    assert people[1].answer(begun, "P1", 3).status_code == 303
    assert (status(database, begun).is_locked, status(database, begun).asking) == (True, 0)
    admission.set_lock(database, begun.survey.assessment, is_locked=False)
    asking(database, begun)
    assert begun_count(database, begun) == 2


def test_a_personal_link_has_its_place(database: Database) -> None:
    """People invited by name keep their places, whoever comes first."""
    begun = opened(database, "open", names=["Ada", "Bo"], expected=2)
    for name in ("Cem", "Dana"):
        Guest(lambda: database).begin(begun, name=name)
    ada = Guest(lambda: database)
    ada.get(f"{begun.address}?code={begun.codes['Ada']}")
    ada.begin(begun)
    assert begun_count(database, begun) == 3


def test_a_workshop_counts_those_who_ask(database: Database) -> None:
    """The console's event has the number of people waiting."""
    workshop = workshop_fixtures.opened(database, privacy="anonymous", expected=2)
    for _ in range(2):
        Phone(lambda: database, workshop).join()
    phone = Phone(lambda: database, workshop)
    assert phone.send(phone.home, {"do": "begin"}).headers["location"] == f"{phone.home}?waiting=1"
    assert "We have asked the facilitator to let you in." in phone.open(f"{phone.home}?waiting=1").text
    live = LiveStatuses(lambda: database).status(workshop.assessment.id)
    assert (live.joined, live.asking) == (2, 1)


def test_new_people_from_one_network_are_limited(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the limit new people wait a minute; those who have begun continue."""
    monkeypatch.setattr(welcome_pages, "MAX_BEGUN_PER_CLIENT", 3)
    begun = opened(database, expected=None)
    guest = Guest(lambda: database)
    for _ in range(3):
        guest.begin(begun)
        guest.send(begun.address, {"do": "other"})
    reply = guest.send(begun.address, {"do": "begin"})
    assert (reply.status_code, "Too many people began from your network" in reply.text) == (429, True)
    assert begun_count(database, begun) == 3


# Slips


def slips(database: Database, begun: Begun, count: int) -> list[str]:
    return admission.make_slips(database, begun.survey.assessment, count)


def test_each_slip_starts_one_person_once(database: Database) -> None:
    """By its QR code or typed in any spelling; without a slip or with a used one nobody begins.

    Only a count of slips is known.
    """
    begun = opened(database, expected=2)
    first, second, third = slips(database, begun, 3)
    page = Guest(lambda: database).open(begun.address)
    assert "Each slip of paper counts as one person" in page.text
    for sent, expected in (
        ({}, "To take part you need a slip of paper."),
        ({"slip": codes.new_slip()}, "This slip was used already, or it is for something else."),
        ({"slip": "AAAA"}, "This slip was used already, or it is for something else."),
    ):
        reply = Guest(lambda: database).send(begun.address, {"do": "begin", **sent})
        assert (reply.status_code, expected in reply.text) == (422, True)
    guest = Guest(lambda: database)
    assert guest.open(f"{begun.address}?slip={first}").fields["slip"] == first
    assert guest.send(f"{begun.address}?slip={first}", {"do": "begin"}).status_code == 303
    Guest(lambda: database).begin(begun, slip=second.lower().replace("-", " "))
    assert Guest(lambda: database).send(begun.address, {"do": "begin", "slip": first}).status_code == 422
    assert begun_count(database, begun) == 2
    assert (status(database, begun).slips, status(database, begun).slips_used) == (3, 2)
    Guest(lambda: database).begin(begun, slip=third)  # beyond the expected number: the slips count
    assert begun_count(database, begun) == 3


@pytest.mark.parametrize("privacy", ["anonymous", "open"])
def test_a_form_that_is_sent_twice_begins_one_person(database: Database, privacy: str) -> None:
    """By a double tap, before the first reply has come: the second reply has the same code, name and slip are theirs.

    Whoever knows the cookie but not the form, such as its id, does not get the code.
    """
    begun = opened(database, privacy)
    slip = slips(database, begun, 1)[0] if privacy == "anonymous" else ""
    guest = Guest(lambda: database)
    fields = guest.open(begun.address).fields | {"do": "begin", "name": "Ada", "slip": slip}
    cookies = [(cookie.name, cookie.value, cookie.path) for cookie in guest.browser.cookies.jar]
    begun_as: list[str | None] = []
    for form in (fields, fields, fields | {"form_id": ""}):
        guest.browser.cookies.clear()
        for name, value, path in cookies:
            guest.browser.cookies.set(name, value or "", path=path, domain="testserver.local")
        reply = guest.browser.post(begun.address, data=form)
        begun_as.append(guest.code if reply.status_code == 303 else None)
    assert begun_as[0] == begun_as[1] != cookies[0][1]
    assert begun_as[2] is None
    assert begun_count(database, begun) == 1


def test_a_slip_is_of_one_survey(database: Database) -> None:
    """Another survey's slip admits nobody, and stays valid for its own survey."""
    here, there = opened(database), opened(database, label="Other")
    slips(database, here, 1)
    [other] = slips(database, there, 1)
    assert Guest(lambda: database).send(here.address, {"do": "begin", "slip": other}).status_code == 422
    Guest(lambda: database).begin(there, slip=other)


def test_stored_rows_do_not_link_slips_with_answers(database: Database) -> None:
    """No value in the database depends on which slip was used."""
    begun = opened(database)
    made = slips(database, begun, 4)
    before: dict[str, set[str]] = values(database)
    Guest(lambda: database).begin(begun, slip=made[2])
    after = values(database)
    assert len(before["slip"] - after["slip"]) == 1
    assert not after["slip"] - before["slip"]
    used = (before["slip"] - after["slip"]).pop()
    assert not any(used in stored for stored in after.values())
    assert not any(code in str(after) or code.replace("-", "") in str(after) for code in made)


def values(database: Database) -> dict[str, set[str]]:
    """Return the texts in the tables about people."""
    columns = {"slip": "slip_hash", "waiting": "visitor_hash", "response": "id || participant_hash"}
    with database.reading() as connection:
        return {
            table: set(connection.scalars(text(f"SELECT {column} FROM {table}")).all())
            for table, column in columns.items()
        }


@pytest.mark.parametrize(
    ("terms", "count", "expected"),
    [({"privacy": "open"}, 3, "anonymous rounds"), ({}, 0, "1 to 1,000"), ({}, 1001, "1 to 1,000")],
)
def test_invalid_slips_are_refused(database: Database, terms: dict[str, Any], count: int, expected: str) -> None:
    """In open mode, a number of 0, or too many; nothing is stored."""
    begun = opened(database, **terms)
    with pytest.raises(Refused, match=expected):
        slips(database, begun, count)
    assert status(database, begun).slips is None


def test_no_slips_once_somebody_began_without_one(database: Database) -> None:
    """Otherwise slips would not bound the number of people; more slips can still be added to existing ones."""
    begun = opened(database)
    crowd(database, begun, 1)
    with pytest.raises(Refused, match="begun without a slip"):
        slips(database, begun, 3)
    other = opened(database, label="Other")
    first = slips(database, other, 1)
    Guest(lambda: database).begin(other, slip=first[0])
    Guest(lambda: database).begin(other, slip=slips(database, other, 1)[0])
    assert (status(database, other).slips, status(database, other).slips_used) == (2, 2)
    closing.close_assessment(database, other.survey.assessment.id, datetime.now(UTC))
    with pytest.raises(Refused, match="closed"):
        slips(database, other, 1)


def test_a_person_who_began_by_a_slip_returns_by_their_code(database: Database, guest: Guest) -> None:
    """The slip is used up; the private code that was made at the start opens the answers."""
    begun = opened(database)
    [slip] = slips(database, begun, 1)
    guest.begin(begun, slip=slip)
    guest.answer(begun, "P1", 4)
    elsewhere = Guest(lambda: database)
    reply = elsewhere.send(begun.address, {"do": "begin", "code": str(guest.code)})
    assert reply.status_code == 303
    assert elsewhere.open(f"{begun.address}/P1").fields["choice-P1"] == "4"
    assert participation.find_participation(database, begun.survey, slip) is None


def test_the_page_to_print_has_a_square_and_a_code_for_each() -> None:
    """With the address to type; markup in a name is escaped."""
    codes_made = [codes.new_slip() for _ in range(3)]
    page = slips_html("Bakery <b> · Spring", "http://192.0.2.7:8501/join/abc", codes_made).decode()
    assert re.findall(r'class="code">([^<]+)<', page) == codes_made
    assert page.count("<svg") == 3
    assert "or open 192.0.2.7:8501/join/abc and enter the code" in page
    assert "Bakery &lt;b&gt; · Spring" in page
    assert "<b>" not in page
    assert "script" not in page
