"""Phones that connect, leave and are removed, through the app's routes; joining before the details; greetings."""

import asyncio
import re

import pytest

from cxmaturity.services.surveys import admission
from cxmaturity.services.workshops import workshop_view
from cxmaturity.services.workshops.live_status import LiveStatuses
from cxmaturity.services.workshops.people import participants
from cxmaturity.services.workshops.people.phone_rosters import ROSTERS
from cxmaturity.services.workshops.workshop_view import WorkshopView
from cxmaturity.store.database.engine import Database
from cxmaturity.web import events
from cxmaturity.web.events import EventHub
from cxmaturity.workshops import presence as presence_rules
from tests.web.participant import Guest
from tests.web.participant import opened as survey_opened
from tests.web.phone import Phone
from tests.web.workshops.listener import Listener, run
from tests.workshop_fixtures import done, joined, opened

pytestmark = pytest.mark.usefixtures("uncached_live_status")


def states(workshop: WorkshopView) -> list[str]:
    return [state for _, _, state in ROSTERS.phones(workshop.assessment.id)]


def phone_in(database: Database, workshop: WorkshopView) -> Phone:
    return Phone(lambda: database, workshop).join(name="Ada")


def number_of(database: Database, workshop: WorkshopView) -> int:
    view = workshop_view.load_workshop(database, workshop.assessment.id)
    return participants.attendance(database, view).people[0].number


def remove(database: Database, workshop: WorkshopView, number: int) -> None:
    participants.remove_participant(database, workshop_view.load_workshop(database, workshop.assessment.id), number)


def test_an_open_event_stream_is_presence(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """A phone is connected while its stream is open; the count reaches the screen, and phones only in the lobby."""
    monkeypatch.setattr(events, "POLL_SECONDS", 0.01)
    workshop = opened(database)
    [person] = joined(database, workshop, 1)
    hub = EventHub(LiveStatuses(lambda: database).status)

    async def work() -> None:
        screen = Listener(hub, workshop.assessment.id, is_screen=True)
        await screen.start()
        await screen.until(lambda event: event["joined"] == 1)
        reply = hub.stream(workshop.assessment.id, is_screen=False, response_id=person.stored.id)
        left, written = asyncio.Event(), asyncio.Event()

        async def receive() -> dict[str, str]:
            await left.wait()
            return {"type": "http.disconnect"}

        async def send(_message: object) -> None:
            written.set()

        stream = asyncio.create_task(reply({"type": "http", "method": "GET"}, receive, send))
        await written.wait()
        while states(workshop) != ["connected"]:
            await asyncio.sleep(0.01)
        left.set()
        await stream
        monkeypatch.setattr(presence_rules, "AWAY_SECONDS", -1000.0)
        await screen.until(lambda event: event["joined"] == 0)
        await screen.leave()

    run(work)


def test_phones_get_no_count_outside_the_lobby(database: Database) -> None:
    """It would change with every phone that is locked, and wake all others."""
    workshop = opened(database)
    phone = phone_in(database, workshop)
    assert (phone.state()["joined"], phone.state()["voted"]) == (1, 0)
    done(database, workshop, "begin")
    assert (phone.state()["joined"], phone.state()["voted"]) == (None, None)


def test_a_page_that_asks_and_a_page_that_was_opened_are_presence(database: Database) -> None:
    """Polling and opening a page count as presence without an event stream; a vote by script does not."""
    workshop = opened(database)
    phone = phone_in(database, workshop)
    assert states(workshop) == []
    phone.state()
    assert states(workshop) == ["connected"]
    ROSTERS.update(workshop.assessment.id, [])
    phone.look()
    assert states(workshop) == ["connected"]
    ROSTERS.update(workshop.assessment.id, [])
    done(database, workshop, "begin")
    phone.script(workshop.order[0], 1, {"level": 3})
    assert states(workshop) in ([], ["away"])


@pytest.mark.parametrize("privacy", ["open", "anonymous"])
def test_a_removed_phone_is_out_at_once(database: Database, privacy: str) -> None:
    """For every request; its page gives the reason and lets it join as a new person, unless the workshop is locked."""
    workshop = opened(database, privacy=privacy)
    phone = phone_in(database, workshop)
    phone.look()
    done(database, workshop, "begin")
    assert phone.script(workshop.order[0], 1, {"level": 3}).status_code == 200
    remove(database, workshop, number_of(database, workshop))
    assert phone.script(workshop.order[0], 1, {"level": 4}).status_code == 403
    assert phone.part().status_code == 403
    assert phone.get(f"{phone.home}/live", headers={"Accept": "application/json"}).status_code == 403
    page = phone.open(f"{phone.home}?out=1")
    assert "whoever leads it has removed this phone" in page.text
    assert workshop_view.load_workshop(database, workshop.assessment.id).people.participants == 0
    admission.set_lock(database, workshop.assessment, is_locked=True)
    refused = phone.send(phone.home, {"do": "begin", "name": "Ada"})
    assert (refused.status_code, "Nobody else can take part now." in refused.text) == (422, True)
    admission.set_lock(database, workshop.assessment, is_locked=False)
    phone.join(name="Ada")
    assert "You have not voted yet" in phone.look().text


@pytest.mark.parametrize(
    ("pace", "expected"),
    [
        ("together", "10 questions, about 10 minutes of voting. All vote on a question"),
        ("self_paced", "10 questions, about 10 minutes, in your own time. Then you go through the answers together."),
    ],
)
def test_a_phone_shows_the_texts_of_its_pace(database: Database, pace: str, expected: str) -> None:
    """The minutes are those of the questions asked; notes are mentioned only where they can be written."""
    workshop = opened(database, pace=pace)
    page = Phone(lambda: database, workshop).open(f"/join/{workshop.assessment.invitation}")
    assert expected in page.text
    assert ("and what you write" in page.text) == (pace == "self_paced")


@pytest.mark.parametrize("privacy", ["open", "anonymous"])
def test_the_join_button_is_above_the_details(database: Database, privacy: str) -> None:
    """The button is above the folded details; a short sentence on how answers are treated is above the button."""
    workshop = opened(database, privacy=privacy, asks_role=True, expected=12)
    html = Phone(lambda: database, workshop).get(f"/join/{workshop.assessment.invitation}").text
    join, first_fold = html.index(">Join</button>"), html.index("<details")
    treatment = html.index("Your name stands beside your answers" if privacy == "open" else "Nobody sees which answers")
    assert treatment < join < first_fold < html.index("Who sees what, and what is stored")
    assert html.index("No result is shown before the facilitator reveals it.") > first_fold


def test_a_personal_link_greets_by_name(database: Database, guest: Guest) -> None:
    """As typed, never as markup."""
    begun = survey_opened(database, "open", names=["<b>Ana</b>"])
    [code] = begun.codes.values()
    reply = guest.get(f"{begun.address}?code={code}", follow_redirects=True)
    assert re.search(r"Hello &lt;b&gt;Ana&lt;/b&gt;", reply.text)
    assert "Hello" not in guest.get(survey_opened(database, "open", label="Autumn").address).text


def test_a_stream_without_a_participant_adds_nobody(database: Database) -> None:
    """The stream is open without a cookie, and adds nobody to the count."""
    workshop = opened(database)
    other = Phone(lambda: database, workshop)
    reply = other.get(f"{other.home}/live", headers={"Accept": "application/json"})
    assert (reply.status_code, reply.json()["joined"]) == (200, 0)
    assert states(workshop) == []
