"""Four journeys by keys alone: a leader, a participant of a survey, one of a workshop, and a facilitator.

At every stop the focus is visible and not covered; each page has its own title; each action is announced.
"""

import re

from playwright.sync_api import Locator, Page, expect

from cxmaturity.answers import Answer
from cxmaturity.services import plans
from cxmaturity.services.assessments import listing, views
from cxmaturity.services.workshops import private_notes, workshop_view
from cxmaturity.services.workshops.finishing import dot_votes
from cxmaturity.store.database.engine import Database
from tests import workshop_fixtures
from tests.browser import driver as app
from tests.browser.conftest import NewWindow
from tests.browser.pixels import has_ring, is_covered
from tests.browser.survey_participant import code_of, expect_question
from tests.browser.survey_participant import stored as stored_of_code
from tests.browser.workshops.console import act, expect_count, press
from tests.browser.workshops.phones_and_screen import IN, PHONE, do, votes_of
from tests.fixtures import QUESTIONNAIRE, stored, unique
from tests.server import Server
from tests.web.participant import opened


class Keyboard:
    """A person without a mouse on one page, who checks the focus."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, wanted: Locator, *keys: str) -> None:
        """Press Tab until `wanted` has the focus, check that it is visible, then press these keys.

        The focus ring is checked once for each kind of control.
        """
        expect(wanted).to_be_visible()
        app.tab_to(self.page, wanted)
        app.eventually(lambda: is_covered(self.page), False, f"something lies over {wanted}:")
        app.eventually(lambda: has_ring(self.page), True, f"a ring can be seen around {wanted}:")
        expect(wanted).to_be_focused()
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, field: Locator, text: str) -> None:
        """Go to a text field and type this text."""
        self.to(field, "ControlOrMeta+A")
        self.page.keyboard.type(text)

    def comes_to(self, heading: str | re.Pattern[str], title: str) -> None:
        """Wait until the heading has the focus and is not covered, in a window with this title."""
        expect(self.page).to_have_title(title)
        expect(self.page.get_by_role("heading", name=heading)).to_be_focused()
        app.eventually(lambda: is_covered(self.page), False, f"something lies over {heading}:")

    def hears(self, text: str | re.Pattern[str]) -> None:
        """Wait until a page of the app announces this."""
        expect(self.page.locator(".cx-announcement")).to_have_text(text)


def test_a_leader_alone(server: Server, page: Page, database: Database) -> None:
    """From Home to a step in the plan. Tab, arrows and Enter start; digits choose, 0 is “don't know”, arrows move.

    Each answer is stored when the page shows “Saved”. Levels 1 2 3 4 5 1 2 3 4 5: mean 3.0, index 100 · 2 ÷ 4 = 50. The
    lowest answers are P1 and C5.
    """
    team, keys = unique("Keys"), Keyboard(page)
    page.goto(server.url)
    expect(app.button(page, "See a sample result")).to_be_visible()
    app.rest(page)
    opener = page.locator(".st-key-new-assessment summary")
    if opener.count():  # settled: waited for above; other tests may have left teams
        keys.to(opener, "Enter")
    keys.to(app.button(page, "Start the quick check"), "Enter")
    keys.comes_to("Quick check · 10 questions", "Quick check · 10 questions · CX Maturity")
    app.name_team_by_keys(page, team)
    keys.write(page.get_by_role("textbox", name="Name of this assessment"), "First look")
    keys.to(app.button(page, "Start"), "Enter")

    keys.hears("You can begin. Each answer is saved as you give it.")
    app.expect_question(page, "P1")
    keys.comes_to(QUESTIONNAIRE.by_id["P1"].prompt, f"Assess · {team} · CX Maturity")
    started = next(row.assessment for row in listing.list_assessments(database) if row.assessment.team_name == team)
    app.keys_work(page)
    expect(page.get_by_text("question 1 of 10")).to_be_visible()
    page.keyboard.press("1")
    app.expect_saved(page, "P1")
    assert stored(database, started.id).level_of("P1") == 1
    page.keyboard.press("ArrowRight")
    app.expect_question(page, "P4")
    page.keyboard.press("0")
    app.expect_saved(page, "P4")
    assert stored(database, started.id).answer("P4") == Answer(dont_know=True)
    page.keyboard.press("ArrowLeft")
    app.expect_question(page, "P1")
    keys.to(app.choice(page, "P1", 1), "ArrowDown", "ArrowUp")  # Tab enters a group at what is chosen
    app.eventually(lambda: stored(database, started.id).answer("P1"), Answer(level=1))
    page.keyboard.press("6")  # there is no such level
    page.keyboard.press("Control+2")  # belongs to the browser
    expect(app.choice(page, "P1", 1)).to_be_checked()
    keys.to(page.locator(".cx-next"), "Enter")
    for place, question in enumerate(QUESTIONNAIRE.pulse[1:], 1):
        app.expect_question(page, question.id)
        expect(page.get_by_text(f"question {place + 1} of 10")).to_be_visible()
        page.keyboard.press(str(place % 5 + 1))
        expect(app.choice(page, question.id, place % 5 + 1)).to_be_checked()
        app.expect_saved(page, question.id)
        expect(page.get_by_text(f"{place + 1} of 10 answered")).to_be_visible()
        assert stored(database, started.id).level_of(question.id) == place % 5 + 1
        if place < 9:
            page.keyboard.press("ArrowRight")
    keys.to(page.locator(".cx-next"), "Enter")
    keys.hears("Every question has an answer.")
    keys.comes_to("What is still open", f"Review · {team} · CX Maturity")
    app.rest(page)
    keys.to(app.button(page, "Finish and see the result"), "Enter")

    expect(page.get_by_role("heading", name="Pulse: 50 of 100")).to_be_visible()
    keys.comes_to(f"{team} · First look", f"Result · {team} · CX Maturity")
    expect(page.get_by_text("10 questions rated.")).to_be_visible()
    expect(app.bar(page, QUESTIONNAIRE.by_id["P4"].prompt)).to_contain_text("2 By effort")
    for name in ("P1", "C5"):
        expect(page.locator(f".st-key-card-step-{name}")).to_contain_text("level 1 to 2")
    app.rest(page)
    keys.to(page.locator('[class*="st-key-taking-"] summary').first, "Enter")
    keys.write(page.get_by_role("textbox", name=re.compile("^Who does it")).first, "Ana")
    keys.to(page.get_by_role("button", name=re.compile("^Put it in the plan")).first, "Enter")
    expect(page.get_by_text("In your plan: Ana")).to_be_visible()
    [action] = plans.list_plan(database, started.team_id, started.opened_at.date())
    assert (action.assessment_id, action.owner) == (started.id, "Ana")


def test_a_participant_of_a_survey(server: Server, window: NewWindow, database: Database) -> None:
    """Tab and Enter begin; digits choose, 0 is “don't know”, arrows move; Enter in a text field stores it; finish."""
    begun, page = opened(database, "open", team=unique("Keys")), window(**PHONE)
    keys, team = Keyboard(page), begun.survey.assessment.team_name
    page.goto(f"{server.url}{begun.address}")
    expect(page).to_have_title(f"You are invited · {team}")
    keys.write(page.get_by_role("textbox", name="Your name"), "Ada")
    page.keyboard.press("Enter")
    expect_question(page, "P1")
    page.keyboard.press("3")
    app.expect_saved(page, "P1")
    page.keyboard.press("ArrowRight")
    expect_question(page, "P2")
    page.keyboard.press("0")
    app.expect_saved(page, "P2")
    page.keyboard.press("ArrowLeft")
    expect_question(page, "P1")
    keys.to(app.choice(page, "P1", 3), "ArrowDown", "ArrowDown")
    page.keyboard.press("ArrowLeft")  # there is nothing before
    app.expect_saved(page, "P1")
    page.goto(f"{server.url}{begun.address}/P7")
    expect_question(page, "P7")
    keys.to(app.choice(page, "P7", 1), "ArrowUp")  # from the first to the last: does not apply
    reason = page.get_by_role("textbox", name="Why does it not apply?")
    expect(reason).to_be_focused()
    page.keyboard.type("5 of us hire nobody")
    page.keyboard.press("Enter")
    app.expect_saved(page, "P7")
    expect_question(page, "P7")
    page.keyboard.press("Escape")
    keys.to(page.get_by_role("link", name="What is still open"), "Enter")
    keys.to(app.button(page, "Hand in"), "Enter")
    expect(page.get_by_role("link", name="Answer more")).to_be_focused()
    expect(page).to_have_title(re.compile("^Not handed in yet"))
    keys.to(app.button(page, "Hand in all the same"), "Enter")
    expect(page.get_by_role("heading", name="Thank you, Ada")).to_be_visible()
    wanted = {"P1": Answer(5), "P2": Answer(dont_know=True), "P7": Answer(not_applicable="5 of us hire nobody")}
    assert stored_of_code(database, begun, code_of(page)) == wanted


def test_a_participant_of_a_workshop(server: Server, window: NewWindow, database: Database) -> None:
    """By the code on the screen: join, vote, change it, ask for time, hear the result, give a dot."""
    workshop = workshop_fixtures.opened(database, team=unique("Keys"))
    page = window(**PHONE)
    keys, spoken = Keyboard(page), page.locator(".cx-visually-hidden[aria-live=polite]")
    page.goto(f"{server.url}/join")
    keys.write(page.get_by_label("The code on the screen"), workshop.code)
    keys.to(app.button(page, "Join"), "Enter")
    keys.write(page.get_by_label("Your name"), "Ana")
    keys.to(app.button(page, "Join"), "Enter")
    expect(page.get_by_text("Connected", exact=True)).to_be_visible()
    do(database, workshop, "begin")
    keys.comes_to(QUESTIONNAIRE.pulse[0].prompt, f"Workshop · {workshop.assessment.team_name}")
    expect(spoken).to_have_text("A question to vote on.")
    keys.to(page.get_by_role("radio", name=re.compile("^1 · ")), "Space")
    expect(page.locator(".cx-status[role=status]")).to_contain_text(IN)
    page.keyboard.press("ArrowDown")
    app.eventually(lambda: votes_of(database, workshop), [2])
    keys.to(app.button(page, "I need more time"), "Enter")
    expect(page.get_by_text("The facilitator now sees that somebody needs more time")).to_be_visible()
    do(database, workshop, "reveal")
    keys.comes_to("Look at the screen", f"Workshop · {workshop.assessment.team_name}")
    expect(spoken).to_have_text("Middle answer 2, By effort. 1 vote.")
    do(database, workshop, "dots")
    keys.comes_to("Choose first steps", f"Workshop · {workshop.assessment.team_name}")
    keys.to(page.get_by_role("button", name="One dot more").first, "Enter")
    expect(page.get_by_text("Your dots are in.")).to_be_visible()
    do(database, workshop, "end")
    keys.comes_to("Thank you", f"Workshop · {workshop.assessment.team_name}")


# Keeps what the page's last run said of the workshop, to say it once more.
KEEP_UPDATE = """() => {
  const live = document.querySelector('.cx-live-status').liveStatus, { update } = live
  live.update = (data, ask) => {
    window.updateAgain = () => update({ ...data, voted: 0 }, ask)
    update(data, ask)
  }
}"""


def test_a_facilitator(server: Server, page: Page, database: Database) -> None:
    """From Home to the end: the lobby, vote, reveal, again, agree on 4, dots, a step in the plan, the result.

    The middle of 1, 2, 2, 2, 5, 5 is 2; of 2, 2, 3, 3, 3, 3 it is 3. Counts from an earlier run of the page do not
    replace newer ones.
    """
    team, keys = unique("Keys"), Keyboard(page)
    page.goto(server.url)
    app.show_ways_to_begin(page)
    keys.to(page.get_by_role("link", name="Set up a workshop"), "Enter")
    expect(app.button(page, "Open the lobby")).to_be_visible()
    app.name_team_by_keys(page, team)
    keys.to(page.get_by_role("radio", name=re.compile("^Anonymous")), "ArrowDown")
    expect(page.get_by_role("radio", name=re.compile("^Open, with names"))).to_be_checked()
    keys.to(app.button(page, "Open the lobby"), "Enter")
    expect_count(page, "Joined: 0, 12 expected")
    expect(page.get_by_role("heading", name="Lobby")).to_be_focused()  # beside the code to join, far above the button
    row = next(row.assessment for row in listing.list_assessments(database) if row.assessment.team_name == team)
    workshop = workshop_view.load_workshop(database, row.id)
    assert workshop.assessment.privacy == "open"
    people = workshop_fixtures.joined(database, workshop, 6)
    workshop_fixtures.visited(server, workshop, people)
    expect_count(page, "Joined: 6, 12 expected")
    expect(page.get_by_role("link", name="Open the screen")).to_have_attribute(
        "href", f"{server.url}/join/screen/{workshop.screen}"
    )
    app.rest(page)
    page.evaluate(KEEP_UPDATE)  # settled: it acts
    keys.to(act(page, "Start the first vote"), "Enter")
    keys.hears(re.compile("The vote is open"))
    expect(page.get_by_role("heading", name=re.compile("^P1 · "))).to_be_focused()
    workshop_fixtures.voted(database, workshop, people, 1, 2, 2, 2, 5, 5)
    expect(page.get_by_text("Everyone is in.")).to_be_visible()
    page.evaluate("window.updateAgain()")  # settled: it acts, as a run of the page that began before the votes came
    expect_count(page, "Votes in: 6 of 6")
    expect(page.get_by_text("Everyone is in.")).to_be_visible()
    app.rest(page)
    keys.write(page.get_by_role("textbox", name="Your notes"), "Ask the bakers")
    expect(page.locator(".st-key-workshop-note").get_by_text(re.compile("Saved$"))).to_be_visible()
    app.eventually(lambda: private_notes.load_private_notes(database, row.id), {"P1": "Ask the bakers"})
    app.rest(page)
    keys.to(act(page, "Reveal"), "Enter")
    keys.hears(re.compile(r"^Revealed\. .* 2, By effort\. 6 votes; they are far apart\."))
    expect(page.locator(".st-key-tally-P1 .js-plotly-plot")).to_be_visible()
    app.rest(page)
    press(page, "a", "Vote again")
    expect_count(page, "Votes in: 0 of 6")
    workshop_fixtures.voted(database, workshop, people, 2, 2, 3, 3, 3, 3)
    expect_count(page, "Votes in: 6 of 6")
    press(page, "Shift+V", "Reveal")
    keys.hears(re.compile(r"^Revealed\. .* 3, By design\. 6 votes; "))
    expect(page.get_by_text("The middle answer rose by 1 level, and the votes are closer together.")).to_be_visible()
    app.rest(page)
    keys.to(page.locator(".st-key-agree-P1 summary"), "Enter")
    levels = page.locator(".st-key-agree-P1").get_by_role("radio")
    keys.to(levels.first, "ArrowDown", "ArrowDown", "ArrowDown")
    expect(levels.nth(3)).to_be_checked()
    keys.write(page.get_by_role("textbox", name="Why?"), "Two cases show it")
    keys.to(app.button(page, "Save agreed level"), "Enter")
    expect(page.get_by_text("Agreed on level 4: Two cases show it")).to_be_visible()
    app.rest(page)
    press(page, "d", "Choose first steps")
    keys.hears("Everyone can give dots.")
    [candidate] = dot_votes.step_candidates(database, row.id)
    dot_votes.save_dots(database, row.id, people[0].stored.id, {candidate.key: 3})
    expect_count(page, "Dots given: 1 of 6")
    press(page, "v", "Show what was chosen")
    expect(page.get_by_role("heading", name="First steps", exact=True)).to_be_focused()
    expect(page.get_by_text("3 dots", exact=True)).to_be_visible()
    app.rest(page)
    keys.to(app.button(page, "Put the chosen step in the plan"), "Enter")
    expect(page.get_by_text("In your plan.")).to_be_visible()
    app.rest(page)
    keys.write(page.get_by_role("textbox", name=re.compile("^Owner ")), "Zoë")
    page.keyboard.press("Enter")
    app.eventually(
        lambda: [
            (taken.question_id, taken.owner)
            for taken in plans.list_plan(database, workshop.assessment.team_id, workshop.expires_at.date())
        ],
        [("P1", "Zoë")],
    )
    app.rest(page)
    keys.to(act(page, "Ask one last question"), "q")
    expect(page.get_by_role("heading", name="Was this worth your time?")).to_be_focused()
    app.rest(page)
    keys.to(app.button(page, "End it and keep the result"), "Enter")
    expect(page.get_by_text("This workshop has ended.")).to_be_visible()
    expect(page.locator(".st-key-rounds .js-plotly-plot")).to_be_visible()
    view = views.load_view(database, row.id)
    assert (view.assessment.is_open, view.response.level_of("P1")) == (False, 4)
    app.rest(page)
    keys.to(page.get_by_role("link", name="The result"), "Enter")
    expect(page.get_by_text(f"{team} · ")).to_be_visible()
