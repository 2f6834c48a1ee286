"""What participants write on phones: the warm-up, one reason for a vote, an own step, and the closing question."""

import asyncio
import json
from collections.abc import AsyncGenerator
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from typing import Any

import pytest

from cxmaturity.services.surveys import participation
from cxmaturity.services.surveys.participation import Survey
from cxmaturity.services.workshops import live_status as services_live
from cxmaturity.services.workshops.finishing import participant_steps
from cxmaturity.services.workshops.voting import polls, vote_reasons
from cxmaturity.services.workshops.workshop_view import WorkshopView
from cxmaturity.store.database.engine import Database
from cxmaturity.web.events import EventHub
from cxmaturity.workshops.polls import WarmUp
from cxmaturity.workshops.state import WorkshopState
from tests.web.participant import HOST
from tests.web.phone import Phone
from tests.workshop_fixtures import done, joined, opened, switched_on, voted

FIRST = "P1"


pytestmark = pytest.mark.usefixtures("uncached_live_status")


def ready(database: Database, **terms: Any) -> tuple[WorkshopView, Phone]:
    """Return an anonymous workshop for twenty, and the phone of a participant."""
    workshop = opened(database, **{"privacy": "anonymous", "expected": 20, **terms})
    return workshop, Phone(lambda: database, workshop).join()


def save(level: int, revision: int = 0, age: int = 0, **parts: Any) -> dict[str, Any]:
    """Return the fields that a page's script sends besides question and round."""
    bases = {part: {"base_revision": revision, "age": age} for part in ("choice", *parts)}
    return {"answer": {"level": level, **parts}, "changes": bases}


def script(phone: Phone, question: str, content: dict[str, Any]) -> Any:
    """Send a vote or an answer to a poll as the script does, and return the reply's JSON."""
    more = {name: value for name, value in content.items() if name != "answer"}
    reply = phone.script(question, 1, content["answer"], **more)
    return {"status": reply.status_code, **reply.json()}


def test_a_warm_up_on_phones_and_screen(database: Database) -> None:
    """It is answered by form or script, can be changed until it is shown, and is shown by the usual group sizes."""
    workshop, phone = ready(database, warm_up=WarmUp("Which weather?", ("Sun", "Rain")))
    people = joined(database, workshop, 9)
    done(database, workshop, "begin")
    page = phone.look()
    for words in ("To warm up. It does not enter the result.", "Which weather?", "Sun", "You have not answered yet"):
        assert words in page.text, words
    assert phone.form(2).status_code == 303
    assert "Your answer is in." in phone.look().text
    assert phone.form("").headers["location"] == f"{phone.home}?poll=empty"
    reply = script(phone, "_poll.warm_up", save(1, revision=1))
    assert (reply["status"], reply["is_in"], reply["revision"]) == (200, True, 2)
    reply = script(phone, "_poll.warm_up", save(2, revision=0, age=9000))
    assert (reply["is_in"], reply["answer"]) == (False, {"level": 1})  # another window's newer one stands
    assert script(phone, "_poll.warm_up", save(3, revision=2))["status"] == 422
    assert script(phone, "_poll.worth", save(3))["status"] == 410
    for person in people:
        polls.save_poll_answer(database, workshop.assessment.id, person.stored.id, "warm_up", 2)
    done(database, workshop, "reveal")
    page = phone.look()
    assert (
        "Chosen most: Rain. 10 people answered. How many gave each answer Sun 1 Rain 9 The first question" in page.text
    ), page.text
    done(database, workshop, "begin")
    assert FIRST in json.dumps(phone.part().text)
    receipt = phone.open(f"{phone.home}/receipt").text
    assert "The warm-up" in receipt
    assert "1 answer" in receipt


def test_one_reason_for_a_vote(database: Database) -> None:
    """When switched on there is a field that says who reads it; the reason is sent with the vote and can be removed."""
    workshop, phone = ready(database)
    people = joined(database, workshop, 4)
    done(database, workshop, "begin")
    assert "Why? One line" not in phone.look().text
    switched_on(database, workshop, "asks_why")
    page = phone.look()
    assert "Why? One line, if you like Once five people have rated this question, the facilitator reads it" in page.text
    assert phone.form(2, note=" Nobody   asks them ").status_code == 303
    assert phone.open(f"{phone.home}?change=1").fields["note"] == "Nobody asks them"
    assert phone.form(2, note="x" * 141).status_code == 422
    assert script(phone, FIRST, save(3, revision=1, note="x" * 141))["status"] == 422
    assert script(phone, FIRST, save(3, revision=1, note="They sit in\nthe meeting"))["revision"] == 2
    voted(database, workshop, people, 2, 2, 3, 3)
    done(database, workshop, "reveal")
    assert "They sit in the meeting" not in phone.look().text  # not before the facilitator has read it
    vote_reasons.put_on_screen(database, workshop.assessment.id, "They sit in the meeting", is_shown=True)
    part = unescape(phone.part().text)
    assert "Why, in the room's own words" in part
    assert 'data-spoken="Why, in the room&#39;s own words: “They sit in the meeting”."' in part  # HTML in an attribute
    response_id = own_response(database, workshop, phone)
    vote_reasons.take_back_notes(database, workshop.assessment.id, response_id)
    assert "They sit in" not in phone.part().text
    done(database, workshop, "again")
    phone.form(3)
    voted(database, workshop, people, 2, 2, 3, 3)
    done(database, workshop, "reveal")
    assert "They sit in" not in phone.part().text


def own_response(database: Database, workshop: WorkshopView, phone: Phone) -> str:
    """Return the id of the response of a phone's person."""
    view = participation.find_participation(
        database, Survey(workshop.assessment, workshop.questionnaire), phone.code or ""
    )
    assert view
    return view.stored.id


def test_a_written_step_and_the_closing_question(database: Database) -> None:
    """A step waits for the facilitator's approval; six from one phone are too many, also all at once.

    A single closing answer is not shown.
    """
    workshop, phone = ready(database)
    people = joined(database, workshop, 4)
    done(database, workshop, "begin")
    phone.form(2)
    voted(database, workshop, people, 2, 2, 2, 2)
    done(database, workshop, "reveal", "dots")
    fields = {"token": phone.proof}
    assert phone.browser.post(f"{phone.home}/step", data=fields | {"step": " "}).status_code == 422  # is not counted
    steps = [f"Step {n}" for n in range(6)]
    with ThreadPoolExecutor(len(steps)) as threads:
        sent = threads.map(lambda do: phone.browser.post(f"{phone.home}/step", data=fields | {"step": do}), steps)
        replies = [(reply.status_code, reply.headers.get("location")) for reply in sent]
    assert sorted(replies) == [(303, f"{phone.home}?step=sent")] * 5 + [(422, None)]
    assert phone.browser.post(f"{phone.home}/step", data={"token": "wrong", "step": "Theirs"}).status_code == 403
    assert "Your step is with the facilitator" in phone.open(f"{phone.home}?step=sent").text
    assert "Step " not in phone.look().text
    waiting = participant_steps.waiting_steps(database, workshop.assessment.id)
    assert [step.do for step in waiting] == [
        do for do, (status, _) in zip(steps, replies, strict=True) if status == 303
    ]
    participant_steps.decide_on_step(database, workshop.assessment.id, waiting[0].id, is_accepted=True)
    assert waiting[0].do in phone.look().text
    dots: dict[str, Any] = {
        "dots": {waiting[0].id: 3},
        "changes": {"choice": {"base_revision": 0, "age": 0}},
        "token": phone.proof,
    }
    reply = phone.browser.post(f"{phone.home}/dots", json=dots, headers={"Origin": HOST})
    assert (reply.status_code, reply.json()) == (200, {"is_in": True, "revision": 1})
    reply = phone.browser.post(f"{phone.home}/dots", json=dots | {"dots": {}}, headers={"Origin": HOST})
    assert reply.json() == {"is_in": True, "revision": 2}  # chosen just now
    dots["changes"]["choice"]["age"] = 9000
    reply = phone.browser.post(f"{phone.home}/dots", json=dots, headers={"Origin": HOST})
    assert reply.json() == {"is_in": False, "revision": 2, "dots": {}}
    done(database, workshop, "steps", "ask_worth")
    assert "Was this worth your time?" in phone.look().text
    assert script(phone, "_poll.worth", save(5))["is_in"]
    done(database, workshop, "end")
    result = polls.poll_results(database, [workshop.assessment.id], "worth")[workshop.assessment.id]
    assert (result.answered, result.middle) == (1, None)  # one anonymous answer is not shown


def test_the_phones_of_one_person_get_each_others_changes() -> None:
    """What is stored is sent to the person's other streams only, and to nobody who has a single phone."""
    hub = EventHub(lambda _: services_live.LiveStatus(1, WorkshopState(("P1",)), 1, 0, 0, "together"))

    async def listen() -> list[list[bytes]]:
        streams = [hub._events("w", False, who) for who in ("one", "one", "two", None)]
        for stream in streams:
            await anext(stream)
        hub.publish_to_own_devices("one", {"name": "P1:1", "revision": 2, "answer": {"level": 4}})
        hub.publish_to_own_devices("two", {"name": "P1:1", "revision": 1, "answer": {"level": 1}})
        received = []
        for stream in streams:
            try:
                received.append([await asyncio.wait_for(anext(stream), 0.2)])
            except TimeoutError:
                received.append([])
        for stream in streams:
            assert isinstance(stream, AsyncGenerator)
            await stream.aclose()
        return received

    event = b'event: own\ndata: {"name":"P1:1","revision":2,"answer":{"level":4}}\n\n'
    assert asyncio.run(listen()) == [[event], [event], [], []]
