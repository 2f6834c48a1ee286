"""Phones in a workshop: what each phase shows, what a vote needs, and that no reply discloses other votes."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from httpx2 import Response
from hypothesis import given
from hypothesis import strategies as st

from cxmaturity.analysis.groups import RoundResult
from cxmaturity.answers import UNANSWERED, Answer
from cxmaturity.errors import DatabaseUnavailable
from cxmaturity.services.assessments import views
from cxmaturity.services.assessments.agreed_levels import agree_on_level
from cxmaturity.services.assessments.views import PersonView
from cxmaturity.services.sharing import participant_links, published_links
from cxmaturity.services.surveys import participation
from cxmaturity.services.surveys.participation import Survey
from cxmaturity.services.workshops import workshop_view
from cxmaturity.services.workshops.finishing import dot_votes
from cxmaturity.services.workshops.voting import reveals, vote_writer
from cxmaturity.services.workshops.voting.vote_writer import VoteWriter
from cxmaturity.services.workshops.workshop_view import WorkshopView
from cxmaturity.store.database.engine import Database, open_database
from cxmaturity.store.workshop.votes import VoteRow
from tests.fixtures import GERMAN, QUESTIONNAIRE
from tests.web.participant import HOST, Page, expect_rules
from tests.web.phone import Phone
from tests.web.random_requests import FUZZ, HEADERS, METHODS, json_with
from tests.workshop_fixtures import done, joined, opened, switched_on, voted

ON_THE_WIRE = 15 * 1024  # bytes: a phone's first vote with everything it needs
NA = "P7"  # a question that may not apply


pytestmark = pytest.mark.usefixtures("uncached_live_status")


@pytest.fixture
def workshop(database: Database) -> WorkshopView:
    """A workshop in open mode during its first vote, on P1, then P7."""
    return done(database, opened(database, scope="full"), "begin")


@pytest.fixture
def phone(database: Database, workshop: WorkshopView) -> Phone:
    return Phone(lambda: database, workshop).join(name="Ada")


def work_of(database: Database, workshop: WorkshopView, phone: Phone) -> PersonView:
    participant = participation.find_participation(
        database, Survey(workshop.assessment, workshop.questionnaire), phone.code or ""
    )
    assert participant
    return participant


def vote_of(database: Database, workshop: WorkshopView, phone: Phone, question: str = "P1") -> Answer:
    return vote_writer.stored_vote(database, work_of(database, workshop, phone).stored.id, question, 1).answer


# A whole workshop without a script


@pytest.mark.parametrize("privacy", ["open", "anonymous"])
def test_a_whole_workshop_without_a_script(database: Database, privacy: str) -> None:
    """Privacy notice, lobby, vote, reveal, the shared result, another vote, dots, steps, thanks."""
    workshop = opened(database, privacy=privacy)
    phone = Phone(lambda: database, workshop)
    promise = phone.look().text
    assert ("Your name stands beside your answers" if privacy == "open" else "Nobody sees which answers") in promise
    assert "No result is shown before the facilitator reveals it." in promise
    assert "10 questions, about 10 minutes of voting." in promise
    phone.join(name="Ada")
    assert "You are in The first question appears here by itself." in phone.look().text
    people = joined(database, workshop, 10)
    done(database, workshop, "begin")
    page = phone.look()
    first = QUESTIONNAIRE.pulse[0]
    for words in (first.prompt, *first.levels, "You have not voted yet", "question 1 of 10", "Don't know."):
        assert words in page.text, words
    reply = phone.form(4)
    assert (reply.status_code, reply.headers["location"]) == (303, phone.home)
    assert vote_of(database, workshop, phone, first.id) == Answer(level=4)
    page = phone.look()
    assert f"Your vote is in. You chose 4 · By habit. {first.levels[3]}" in page.text
    assert f"{phone.home}?change=1" in page.links
    assert phone.open(f"{phone.home}?change=1").fields[f"choice-{first.id}"] == "4"
    phone.form(5)
    voted(database, workshop, people, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3)
    done(database, workshop, "reveal")
    page = phone.look()
    assert "Look at the screen" in page.text
    assert "You chose 5 · By nature." in page.text
    assert "Result Middle answer 2, By effort. 11 votes; they vary." in page.text
    assert "Level Votes" not in page.text
    switched_on(database, workshop, "is_shared")
    page = phone.look()
    assert "Middle answer 2, By effort. 11 votes; they vary." in page.text, page.text
    assert (
        "Level Votes 1 · By chance 2 2 · By effort middle answer 5 3 · By design 3 4 · By habit 0 5 · By nature 1"
        in page.text
    )
    done(database, workshop, "again")
    assert "second vote" in phone.look().text
    phone.form(2)
    voted(database, workshop, people[:4], 2, 2, 2, 2)
    done(database, workshop, "reveal")
    agree_on_level(database, workshop.assessment.id, first.id, 2, "It is <b>so", datetime.now(UTC))
    assert "Agreed: 2 · By effort. It is <b>so" in phone.look().text
    done(database, workshop, "dots")
    page = phone.look()
    assert "Choose first steps" in page.text
    assert "3 of 3 left" in page.text
    [step, *_] = dot_votes.step_candidates(database, workshop.assessment.id)
    for change, left in (
        (("give", step.key), 2),
        (("give", step.key), 1),
        (("take", step.key), 2),
    ):
        reply = phone.browser.post(f"{phone.home}/dots", data={"token": phone.proof, change[0]: change[1]})
        assert (reply.status_code, f"{left} of 3 left" in phone.look().text) == (303, True)
    done(database, workshop, "steps")
    assert step.step.do in phone.look().text
    assert ("1 dot" in phone.look().text) == (privacy == "open")
    done(database, workshop, "end")
    assert (
        "Thank you The workshop is over. The result and the first steps are with the facilitator" in phone.look().text
    )


def test_a_page_looks_again_only_where_nothing_is_being_chosen(database: Database) -> None:
    """It reloads by itself in the lobby and once the vote is stored, not while a choice is not sent yet.

    Where nothing changes by itself, at a reveal, the steps and the end, there is a link to refresh.
    """
    workshop = opened(database)
    phone = Phone(lambda: database, workshop).join(name="Ada")
    again = '<noscript><meta http-equiv="refresh" content="5"></noscript>'
    assert again in phone.get(phone.home).text
    done(database, workshop, "begin")
    assert again not in phone.get(phone.home).text
    phone.form(3)
    assert again in phone.get(phone.home).text
    assert again not in phone.get(f"{phone.home}?change=1").text
    done(database, workshop, "pause")
    assert again in phone.get(f"{phone.home}?change=1").text
    done(database, workshop, "resume")
    for action in ("reveal", "steps", "end"):
        done(database, workshop, action)
        page = phone.look()
        assert again not in phone.get(phone.home).text
        assert ("Refresh" in page.text) == (action != "end")


def test_a_phone_says_the_result_a_pause_and_what_follows(database: Database) -> None:
    """What is announced: the result as far as it may be shown, and beside the vote that voting is paused."""
    workshop = opened(database, privacy="anonymous")
    phone = Phone(lambda: database, workshop).join()
    people = joined(database, workshop, 5)

    def part() -> dict[str, str | None]:
        [attributes] = [
            tag_attributes
            for tag, tag_attributes in Page(phone.part()).tags
            if tag_attributes.get("class") == "cx-part"
        ]
        return attributes

    done(database, workshop, "begin")
    vote = part()
    assert vote["data-spoken"] == "A question to vote on."
    done(database, workshop, "pause")
    paused = part()
    assert (paused["data-place"], paused["data-spoken"]) == (
        vote["data-place"],
        "Paused. No votes are taken for the moment.",
    )
    assert ("data-paused" in vote, "data-paused" in paused) == (False, True)
    done(database, workshop, "resume")
    voted(database, workshop, people[:4], 2, 2, 3, 3)
    done(database, workshop, "reveal")
    assert part()["data-spoken"] == "Fewer than 5 people rated it: too few to show without revealing who said what."
    done(database, workshop, "next")
    voted(database, workshop, people, 3, 3, 3, 3, 4)
    done(database, workshop, "reveal")
    revealed = part()
    assert revealed["data-spoken"] == "Middle answer 3, By design. 5 votes; they are close together."
    switched_on(database, workshop, "is_shared")
    assert part()["data-place"] == revealed["data-place"] != vote["data-place"]


def test_self_paced_answering_uses_the_pages_of_a_survey(database: Database) -> None:
    """Every question as in a survey.

    When the workshop moves on, they lead there, and a late answer is refused as late.
    """
    workshop = opened(database, pace="self_paced")
    phone = Phone(lambda: database, workshop).join(name="Ada")
    first, second = (q.id for q in QUESTIONNAIRE.pulse[:2])
    assert phone.get(f"{phone.home}/{first}").headers["location"] == phone.home
    done(database, workshop, "begin")
    assert "Answer in your own time" in phone.look().text
    assert f"{phone.home}/{first}" in phone.look().links
    shown = phone.open(f"{phone.home}/{first}").fields
    reply = phone.browser.post(f"{phone.home}/{first}", data={**shown, f"choice-{first}": "4", "note": "Why"})
    assert reply.headers["location"] == f"{phone.home}/{second}"
    assert vote_of(database, workshop, phone, first) == Answer(level=4, note="Why")
    content = {"answer": {"level": 2}, "base_revision": 1, "token": phone.proof}
    assert phone.browser.post(f"{phone.home}/{second}", json=content, headers={"Origin": HOST}).status_code == 200
    assert phone.send(f"{phone.home}/review", {"do": "all_the_same"}).status_code == 303
    assert "you have finished" in phone.look().text
    assert workshop_view.load_workshop(database, workshop.assessment.id).voted == 1
    part = phone.part()
    assert f'data-redirect="{phone.home}/{QUESTIONNAIRE.pulse[2].id}"' in part.text
    done(database, workshop, "pause")
    reply = phone.browser.post(f"{phone.home}/{second}", json=content, headers={"Origin": HOST})
    assert (reply.status_code, "paused" in reply.json()["message"]) == (422, True)
    late = phone.open(f"{phone.home}/{second}").fields | {f"choice-{second}": "5"}
    done(database, workshop, "resume", "start_review")
    reply = phone.browser.post(f"{phone.home}/{second}", data=late)
    assert (reply.status_code, "This part of the workshop is over." in reply.text) == (410, True)
    assert phone.home in Page(reply).links
    assert phone.browser.post(f"{phone.home}/{second}", json=content, headers={"Origin": HOST}).status_code == 410
    for place in (first, "review"):
        assert phone.get(f"{phone.home}/{place}").headers["location"] == phone.home
    assert "You chose" in phone.look().text
    done(database, workshop, "end")
    reply = phone.browser.post(f"{phone.home}/{second}", data=late)
    assert (reply.status_code, "This workshop has ended." in reply.text) == (410, True)
    assert vote_of(database, workshop, phone, second) == Answer(level=2)


# A vote


def test_a_vote_is_confirmed_when_it_is_stored(database: Database, workshop: WorkshopView, phone: Phone) -> None:
    """The reply is the same for every vote, except for the number of changes; sending twice stores once."""
    answers = {
        '{"level": 4}': Answer(level=4),
        '{"level": 4, "note": null}': Answer(level=4),
        '{"dont_know": true}': Answer(dont_know=True),
        '{"level": 1}': Answer(level=1),
    }
    replies = set()
    for sent, wanted in answers.items():
        for _ in range(2):
            reply = phone.script("P1", 1, json.loads(sent))
            assert vote_of(database, workshop, phone) == wanted
            content = reply.json() | {"revision": 0}
            replies.add((reply.status_code, json.dumps(content), tuple(sorted(reply.headers.items()))))
    assert len(replies) == 1
    assert workshop_view.load_workshop(database, workshop.assessment.id).voted == 1
    assert phone.state()["voted"] is None  # a phone shows no count outside the lobby


def made_on(base_revision: int, age: int = 0) -> dict[str, Any]:
    """What a script sends about a choice: the revision it is based on, and how many milliseconds ago it was made."""
    return {"changes": {"choice": {"base_revision": base_revision, "age": age}}}


@pytest.mark.parametrize("privacy", ["open", "anonymous"])
def test_an_older_vote_does_not_replace_a_newer_one(database: Database, privacy: str) -> None:
    """Two devices with one private code: a 1 chosen offline twelve seconds before the other's 5 is received after it.

    The 5 is stored, and the reply holds it; chosen again after that, the 1 is stored; repeating either changes nothing.
    """
    workshop = done(database, opened(database, privacy=privacy), "begin")
    phone = Phone(lambda: database, workshop).join(name="Ada")
    other = Phone(lambda: database, workshop).join(code=phone.code or "")
    name = str(workshop.state.question)
    for _ in range(2):
        assert phone.script(name, 1, {"level": 5}, **made_on(0)).json() == {"is_in": True, "revision": 1}
    for _ in range(2):
        reply = other.script(name, 1, {"level": 1}, **made_on(0, 12_000))
        assert (reply.status_code, reply.json()) == (200, {"is_in": False, "answer": {"level": 5}, "revision": 1})
        assert vote_of(database, workshop, phone, name) == Answer(level=5)
    for _ in range(2):
        assert other.script(name, 1, {"level": 1}, **made_on(1)).json() == {"is_in": True, "revision": 2}
        assert vote_of(database, workshop, phone, name) == Answer(level=1)
    assert 'name="base_revision" value="2"' in phone.part().text
    assert workshop_view.load_workshop(database, workshop.assessment.id).voted == 1


def test_the_vote_chosen_last_is_stored(database: Database, workshop: WorkshopView, phone: Phone) -> None:
    """Windows without knowledge of each other in open mode: a 2 chosen 9 seconds ago is received first.

    A 4 chosen 5 seconds ago replaces it; one chosen in between and received last does not.
    """
    assert phone.script("P1", 1, {"level": 2}, **made_on(0, 9_000)).json()["is_in"]
    assert phone.script("P1", 1, {"level": 4}, **made_on(0, 5_000)).json() == {"is_in": True, "revision": 2}
    assert not phone.script("P1", 1, {"dont_know": True}, **made_on(1, 7_000)).json()["is_in"]
    assert vote_of(database, workshop, phone) == Answer(level=4)


def test_a_form_from_before_another_windows_vote_says_so(
    database: Database, workshop: WorkshopView, phone: Phone
) -> None:
    """Without a script: the newer vote stays, the page names it and keeps the choice; sending again stores it."""
    before = phone.look().fields
    phone.form(5)
    reply = phone.browser.post(f"{phone.home}/vote", data=before | {"choice-P1": "1"})
    page = Page(reply)
    assert (reply.status_code, page.fields["choice-P1"], page.fields["base_revision"]) == (409, "1", "1")
    assert "This vote was changed in another window to: 5 · By nature. Vote again to put" in page.text
    assert vote_of(database, workshop, phone) == Answer(level=5)
    assert phone.browser.post(f"{phone.home}/vote", data=page.fields).status_code == 303
    assert vote_of(database, workshop, phone) == Answer(level=1)


@pytest.mark.parametrize(
    "changes", [{}, [], "x", {"choice": 1}, {"choice": {"base_revision": "0", "age": 0}}, {"x": {}}]
)
def test_a_vote_with_an_invalid_base_is_refused(
    database: Database, workshop: WorkshopView, phone: Phone, changes: Any
) -> None:
    """Any invalid base revision or time is refused in words, and nothing is stored. A note alone is no vote."""
    for sent in (changes, {"note": {"base_revision": 0, "age": 0}}):
        assert phone.script("P1", 1, {"level": 3}, changes=sent).status_code == 422
    assert vote_of(database, workshop, phone) == UNANSWERED


def test_a_vote_that_does_not_apply_has_a_reason(database: Database, workshop: WorkshopView, phone: Phone) -> None:
    """Where a question may not apply; without a reason it is not stored, and the page says so beside the choice."""
    done(database, workshop, "reveal", "go", question=NA)
    reply = phone.form("not_applicable", not_applicable=" ")
    assert (reply.status_code, "Not counted. Say in a few words why it does not apply." in Page(reply).text) == (
        422,
        True,
    )
    assert Page(reply).fields[f"choice-{NA}"] == "not_applicable"
    assert vote_of(database, workshop, phone, NA) == UNANSWERED
    assert phone.form("not_applicable", not_applicable="We <hire> nobody").status_code == 303
    assert vote_of(database, workshop, phone, NA) == Answer(not_applicable="We <hire> nobody")
    assert "You chose Does not apply. We <hire> nobody" in phone.look().text
    assert phone.script(NA, 1, {"not_applicable": ""}).status_code == 422


@pytest.mark.parametrize(
    ("acts", "status", "words"),
    [
        (("pause",), 409, "The workshop is paused."),
        (("reveal",), 410, "This vote is over."),
        (("reveal", "again"), 410, "This vote is over."),
        (("skip",), 410, "This vote is over."),
        (("end",), 410, "This workshop has ended."),
    ],
)
def test_a_late_vote_says_so(
    database: Database, workshop: WorkshopView, phone: Phone, acts: tuple[Any, ...], status: int, words: str
) -> None:
    """By form and by script: nothing is stored; the reply has the reason and shows the current phase."""
    typed = phone.look().fields | {"choice-P1": "3"}
    voted(database, workshop, joined(database, workshop, 1), 2)
    done(database, workshop, *acts)
    reply = phone.script("P1", 1, {"level": 3})
    assert (reply.status_code, reply.json()["message"]) == (status, words)
    reply = phone.browser.post(f"{phone.home}/vote", data=typed)
    assert (reply.status_code, words in reply.text, phone.home in Page(reply).links) == (status, True, True)
    assert vote_of(database, workshop, phone) == UNANSWERED


def test_a_question_is_in_the_language_of_its_questionnaire(database: Database) -> None:
    """On the phone and the screen, in the vote and the reveal; the app's own words are in the app's language."""
    workshop = done(database, opened(database, questionnaire=GERMAN), "begin")
    phone = Phone(lambda: database, workshop).join(name="Ada")
    screen = f"/join/screen/{workshop.screen}"
    prompt = "Do ambassadors, the people who champion customers, have a say in decisions?"
    vote, projected = (phone.browser.get(place).text for place in (phone.home, screen))
    assert f'tabindex="-1" lang="de">{prompt}</h2>' in vote
    assert vote.count('<span lang="de"><b>') == 5
    assert f'<h2 lang="de">{prompt}</h2>' in projected
    assert projected.count('<li lang="de">') == 5
    done(database, workshop, "reveal")
    assert f'<p lang="de">{prompt}</p>' in phone.browser.get(phone.home).text
    assert f'<h2 lang="de">{prompt}</h2>' in phone.browser.get(screen).text


@pytest.mark.parametrize(
    ("question", "round_", "answer", "status"),
    [
        ("P1", 1, {"level": 6}, 422),
        ("P1", 1, {"level": "3"}, 422),
        ("P1", 1, {"level": True}, 422),
        ("P1", 1, {}, 422),
        ("P1", 1, None, 422),
        ("P1", 1, {"level": 3, "dont_know": True}, 422),
        ("P1", 1, {"not_applicable": "No"}, 422),
        ("P1", 1, {"level": 3, "note": "x" * 2001}, 422),
        ("P1", 1, {"level": 3, "x": 1}, 422),
        ("P1", True, {"level": 3}, 422),
        ("P1", "1", {"level": 3}, 422),
        ("P1", 1.0, {"level": 3}, 422),
        (1, 1, {"level": 3}, 422),
        (["P1"], 1, {"level": 3}, 422),
        ("P2", 1, {"level": 3}, 410),
        ("P1", 2, {"level": 3}, 410),
        ("P1", 10**400, {"level": 3}, 410),
        ("\ud800", 1, {"level": 3}, 410),
        ("x" * 5000, 1, {"level": 3}, 410),
    ],
)
def test_an_invalid_vote_is_refused_in_words(
    database: Database, workshop: WorkshopView, phone: Phone, question: Any, round_: Any, answer: Any, status: int
) -> None:
    """For every invalid request of a script the reply says what is wrong, and nothing is stored."""
    content = json.dumps({"question": question, "round": round_, "answer": answer, "token": phone.proof})
    headers = {"Origin": HOST, "Content-Type": "application/json"}
    reply = phone.browser.post(f"{phone.home}/vote", content=content, headers=headers)
    assert (reply.status_code, set(reply.json())) == (status, {"message", "fix"})
    expect_rules(reply)
    assert workshop_view.load_workshop(database, workshop.assessment.id).voted == 0


def test_only_a_page_made_for_this_person_votes(database: Database, workshop: WorkshopView, phone: Phone) -> None:
    """Another site, another person's token, no token, no cookie, not joined: refused, and nothing is stored."""
    other = Phone(lambda: database, workshop).join(name="Bo")
    good = {"question": "P1", "round": 1, "answer": {"level": 3}, "token": phone.proof}
    for place, content in (("vote", good), ("dots", {"dots": {"P1": 1}, "token": phone.proof})):
        for headers in ({}, {"Origin": "null"}, {"Origin": "http://evil.example"}, {"Origin": "http://["}):
            assert phone.browser.post(f"{phone.home}/{place}", json=content, headers=headers).status_code == 403
        for token in (None, "", "x", other.proof, 7, "\u2028"):
            reply = phone.browser.post(
                f"{phone.home}/{place}", json=content | {"token": token}, headers={"Origin": HOST}
            )
            assert reply.status_code in (403, 422)
        form = {"question": "P1", "round": "1", "choice-P1": "3", "give": "P1", "token": other.proof}
        assert phone.browser.post(f"{phone.home}/{place}", data=form).status_code == 403
        form["token"] = phone.proof
        assert phone.browser.post(f"{phone.home}/{place}", data=form, headers={"Origin": "http://e"}).status_code == 403
        stranger = Phone(lambda: database, workshop)
        assert stranger.browser.post(f"{phone.home}/{place}", json=content, headers={"Origin": HOST}).status_code == 403
        stranger.look()
        reply = stranger.browser.post(
            f"{phone.home}/{place}", json=content | {"token": stranger.proof}, headers={"Origin": HOST}
        )
        assert (reply.status_code, reply.json()["message"]) == (403, "Nobody has joined in this browser.")
    assert workshop_view.load_workshop(database, workshop.assessment.id).voted == 0


def test_a_survey_is_no_workshop(database: Database, phone: Phone) -> None:
    """Below a survey's invitation the workshop's addresses are 404, and so are those of an unknown invitation."""
    from tests.web.participant import opened as survey

    for home in (survey(database).address, "/join/nobody", "/join/%00", f"/join/{'x' * 50}"):
        for place in ("part", "live", "vote", "dots"):
            reply = phone.get(f"{home}/{place}", headers={"Accept": "application/json"})
            assert reply.status_code == (303 if place in ("vote", "dots") else 404), (home, place)
        content = {"question": "P1", "round": 1, "answer": {"level": 3}, "token": phone.proof}
        assert phone.browser.post(f"{home}/vote", json=content, headers={"Origin": HOST}).status_code == 403
    for token in ("nobody", "%00", "", phone.home.removeprefix("/join/")):
        for place in ("", "/part", "/live"):
            assert phone.get(f"/join/screen/{token}{place}").status_code == 404, token


def test_the_same_phone_is_the_same_person(database: Database, workshop: WorkshopView, phone: Phone) -> None:
    """Opening the link twice, or typing the private code on another device, adds no person."""
    phone.form(2)
    assert "Your vote is in." in phone.look().text
    other = Phone(lambda: database, workshop)
    other.join(code=phone.code or "")
    assert "Your vote is in." in other.look().text
    other.form(5)
    assert "You chose 5" in phone.look().text
    workshop = workshop_view.load_workshop(database, workshop.assessment.id)
    assert (workshop.joined, workshop.voted) == (1, 1)


def test_a_shared_result_is_linked_on_phone_and_screen(
    database: Database, workshop: WorkshopView, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once it is shared both have its link, and no longer after it was withdrawn."""
    key = "an-owner-key-of-these-tests"
    monkeypatch.setenv("CXMATURITY_ACCESS_KEY", key)
    phone.form(2)
    done(database, workshop, "reveal", "end")
    before = phone.state()
    participant_links.share_with_participants(database, workshop.assessment.id, datetime.now(UTC), key)
    assert phone.state() != before
    secret = participant_links.participant_secret(database, workshop.assessment.id, datetime.now(UTC), key)
    screen = f"/join/screen/{workshop.screen}"
    assert f'<a href="/r/{secret}">' in phone.part().text
    assert "Take the result home with every file" in phone.get(screen).text
    [link] = published_links.open_links(database, workshop.assessment.id, datetime.now(UTC))
    published_links.revoke(database, link.id, datetime.now(UTC))
    assert "/r/" not in phone.part().text
    assert "Take the result home" not in phone.get(screen).text


def test_the_page_of_an_ended_workshop(database: Database, workshop: WorkshopView, phone: Phone) -> None:
    """Participants are thanked; others see that it has ended; nobody can join."""
    done(database, workshop, "end")
    assert "Thank you The workshop is over." in phone.look().text
    late = Phone(lambda: database, workshop)
    reply = late.get(late.home)
    assert (reply.status_code, "This workshop has ended." in reply.text) == (410, True)
    assert late.browser.post(late.home, data={"do": "begin", "name": "Bo"}).status_code == 410
    assert phone.part().status_code == 200
    assert phone.state()["phase"] == "closed"


# Dots


def test_dots_are_stored_as_they_are_given(database: Database) -> None:
    """At most three, for shown steps, while the dot vote is open; sending the same twice changes nothing."""
    workshop = opened(database)
    phone = Phone(lambda: database, workshop).join(name="Ada")
    done(database, workshop, "begin")
    phone.form(2)
    done(database, workshop, "reveal", "dots")
    view = work_of(database, workshop, phone)

    def give(dots: Any) -> int:
        sent = {"dots": dots, "token": phone.proof}
        return phone.browser.post(f"{phone.home}/dots", json=sent, headers={"Origin": HOST}).status_code

    [name] = [c.key for c in dot_votes.step_candidates(database, workshop.assessment.id)]
    for dots, status in (
        ({name: 2}, 200),
        ({name: 3}, 200),
        ({name: 3}, 200),
        ({name: 4}, 422),
        ({name: -1}, 422),
        ({name: True}, 422),
        ({name: "1"}, 422),
        ({name: 1.0}, 422),
        ({"Z9": 1}, 422),
        ({str(n): 0 for n in range(50)}, 422),
        ([name], 422),
        (None, 422),
        ("3", 422),
    ):
        assert give(dots) == status, dots
        assert dot_votes.given_dots(database, view.stored.id).dots == ({name: 2} if dots == {name: 2} else {name: 3})
    reply = phone.browser.post(f"{phone.home}/dots", data={"token": phone.proof, "give": name})
    assert (reply.status_code, "You have 3 dots" in reply.text) == (422, True)
    assert give({}) == 200
    assert dot_votes.given_dots(database, view.stored.id).dots == {}
    done(database, workshop, "steps")
    assert give({name: 1}) == 410  # too late, as the phone tells
    assert dot_votes.given_dots(database, view.stored.id).dots == {}


# No reply discloses another vote


def everything(phone: Phone, workshop: WorkshopView) -> list[tuple[Any, ...]]:
    """Return every reply that a phone and the screen can get now, with all headers."""
    places = [phone.home, f"{phone.home}?change=1", f"{phone.home}/part", f"{phone.home}/live", f"{phone.home}/P1"]
    places += [
        f"/join/screen/{workshop.screen}",
        f"/join/screen/{workshop.screen}/part",
        f"/join/screen/{workshop.screen}/live",
    ]
    replies = [
        phone.get(place, headers={"Accept": accept}) for place in places for accept in ("text/html", "application/json")
    ]
    replies += [phone.script("P1", 1, {"level": 2}), phone.form(2), phone.script("P1", 1, {"level": 9})]
    return [same(reply) for reply in replies]


def same(reply: Response) -> tuple[Any, ...]:
    text = re.sub(r"&#34;now&#34;: &#34;[^&]+&#34;", "", reply.text)  # the server's clock, on the screen
    headers = sorted((k, v) for k, v in reply.headers.items() if k != "content-length" or text == reply.text)
    return str(reply.url), reply.status_code, headers, text


@pytest.mark.parametrize("privacy", ["open", "anonymous"])
def test_before_the_reveal_no_reply_depends_on_other_votes(database: Database, privacy: str) -> None:
    """Whatever eleven others choose, in any order: the same bytes and headers everywhere, if the counts are equal."""
    workshop = done(database, opened(database, privacy=privacy), "begin")
    phone = Phone(lambda: database, workshop).join(name="Ada")
    people = joined(database, workshop, 11)
    phone.form(2)
    replies = []
    unknown, away = Answer(dont_know=True), Answer(level=5, note="A secret")
    for votes in ([1] * 11, [5] * 11, [1, 5] * 5 + [3], [unknown] * 11, [away, 2, unknown] * 3 + [4, 4]):
        voted(database, workshop, people, *votes)
        replies.append(everything(phone, workshop))
    assert all(one == replies[0] for one in replies[1:])
    assert not any("Person 1" in str(part) for part in replies[0])


def test_dots_are_not_counted_before_they_are_all_given(database: Database) -> None:
    """Before that neither a phone nor the screen shows others' dots."""
    workshop = opened(database)
    phone = Phone(lambda: database, workshop).join(name="Ada")
    people = joined(database, workshop, 6)
    for place in range(3):
        done(database, workshop, "next" if place else "begin")
        voted(database, workshop, people, 1, 1, 2, 2, 2, 2)
        done(database, workshop, "reveal")
    done(database, workshop, "dots")
    steps = [c.key for c in dot_votes.step_candidates(database, workshop.assessment.id)]
    replies = []
    for name in steps[:3]:
        for participant in people:
            dot_votes.save_dots(database, participant.assessment.id, participant.stored.id, {name: 3})
        replies.append(everything(phone, workshop))
    assert len(steps) >= 3
    assert replies[0] == replies[1] == replies[2]


@pytest.mark.parametrize(("count", "bars", "level"), [(4, False, False), (9, False, True), (10, True, True)])
def test_in_anonymous_mode_phones_show_what_may_be_shown(
    database: Database, count: int, bars: bool, level: bool
) -> None:
    """Below five people the reason only, from five the level and the agreement, from ten the counts."""
    workshop = done(database, opened(database, privacy="anonymous"), "begin")
    phone = Phone(lambda: database, workshop).join()
    voted(database, workshop, joined(database, workshop, count), *[3] * count)
    done(database, workshop, "reveal")
    switched_on(database, workshop, "is_shared")
    page = phone.look()
    assert ("Middle answer 3, By design." in page.text) == level
    assert ("they are close together." in page.text) == level
    assert ("3 · By design middle answer" in page.text) == bars
    assert ("Fewer than 5 people rated it: too few to show" in page.text) != level


def test_a_second_vote_says_whom_it_counts(database: Database) -> None:
    """In anonymous mode people of the first vote read that theirs stays, a newcomer that theirs does not count."""
    workshop = done(database, opened(database, privacy="anonymous"), "begin")
    first = Phone(lambda: database, workshop).join()
    assert "count" not in first.look().text
    first.form(3)
    voted(database, workshop, joined(database, workshop, 4), *[2] * 4)
    done(database, workshop, "reveal", "again")
    newcomer = Phone(lambda: database, workshop).join()
    assert "If you give none now, your first one stays." in first.look().text
    assert "Yours is not counted this time." in newcomer.look().text


def test_a_second_vote_counts_answers_where_does_not_apply_was_shown(database: Database) -> None:
    """Nobody gave a level then: whoever answered reads that theirs counts, a newcomer that theirs does not.

    Nor are newcomers asked why, since no line of theirs is shown.
    """
    workshop = done(database, opened(database, privacy="anonymous", scope="full"), "begin")
    done(database, workshop, "go", question=NA)
    first = Phone(lambda: database, workshop).join()
    first.form("not_applicable", not_applicable="We hire nobody")
    people, elsewhere = joined(database, workshop, 4), [Answer(not_applicable="None here")] * 4
    voted(database, workshop, people, *elsewhere)
    done(database, workshop, "reveal", "again")
    newcomer = Phone(lambda: database, workshop).join()
    assert "A second vote counts those who gave an answer in the first." in first.look().text
    assert "Yours is not counted this time." in newcomer.look().text
    switched_on(database, workshop, "asks_why")
    assert ("Why? One line" in first.look().text, "Why? One line" in newcomer.look().text) == (True, False)
    first.form("not_applicable", not_applicable="We hire nobody")
    voted(database, workshop, people, *elsewhere)
    done(database, workshop, "reveal", "next")
    assert "counted" not in newcomer.look().text


def test_notes_are_taken_back_until_the_workshop_ends(database: Database) -> None:
    """Notes are written while self-paced; after the review began a button deletes them, and the result has none."""
    workshop = done(database, opened(database, privacy="anonymous", pace="self_paced"), "begin")
    phone = Phone(lambda: database, workshop).join()
    person = work_of(database, workshop, phone)
    noted = VoteRow(person.stored.id, "P1", 1, Answer(level=3, note="The till is slow"), datetime.now(UTC))
    others = [
        VoteRow(participant.stored.id, "P1", 1, Answer(level=2), datetime.now(UTC))
        for participant in joined(database, workshop, 4)
    ]
    for row in (noted, *others):
        VoteWriter(lambda: database).submit(workshop.assessment.id, row).result(20)
    done(database, workshop, "start_review")
    page = phone.look()
    assert "Take back all my notes" in page.text
    assert "You can take it back until the workshop ends." in page.text
    reply = phone.browser.post(f"{phone.home}/notes", data={"token": phone.proof})
    assert reply.status_code == 303
    page = phone.open(reply.headers["location"])
    assert "Your notes are taken back." in page.text
    assert "Take back all my notes" not in page.text
    done(database, workshop, "end")
    group = views.load_view(database, workshop.assessment.id).group
    assert group
    assert (group.comments, group.disclosure.questions["P1"].rated) == ({}, 5)
    assert phone.browser.post(f"{phone.home}/notes", data={"token": phone.proof}).status_code == 410


def test_more_time_is_asked_for_without_a_name(database: Database, workshop: WorkshopView) -> None:
    """Two phones ask, one of them twice: the console counts two. Once time was added, a phone can ask again.

    No page says who asked, and those of others do not change. In a pause and after the reveal nobody can ask.
    """
    phones = [Phone(lambda: database, workshop).join(name=name) for name in ("Ada", "Ben")]
    reply = phones[0].browser.post(f"{phones[0].home}/time", data={"token": phones[0].proof})
    assert reply.status_code == 303
    assert "The facilitator now sees that somebody needs more time" in phones[0].open(reply.headers["location"]).text
    assert "now sees" not in phones[0].look().text
    for phone in phones:
        phone.browser.post(f"{phone.home}/time", data={"token": phone.proof})
    workshop = workshop_view.load_workshop(database, workshop.assessment.id)
    assert (workshop.state.time_requests, workshop.version) == (2, workshop.version)
    assert "Ada" not in repr(workshop.state)
    assert workshop_view.load_workshop(database, workshop.assessment.id).state.time_requests == 2
    assert done(database, workshop, "extend").state.time_requests == 0
    phones[0].browser.post(f"{phones[0].home}/time", data={"token": phones[0].proof})
    assert workshop_view.load_workshop(database, workshop.assessment.id).state.time_requests == 1
    assert phones[0].browser.post(f"{phones[0].home}/time", data={"token": "x"}).status_code == 403
    done(database, workshop, "pause")
    assert "I need more time" not in phones[0].look().text
    done(database, workshop, "resume", "reveal")
    reply = phones[1].browser.post(f"{phones[1].home}/time", data={"token": phones[1].proof})
    assert (reply.status_code, reply.headers["location"]) == (303, phones[1].home)


def test_names_are_on_no_phone(database: Database) -> None:
    """Also in open mode a phone does not say who voted how; only reasons that the facilitator shows have names."""
    workshop = done(database, opened(database), "begin")
    phone = Phone(lambda: database, workshop).join(name="Ada")
    voted(database, workshop, joined(database, workshop, 3), 1, 3, 5)
    done(database, workshop, "reveal")
    switched_on(database, workshop, "is_shared")
    assert "Person 1" not in phone.get(phone.home).text + phone.part().text


# What every reply carries, and weighs


def test_a_part_changes_its_key_when_it_changes(database: Database) -> None:
    """The key depends on phase, question, round, sharing and pause, not on others' votes or joining."""
    workshop = opened(database)
    phone = Phone(lambda: database, workshop).join(name="Ada")

    def key() -> str:
        match = re.search(r'data-key="([^"]+)" data-version="(\d+)"', phone.part().text)
        assert match
        assert int(match[2]) == phone.state()["version"]
        return match[1]

    keys = [key()]
    people = joined(database, workshop, 2)
    assert key() == keys[0]
    for act in (
        "begin",
        "pause",
        "resume",
        "reveal",
        "again",
        "reveal",
        "next",
        "back",
        "dots",
        "steps",
        "end",
    ):
        done(database, workshop, act)
        keys.append(key())
        if keys[-1].startswith("vote") and "pause" not in act:
            voted(database, workshop, people, 2, 2)
            phone.script(keys[-1].split(":")[1], int(keys[-1].split(":")[2]), {"level": 2})
            assert key() == keys[-1]
    assert keys[3] == keys[1]
    assert len(set(keys)) == len(keys) - 2, keys  # resumed as it began; the same second reveal, gone back to


def test_no_page_has_inline_script_or_style(database: Database) -> None:
    """In every phase: a strict content security policy, no inline script and no inline style."""
    workshop = opened(database, team="Evil <script>alert(1)</script>"[:60], label="</title><b>")
    phone = Phone(lambda: database, workshop)
    replies = [phone.get(phone.home), phone.get("/join")]
    phone.join(name="<i>Ada")
    for act in (None, "begin", "pause", "resume", "reveal", "again", "reveal", "dots", "steps", "end"):
        if act:
            done(database, workshop, act)
        if act in ("begin", "again"):
            phone.form(3)
        screen = f"/join/screen/{workshop.screen}"
        places = (phone.home, f"{phone.home}/part", f"{phone.home}/live", screen, f"{screen}/part", f"{screen}/live")
        replies += [phone.get(place) for place in places]
    replies += [
        phone.script("P1", 1, {"level": 3}),
        phone.browser.post(f"{phone.home}/dots", data={}),
        phone.get("/join/x/part"),
    ]
    for reply in replies:
        expect_rules(reply)
        for tag, attributes in Page(reply).tags:
            assert tag != "style"
            assert tag != "script" or attributes["src"]
            assert not [name for name in attributes if name == "style" or name.startswith("on")]


def test_the_first_vote_is_light(phone: Phone) -> None:
    """Page, icon, style and script as sent, with headers, and the first event: below 15 KB."""
    reply = phone.get(phone.home, headers={"Accept-Encoding": "gzip"})
    addresses = re.findall(r'(?:href|src)="(/join/files/[^"]+)"', reply.text)
    assert len(addresses) == 3
    files = [phone.get(address, headers={"Accept-Encoding": "gzip"}) for address in addresses]
    state = phone.get(f"{phone.home}/live", headers={"Accept": "application/json"})
    total = 0
    for one in (reply, *files, state):
        assert "content-encoding" in one.headers or one is state
        total += int(one.headers["content-length"]) + sum(len(k) + len(v) + 4 for k, v in one.headers.items())
    assert total < ON_THE_WIRE, total


def test_only_looking_and_sending_are_understood(phone: Phone) -> None:
    """Other methods are refused; a GET of an endpoint for votes redirects to the workshop's page."""
    for place, allowed in (
        ("/part", "GET, HEAD"),
        ("/live", "GET, HEAD"),
        ("/vote", "GET, HEAD, POST"),
        ("/dots", "GET, HEAD, POST"),
    ):
        reply = phone.browser.request("PUT", f"{phone.home}{place}", headers={"Origin": HOST})
        assert (reply.status_code, reply.headers["allow"]) == (405, allowed)
        expect_rules(reply)
    for place in ("/vote", "/dots"):
        assert phone.get(f"{phone.home}{place}").headers["location"] == phone.home


def test_a_database_error_is_shown_and_no_vote_is_confirmed(tmp_path: Path) -> None:
    """With a read-only database the script is told to retry, and the form keeps the choice."""
    writable = open_database(f"sqlite:///{tmp_path / 'cx.db'}")
    workshop = done(writable, opened(writable), "begin")
    current = [writable]
    phone = Phone(lambda: current[0], workshop).join(name="Ada")
    readable = open_database(f"sqlite:///file:{tmp_path / 'cx.db'}?mode=ro&uri=true")
    current[0] = readable
    reply = phone.script("P1", 1, {"level": 3})
    assert (reply.status_code, reply.json()["message"]) == (503, "The database can be read but not written.")
    reply = phone.form(3)
    assert (reply.status_code, Page(reply).fields["choice-P1"]) == (503, "3")
    current[0] = writable
    assert phone.browser.post(f"{phone.home}/vote", data=Page(reply).fields).status_code == 303
    assert vote_of(writable, workshop, phone) == Answer(level=3)
    for one in (readable, writable):
        one.close()


def test_no_database_at_all(database: Database, workshop: WorkshopView) -> None:
    """Every address of a workshop that was read before says what is wrong, without an exception."""
    away = [False]

    def sometimes() -> Database:
        if away[0]:
            raise DatabaseUnavailable("The disk is full.", "Free some space, then try again.")
        return database

    known = Phone(sometimes, workshop).join(name="Bo")
    assert known.part().status_code == 200
    away[0] = True
    replies = [known.get(f"{known.home}{place}") for place in ("", "/part", "/live")]
    replies += [known.get(f"/join/screen/{workshop.screen}{place}") for place in ("", "/part", "/live")]
    replies += [known.script("P1", 1, {"level": 3}), known.browser.post("/join", data={"code": workshop.code})]
    for reply in replies:
        assert (reply.status_code, "The disk is full." in reply.text) == (503, True), reply.url
        expect_rules(reply)


# Random requests

WORDS = st.text(max_size=30) | st.sampled_from(["3", "dont_know", "not_applicable", "P1", "1", "begin", "other"])
FIELDS = st.sampled_from(
    ["choice-P1", "not_applicable", "question", "round", "give", "take", "token", "code", "do", "name"]
)
JSON = json_with(["answer", "level", "question", "round", "dots"])
HEADERS_OF_PAGES = HEADERS.filter(lambda headers: headers.get("Accept") != "text/event-stream")
BELOW = st.sampled_from(["", "/part", "/live", "/vote", "/dots", "/P1", "/review", "?code=%00"]) | st.text(
    st.characters(min_codepoint=0x21, max_codepoint=0x2FF, exclude_characters="\x7f"), max_size=20
)


@FUZZ
@given(form=st.dictionaries(FIELDS, WORDS, max_size=8), place=st.sampled_from(["", "/vote", "/dots", "/P1", "/review"]))
def test_no_form_brings_it_down(phone: Phone, form: dict[str, str], place: str) -> None:
    """Any fields with any text, also with a valid form token."""
    for sent in ({"x": ""} | form, {"question": "P1", "round": "1"} | form | {"token": phone.proof, "do": ""}):
        reply = phone.browser.post(f"{phone.home}{place}", data=sent)
        assert reply.status_code in (303, 403, 410, 422), reply.text
        expect_rules(reply)


@FUZZ
@given(content=JSON, place=st.sampled_from(["/vote", "/dots", "/P1"]))
def test_no_json_brings_it_down(phone: Phone, content: Any, place: str) -> None:
    """Any JSON, also with a valid form token."""
    headers = {"Content-Type": "application/json", "Origin": HOST}
    honest = {"question": "P1", "round": 1, "answer": content, "dots": content, "token": phone.proof}
    more = content | {"token": phone.proof} if isinstance(content, dict) else content
    for sent in (honest, more):
        reply = phone.browser.post(f"{phone.home}{place}", content=json.dumps(sent), headers=headers)
        assert reply.status_code in (200, 403, 410, 422), reply.text
        expect_rules(reply)


@FUZZ
@given(
    method=METHODS,
    home=st.sampled_from(["phone", "screen", "/join/screen/x", "/join", "/join/x"]),
    below=BELOW,
    headers=HEADERS_OF_PAGES,
    content=st.binary(max_size=60),
)
def test_no_request_brings_it_down(
    phone: Phone, workshop: WorkshopView, method: str, home: str, below: str, headers: dict[str, str], content: bytes
) -> None:
    """Any method, path, headers and bytes, for phones, the screen and the field for the code."""
    start = {"phone": phone.home, "screen": f"/join/screen/{workshop.screen}"}.get(home, home)
    sent = {name.encode("latin-1"): value.encode("latin-1") for name, value in headers.items()}
    reply = phone.browser.request(method, f"{start}{below}", headers=sent, content=content)
    assert reply.status_code < 500
    if reply.url.path.startswith("/join/") or reply.url.path == "/join":
        expect_rules(reply)


def test_a_slow_workshop_stalls_no_phone_of_another(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """While reading one workshop's shown results is slow, phones of another get theirs."""
    workshops = [opened(database, label=label) for label in ("Slow", "Other")]
    phones = [Phone(lambda: database, workshop).join(name="Ada") for workshop in workshops]
    phones[1].browser.app = phones[0].browser.app
    phones[1].browser._transport = phones[0].browser._transport  # one server for both
    for workshop in workshops:
        done(database, workshop, "begin", "reveal")
        switched_on(database, workshop, "is_shared")
    reached, gate = Event(), Event()
    round_results = reveals.round_results

    def slowly(database: Database, assessment_id: str, question_id: str) -> tuple[RoundResult, ...]:
        if assessment_id == workshops[0].assessment.id:
            reached.set()
            assert gate.wait(20)
        return round_results(database, assessment_id, question_id)

    monkeypatch.setattr(reveals, "round_results", slowly)
    with ThreadPoolExecutor(2) as pool:
        waiting = pool.submit(phones[0].part)
        assert reached.wait(20)
        assert "Nobody has voted." in pool.submit(phones[1].part).result(20).text
        assert not waiting.done()
        gate.set()
        assert "Nobody has voted." in waiting.result(20).text
