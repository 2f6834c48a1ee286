"""A survey's page for its owner: texts to send, its deadline, the shared result, and the next round."""

from datetime import datetime, time, timedelta, timezone
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from cxmaturity.records import Assessment
from cxmaturity.services.assessments import closing
from cxmaturity.services.surveys import progress, schedule
from cxmaturity.store import assessments
from cxmaturity.store.database.engine import Database
from cxmaturity.ui.shared.frame import server_address, session
from cxmaturity.ui.surveys import invitations
from tests.pages.conftest import OpenPage, shown
from tests.pages.reading import headers, labels, plain_texts, texts
from tests.pages.surveys import NOW, answer, started


def row_of(database: Database, assessment_id: str) -> Assessment:
    return progress.participation_status(database, assessment_id).assessment


def messages(page: AppTest) -> dict[str, str]:
    """Return the texts to send by the key of their expander."""
    boxes = {box.label: [code.value for code in box.code] for box in page.expander}
    return {label: values[0] for label, values in boxes.items() if values}


def test_the_start_of_a_survey_shows_whether_others_can_reach_the_app(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before Start: on this machine only, what to do; on the network, what must stay on."""
    home = open_page("home", begin="survey")
    assert "the app can be reached from this machine only. Before you invite people, stop it" in texts(home)
    assert "make run NETWORK=1" in texts(home)
    monkeypatch.setattr(server_address, "serves_others", lambda: True)
    home = open_page("home", begin="survey")
    assert "from this machine only" not in texts(home)
    assert "People can answer while this app runs" in texts(home)


def test_the_invitation_and_the_reminder_are_ready(
    open_page: OpenPage, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the link and the length; the reminder is for those who have not answered; a QR code for phones."""
    monkeypatch.setattr(invitations, "public_address", lambda: "https://cx.example")
    survey = started(database, names=["Ana", "Ben"])
    answer(database, survey, "Cem", {"P1": 3})
    page = open_page("survey", assessment=survey.assessment.id)
    link = f"https://cx.example/join/{survey.assessment.invitation}"
    sent = messages(page)
    assert "38 questions, about 35 minutes" in sent["Invitation text"]
    assert link in sent["Invitation text"]
    assert "your answers are missing" in sent["Reminder text"]
    assert "For those who have not answered: Ana, Ben." in plain_texts(page)
    assert "QR code" in [box.label for box in page.expander]
    mails = [urlsplit(button.proto.url) for button in page.get("link_button")]
    assert [mail.scheme for mail in mails] == ["mailto", "mailto"]
    assert parse_qs(mails[1].query)["body"] == [sent["Invitation text"]]
    assert parse_qs(mails[0].query)["subject"] == ["A reminder: Bakers · Spring"]


def test_an_anonymous_reminder_goes_to_all(open_page: OpenPage, database: Database) -> None:
    """Nobody knows who has answered; an address of this machine only has no QR code."""
    survey = started(database, "anonymous")
    page = open_page("survey", assessment=survey.assessment.id)
    assert "For everybody you invited: who has answered is not known." in plain_texts(page)
    assert "This goes to everybody, because nobody knows who has answered." in messages(page)["Reminder text"]
    assert "QR code" not in [box.label for box in page.expander]


def test_a_deadline_is_set_and_taken_back(open_page: OpenPage, database: Database) -> None:
    """At the end of the owner's day; the texts to send state it.

    A browser puts back the date of an emptied field that Streamlit has drawn with one to begin with.
    """
    survey = started(database)
    page = open_page("survey", assessment=survey.assessment.id)
    day = session.today() + timedelta(days=7)
    page = shown(page.date_input(key=f"deadline-{survey.assessment.id}").set_value(day).run())
    assert "It closes by itself at the end of" in plain_texts(page)
    assert row_of(database, survey.assessment.id).deadline == session.end_of(day)
    assert "Open until the end of" in messages(page)["Invitation text"]
    page = open_page("survey", assessment=survey.assessment.id)
    assert page.date_input(key=f"deadline-{survey.assessment.id}").value == day
    assert not page.date_input(key=f"deadline-{survey.assessment.id}").proto.default
    page = shown(page.date_input(key=f"deadline-{survey.assessment.id}").set_value(None).run())
    assert row_of(database, survey.assessment.id).deadline is None
    assert "closes by itself at" not in plain_texts(page)


def test_the_last_day_may_be_over_where_the_viewer_is(open_page: OpenPage, database: Database) -> None:
    """A deadline at the end of a day far to the west, where it is still yesterday; another one can be chosen."""
    survey = started(database)
    west = timezone(-timedelta(hours=23, minutes=59))
    there = datetime.now(west).date()
    closes_at = datetime.combine(there, time.max, west)
    schedule.set_deadline(database, survey.assessment.id, closes_at, datetime.now(west))
    page = open_page("survey", assessment=survey.assessment.id)
    assert page.date_input(key=f"deadline-{survey.assessment.id}").value == there
    shown(page.date_input(key=f"deadline-{survey.assessment.id}").set_value(there + timedelta(days=9)).run())
    assert row_of(database, survey.assessment.id).deadline == session.end_of(there + timedelta(days=9))


def test_a_survey_whose_deadline_has_passed_is_closed_when_its_page_opens(
    open_page: OpenPage, database: Database
) -> None:
    """The page links to its result and states what follows."""
    survey = started(database)
    with database.writing() as connection:
        past = (NOW - timedelta(days=1)).isoformat()
        assessments.change_assessment(connection, survey.assessment.id, {"closes_at": past})
    page = open_page("survey", assessment=survey.assessment.id)
    assert "This survey is closed." in plain_texts(page)
    assert headers(page) == ["Afterwards"]


def test_the_result_is_shared_and_no_longer(open_page: OpenPage, database: Database) -> None:
    """The choice is kept, before and after closing."""
    survey = started(database)
    page = open_page("survey", assessment=survey.assessment.id)
    key = f"shared-{survey.assessment.id}"
    shown(page.checkbox(key=key).check().run())
    assert row_of(database, survey.assessment.id).is_shared
    closing.close_assessment(database, survey.assessment.id, NOW)
    page = open_page("survey", assessment=survey.assessment.id)
    assert page.checkbox(key=key).value is True
    shown(page.checkbox(key=key).uncheck().run())
    assert not row_of(database, survey.assessment.id).is_shared


def test_the_next_round_is_begun_with_one_click_on_home(open_page: OpenPage, database: Database) -> None:
    """Home and the page of the round before say when it is due; then its own page opens."""
    survey = started(database, names=["Ana", "Ben"])
    page = open_page("survey", assessment=survey.assessment.id)
    key = f"repeat-{survey.assessment.id}"
    shown(page.selectbox(key=key).select(3).run())
    assert row_of(database, survey.assessment.id).repeat_months == 3
    assert "The next round" not in plain_texts(open_page("home"))
    closing.close_assessment(database, survey.assessment.id, NOW)
    [due] = schedule.due_rounds(database, session.day_of)
    assert "The next round" in plain_texts(open_page("survey", assessment=survey.assessment.id))
    home = open_page("home")
    assert f"The next round is due on {due.due.day} " in plain_texts(home)
    assert "Begin the next round of Bakers" in labels(home)
    assert "It asks version" not in plain_texts(home)  # which is the published one
    page = shown(home.button(key=f"begin-next-{survey.assessment.id}").click().run())
    assert headers(page)[0] == "So far"
    assert "Not yet: Ana, Ben" in plain_texts(page).replace("*", "")
    assert schedule.due_rounds(database, session.day_of) == []
