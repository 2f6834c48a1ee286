"""The app below a base path, as `--server.baseUrlPath=cx` starts it: every entrance works below it."""

import re
import secrets
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from cxmaturity.services.surveys import participation
from cxmaturity.store.database.engine import Database
from tests import workshop_fixtures
from tests.browser import driver as app
from tests.browser.conftest import NewWindow
from tests.fixtures import begun, stored
from tests.server import Server
from tests.web import participant

KEY = secrets.token_urlsafe(32)


@pytest.fixture(scope="module")
def below(tmp_path_factory: pytest.TempPathFactory, own_port: int) -> Iterator[Server]:
    """A server below /cx whose owner needs the key, because a proxy on this machine is named."""
    server = Server(tmp_path_factory.mktemp("below"), own_port)
    server.options = ["--server.baseUrlPath=cx"]
    server.environment = {"CXMATURITY_ACCESS_KEY": KEY, "CXMATURITY_TRUSTED_PROXIES": "127.0.0.1"}
    server.expected = ("The app can be reached from the network.", "/key/", "Keep them to yourself.")
    server.start()
    yield server
    server.kill()
    assert server.complaints() == []


@pytest.fixture(scope="module")
def database(below: Server) -> Iterator[Database]:
    with below.opened_database() as database:
        yield database


def test_everybody_gets_in_and_takes_part(
    below: Server, database: Database, window: NewWindow, subtests: pytest.Subtests
) -> None:
    """The owner answers and leads in one window, with an invited person and a phone of a workshop."""
    owner = window()
    with subtests.test("the owner"):
        expect_owner_in_and_answering(owner, below, database)
    with subtests.test("an invitation"):
        expect_invitation_answered(owner, window(), below, database)
    with subtests.test("a workshop"):
        expect_workshop_running(owner, window(), window(), below, database)


def expect_owner_in_and_answering(page: Page, below: Server, database: Database) -> None:
    """The printed link opens Home, a former address its page; the page's script stores an answer."""
    page.goto(f"{below.url}/cx/")
    expect(page).to_have_url(f"{below.url}/cx/join")
    page.goto(f"{below.url}/cx/method")
    expect(page.get_by_role("heading", level=1)).to_have_text("This page is the owner's")
    [link] = [line.strip() for line in below.log.read_text("utf-8").splitlines() if "/key/" in line]
    assert link == f"{below.url}/cx/key/{KEY}"
    page.goto(link)
    expect(page).to_have_url(f"{below.url}/cx/")
    expect(page.get_by_role("navigation").get_by_role("link", name="Method")).to_be_visible()
    page.goto(f"{below.url}/cx/bring_in")
    expect(page).to_have_url(f"{below.url}/cx/import_results")
    assessment = begun(database, {})
    looks: list[str] = []
    page.on("request", lambda request: looks.append(request.url) if request.url.endswith("/_stcore/health") else None)
    page.goto(f"{below.url}/cx/assess?assessment={assessment}&at=P1")
    app.expect_question(page, "P1")
    app.choose(page, "P1", 4)
    app.expect_saved(page, "P1")
    assert stored(database, assessment).level_of("P1") == 4
    assert looks == [f"{below.url}/cx/_stcore/health"]  # the server is reached at the first try


def expect_invitation_answered(owner: Page, guest: Page, below: Server, database: Database) -> None:
    """The owner's page shows the link below the path; a participant begins, answers and stays below it."""
    begun_survey = participant.opened(database)
    row = begun_survey.survey.assessment
    app.visit(owner, f"/cx/survey?assessment={row.id}")
    link = f"{below.url}/cx/join/{row.invitation}"
    expect(owner.locator("code").filter(has_text=re.compile(f"^{re.escape(link)}$"))).to_be_visible()
    guest.goto(link)
    guest.get_by_role("button", name="Begin").click()
    expect(guest).to_have_url(f"{below.url}/cx/join/{row.invitation}/P1")
    app.choose(guest, "P1", 3)
    app.expect_saved(guest, "P1")
    [cookie] = guest.context.cookies()
    assert (cookie["name"], cookie["path"]) == ("cx-participant", f"/cx/join/{row.invitation}")
    person = participation.find_participation(database, begun_survey.survey, cookie["value"])
    assert person
    assert person.response.level_of("P1") == 3


def expect_workshop_running(owner: Page, screen: Page, phone: Page, below: Server, database: Database) -> None:
    """A phone joins by the code, console and screen count it, and it follows."""
    workshop = workshop_fixtures.opened(database, privacy="anonymous")
    app.visit(owner, f"/cx/workshop?assessment={workshop.assessment.id}")
    address = owner.get_by_role("link", name="Open the screen")
    expect(address).to_have_attribute("href", f"{below.url}/cx/join/screen/{workshop.screen}")
    screen.goto(f"{below.url}/cx/join/screen/{workshop.screen}")
    expect(screen.locator(".lobby .joined")).to_have_text("0")
    phone.goto(f"{below.url}/cx/join")
    phone.get_by_role("textbox").fill(workshop.code)
    phone.get_by_role("textbox").press("Enter")
    expect(phone).to_have_url(f"{below.url}/cx/join/{workshop.assessment.invitation}")
    phone.get_by_role("button", name="Join").click()
    expect(owner.locator('.cx-live-status [data-field="count"]')).to_contain_text("Joined: 1,")
    expect(screen.locator(".lobby .joined")).to_have_text("1")
    workshop_fixtures.done(database, workshop, "begin")
    expect(phone.locator(".cx-choices, .cx-question").first).to_be_visible()
    expect(phone).to_have_url(f"{below.url}/cx/join/{workshop.assessment.invitation}")
