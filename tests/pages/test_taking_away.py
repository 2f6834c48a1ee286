"""Taking a result away: export links, published links, the organisation's template and logo, API tokens."""

from io import BytesIO
from pathlib import Path

import pptx
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from cxmaturity.answers import Answer
from cxmaturity.records import Team
from cxmaturity.services import settings
from cxmaturity.services.exports import house_style
from cxmaturity.services.sharing import access_tokens, participant_links, published_links
from cxmaturity.store import teams as stored_teams
from cxmaturity.store.database.engine import Database
from cxmaturity.wording.exports.sharing import ALL_TEAMS
from tests.exports import samples
from tests.exports.templates import broken_template
from tests.fixtures import begun, everywhere
from tests.pages.conftest import OpenPage, expanded, shown
from tests.pages.reading import announced, key_of, labels, plain_texts, texts
from tests.store.fixtures import NOW

KEY = "an-owner-key-of-these-tests"


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder, with the owner's key in the environment."""
    monkeypatch.setattr(settings, "DATA_FOLDER", tmp_path)
    monkeypatch.setenv("CXMATURITY_ACCESS_KEY", KEY)
    return tmp_path


def click(page: AppTest, label: str) -> AppTest:
    [button] = [b for b in page.button if b.label.startswith(label)]
    return shown(button.click().run())


def codes(page: AppTest) -> list[str]:
    return [str(code.value) for code in page.code]


def test_a_result_is_published_and_withdrawn(open_page: OpenPage, database: Database) -> None:
    """The link is shown with its expiry, opens what was published, and is gone after it was withdrawn."""
    assessment = begun(database, everywhere(3) | {"P1": Answer(level=3, note="Only mine")}, finished=True)
    page = expanded(open_page("result", assessment=assessment), "publish")
    page.selectbox(key=key_of(page, "publish-days")).set_value(7)
    page = click(page, "Publish")
    assert announced(page) == "The link is published. Copy it below."
    [link] = published_links.open_links(database, assessment, NOW)
    assert (link.expires_at - link.created_at).days == 7
    assert any(code.endswith(f"/r/{published_links.known_secret(KEY, link)}") for code in codes(page))
    page = click(page, "Withdraw link 1")
    assert announced(page) == "The link is withdrawn: it shows nothing any more."
    assert published_links.open_links(database, assessment, NOW) == []
    assert not any("/r/" in code for code in codes(page))


def test_an_ended_workshop_is_shared_with_its_participants(open_page: OpenPage, database: Database) -> None:
    """One click on the console; its link is shown there and can be withdrawn."""
    assessment = samples.workshop(database)
    page = open_page("workshop", assessment=assessment)
    assert "Give everyone the result" in [header.value for header in page.header]
    page = click(page, "Show it to everyone now")
    assert announced(page) == "The screen and the phones show the link to the result."
    secret = participant_links.participant_secret(database, assessment, NOW, KEY)
    assert secret
    assert [code for code in codes(page) if code.endswith(f"/r/{secret}")]
    page = click(page, "Withdraw link 1")
    assert participant_links.participant_secret(database, assessment, NOW, KEY) is None
    assert "Show it to everyone now" in labels(page)


def test_private_notes_are_in_the_files_where_they_are_wanted(open_page: OpenPage, database: Database) -> None:
    """Ticking the box adds them to the files' addresses; without notes there is no box."""
    page = open_page("workshop", assessment=samples.workshop(database))
    assert "notes=1" not in texts(page)
    page = shown(page.checkbox(key=key_of(page, "with-private-notes")).check().run())
    assert texts(page).count("notes=1") == 7
    other = open_page("result", assessment=samples.solo(database))
    assert not [box.key for box in other.checkbox if str(box.key).startswith("with-private-notes")]


def test_a_template_and_a_logo_are_kept_and_removed(open_page: OpenPage, database: Database, data_folder: Path) -> None:
    """An unusable file is refused with the reason and the earlier one stays; a click removes it."""
    file, picture = BytesIO(), BytesIO()
    pptx.Presentation().save(file)
    Image.new("RGB", (40, 20)).save(picture, "PNG")
    page = expanded(open_page("result", assessment=begun(database, everywhere(3), finished=True)), "house-style")
    page.file_uploader(key="house-template-0").upload("ours.pptx", file.getvalue(), "application/octet-stream")
    page = shown(page.run())
    assert announced(page) == "Your template is in use from now on."
    assert house_style.own_template() == file.getvalue()
    page.file_uploader(key="house-template-1").upload("bad.pptx", broken_template("without title"), "x/y")
    page = shown(page.run())
    assert "The template has no layout with a title." in plain_texts(page)
    assert house_style.own_template() == file.getvalue()
    page.file_uploader(key="house-logo-1").upload("logo.png", picture.getvalue(), "image/png")
    page = shown(page.run())
    assert house_style.own_logo() == picture.getvalue()
    page = click(page, "Remove your template")
    page = click(page, "Remove your logo")
    assert (house_style.own_template(), house_style.own_logo()) == (None, None)
    assert not set(house_style.KEPT_AS.values()) & {file.name for file in data_folder.iterdir()}


def test_tokens_are_made_shown_once_and_withdrawn(open_page: OpenPage, database: Database) -> None:
    """The token is shown until the box is closed, with the addresses of the tables; never again after that.

    A team of the demo with the name of an own one is told apart.
    """
    begun(database, everywhere(3), team="Team <b>North</b>", finished=True)
    with database.writing() as connection:
        stored_teams.add_team(connection, Team("z", "Team <b>North</b>", is_demo=True), NOW)
    page = expanded(open_page("teams"), "data-links")
    names = ["Team <b>North</b>", "Team <b>North</b> (demo)"]
    assert page.selectbox(key="token-team").options == [ALL_TEAMS, *names]
    page.text_input(key="token-name").set_value("Board *dashboard*")
    page = click(page, "Make a token")
    assert announced(page) == "The token is made. Copy it now."
    secret, addresses = codes(page)
    assert access_tokens.find_token(database, secret, NOW)
    assert [line.partition("?token=")[2] for line in addresses.splitlines()] == [secret] * 5
    page.session_state["data-links"] = False
    page = expanded(shown(page.run()), "data-links")
    assert codes(page) == []
    page = click(page, "Withdraw the token")
    assert announced(page) == "The token is withdrawn: it works no more."
    assert access_tokens.find_token(database, secret, NOW) is None
    page = click(page, "Make a token")  # without a name
    assert access_tokens.list_tokens(database) == []
