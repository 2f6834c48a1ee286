"""After a survey's end: its deadline, the shared result, and the link to the next round."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest

from cxmaturity.services.assessments import closing
from cxmaturity.services.assessments.agreed_levels import agree_on_level
from cxmaturity.services.surveys import participation, schedule
from cxmaturity.services.surveys.participation import Survey
from cxmaturity.store import assessments
from cxmaturity.store.database.engine import Database
from cxmaturity.web.participant import deadlines
from tests.waiting import eventually
from tests.web.participant import Begun, Guest, Page, opened, stored

NOW = datetime.now(UTC)


def put_deadline(database: Database, begun: Begun, moment: datetime) -> None:
    """Store a deadline that may be in the past."""
    with database.writing() as connection:
        assessments.change_assessment(connection, begun.survey.assessment.id, {"closes_at": moment.isoformat()})


def survey_of(database: Database, begun: Begun) -> Survey:
    return participation.survey_by_invitation(database, begun.survey.assessment.invitation or "")


def others(database: Database, begun: Begun, levels: list[int]) -> None:
    for number, level in enumerate(levels):
        guest = Guest(lambda: database).begin(begun, name=f"Person {number}")
        guest.answer(begun, "P1", level)


def test_an_invitation_shows_the_deadline(database: Database, guest: Guest) -> None:
    """Before they begin and when they return, as a day in the owner's time zone."""
    begun = opened(database)
    assert "Open until" not in guest.open(begun.address).text
    put_deadline(database, begun, datetime.fromisoformat("2099-03-02T23:59:59-08:00"))
    until = "Open until the end of Monday 2 March 2099."
    assert until in guest.open(begun.address).text
    guest.begin(begun)
    assert until in guest.open(begun.address).text


def test_a_survey_closes_by_itself(database: Database, guest: Guest) -> None:
    """At its deadline, by the first request after it: later answers are not stored."""
    begun = opened(database, "open")
    guest.begin(begun, name="Ana")
    guest.answer(begun, "P1", 4)
    deadline, token = NOW - timedelta(minutes=5), guest.token(begun)
    put_deadline(database, begun, deadline)
    reply = guest.save(begun, "P2", {"answer": {"level": 3}, "base_revision": 1, "token": token})
    assert (reply.status_code, reply.json()["message"]) == (410, "This survey is closed.")
    row = survey_of(database, begun).assessment
    assert (row.is_open, row.closed_at) == (False, deadline)
    assert list(stored(database, begun, guest)) == ["P1"]


def test_a_survey_closes_by_itself_though_nobody_visits_it_and_another_cannot_be_read(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """An unexpected error is in the log, once, and closing goes on when its cause is gone."""
    monkeypatch.setattr(deadlines, "PAUSE_SECONDS", 0.01)
    begun, damaged = opened(database), opened(database, label="Damaged")
    put_deadline(database, begun, NOW - timedelta(minutes=5))

    def set_deadline_text(text: str | None) -> None:
        with database.writing() as connection:
            assessments.change_assessment(connection, damaged.survey.assessment.id, {"closes_at": text})

    async def nobody_visits() -> None:
        closing_task = asyncio.create_task(deadlines.close_overdue_surveys(lambda: database))
        await asyncio.to_thread(eventually, lambda: "Invalid isoformat string" in caplog.text, True)
        await asyncio.to_thread(set_deadline_text, None)
        await asyncio.to_thread(eventually, lambda: survey_of(database, begun).assessment.is_open, False)
        closing_task.cancel()

    set_deadline_text("soon")
    asyncio.run(nobody_visits())
    assert [record.levelname for record in caplog.records if "unexpected" in record.message] == ["ERROR"]


def test_a_reopened_survey_has_no_deadline(database: Database, guest: Guest) -> None:
    """Otherwise it would close again at once."""
    begun = opened(database, "open")
    put_deadline(database, begun, NOW - timedelta(days=1))
    assert schedule.close_overdue(database, NOW) == [begun.survey.assessment.id]
    assert schedule.close_overdue(database, NOW) == []
    closing.reopen_assessment(database, begun.survey.assessment.id)
    assert guest.get(begun.address).status_code == 200
    assert survey_of(database, begun).assessment.deadline is None


def test_a_shared_result_is_for_those_who_took_part(database: Database, guest: Guest, other: Guest) -> None:
    """The middle of 2, 3, 3, 4, 5 is 3; no single answer is shown; not before it is shared, and to nobody else.

    A level that the group agrees on later stands in its place, and is not taken for the middle answer.
    """
    begun = opened(database)
    guest.begin(begun)
    guest.answer(begun, "P1", 5)
    others(database, begun, [2, 3, 3, 4])
    closing.close_assessment(database, begun.survey.assessment.id, NOW)
    assert "What the group said" not in guest.get(begun.address).text
    schedule.share_result(database, begun.survey.assessment.id, is_shared=True)
    reply = guest.get(begun.address)
    text = Page(reply).text
    assert reply.status_code == 200
    assert "5 people answered anonymously" in text
    assert "3 By design" in text
    assert "5 Embedded" not in text
    assert text.count("Not shown") == 37
    assert "What the group said" not in other.get(begun.address).text
    agree_on_level(database, begun.survey.assessment.id, "P1", 4, "We saw it", NOW)
    assert "4 By habit · agreed level" in Page(guest.get(begun.address)).text
    schedule.share_result(database, begun.survey.assessment.id, is_shared=False)
    assert "What the group said" not in guest.get(begun.address).text


@pytest.mark.parametrize(("people", "times"), [(4, 0), (5, 1)])
def test_does_not_apply_is_shown_as_promised(database: Database, guest: Guest, people: int, times: int) -> None:
    """Nobody rated P7. That it does not apply is shown from five answers on, which people read before the first."""
    begun = opened(database)
    for each in (guest, *(Guest(lambda: database) for _ in range(people - 1))):
        assert "only that it does not apply, if five or more answered and most of them said so." in (
            each.begin(begun).open(f"{begun.address}/receipt").text
        )
        each.answer(begun, "P7", "not_applicable", not_applicable="We hire nobody")
    closing.close_assessment(database, begun.survey.assessment.id, NOW)
    schedule.share_result(database, begun.survey.assessment.id, is_shared=True)
    assert guest.open(begun.address).text.count("Does not apply") == times


def test_a_suppressed_result_is_not_shared(database: Database, guest: Guest) -> None:
    """Four people: the reason why nothing is shown, and no level."""
    begun = opened(database)
    guest.begin(begun)
    guest.answer(begun, "P1", 5)
    others(database, begun, [5, 5, 5])
    closing.close_assessment(database, begun.survey.assessment.id, NOW)
    schedule.share_result(database, begun.survey.assessment.id, is_shared=True)
    text = guest.open(begun.address).text
    assert "Fewer than 5 people rated each question" in text
    assert text.count("Not shown") == 38


@pytest.mark.parametrize("privacy", ["open", "anonymous"])
def test_the_private_code_works_after_closing(database: Database, guest: Guest, other: Guest, privacy: str) -> None:
    """Typed on another device; a wrong one is refused. In open mode the personal link works too."""
    begun = opened(database, privacy)
    guest.begin(begun, name="Ana")
    guest.answer(begun, "P1", 4)
    closing.close_assessment(database, begun.survey.assessment.id, NOW)
    assert "You took part" not in other.get(begun.address).text
    token = other.token(begun)
    wrong = other.browser.post(begun.address, data={"token": token, "code": "AAAA-AAAA-AAAA-AAAA"})
    assert "Nobody has taken part with this private code." in wrong.text
    if privacy == "open":
        reply = other.get(f"{begun.address}?code={guest.code}")
    else:
        reply = other.browser.post(begun.address, data={"token": token, "code": str(guest.code).lower()})
    assert reply.status_code == 303
    assert "You took part" in other.get(begun.address).text


def next_round(database: Database, begun: Begun) -> Begun:
    """Close a repeating round and start the next one."""
    id_ = begun.survey.assessment.id
    schedule.set_repetition(database, id_, 3)
    closing.close_assessment(database, id_, NOW)
    later = schedule.begin_next_round(database, id_, NOW + timedelta(days=1), date(2026, 11, 27))
    with database.reading() as connection:
        row = assessments.assessment(connection, later)
    assert row
    assert row.invitation
    survey = participation.survey_by_invitation(database, row.invitation)
    return Begun(survey, f"/join/{row.invitation}", begun.codes)


def test_the_next_round_is_reached_by_the_same_links(database: Database, guest: Guest, other: Guest) -> None:
    """A personal link and the common link open it; a participant of the last round finds both rounds."""
    begun = opened(database, "open", names=["Ana", "Ben"])
    guest.open(f"{begun.address}?code={begun.codes['Ana']}")
    guest.begin(begun)
    later = next_round(database, begun)
    assert later.survey.assessment.id != begun.survey.assessment.id
    reply = other.get(f"{begun.address}?code={begun.codes['Ben']}")
    assert (reply.status_code, reply.headers["location"]) == (303, f"{later.address}?code={begun.codes['Ben']}")
    page = other.open(f"{begun.address}?code={begun.codes['Ben']}")
    assert "Hello Ben" in page.text
    page = Page(guest.get(begun.address))
    assert "The next round is open." in page.text
    assert later.address in page.links
    assert guest.get(f"{later.address}?code={begun.codes['Ana']}").headers["location"] == later.address
    assert "Hello Ana" in guest.open(later.address).text


def test_an_anonymous_next_round_links_nobody(database: Database, guest: Guest) -> None:
    """The first round's code opens nothing in the second; its receipt stays at its address."""
    begun = opened(database)
    guest.begin(begun)
    guest.answer(begun, "P1", 4)
    code = guest.code
    later = next_round(database, begun)
    assert not participation.is_known(database, later.survey, str(code))
    guest.begin(later)
    assert guest.code != code
    assert "Level 4" in Page(guest.get(f"{begun.address}/receipt")).text
    stranger = Guest(lambda: database)
    assert stranger.get(begun.address).headers["location"] == later.address
