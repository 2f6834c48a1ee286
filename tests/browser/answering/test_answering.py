"""Answering: leaving and returning, last answers, answers without a level, notes and evidence."""

import re
from dataclasses import replace

from playwright.sync_api import expect

from cxmaturity.answers import Answer, EvidenceGrade
from cxmaturity.store.database.engine import Database
from tests.browser import driver as app
from tests.browser.conftest import NewWindow
from tests.fixtures import QUESTIONNAIRE, begun, stored, unique
from tests.server import Server


def test_one_comes_back_by_the_link_and_sees_last_times_answers(
    server: Server, window: NewWindow, database: Database
) -> None:
    """Another browser opens the link at the same question with its answer; the last level is marked."""
    team = unique("Return")
    begun(database, {"P1": 4, "P2": 2}, team=team, finished=True, days_ago=90)
    assessment = begun(database, team=team)
    here = window()
    here.goto(f"{server.url}/assess?assessment={assessment}")
    app.expect_question(here, "P1")
    expect(app.choice(here, "P1", 4)).to_have_accessible_name(re.compile("last time$"))
    expect(app.question(here, "P1").get_by_text("last time")).to_have_count(1)
    app.choose(here, "P1", 5)
    app.expect_saved(here, "P1")
    app.onward(here)
    app.expect_question(here, "P2")
    expect(app.choice(here, "P2", 2)).to_have_accessible_name(re.compile("last time$"))
    app.choose(here, "P2", 3)
    app.expect_saved(here, "P2")
    link = here.url  # settled: expect_question has waited for P2 in it
    here.close()

    there = window()
    there.goto(link)
    app.expect_question(there, "P2")
    expect(app.choice(there, "P2", 3)).to_be_checked()
    expect(there.get_by_text("2 of 38 answered")).to_be_visible()
    app.back(there)
    app.expect_question(there, "P1")
    expect(app.choice(there, "P1", 5)).to_be_checked()


def test_what_is_not_a_level_needs_its_words(server: Server, window: NewWindow, database: Database) -> None:
    """“Does not apply” is saved only with its reason, and stays on the page until then.

    “don't know” is saved at once.
    """
    assessment = begun(database, {q.id: 3 for q in QUESTIONNAIRE.questions if q.id not in ("P7", "P8")})
    page = window()
    page.goto(f"{server.url}/assess?assessment={assessment}")
    app.expect_question(page, "P7")
    expect(app.question(page, "P8")).to_be_hidden()
    app.choose(page, "P7", "Does not apply to us.")
    expect(page.get_by_text("Not saved yet: a reason is missing.")).to_be_visible()
    assert not stored(database, assessment).answer("P7").is_answered
    reason = page.get_by_role("textbox", name="Why does it not apply?")
    expect(reason).not_to_have_attribute("aria-invalid", "true")  # one has only just come there
    app.onward(page)
    expect(page.get_by_text("Add a reason before you continue.", exact=True)).to_be_visible()
    expect(reason).to_be_focused()
    expect(reason).to_have_attribute("aria-invalid", "true")
    expect(reason).to_have_accessible_description(re.compile("a reason is missing"))
    expect(app.question(page, "P7")).to_be_visible()
    reason.fill("   ")
    reason.press("Enter")
    expect(page.get_by_text("Not saved yet: a reason is missing.")).to_be_visible()
    reason.fill("No 1 is *hired* here")
    reason.press("Enter")
    app.expect_saved(page, "P7")
    expect(reason).not_to_have_attribute("aria-invalid", "true")
    assert stored(database, assessment).answer("P7") == Answer(not_applicable="No 1 is *hired* here")
    app.onward(page)
    app.expect_question(page, "P8")
    expect(app.question(page, "P8").get_by_text("Does not apply to us.")).to_have_count(0)  # it applies to everyone
    app.choose(page, "P8", "Don't know.")
    app.expect_saved(page, "P8")
    assert stored(database, assessment).answer("P8") == Answer(dont_know=True)


def test_note_and_evidence_survive_a_reload_and_a_cleared_answer(
    server: Server, window: NewWindow, database: Database
) -> None:
    """They are unchanged in the page and in the database.

    Clearing the answer removes the choice and keeps the focus in the question; without a choice there is no button.
    """
    assessment = begun(database, {"P1": 4, "P2": 3})
    page = window()
    page.goto(f"{server.url}/assess?assessment={assessment}&at=P1")
    app.expect_question(page, "P1")
    app.unfold_details(page, "P1")
    page.get_by_role("textbox", name="Note: what made you choose this?").fill("Two lines\n— **not** bold")
    app.question(page, "P1").get_by_label("What does your answer rest on?").select_option("Seen by a second person")
    page.get_by_role("textbox", name=re.compile("^Evidence:")).fill("https://example.org/?a=1&b=2")
    page.get_by_role("textbox", name=re.compile("^Evidence:")).press("Tab")
    wanted = Answer(4, None, False, "Two lines\n— **not** bold", EvidenceGrade.SEEN, "https://example.org/?a=1&b=2")
    app.eventually(lambda: stored(database, assessment).answer("P1"), wanted)

    page.reload()
    app.expect_question(page, "P1")
    app.unfold_details(page, "P1")
    expect(page.get_by_role("textbox", name="Note: what made you choose this?")).to_have_value(wanted.note)
    expect(page.get_by_role("combobox", name="What does your answer rest on?")).to_have_value("3")
    expect(page.get_by_role("textbox", name=re.compile("^Evidence:"))).to_have_value(wanted.evidence)
    assert stored(database, assessment).answer("P1") == wanted

    app.button(page, "Clear answer 1").click()
    expect(app.choice(page, "P1", 4)).not_to_be_checked()
    expect(app.button(page, "Clear answer 1")).to_be_hidden()
    expect(app.choice(page, "P1", 1)).to_be_focused()
    app.eventually(lambda: stored(database, assessment).answer("P1"), replace(wanted, level=None))
    expect(page.get_by_text("1 of 38 answered")).to_be_visible()


def test_what_is_open_stays_open_in_another_view(server: Server, window: NewWindow, database: Database) -> None:
    """From a question to its dimension and back: the same place, the box open, the typed text kept.

    In the one-dimension view a closed box disappears from the page at once, and its text is stored.
    """
    assessment = begun(database)
    page = window()
    page.goto(f"{server.url}/assess?assessment={assessment}&at=O2")
    app.expect_question(page, "O2")
    app.unfold_details(page, "O2")
    note = app.question(page, "O2").get_by_role("textbox", name="Note: what made you choose this?")
    note.fill("Half a th")
    page.get_by_text("One dimension", exact=True).click()
    expect(app.question(page, "O9")).to_be_visible()
    expect(note).to_have_value("Half a th")
    page.get_by_text("One question", exact=True).click()
    expect(app.question(page, "O9")).to_be_hidden()
    expect(note).to_have_value("Half a th")
    app.expect_question(page, "O2")
    app.eventually(lambda: stored(database, assessment).answer("O2"), Answer(note="Half a th"))

    page.get_by_text("One dimension", exact=True).click()
    expect(app.question(page, "O9")).to_be_visible()
    app.rest(page)
    box = app.question(page, "O1").locator(".cx-note summary")
    other = app.question(page, "O1").get_by_role("textbox", name="Note: what made you choose this?")
    box.click()
    other.fill("Written in haste")
    box.click()
    expect(other).to_have_count(0)  # hidden
    app.eventually(lambda: stored(database, assessment).answer("O1"), Answer(note="Written in haste"))
    app.choose(page, "O1", 2)
    app.eventually(lambda: stored(database, assessment).answer("O1"), Answer(level=2, note="Written in haste"))
    box.click()
    expect(other).to_have_value("Written in haste")
    other.fill("")
    box.click()
    app.eventually(lambda: stored(database, assessment).answer("O1"), Answer(level=2))


def test_two_people_answer_at_the_same_time_and_nothing_mixes(
    server: Server, window: NewWindow, database: Database
) -> None:
    """Two browsers on two assessments in turn: each shows and stores its own answers."""
    first, second = begun(database), begun(database)
    one, other = window(), window()
    one.goto(f"{server.url}/assess?assessment={first}")
    other.goto(f"{server.url}/assess?assessment={second}")
    for place, name in enumerate(("P1", "P2", "P3")):
        for page, level in ((one, place + 1), (other, 5 - place)):
            app.expect_question(page, name)
            app.choose(page, name, level)
        for page in (one, other):
            app.expect_saved(page, name)
            app.onward(page)
    assert {n: a.level for n, a in stored(database, first).answers.items()} == {"P1": 1, "P2": 2, "P3": 3}
    assert {n: a.level for n, a in stored(database, second).answers.items()} == {"P1": 5, "P2": 4, "P3": 3}
    for page in (one, other):
        app.expect_question(page, "P4")
        expect(page.get_by_text("3 of 38 answered")).to_be_visible()


def test_it_goes_on_by_itself_only_when_asked_to(server: Server, window: NewWindow, database: Database) -> None:
    """Off by default; checked, a click and a digit move on, also after a reload; arrows inside a group never do."""
    assessment = begun(database)
    page = window()
    page.goto(f"{server.url}/assess?assessment={assessment}&at=P1")
    app.expect_question(page, "P1")
    itself = page.get_by_role("checkbox", name="Go to the next question after each answer")
    expect(itself).not_to_be_checked()
    app.choose(page, "P1", 2)
    app.expect_saved(page, "P1")
    app.expect_question(page, "P1")
    itself.check()
    app.question(page, "P1").locator("label").filter(has_text="3 · ").click()
    app.expect_question(page, "P2")
    page.reload()
    app.expect_question(page, "P2")
    app.keys_work(page)
    expect(itself).to_be_checked()
    page.keyboard.press("4")
    app.expect_question(page, "P3")
    app.choice(page, "P3", 1).focus()
    page.keyboard.press("ArrowDown")
    app.expect_saved(page, "P3")
    app.expect_question(page, "P3")
    app.eventually(
        lambda: {n: a.level for n, a in stored(database, assessment).answers.items()}, {"P1": 3, "P2": 4, "P3": 2}
    )
