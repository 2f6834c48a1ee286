"""A participant's receipt: exactly what is stored about them, before, during and after a round."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.services.assessments import closing
from cxmaturity.services.surveys import schedule
from cxmaturity.services.workshops import workshop_view
from cxmaturity.services.workshops.finishing import dot_votes
from cxmaturity.services.workshops.people import participants
from cxmaturity.store import tables as t
from cxmaturity.store.database.engine import Database
from cxmaturity.store.surveys.receipts import PERSONAL_TABLES
from cxmaturity.store.tables import metadata
from cxmaturity.wording.exports import receipts as wording
from tests.fixtures import QUESTIONNAIRE
from tests.web.participant import HOST, Begun, Guest, Page, opened
from tests.web.phone import Phone
from tests.workshop_fixtures import done, joined, voted
from tests.workshop_fixtures import opened as workshop_opened

pytestmark = pytest.mark.usefixtures("uncached_live_status")


def receipt(guest: Guest, address: str) -> str:
    return Page(guest.get(f"{address}/receipt")).text


def test_every_column_that_is_stored_of_a_person_has_its_words() -> None:
    """Every stored column has a name on the receipt, and every table about a person is part of it."""
    columns = {f"{name}.{column.name}" for name, table in PERSONAL_TABLES.items() for column in table.columns}
    assert set(wording.COLUMNS) == columns
    of_a_person = {
        table.name
        for table in metadata.tables.values()
        if "participant_hash" in table.columns or any(key.column.table.name == "response" for key in table.foreign_keys)
    }
    assert of_a_person == set(PERSONAL_TABLES)


def test_before_the_first_answer_nothing_is_stored(database: Database, guest: Guest) -> None:
    """The page says what would be stored, who sees it, and what the owner of the file could see."""
    begun = opened(database)
    text = receipt(guest, begun.address)
    assert wording.NOTHING_STORED in text
    assert "Of a question that fewer than five people rated, nothing is shown;" in text
    assert "someone who can copy the app's database just before and just after you answer" in text


def answered(database: Database, guest: Guest, privacy: str) -> Begun:
    begun = opened(database, privacy)
    guest.begin(begun, name="Ana")
    guest.answer(begun, "P1", 4, note="Only <b>I</b> know", evidence_grade="0")
    guest.answer(begun, "P2", "dont_know")
    return begun


def test_an_anonymous_receipt_holds_no_name_and_no_time(database: Database, guest: Guest, other: Guest) -> None:
    """The day and two answers with the note as written and the lowest grade; another browser gets nothing of it."""
    begun = answered(database, guest, "anonymous")
    text = receipt(guest, begun.address)
    assert "Stored: one row about your taking part, 2 answers. Nothing else." in text
    assert "Level 4" in text
    assert "Note Only <b>I</b> know" in text
    assert "What it rests on Opinion" in text
    assert "Don't know Yes" in text
    assert "UTC" not in text
    assert "Ana" not in text
    assert wording.NOTHING_STORED in receipt(other, begun.address)


def test_an_open_receipt_holds_the_name_and_the_time(database: Database, guest: Guest) -> None:
    """The time is stored to the microsecond, which the receipt says, and shown to the second."""
    begun = answered(database, guest, "open")
    text = receipt(guest, begun.address)
    assert "Stored: your name, one row about your taking part, 2 answers. Nothing else." in text
    assert "Your name Ana" in text
    with database.reading() as connection:
        started = connection.execute(select(t.response.c.started_at)).scalar_one()
    assert f"{started:%H:%M:%S} UTC" in text
    assert "when you gave them, to the microsecond" in text
    assert "Your name beside each of your answers" in text


def test_a_receipt_can_be_looked_at_after_closing(database: Database, guest: Guest) -> None:
    """It shows the row as rewritten at closing: the day of closing, unchanged answers, one revision for all."""
    begun = answered(database, guest, "anonymous")
    closing.close_assessment(database, begun.survey.assessment.id, datetime(2031, 5, 6, 7, 8, tzinfo=UTC))
    text = receipt(guest, begun.address)
    assert "When 6 May 2031" in text
    assert "Level 4" in text
    assert "The rows were written anew in random order" in text
    assert "just after you answer" not in text
    assert f'href="{begun.address}/receipt"' in guest.get(begun.address).text


@pytest.mark.parametrize("privacy", ["open", "anonymous"])
def test_a_phone_has_a_receipt_of_votes_and_dots(database: Database, privacy: str) -> None:
    """In the lobby only the joining; later the votes; after the end the same page."""
    workshop = workshop_opened(database, privacy=privacy)
    phone = Phone(lambda: database, workshop).join(name="Ada")
    assert "0 answers. Nothing else." in receipt(phone, phone.home)
    people = joined(database, workshop, 4)
    done(database, workshop, "begin")
    voted(database, workshop, people, 2, 2, 2, 2)
    assert phone.script(workshop.order[0], 1, {"level": 2}).status_code == 200
    done(database, workshop, "reveal", "dots")
    [step, *_] = dot_votes.step_candidates(database, workshop.assessment.id)
    dots = {"dots": {step.key: 2}, "token": phone.proof}
    assert phone.browser.post(f"{phone.home}/dots", json=dots, headers={"Origin": HOST}).status_code == 200
    text = receipt(phone, phone.home)
    assert "1 answer and dots for 1 step. Nothing else." in text
    assert "Dots 2" in text
    assert ("Which phone is connected is stored nowhere." in text) == (privacy == "anonymous")
    done(database, workshop, "steps", "end")
    assert "1 answer and dots for 1 step. Nothing else." in receipt(phone, phone.home)
    assert "/receipt" in phone.get(phone.home).text


def test_a_removed_phones_receipt_is_empty(database: Database) -> None:
    """Votes that were shown are stored under a key that its code does not open, as the page said."""
    workshop = workshop_opened(database, privacy="anonymous")
    phone = Phone(lambda: database, workshop).join()
    done(database, workshop, "begin")
    phone.script(workshop.order[0], 1, {"level": 2})
    done(database, workshop, "reveal")
    assert "under a scrambled code that yours no longer leads to" in receipt(phone, phone.home)
    view = workshop_view.load_workshop(database, workshop.assessment.id)
    participants.remove_participant(database, view, participants.attendance(database, view).people[0].number)
    assert wording.NOTHING_STORED in receipt(phone, phone.home)


def test_texts_of_the_questionnaire_bear_its_language(database: Database, guest: Guest) -> None:
    """Before the first answer, in the review, in the receipt and after the end; the app's own words are English."""
    german = Questionnaire.model_validate(QUESTIONNAIRE.model_dump() | {"language": "de"})
    begun = opened(database, "open", questionnaire=german)
    prompt = german.questions[0].prompt
    assert f'<h2 lang="de">{german.title}</h2>' in guest.get(begun.address).text
    guest.begin(begun, name="Ana")
    assert f'/P1" lang="de">{prompt}</a>' in guest.get(f"{begun.address}/review").text
    guest.answer(begun, "P1", 4)
    assert f'<caption lang="de">{prompt}</caption>' in guest.get(f"{begun.address}/receipt").text
    closing.close_assessment(database, begun.survey.assessment.id, datetime.now(UTC))
    schedule.share_result(database, begun.survey.assessment.id, is_shared=True)
    assert f'<th scope="row" lang="de">{prompt}</th>' in guest.get(begun.address).text
