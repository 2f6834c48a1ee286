"""Using the app without a mouse."""

import re

from playwright.sync_api import Page, expect

from cxmaturity.answers import Answer
from cxmaturity.store.database.engine import Database
from tests.browser import driver as app
from tests.fixtures import begun, stored
from tests.server import Server


def test_keys_as_fast_as_they_come_answer_the_question_they_were_meant_for(
    server: Server, page: Page, database: Database
) -> None:
    """Keys pressed before the next question is shown answer it, in order.

    In a window lower than a question, Next and Back show the beginning of the question.
    """
    assessment = begun(database)
    page.goto(f"{server.url}/assess?assessment={assessment}&at=P1")
    app.expect_question(page, "P1")
    app.keys_work(page)
    for key in ("3", "ArrowRight", "4", "ArrowRight", "5", "ArrowRight", "0", "ArrowLeft", "1"):
        page.keyboard.press(key)
    app.expect_question(page, "P3")
    wanted = {"P1": Answer(level=3), "P2": Answer(level=4), "P3": Answer(level=1), "P4": Answer(dont_know=True)}
    app.eventually(lambda: dict(stored(database, assessment).answers), wanted)
    page.set_viewport_size({"width": 800, "height": 500})
    for move, name in ((app.onward, "P4"), (app.back, "P3")):
        page.get_by_text("Keys: 1 to 5 choose").scroll_into_view_if_needed()
        move(page)
        app.expect_question(page, name)
        expect(app.question(page, name).get_by_role("heading").first).to_be_in_viewport(ratio=1)


def test_space_and_enter_press_what_has_the_focus(server: Server, page: Page, database: Database) -> None:
    """In the one-dimension view Space chooses the focused level, digits answer the focused question, Enter presses."""
    assessment = begun(database)
    page.goto(f"{server.url}/assess?assessment={assessment}&at=L6&view=One+dimension")
    expect(app.question(page, "L7")).to_be_visible()
    app.rest(page)
    app.keys_work(page)
    app.tab_to(page, app.choice(page, "L1", 1))
    page.keyboard.press("Space")
    app.expect_saved(page, "L1")
    app.tab_to(page, app.choice(page, "L2", 1))
    page.keyboard.press("4")
    app.expect_saved(page, "L2")
    app.eventually(lambda: {n: a.level for n, a in stored(database, assessment).answers.items()}, {"L1": 1, "L2": 4})
    app.tab_to(page, page.locator(".cx-next"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What is still open")).to_be_visible()


def test_digits_and_arrows_leave_fields_links_and_buttons_alone_and_work_elsewhere(
    server: Server, page: Page, database: Database
) -> None:
    """While a text field, a link of the menu or a button outside of the question has the focus, no key answers.

    Nor does it move on. After a click on plain text, a dimension, a view or the checkbox the next digit answers.
    """
    assessment = begun(database, {"P2": 3})
    page.goto(f"{server.url}/assess?assessment={assessment}&at=P2")
    app.expect_question(page, "P2")
    app.keys_work(page)
    app.tab_to(page, app.question(page, "P2").locator(".cx-note summary"))
    page.keyboard.press("Enter")
    app.tab_to(page, page.get_by_role("textbox", name="Note: what made you choose this?"))
    page.keyboard.type("5 of 10")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type("4")
    page.keyboard.press("Tab")
    app.eventually(lambda: stored(database, assessment).answer("P2"), Answer(level=3, note="5 of 140"))
    app.tab_to(page, page.get_by_role("textbox", name=re.compile("^Evidence:")))
    page.keyboard.type("4 0")
    page.keyboard.press("Enter")
    wanted = Answer(level=3, note="5 of 140", evidence="4 0")
    app.eventually(lambda: stored(database, assessment).answer("P2"), wanted)
    for elsewhere, keys in (
        (page.get_by_role("link", name="Method"), ("1", "ArrowRight")),
        (page.locator(".cx-back"), ("1", "ArrowRight")),
        (page.locator(".cx-dimensions button").first, ("1", "ArrowRight")),
        (page.get_by_role("radio", name="One dimension"), ("1",)),  # arrows choose the view
    ):
        elsewhere.focus()
        expect(elsewhere).to_be_focused()
        for key in keys:
            page.keyboard.press(key)
        app.expect_question(page, "P2")
        expect(app.choice(page, "P2", 3)).to_be_checked()
    assert stored(database, assessment).answers == {"P2": wanted}

    page.get_by_text("1 of 38 answered").click()
    page.keyboard.press("2")
    expect(app.choice(page, "P2", 2)).to_be_checked()
    page.get_by_text("Keys: 1 to 5 choose").click()
    page.keyboard.press("3")
    expect(app.choice(page, "P2", 3)).to_be_checked()
    app.question(page, "P2").locator(".cx-about summary").click()
    page.keyboard.press("4")
    expect(app.choice(page, "P2", 4)).to_be_checked()
    page.locator(".cx-auto").click()
    page.locator(".cx-auto").click()
    page.keyboard.press("5")
    expect(app.choice(page, "P2", 5)).to_be_checked()
    page.locator(".cx-dimensions [data-dimension]").nth(1).click()
    app.expect_question(page, "O1")
    page.keyboard.press("1")
    expect(app.choice(page, "O1", 1)).to_be_checked()
    page.get_by_text("One dimension", exact=True).click()
    expect(app.question(page, "O9")).to_be_visible()
    app.rest(page)
    page.keyboard.press("2")
    expect(app.choice(page, "O1", 2)).to_be_checked()
