"""Links: wrong ones have an error page, deep ones show the whole frame, and typed text is shown as typed."""

import re
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from cxmaturity.answers import Answer
from cxmaturity.services.assessments import closing, removal, views
from cxmaturity.services.sharing import published_links
from cxmaturity.services.sharing.published_links import MOST_LINKS
from cxmaturity.store.database.engine import Database, open_database
from tests.browser import driver as app
from tests.browser.conftest import NewWindow
from tests.browser.observers import expect_fit
from tests.fixtures import QUESTIONNAIRE, begun, everywhere, stored, unique
from tests.server import Server
from tests.store.fixtures import plan_step

NOBODYS = "There is no assessment at this link."
LINK_TO_EVIL = 'a[href*="evil"]:not([href^="/"])'  # files to take away are named after the assessment


def expect_way_home(page: Page, expected: str) -> None:
    """Wait for the error message in the frame with a link to Home, without a traceback."""
    expect(page.get_by_role("main")).to_contain_text(expected)
    expect(page.get_by_role("navigation").get_by_role("link", name="Home")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("link", name="Go to Home")).to_be_visible()
    app.rest(page)
    expect(page.get_by_role("main")).not_to_contain_text("Traceback")
    expect(page.get_by_role("radio")).to_have_count(0)


def test_a_wrong_link_says_so_and_leads_home(server: Server, page: Page) -> None:
    """A hostile, a malformed or an endless id: a plain page with the message; its link opens Home.

    Ids that are merely unknown are tested in `tests/pages/test_errors.py`.
    """
    hostile = quote('"><script>alert(1)</script>')
    page.goto(f"{server.url}/assess?assessment={hostile}")
    expect_way_home(page, NOBODYS)
    for place, wrong in (("result", "%00"), ("assess", "x" * 3000), ("result", hostile)):
        app.visit(page, f"/{place}?assessment={wrong}")
        expect_way_home(page, NOBODYS)
    page.get_by_role("main").get_by_role("link", name="Go to Home").click()
    expect(app.button(page, "See a sample result")).to_be_visible()


def test_a_link_to_a_question_of_another_kind_opens_one_that_is_there(
    server: Server, page: Page, database: Database
) -> None:
    """For an id with markup the first unanswered question opens; others are tried in `tests/pages`."""
    pulse = begun(database, {"P1": 3}, scope="pulse")
    page.goto(f"{server.url}/assess?assessment={pulse}&at={quote('<b>')}&view=nothing")
    app.expect_question(page, "P4")


def test_an_unknown_page_says_so_and_leads_home(server: Server, page: Page) -> None:
    """The address of an unknown page, also below another one: a notice, accessible; its link opens Home."""
    page.goto(f"{server.url}/nowhere/at-all")
    expect(page.get_by_role("heading", name="There is no page at this address.")).to_be_visible()
    expect_fit(page)
    page.get_by_role("link", name="Go to Home").click()
    expect(app.button(page, "See a sample result")).to_be_visible()


def test_an_assessment_removed_elsewhere_is_not_written_any_more(
    server: Server, page: Page, database: Database
) -> None:
    """An open window gets the message at its next answer, and after a reload a link to Home."""
    assessment = begun(database)
    page.goto(f"{server.url}/assess?assessment={assessment}&at=P1")
    app.expect_question(page, "P1")
    removal.remove_assessment(database, assessment, datetime.now(UTC))
    app.question(page, "P1").locator("label").filter(has_text="3 · By design").click()
    expect(page.get_by_role("alert")).to_contain_text(f"Not saved. {NOBODYS}")
    page.reload()
    expect_way_home(page, NOBODYS)
    app.visit(page, f"/result?assessment={assessment}")
    expect_way_home(page, NOBODYS)


@pytest.mark.parametrize("place", ["assess?assessment={}", "method"])
def test_a_deep_link_as_the_very_first_request_shows_the_frame(own_server: Server, page: Page, place: str) -> None:
    """A process that has just started has not run its pages yet; the first request still gets the navigation."""
    database = open_database(own_server.database_url)
    assessment = begun(database, {"P1": 3})
    database.close()
    own_server.start()
    page.goto(f"{own_server.url}/{place.format(assessment)}")
    for name in ("Home", "Assess", "Result", "Plan", "Method"):
        expect(page.get_by_role("navigation").get_by_role("link", name=name, exact=True)).to_be_visible()
    heading = "Method" if place == "method" else "Spring"
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)


def test_a_result_is_published_read_on_a_phone_without_script_and_withdrawn(
    server: Server, window: NewWindow, database: Database
) -> None:
    """The link opens the result at 360 px, its pictures drawn for that width; withdrawn, it says so and shows nothing.

    A refusal is in view where the click was. A picture for phones is 320 units wide with texts of 12 units and more, so
    that they are 11 px and more on the page.
    """
    assessment = begun(database, everywhere(3), team=unique("Published"), finished=True)
    owner, reader = window(), window(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    owner.goto(f"{server.url}/result?assessment={assessment}")
    app.unfold(owner, "publish")
    app.button(owner, "Publish").click()
    link = owner.locator(".st-key-link-1")
    address = link.locator("code")
    expect(address).to_contain_text("/r/")
    expect(link.locator(":focus")).to_have_count(1)
    path = (address.text_content() or "").partition("/r/")[2]  # settled: it has come, as expected above
    reader.goto(f"{server.url}/r/{path}")
    expect(reader.get_by_role("heading", name="Stage 3 of 5: By design").first).to_be_visible()
    pictures = reader.get_by_role("img").all()  # settled: a page without script stays as it was loaded
    boxes = [picture.bounding_box() for picture in pictures]  # settled: as above
    assert boxes[0] is not None
    assert boxes[0]["height"] / boxes[0]["width"] == pytest.approx(5 * 34 / 320, abs=0.01)  # the stages, stacked
    for box in boxes:
        assert box is not None
        assert 12 * box["width"] / 320 >= 11
        assert box["x"] + box["width"] <= 360
    owner.get_by_role("button", name=re.compile("^Withdraw link 1")).click()
    expect(link).to_have_count(0)
    reader.reload()
    expect(reader.get_by_role("main")).to_contain_text("This result is not shown any more.")
    expect(reader.get_by_role("heading", name="Stage 3 of 5: By design")).to_have_count(0)
    for _ in range(MOST_LINKS):  # in another window; here, far down the page, the refusal is in view
        published_links.publish(database, assessment, 7, datetime.now(UTC), "key")
    app.button(owner, "Publish").click()
    expect(owner.get_by_role("alert").filter(has_text="links")).to_be_in_viewport(ratio=1)
    expect(app.button(owner, "Publish")).to_be_in_viewport()
    expect(app.button(owner, "Publish")).to_be_focused()


def typed(text: str) -> re.Pattern[str]:
    """Return a pattern for a text as typed; word joiners keep pages from turning its addresses into links."""
    return re.compile("\u2060?".join(re.escape(character) for character in text))


def test_what_people_type_is_never_markup(server: Server, page: Page, database: Database) -> None:
    """HTML, Markdown and colour directives in a name, a note and an owner are shown as typed, everywhere.

    Addresses are no links, which Streamlit makes of them after it has handled everything that escapes text.
    """
    hostile = "<img src=x onerror=alert(1)> **b** :red[x] $x$ [l](http://x)"
    label = "www.evil.example or https://evil.example/a and me@evil.example"
    note = f"{hostile} www.evil.example `c` <script>alert(2)</script> :material/home: \\ &lt; _i_ ~~d~~ # 1."
    answers = everywhere(3) | {"P1": Answer(level=2, note=note), "P2": Answer(dont_know=True)}
    assessment = begun(database, answers, team=hostile, label=label, finished=True)
    view = views.load_view(database, assessment)
    step = QUESTIONNAIRE.by_id["P1"]
    plan_step(database, view.assessment, step, 2, hostile, None, datetime.now(UTC))

    def expect_as_typed(*words: str) -> None:
        app.rest(page)
        for text in words:
            expect(page.get_by_role("main").get_by_text(typed(text)).first).to_be_visible()
        harm = page.locator("img[src=x], main .katex, main a[href='http://x'], main strong:text-is('b'), main script")
        expect(harm).to_have_count(0)
        expect(page.locator(LINK_TO_EVIL)).to_have_count(0)

    page.goto(server.url)
    app.unfold(page, "finished")
    expect(page.locator(f".st-key-card-{assessment}")).to_contain_text(typed(f"{hostile} · {label}"))
    expect_as_typed(hostile)
    app.visit(page, f"/result?assessment={assessment}")
    expect(page.get_by_role("heading", name="Answers", exact=True)).to_be_visible()
    app.unfold(page, "table-heatmap")
    expect_as_typed(f"{hostile} · {label}", note)
    page.get_by_role("navigation").get_by_role("link", name="Plan").click()
    expect(page.get_by_role("combobox", name="Team")).to_have_value(hostile)
    expect(page.get_by_role("textbox", name=re.compile("^Owner "))).to_have_value(hostile)
    expect_as_typed()
    app.visit(page, f"/method?assessment={assessment}")
    expect(page.get_by_role("heading", name="With your numbers")).to_contain_text(typed(f"{hostile} · {label}"))
    expect_as_typed()
    closing.reopen_assessment(database, assessment)
    app.visit(page, f"/assess?assessment={assessment}&at=P1")
    app.expect_question(page, "P1")
    expect(page.get_by_role("heading", level=1)).to_have_text(typed(f"{hostile} · {label}"))
    app.unfold_details(page, "P1")
    expect(page.get_by_role("textbox", name="Note: what made you choose this?")).to_have_value(note)
    expect_as_typed(hostile)
    assert stored(database, assessment).answer("P1").note == note
