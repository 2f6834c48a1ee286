"""Participants on the console: who is missing; renaming, removing and locking; the join card."""

import pytest
from streamlit.testing.v1 import AppTest

from cxmaturity.files.join_card_html import join_card_html
from cxmaturity.services.workshops.people import participants
from cxmaturity.services.workshops.workshop_view import WorkshopView
from cxmaturity.store.database.engine import Database
from cxmaturity.ui.shared.forms.keys import scoped
from tests.pages.conftest import OpenPage, expanded, shown
from tests.pages.reading import elements, key_of, labels, plain_texts
from tests.workshop_fixtures import done, joined, opened, reloaded, voted


def people(open_page: OpenPage, workshop: WorkshopView) -> AppTest:
    """Return the console with the list of participants open."""
    return expanded(open_page("workshop", assessment=workshop.assessment.id), "workshop-people")


def names(database: Database, workshop: WorkshopView) -> list[str | None]:
    return [person.name for person in participants.attendance(database, reloaded(database, workshop)).people]


def choose(page: AppTest, number: int) -> AppTest:
    [choice] = [box for box in page.selectbox if box.label == "Rename or remove somebody"]
    return shown(choice.select(number).run())


def test_in_open_mode_people_are_listed_by_name(open_page: OpenPage, database: Database) -> None:
    """Before a vote nobody is missing; during it those who have not voted, until everyone has."""
    workshop = opened(database)
    persons = joined(database, workshop, 3)
    page = people(open_page, workshop)
    assert "Away for a moment: Person 1, Person 2, Person 3" in plain_texts(page).replace("*", "")
    assert "Not in yet" not in plain_texts(page)
    done(database, workshop, "begin")
    voted(database, workshop, persons[:1], 3)
    assert "Not in yet: Person 2, Person 3" in plain_texts(people(open_page, workshop))
    voted(database, workshop, persons[1:], 3, 3)
    assert "Everyone who is there is in." in plain_texts(people(open_page, workshop))


def test_in_an_anonymous_workshop_phones_have_numbers(open_page: OpenPage, database: Database) -> None:
    """No name, no field to give one, no presence during a vote, and no id in the page."""
    workshop = opened(database, privacy="anonymous")
    persons = joined(database, workshop, 2)
    done(database, workshop, "begin")
    page = choose(people(open_page, workshop), 1)
    text = plain_texts(page)
    assert "Phone 1, Phone 2" in text
    assert "Away for a moment:" not in text
    assert "What was shown stays as it was shown" in text
    assert not [label for label in labels(page) if label.startswith("Rename Phone")]
    shown_keys = " ".join(str(element.key) for element in (*page.button, *page.selectbox))
    assert not any(person.stored.id in shown_keys + text for person in persons)


def test_a_person_is_renamed_and_a_taken_name_is_asked_about(open_page: OpenPage, database: Database) -> None:
    """A second person of one name gets a number after a confirmation, which is asked beside their name alone."""
    workshop = opened(database)
    joined(database, workshop, 2)
    page = choose(people(open_page, workshop), 1)
    before = names(database, workshop)
    [first] = [p.name for p in participants.attendance(database, reloaded(database, workshop)).people if p.number == 1]
    [taken] = [name for name in before if name != first]
    page.text_input(key=key_of(page, "workshop-name-1")).set_value(taken)
    page = shown(page.button(key=key_of(page, "workshop-rename-send-1")).click().run())
    assert f"Somebody else is called {taken}." in plain_texts(page)
    assert names(database, workshop) == before
    assert f"Somebody else is called {taken}." not in plain_texts(choose(page, 2))
    page = choose(page, 1)
    page = shown(page.button(key=key_of(page, "workshop-namesake-1")).click().run())
    assert f"{taken} (2)" in names(database, workshop)


@pytest.mark.parametrize("privacy", ["open", "anonymous"])
def test_a_person_is_removed(open_page: OpenPage, database: Database, privacy: str) -> None:
    """After a confirmation that states what is lost; the list is updated."""
    workshop = opened(database, privacy=privacy)
    joined(database, workshop, 3)
    page = choose(people(open_page, workshop), 2)
    assert "They can join again, unless you lock the workshop." in plain_texts(page)
    page = shown(page.button(key=key_of(page, "workshop-remove-2")).click().run())
    assert [person.number for person in participants.attendance(database, reloaded(database, workshop)).people] in (
        [1, 3],
        [3, 1],
    )
    assert reloaded(database, workshop).people.participants == 2
    assert scoped("workshop-remove-2", workshop.assessment.id) not in [button.key for button in page.button]


def test_a_person_who_left_meanwhile_is_not_removed_again(open_page: OpenPage, database: Database) -> None:
    """The reason stands above the page, which is drawn as usual, and is gone with the next click."""
    workshop = opened(database)
    joined(database, workshop, 3)
    page = choose(people(open_page, workshop), 2)
    participants.remove_participant(database, workshop, 2)
    page = shown(page.button(key=key_of(page, "workshop-remove-2")).click().run())
    [refusal] = page.error
    assert "Lock the workshop" in labels(page)
    assert reloaded(database, workshop).people.participants == 2
    page = shown(page.button(key=key_of(page, "workshop-lock")).click().run())
    assert refusal.value not in [error.value for error in page.error]


def test_a_workshop_is_locked(open_page: OpenPage, database: Database) -> None:
    """And unlocked at the same place."""
    workshop = opened(database)
    page = people(open_page, workshop)
    page = shown(page.button(key=key_of(page, "workshop-lock")).click().run())
    assert reloaded(database, workshop).assessment.is_locked
    assert "Lock the workshop" not in labels(page)
    page = shown(page.button(key=key_of(page, "admission-unlock")).click().run())
    assert not reloaded(database, workshop).assessment.is_locked


def test_the_wifi_is_kept_for_lobby_and_card(open_page: OpenPage, database: Database) -> None:
    """It is typed once for both; a password without a network name is refused."""
    workshop = opened(database)
    page = open_page("workshop", assessment=workshop.assessment.id)
    page.text_input(key=key_of(page, "wifi-password")).set_value("let;me:in")
    refused = shown(page.button(key=key_of(page, "wifi-save")).click().run())
    assert reloaded(database, workshop).wifi == ("", "")
    assert any("no name yet" in error.title for error in refused.error)
    page = open_page("workshop", assessment=workshop.assessment.id)
    page.text_input(key=key_of(page, "wifi-name")).set_value("Guests")
    page.text_input(key=key_of(page, "wifi-password")).set_value("let;me:in")
    shown(page.button(key=key_of(page, "wifi-save")).click().run())
    assert reloaded(database, workshop).wifi == ("Guests", "let;me:in")
    again = open_page("workshop", assessment=workshop.assessment.id)
    assert again.text_input(key=key_of(again, "wifi-name")).value == "Guests"
    assert "Save the card to print" in [button.label for button in elements(again, "download_button")]


def test_a_wifi_name_is_counted_as_networks_count_it(open_page: OpenPage, database: Database) -> None:
    """A network's name has at most 32 bytes; each Greek letter takes two."""
    workshop = opened(database)
    page = open_page("workshop", assessment=workshop.assessment.id)
    page.text_input(key=key_of(page, "wifi-name")).set_value("\N{GREEK SMALL LETTER ALPHA}" * 17)
    refused = shown(page.button(key=key_of(page, "wifi-save")).click().run())
    assert reloaded(database, workshop).wifi == ("", "")
    assert any("32 plain letters" in error.title for error in refused.error)


def test_a_join_card_holds_what_one_needs_and_no_markup_of_others() -> None:
    """Code, address, and the Wi-Fi if typed; with it two QR codes, else one; markup in names is escaped."""
    link, address, code = "http://x/join/abc", "http://x/join", "ABC DEF"
    card = join_card_html("<b>Team</b>", link, address, code, ("Guests & co", "pass")).decode()
    assert "&lt;b&gt;Team&lt;/b&gt;" in card
    assert "<b>Team" not in card
    for words in ("ABC DEF", "x/join", "1. Wi-Fi: Guests &amp; co · Password: pass", "2. Scan this with your phone"):
        assert words in card, words
    assert card.count("<svg") == 2
    without = join_card_html("Team", link, address, code, ("", "")).decode()
    assert without.count("<svg") == 1
    assert "Wi-Fi" not in without
