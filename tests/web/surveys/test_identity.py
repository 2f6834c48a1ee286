"""Attacks on the anonymity of participants, against the real pages and a real database."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import combinations
from typing import Any

import pytest
from sqlalchemy import inspect, text

from cxmaturity.services.assessments import closing
from cxmaturity.services.exports import exportable
from cxmaturity.services.surveys import codes, participation, progress
from cxmaturity.services.surveys.participation import Survey
from cxmaturity.store.database.engine import Database
from tests import workshop_fixtures
from tests.web.participant import HOST, Begun, Guest, Page, opened, stored
from tests.web.phone import Phone

NAMES = ["Ada", "Bo", "Cem", "Dana", "Eli"]
KINDS = [("open", False), ("open", True), ("anonymous", False), ("anonymous", True)]


def close(database: Database, begun: Begun) -> None:
    closing.close_assessment(database, begun.survey.assessment.id, datetime.now(UTC))


def answered(begun: Begun, guest: Guest, level: int) -> Guest:
    """Let a guest begin, answer P1 with a level and a note, and finish."""
    guest.begin(begun)
    guest.answer(begun, "P1", level, note=f"note {level}")
    guest.send(f"{begun.address}/review", {})
    return guest


def invited(database: Database, begun: Begun) -> dict[str, Guest]:
    """Return a browser for each name that has opened its personal link, begun and answered."""
    guests = {name: Guest(lambda: database) for name in NAMES}
    for level, (name, guest) in enumerate(guests.items(), start=1):
        guest.get(f"{begun.address}?code={begun.codes[name]}")
        answered(begun, guest, level)
    return guests


# Codes reach nothing of another kind of round


@pytest.mark.parametrize("is_linked", [False, True])
def test_codes_of_personal_links_open_nothing_in_an_anonymous_survey(database: Database, is_linked: bool) -> None:
    """The owner, who distributed them, can read nobody's answers: not by link, cookie or typed code, nor after
    closing."""
    survey = opened(database, "open", names=NAMES, is_linked=is_linked)
    guests = invited(database, survey)
    close(database, survey)
    anonymous = opened(database, label="Autumn", is_linked=is_linked)
    for level, guest in enumerate(guests.values(), start=1):
        answered(anonymous, guest, level)
    for is_open in (True, False):
        for code in survey.codes.values():
            replies = [Guest(lambda: database).get(f"{anonymous.address}?code={code}")]
            for cookie in ("cx-person", "cx-participant"):
                owner = Guest(lambda: database)
                owner.browser.cookies.set(cookie, code, path="/join")
                replies += [owner.get(f"{anonymous.address}{place}") for place in ("", "/P1", "/review")]
                replies += [owner.get(anonymous.address, headers={"Accept": "application/json"})]
            if is_open:
                replies += [Guest(lambda: database).send(anonymous.address, {"do": "begin", "code": code})]
                assert replies[-1].status_code == 422
            for reply in replies:
                assert not any(f"note {level}" in reply.text for level in range(1, 6))
                assert "Welcome back" not in reply.text
        if is_open:
            close(database, anonymous)
    assert progress.participation_status(database, anonymous.survey.assessment.id).begun == 5


@pytest.mark.parametrize("is_linked", [False, True])
def test_a_planted_code_is_nobodys(database: Database, guest: Guest, is_linked: bool) -> None:
    """A code that another person chose and sent as a link or cookie never becomes a participant's code."""
    begun = opened(database, is_linked=is_linked)
    planted = codes.new_code()
    page = guest.open(f"{begun.address}?code={planted}")
    assert "type it here" in page.text
    team = f"/join/team/{codes.team_token(begun.survey.assessment)}"
    for name, path in (("cx-person", "/join"), ("cx-participant", begun.address), ("cx-participant", team)):
        guest.browser.cookies.set(name, planted, path=path, domain="testserver.local")
    answered(begun, guest, 3)
    assert guest.code != planted
    assert participation.find_participation(database, begun.survey, planted) is None
    assert stored(database, begun, guest)["P1"].level == 3


@pytest.mark.parametrize(("privacy", "is_linked"), KINDS)
def test_a_typed_code_that_nobody_has_used_is_refused(
    database: Database, guest: Guest, privacy: str, is_linked: bool
) -> None:
    """In every kind of survey, so that nobody can create personal links."""
    begun = opened(database, privacy, is_linked=is_linked)
    reply = guest.send(begun.address, {"do": "begin", "name": "Ada", "code": codes.new_code()})
    assert (reply.status_code, "Nobody has taken part with this private code." in reply.text) == (422, True)
    assert progress.participation_status(database, begun.survey.assessment.id).begun == 0


@pytest.mark.parametrize(("privacy", "is_linked"), KINDS)
def test_a_closed_survey_shows_a_code_its_receipt_alone(
    database: Database, guest: Guest, privacy: str, is_linked: bool
) -> None:
    """The receipt says that the answers were counted; no page or script shows an answer, note or progress."""
    begun = opened(database, privacy, is_linked=is_linked)
    guest.begin(begun, name="Ada")
    guest.answer(begun, "P1", 4, note="note 4")
    close(database, begun)
    replies = [guest.get(f"{begun.address}{place}") for place in ("", "/P1", "/review")]
    replies += [guest.get(begun.address, headers={"Accept": "application/json"})]
    assert {reply.status_code for reply in replies} == {410}
    assert "You took part: your answers were counted." in Page(replies[0]).text
    assert not any("note 4" in reply.text for reply in replies)
    assert "You took part" not in Guest(lambda: database).get(begun.address).text


@pytest.mark.parametrize("is_linked", [False, True])
def test_no_address_carries_a_code_in_an_anonymous_survey(database: Database, guest: Guest, is_linked: bool) -> None:
    """No link, redirect or form of any page contains the code in its address."""
    begun = opened(database, is_linked=is_linked)
    replies = [guest.get(begun.address, follow_redirects=True), guest.send(begun.address, {"do": "begin"})]
    replies += [guest.get(f"{begun.address}{place}", follow_redirects=True) for place in ("", "/P1", "/review")]
    redirects = [earlier for reply in replies for earlier in reply.history]
    for reply in replies + redirects:
        sent = [*Page(reply).links, reply.headers.get("location", ""), str(reply.url)]
        sent += [attributes.get("action") or "" for tag, attributes in Page(reply).tags if tag == "form"]
        assert not any("code=" in address or str(guest.code) in address for address in sent)


# Linked surveys


def test_a_browser_links_two_anonymous_surveys_of_a_team(database: Database) -> None:
    """The next survey recognises the browser without a typed code; another team's survey does not get the code."""
    spring = opened(database, is_linked=True)
    guest = answered(spring, Guest(lambda: database), 2)
    code = guest.code
    close(database, spring)
    autumn = opened(database, label="Autumn", is_linked=True)
    page = guest.open(autumn.address)
    assert "This browser took part before" in page.text
    assert "Did somebody else use this browser last time?" in page.text
    assert guest.begin(autumn).code == code
    assert participation.previous_levels(database, autumn.survey, str(code)) == {"P1": 2}
    mill = opened(database, team="Mill", is_linked=True)
    assert "took part before: your" not in guest.open(mill.address).text
    assert guest.begin(mill).code != code


def test_somebody_else_in_a_linked_survey_gets_a_code_of_their_own(database: Database, guest: Guest) -> None:
    """A second person on one device gets a new code; the first returns by typing theirs."""
    spring = opened(database, is_linked=True)
    first = answered(spring, guest, 2).code
    guest.send(spring.address, {"do": "other"})
    assert "took part before: your" not in guest.open(spring.address).text
    assert guest.begin(spring).code != first
    guest.send(spring.address, {"do": "other"})
    guest.send(spring.address, {"do": "begin", "code": str(first)})
    assert guest.open(f"{spring.address}/P1").fields["choice-P1"] == "2"


def test_without_cookies_a_linked_survey_says_what_is_missing(database: Database, guest: Guest) -> None:
    """It does not redirect in a circle."""
    begun = opened(database, is_linked=True)
    places = [begun.address]
    for _ in range(3):
        guest.browser.cookies.clear()
        reply = guest.get(places[-1])
        if reply.status_code == 200:
            break
        places.append(reply.headers["location"])
    assert (reply.status_code, len(places)) == (200, 3)
    guest.browser.cookies.clear()
    assert guest.browser.post(begun.address, data=Page(reply).fields | {"do": "begin"}).status_code == 403


def test_a_link_to_the_address_of_linked_surveys_changes_nobody(database: Database, guest: Guest) -> None:
    """A person who has begun stays the same, whatever code the browser has for the team."""
    begun = opened(database, is_linked=True)
    first = answered(begun, guest, 2).code
    guest.send(begun.address, {"do": "other"})
    second = guest.begin(begun).code
    team, invitation = codes.team_token(begun.survey.assessment), begun.address.rsplit("/", 1)[1]
    guest.send(begun.address, {"do": "other"})
    guest.send(begun.address, {"do": "begin", "code": str(first)})
    for query in ("", "?code"):
        reply = guest.browser.get(f"/join/team/{team}/{invitation}{query}")
        assert (reply.status_code, "set-cookie" in reply.headers) == (303, False)
    assert first == guest.code_for(begun.address) != second


@pytest.mark.parametrize("kind", [("open", True), ("anonymous", False)])
def test_the_address_of_linked_surveys_is_of_no_other(database: Database, guest: Guest, kind: tuple[str, bool]) -> None:
    """A survey without linking has no such address, nor has a linked one under another team's."""
    other = opened(database, kind[0], label="Other", is_linked=kind[1])
    linked = opened(database, team="Mill", is_linked=True)
    for begun in (other, linked):
        invitation = begun.address.rsplit("/", 1)[1]
        assert guest.get(f"/join/team/{codes.team_token(other.survey.assessment)}/{invitation}").status_code == 404


# Names


def test_another_persons_link_asks_before_it_replaces(database: Database, guest: Guest) -> None:
    """The current person stays until it is confirmed that another one takes over; then the first can return."""
    begun = opened(database, "open", names=["Ada", "Bo"])
    ada, bo = begun.codes["Ada"], begun.codes["Bo"]
    guest.get(f"{begun.address}?code={ada}")
    guest.begin(begun)
    guest.answer(begun, "P1", 5)
    page = guest.open(f"{begun.address}?code={bo}")
    assert "Are you Bo? This link was made for Bo, but in this browser Ada answers." in page.text
    assert guest.code == ada
    assert guest.open(f"{begun.address}/P1").fields["choice-P1"] == "5"
    assert guest.browser.post(begun.address, data=page.fields | {"do": "replace"}).status_code == 303
    assert guest.code == bo
    assert "This link was made for Bo." in guest.open(begun.address).text


def test_a_link_that_nobody_was_given_changes_nothing(database: Database, guest: Guest) -> None:
    """A well-formed but unknown code is refused with a sentence, also before anybody has begun."""
    begun = opened(database, "open", names=["Ada"])
    for _ in range(2):
        reply = guest.get(f"{begun.address}?code={codes.new_code()}")
        assert (reply.status_code, "Nobody was invited by this link." in reply.text) == (422, True)
        guest.get(f"{begun.address}?code={begun.codes['Ada']}")
        assert guest.code == begun.codes["Ada"]


@pytest.mark.parametrize("typed", ["Ada", "ADA ", "Ａｄａ"])
def test_a_second_person_of_one_name_is_asked_and_marked(database: Database, guest: Guest, typed: str) -> None:
    """Nobody can pose as the invited Ada: a second Ada is asked, and shown with a number everywhere."""
    begun = opened(database, "open", names=["Ada"])
    reply = guest.send(begun.address, {"do": "begin", "name": typed})
    name = typed.strip()
    assert (reply.status_code, f"Are you the {name} who was invited?" in reply.text) == (409, True)
    assert progress.participation_status(database, begun.survey.assessment.id).begun == 0
    assert guest.browser.post(begun.address, data=Page(reply).fields | {"do": "begin"}).status_code == 303
    guest.answer(begun, "P1", 1)
    real = Guest(lambda: database)
    real.get(f"{begun.address}?code={begun.codes['Ada']}")
    real.begin(begun)
    real.answer(begun, "P1", 5)
    third = Guest(lambda: database)
    reply = third.send(begun.address, {"do": "begin", "name": f"{name} (2)"})
    assert reply.status_code == 409
    close(database, begun)
    people = exportable.named_responses(database, begun.survey.assessment.id)
    assert {person.name: person.answers["P1"].level for person in people} == {"Ada": 5, f"{name} (2)": 1}


def test_the_invited_person_who_is_asked_types_their_code(database: Database, guest: Guest) -> None:
    """With it they are the invited person, without a number."""
    begun = opened(database, "open", names=["Ada"])
    asked = Page(guest.send(begun.address, {"do": "begin", "name": "Ada"}))
    sent = asked.fields | {"do": "begin", "code": begun.codes["Ada"]}
    assert guest.browser.post(begun.address, data=sent).status_code == 303
    assert guest.code == begun.codes["Ada"]
    assert progress.participation_status(database, begun.survey.assessment.id).begun == 1


def test_a_personal_link_takes_nobody_elses_name(database: Database, guest: Guest) -> None:
    """A person with Ada's link who types Bo's name is asked like everybody else."""
    begun = opened(database, "open", names=["Ada", "Bo"])
    guest.get(f"{begun.address}?code={begun.codes['Ada']}")
    assert guest.send(begun.address, {"do": "begin", "name": "Bo"}).status_code == 409


# Nothing stored or sent joins a name to an anonymous answer


def of_round(database: Database, begun: Begun) -> Mapping[str, list[dict[str, Any]]]:
    """Return every stored row about a person of one round, by table."""
    by_response = "IN (SELECT id FROM response WHERE assessment_id = :id)"
    conditions = {"response": "assessment_id = :id", "participant": "assessment_id = :id"}
    conditions |= {"answer": f"response_id {by_response}", "dot": f"response_id {by_response}"}
    with database.reading() as connection:
        return {
            table: [
                dict(row)
                for row in connection.execute(
                    text(f"SELECT * FROM {table} WHERE {condition}"), {"id": begun.survey.assessment.id}
                ).mappings()
            ]
            for table, condition in conditions.items()
        }


def personal_values(rows: Mapping[str, list[dict[str, Any]]], column: tuple[str, str]) -> set[str]:
    """Return the values of a column that belong to only some of the people; others join nobody."""
    table, name = column
    values = [str(row[name]) for row in rows[table] if row[name] is not None]
    return {value for value in values if len(value) > 5 and len(set(values)) > 1}


def test_no_join_of_any_two_columns_gives_a_name_to_an_anonymous_answer(database: Database) -> None:
    """After an open and two linked anonymous rounds of the same five people in the same browsers.

    Only the two anonymous rounds share a value per person: the agreed key.
    """
    named = opened(database, "open", names=NAMES, is_linked=True)
    guests = invited(database, named)
    anonymous = [opened(database, label=label, is_linked=True) for label in ("Summer", "Autumn")]
    for begun in anonymous:
        for level, guest in enumerate(guests.values(), start=1):
            answered(begun, guest, level)
    for begun in (named, *anonymous):
        close(database, begun)
    everything = [of_round(database, begun) for begun in (named, *anonymous)]
    tables = {name: [c["name"] for c in inspect(database.engine).get_columns(name)] for name in everything[0]}
    columns = [(table, column) for table, names in tables.items() for column in names if column not in ("note",)]
    joined = set()
    for first, second in combinations(range(3), 2):
        for left in columns:
            for right in columns:
                shared = personal_values(everything[first], left) & personal_values(everything[second], right)
                if shared and "question_id" not in (left[1], right[1]):
                    joined.add((first, second, left, right))
    key = ("response", "participant_hash")
    assert joined == {(1, 2, key, key)}
    with database.reading() as connection:
        contents = {
            begun.survey.assessment.id: connection.scalar(
                text("SELECT content FROM frozen_result WHERE assessment_id = :id"),
                {"id": begun.survey.assessment.id},
            )
            for begun in (named, *anonymous)
        }
    hashes = [set(re.findall(r"[0-9a-f]{64}", content)) for content in contents.values()]
    names_keys = {row["participant_hash"] for row in everything[0]["participant"]}
    assert not (hashes[0] | names_keys) & (hashes[1] | hashes[2]) - {named.survey.questionnaire.digest}


def test_no_value_that_is_sent_joins_an_open_and_an_anonymous_round(database: Database) -> None:
    """Cookies, forms, addresses and pages of both rounds in one browser share no secret.

    Each cookie of a round is sent to that round's pages only.
    """
    named = opened(database, "open", names=["Ada"])
    anonymous = [opened(database, label=label, is_linked=is_linked) for label, is_linked in (("a", False), ("b", True))]
    guest = Guest(lambda: database)
    exchanged: list[str] = []
    for begun in (named, *anonymous, named, *anonymous):
        texts: list[str] = []

        def note(reply: Any, texts: list[str] = texts) -> None:
            reply.read()
            texts.extend([str(reply.request.url), str(reply.request.headers), reply.request.read().decode()])
            texts.extend([str(reply.headers), reply.text])

        guest.browser.event_hooks["response"] = [note]
        if begun is named:
            guest.get(f"{begun.address}?code={begun.codes['Ada']}")
        if len(exchanged) < 3:
            answered(begun, guest, 3)
        guest.open(f"{begun.address}/P1")
        exchanged.append(" ".join(texts))
    secret = re.compile(r"(?:[2-9A-Z]{4}-){3}[2-9A-Z]{4}|\b[0-9a-f]{16,64}\b")
    files = {name for text in exchanged for name in re.findall(r"/files/[^\"]*?([0-9a-f]{16,64})", text)}
    secrets = [set(secret.findall(text)) - files for text in exchanged]
    assert all(secrets)
    for first, second in combinations(range(3), 2):
        common = (secrets[first] | secrets[first + 3]) & (secrets[second] | secrets[second + 3])
        assert not common, (first, second)
    assert HOST in exchanged[0]


# What earlier versions left in browsers


def test_an_old_cookie_is_accepted_where_its_code_is_known(database: Database) -> None:
    """A person who began before the update continues in that round only; elsewhere the cookie admits nobody."""
    begun, other = opened(database), opened(database, label="Other")
    code = codes.new_code()
    participation.begin_participation(database, begun.survey, code, "", None, datetime.now(UTC))
    guest = Guest(lambda: database)
    guest.browser.cookies.set("cx-person", code, path="/join", domain="testserver.local")
    guest.answer(begun, "P1", 3)
    assert guest.code == code
    assert stored(database, begun, guest)["P1"].level == 3
    assert guest.begin(other).code != code
    assert participation.find_participation(database, other.survey, code) is None


def test_an_old_code_that_was_in_an_open_round_opens_no_anonymous_one(database: Database, guest: Guest) -> None:
    """The owner who distributed its links may know it, so it opens nothing in anonymous rounds."""
    named = opened(database, "open", names=["Ada"])
    code = named.codes["Ada"]
    begun = opened(database, label="Anonymous", is_linked=True)
    participation.begin_participation(database, begun.survey, code, "", None, datetime.now(UTC))
    guest.browser.cookies.set("cx-person", code, path="/join", domain="testserver.local")
    assert "Welcome back" not in guest.open(begun.address).text
    assert guest.send(begun.address, {"do": "begin", "code": code}).status_code == 422
    guest.browser.cookies.set("cx-participant", code, path=begun.address, domain="testserver.local")
    assert "Welcome back" not in guest.open(begun.address).text
    assert guest.get(begun.address, headers={"Accept": "application/json"}).status_code == 403
    workshop = workshop_fixtures.opened(database, privacy="anonymous")
    participation.begin_participation(
        database, Survey(workshop.assessment, workshop.questionnaire), code, "", None, datetime.now(UTC)
    )
    phone = Phone(lambda: database, workshop)
    phone.browser.cookies.set("cx-participant", code, path=phone.home, domain="testserver.local")
    assert phone.part().status_code == 403
    assert "The first question appears here" not in phone.look().text
