"""The page Questionnaires in a real browser: read, edited and published by keys alone, accessible."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from cxmaturity.questionnaire.loading import load_questionnaire
from tests.browser import driver as app
from tests.browser.conftest import NewWindow
from tests.browser.observers import expect_fit_for_all, expect_nothing_sideways
from tests.build import LIVING, write
from tests.server import Server


@pytest.fixture
def living(tmp_path: Path, own_port: int) -> Iterator[tuple[Server, Path]]:
    """A server with one questionnaire that may be changed."""
    folder = tmp_path / "questionnaires"
    folder.mkdir()
    server = Server(tmp_path, own_port)
    server.environment = {"CXMATURITY_QUESTIONNAIRES": str(folder)}
    published = write(folder, LIVING)
    server.start()
    yield server, published
    server.stop()


def test_a_questionnaire_is_changed_and_published_with_keys_alone(
    living: tuple[Server, Path], window: NewWindow
) -> None:
    """The focus moves to the draft; a field is stored on leaving it; each view is accessible, at 320 px too."""
    server, published = living
    page = window(viewport={"width": 1280, "height": 900})
    page.goto(f"{server.url}/questionnaires")
    expect(page.get_by_role("heading", level=1)).to_have_text("Questionnaires")
    expect(page.get_by_text("They are done weekly.")).to_be_visible()
    expect(page).to_have_title("Questionnaires · Living well · CX Maturity")
    expect_fit_for_all(page)
    app.button(page, "Change it").press("Enter")
    expect(page.get_by_role("heading", name="The draft", exact=True)).to_be_focused()
    title = page.get_by_role("textbox", name="Title", exact=True)
    title.fill("Living better")
    title.press("Tab")
    expect(page.get_by_text("The title changed.")).to_be_visible()
    expect(page).to_have_title("Questionnaires · Draft: Living better · CX Maturity")
    app.rest(page)
    headline = page.get_by_role("textbox", name="Question at the top of Home")
    expect(headline).to_be_focused()
    page.keyboard.type("How well do you live?")
    page.keyboard.press("Tab")  # the draft stays, though the list of questionnaires has another title of it now
    expect(page.get_by_role("textbox", name="What it measures")).to_be_focused()
    expect(page.get_by_text("The headline of Home changed.")).to_be_visible()
    expect(page).to_have_title("Questionnaires · Draft: Living better · CX Maturity")
    expect_fit_for_all(page)
    page.set_viewport_size({"width": 320, "height": 600})
    app.rest(page)
    expect_nothing_sideways(page)
    app.button(page, "Publish version 1.0.1").press("Enter")
    app.eventually(lambda: load_questionnaire(published).title, "Living better")
    expect(page).to_have_title("Questionnaires · Living better · CX Maturity")
