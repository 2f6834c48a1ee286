"""Accessibility of every page: no violation of WCAG 2.2 AA, light and dark, wide and narrow.

Nothing scrolls sideways.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from cxmaturity.answers import Answer, EvidenceGrade, Privacy
from cxmaturity.files.answers_table import RespondentAnswers
from cxmaturity.services import plans
from cxmaturity.services.assessments import closing, creation, views
from cxmaturity.services.imports import rounds
from cxmaturity.services.surveys import schedule
from cxmaturity.store.database.engine import open_database
from cxmaturity.wording import plans as plans_wording
from tests import workshop_fixtures
from tests.browser import driver as app
from tests.browser.conftest import NewWindow
from tests.browser.observers import (
    expect_fit_for_all,
    sideways,
    violations,
)
from tests.build import leaders_and_others
from tests.fixtures import QUESTIONNAIRE, begun, everywhere
from tests.server import Server
from tests.store.fixtures import plan_step

TEAM = "A team with a rather long name, for narrow windows"

Places = Mapping[str, str]


@pytest.fixture(scope="module")
def places(shared_server: Server) -> Places:
    """The ids of the assessments of one team with everything to show, and of one with nothing."""
    database = open_database(shared_server.database_url)
    team = TEAM
    noted = Answer(level=3, note="A note", evidence_grade=EvidenceGrade.EXAMPLE, evidence="A link")
    unknown = Answer(dont_know=True)
    mixed = {q.id: 2 + int(q.id[1:]) % 3 for q in QUESTIONNAIRE.questions}
    begun(database, everywhere(2), team=team, finished=True, days_ago=90)
    half = {q.id: noted for q in QUESTIONNAIRE.questions[:8] if q.id != "P7"} | {"P3": unknown}
    ids_by_state = {
        "open": begun(database, half, team=team),
        "full": begun(database, mixed | {"P1": noted, "P3": unknown}, team=team, finished=True),
        "pulse": begun(database, everywhere(3), team=team, scope="pulse"),
        "alone": begun(database, team="Nothing planned"),
    }
    view = views.load_view(database, ids_by_state["full"])
    now = datetime.now(UTC)
    for name, due, status in (("O1", date(2026, 1, 5), "started"), ("O4", None, "planned"), ("C5", None, "done")):
        taken = plan_step(database, view.assessment, QUESTIONNAIRE.by_id[name], 2, "", due, now)
        plans.change_action(database, taken.id, now, {"status": status})
    for label, levels, ago in (("Round 1", (2,) * 9, 90), ("Round 2", (1, 1, 5), 60), ("Round 3", (3,) * 9, 30)):
        people = [RespondentAnswers(f"P{i}", None, {q: Answer(level=k) for q in mixed}) for i, k in enumerate(levels)]
        privacy: Privacy = "anonymous" if label == "Round 2" else "open"
        when = now - timedelta(days=ago)
        ids_by_state[label] = rounds.import_round(
            database, QUESTIONNAIRE, "Several people", label, "both", people, privacy, when, now
        )
    apart = [
        RespondentAnswers("", role, {q: Answer(level=k, note="Said so") for q, k in mixed.items()})
        for role in leaders_and_others(6, 7)
    ]
    ids_by_state["apart"] = rounds.import_round(
        database, QUESTIONNAIRE, "Large", "Apart", "both", apart, "anonymous", now, now
    )
    running = creation.StartSurvey(
        questionnaire=QUESTIONNAIRE,
        team_name="Large",
        label="Running",
        privacy="open",
        is_linked=True,
        names=["Ana", "Ben"],
    )
    ids_by_state["running"] = creation.start(database, running, now).assessment_id
    repeated = creation.StartSurvey(
        questionnaire=QUESTIONNAIRE, team_name=f"{TEAM}, again", label="Due", privacy="open"
    )
    overdue = creation.start(database, repeated, now - timedelta(days=120)).assessment_id
    schedule.set_repetition(database, overdue, 3)
    closing.close_assessment(database, overdue, now - timedelta(days=100))
    ids_by_state |= workshop_fixtures.at_each_phase(database, TEAM)
    database.close()
    return ids_by_state


def unfold(page: Page, *keys: str) -> None:
    """Open the expanders of these keys, one after the other: a console ignores presses while it moves."""
    for key in keys:
        app.unfold(page, key)


def home(page: Page, places: Places) -> None:
    expect(app.button(page, "See a sample result")).to_be_visible()
    expect(app.button(page, f"Begin the next round of {TEAM}, again")).to_be_visible()
    unfold(page, "new-assessment", "finished", "unfinished")
    unfold(page, f"more-{places['open']}")
    expect(page.get_by_role("button", name=re.compile(r"^Remove \(")).first).to_be_visible()


def one_question(page: Page, places: Places) -> None:
    app.expect_question(page, "P1")
    app.expect_saved(page, "P1")
    expect(app.question(page, "P1").get_by_text("last time")).to_be_visible()
    app.unfold_details(page, "P1")


def a_reason_missing(page: Page, places: Places) -> None:
    app.expect_question(page, "P7")
    app.choose(page, "P7", "Does not apply to us.")
    expect(page.get_by_text("Not saved yet: a reason is missing.")).to_be_visible()


def one_dimension(page: Page, places: Places) -> None:
    expect(app.question(page, "P8")).to_be_visible()
    app.rest(page)
    app.unfold_details(page, "P2")


def review(page: Page, places: Places) -> None:
    expect(app.button(page, "Finish and see the result")).to_be_visible()
    expect(page.get_by_role("heading", name="What you did not know, and whom to ask")).to_be_visible()


def expect_chart(page: Page, key: str) -> None:
    """Wait until there is one chart only: while a page is replaced, the previous page's may still be there."""
    chart = page.locator(f".st-key-{key} .js-plotly-plot")
    expect(chart).to_have_count(1)
    expect(chart).to_be_visible()


def result(page: Page, places: Places) -> None:
    for key in ("radar", "dumbbells", "heatmap"):
        expect_chart(page, key)


def all_of_the_result(page: Page, places: Places) -> None:
    result(page, places)
    app.bar(page, "People").locator("summary").click()
    unfold(page, "how-sure", "table-radar", "table-dumbbells", "table-priorities", "table-heatmap", "targets")
    expect(page.locator(".cx-table")).to_have_count(6)  # four, that of other rules and, for the paper, that of the plan
    app.switch(page, "try").click()
    expect_chart(page, "what-if-radar")
    app.switch(page, "strict").click()
    expect(page.get_by_text("Strict reading: no stage above the lowest answer.")).to_be_visible()
    app.rest(page)
    page.locator('[class*="st-key-taking-"] summary').first.click()
    expect(page.get_by_role("textbox", name=re.compile("^Who does it"))).to_be_visible()


def the_step_before_the_first_question(page: Page, places: Places) -> None:
    expect(app.button(page, "Start")).to_be_visible()
    app.rest(page)


def several_people(page: Page, places: Places) -> None:
    page.get_by_text("Open, with names").click()
    expect(page.get_by_role("textbox", name=re.compile("^Names, one a line"))).to_be_visible()
    app.rest(page)


def survey(page: Page, places: Places) -> None:
    app.button(page, "Make new personal links for those not here yet").click()
    expect(page.get_by_text("Personal links.")).to_be_visible()
    unfold(page, "closing")
    expect(app.button(page, "Close it and see the result")).to_be_visible()


def result_of_a_group(page: Page, places: Places) -> None:
    expect_chart(page, "votes")
    unfold(page, "table-votes", "details", "said", "agree")
    expect(page.get_by_role("radiogroup", name="Agreed level")).to_be_visible()


def both_roles(page: Page, places: Places) -> None:
    expect(page.get_by_text("see the same levels everywhere").first).to_be_visible()
    expect_chart(page, "votes")
    app.rest(page)


def a_sealed_result(page: Page, places: Places) -> None:
    expect(page.get_by_text("Sealed to protect those who answered")).to_be_visible()
    app.rest(page)


def result_of_a_pulse(page: Page, places: Places) -> None:
    expect(page.get_by_role("heading", name="Pulse: 50 of 100")).to_be_visible()
    expect_chart(page, "heatmap")


def plan(page: Page, places: Places) -> None:
    for heading in ("Overdue · 1", "Later · 1", "Done: did it work? · 1"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    details = page.locator('[class*="st-key-details-"]').first
    details.locator("summary").click()
    expect(details.get_by_role("button", name=re.compile("^Delete "))).to_be_visible()
    app.rest(page)


def empty_plan(page: Page, places: Places) -> None:
    expect(page.get_by_text(plans_wording.empty_plan("Nothing planned"))).to_be_visible()


def over_time(page: Page, places: Places) -> None:
    expect_chart(page, "trend-Overall")
    expect(page.get_by_role("heading", name="What moved")).to_be_visible()
    app.rest(page)
    unfold(page, "moved-people")


def verdicts(page: Page, places: Places) -> None:
    expect_chart(page, "trend-Overall")
    expect(page.get_by_text("Sealed: fewer than 5 people rated each question")).to_be_visible()
    expect(page.get_by_role("heading", name="Is it real?")).to_be_visible()
    app.rest(page)
    unfold(page, "table-trend")


def teams(page: Page, places: Places) -> None:
    expect_chart(page, "slope")
    app.rest(page)
    unfold(page, "table-slope")
    app.open_expander(page, "teams-listed")
    page.get_by_role("button", name=re.compile("^Change ")).first.click()
    app.button(page, "Remove it …").click()
    expect(page.get_by_text("With it go, for good")).to_be_visible()


def method(page: Page, places: Places) -> None:
    expect(page.get_by_role("heading", name="With your numbers")).to_be_visible()
    app.rest(page)
    unfold(page, "source-T1")


def a_workshop_to_be(page: Page, places: Places) -> None:
    expect(app.button(page, "Open the lobby")).to_be_visible()
    page.get_by_text("Chosen dimensions").click()
    expect(page.get_by_text("Which dimensions?")).to_be_visible()
    app.rest(page)


def lobby(page: Page, places: Places) -> None:
    expect(page.locator(".cx-live-status")).to_contain_text(re.compile(r"Joined: \d, 12 expected"))
    app.rest(page)


def at_own_pace(page: Page, places: Places) -> None:
    app.button(page, "Walk through the answers").click()
    expect(app.button(page, "End the answering and walk through")).to_be_visible()


def a_vote(page: Page, places: Places) -> None:
    count = re.compile(r"Votes in: 0 of \d|Nobody is connected")  # the others joined when all places were made
    expect(page.locator(".cx-live-status")).to_contain_text(count)
    unfold(page, "levels-P4", "workshop-questions", "workshop-timer", "workshop-ending")
    expect(app.button(page, "End it and keep the result")).to_be_visible()


def a_reveal(page: Page, places: Places) -> None:
    expect_chart(page, "tally-P1")
    unfold(page, "table-tally-P1", "agree-P1", "workshop-join")
    expect(page.locator("code").filter(has_text="/join/")).to_be_visible()


def dots(page: Page, places: Places) -> None:
    expect(page.get_by_role("heading", name="Choose first steps")).to_be_visible()
    app.rest(page)


def first_steps(page: Page, places: Places) -> None:
    expect(page.get_by_role("button", name=re.compile("^Put the .*chosen step.* in the plan$"))).to_be_visible()
    app.rest(page)


def a_workshop_that_ended(page: Page, places: Places) -> None:
    expect_chart(page, "rounds")
    unfold(page, "table-rounds")


def the_way_to_the_screen(page: Page, places: Places) -> None:
    expect(page.get_by_role("link", name="Open the screen")).to_be_visible()


def nothing_there(page: Page, places: Places) -> None:
    expect(page.get_by_text("There is no assessment at this link.")).to_be_visible()


Look = Callable[[Page, Places], None]
LOOKS: Mapping[str, Mapping[str, Look]] = {  # what is looked at in one window, one address after the other
    "assessments": {
        "": home,
        "?begin=full": the_step_before_the_first_question,
        "?begin=survey": several_people,
        "survey?assessment={running}": survey,
        "assess?assessment={open}&at=P1": one_question,
        "assess?assessment={open}&at=P1&view=One dimension": one_dimension,
        "assess?assessment={open}&view=Review and finish": review,
        "assess?assessment={open}&at=P7": a_reason_missing,
    },
    "results": {
        "result?assessment={open}": result,
        "result?assessment={pulse}": result_of_a_pulse,
        "result?assessment={Round 1}": result_of_a_group,
        "result?assessment={apart}": both_roles,
        "result?assessment={Round 2}": a_sealed_result,
        "result?assessment=nobody": nothing_there,
        "method?assessment={full}": method,
        "result?assessment={full}": all_of_the_result,
    },
    "teams": {
        "teams": teams,
        f"plan?team={TEAM}": plan,
        "plan?team=Nothing planned": empty_plan,
        f"over_time?team={TEAM}": over_time,
        "over_time?team=Several people": verdicts,
    },
    "workshops": {
        "workshop?assessment={in vote}": a_vote,
        "workshop?assessment={in reveal}": a_reveal,
        "workshop?assessment={in dots}": dots,
        "workshop?assessment={in steps}": first_steps,
        "workshop?assessment={in closed}": a_workshop_that_ended,
        "workshop": a_workshop_to_be,
        "workshop?assessment={in lobby}": lobby,
        "workshop?assessment={in self_paced}": at_own_pace,
        "screen?assessment={in lobby}": the_way_to_the_screen,
    },
}
KEPT = ("assess", "plan", "over_time")  # what was chosen on these pages goes before what a later address says

# What is shown, whose it is, and the app: two windows are told apart in a list of windows.
TITLES = {
    "": "Home",
    "assess?assessment={open}&at=P1": f"Assess · {TEAM}",
    "assess?assessment={open}&view=Review and finish": f"Review · {TEAM}",
    "result?assessment={full}": f"Result · {TEAM}",
    "survey?assessment={running}": "Survey · Large",
    f"plan?team={TEAM}": f"Plan · {TEAM}",
    f"over_time?team={TEAM}": f"Over time · {TEAM}",
    "teams": "Teams",
    "workshop": "Workshop",
    "workshop?assessment={in lobby}": f"Lobby · {TEAM}",
    "workshop?assessment={in vote}": f"Vote, question 2 of 10 · {TEAM}",
    "screen?assessment={in lobby}": f"Screen · {TEAM}",
    "method?assessment={full}": "Method",
    "result?assessment=nobody": "Result",
}


@pytest.mark.parametrize("group", LOOKS)
def test_pages_are_fit_for_all(
    server: Server, page: Page, places: Places, subtests: pytest.Subtests, group: str
) -> None:
    """With everything opened: no violation in light at 1280 and in dark at 360 px, nothing sideways up to 1920.

    Each page and state has its own window title.
    """
    before: set[str] = set()
    for address, look in LOOKS[group].items():
        name = address.partition("?")[0]
        with subtests.test(look.__name__):
            if not before or (name in KEPT and name in before):
                page.goto(f"{server.url}/{address.format(**places)}")
            else:
                page.mouse.move(-1, -1)
                app.visit(page, f"/{address.format(**places)}")
            before.add(name)
            if address in TITLES:
                expect(page).to_have_title(f"{TITLES[address]} · CX Maturity")
            look(page, places)
            expect_fit_for_all(page)


def test_the_first_visit_and_the_demo_are_fit_for_all(own_server: Server, page: Page) -> None:
    """With an empty database, then with the demo, loaded and removed by one click each."""
    own_server.start()
    page.goto(f"{own_server.url}/plan")
    expect(page.get_by_text("There is no plan yet.")).to_be_visible()
    expect_fit_for_all(page)
    app.visit(page, "/")
    expect(app.button(page, "See a sample result")).to_be_visible()
    expect_fit_for_all(page)
    app.button(page, "See a sample result").click()
    expect(page).to_have_url(re.compile(r"/result\?"))
    for key in ("radar", "dumbbells", "heatmap"):
        expect_chart(page, key)
    app.visit(page, "/")
    unfold(page, "demo-assessments")
    expect_fit_for_all(page)
    app.button(page, "Remove the demo data").click()
    expect(app.button(page, "Remove the demo data")).to_have_count(0)
    expect(page.locator('[class*="st-key-card-"]')).to_have_count(0)


def test_the_checks_notice_what_is_wrong(server: Server, page: Page) -> None:
    """Faint text, a picture without alternative text, a backslash that is read aloud and a wide box fail."""
    page.goto(f"{server.url}/result?assessment=nobody")
    notice = page.get_by_text("There is no assessment at this link.")
    expect(notice).to_be_visible()
    app.rest(page)  # what is added while the page is still drawn is drawn over
    wrong = (
        '<p style="color:#ccc;background:#fff">Faint</p>',
        '<img src="data:,">',
        '<img src="data:,x" alt="Why\\\\?">',  # labels are cleaned as soon as they are there
        '<div style="width:3000px;height:9px">.</div>',
    )
    add = "(place, html) => place.insertAdjacentHTML('afterend', html)"
    notice.evaluate(add, "".join(wrong))  # settled: it writes, beside what is seen; beside hidden text nothing is wrong
    noticed = {fault.split(" | ")[0] for fault in violations(page)}  # settled: what is wrong is written at once
    assert noticed >= {"color-contrast", "image-alt", "backslash read aloud"}
    too_wide = sideways(page)  # settled: what is wrong is written at once
    assert any("sticks out" in fault or "scrolls" in fault for fault in too_wide)


def test_nothing_moves_for_those_who_asked_for_calm(server: Server, window: NewWindow, places: Places) -> None:
    """With reduced motion nothing is animated, also while boxes open and answers are saved."""
    page = window()  # it asks for calm
    page.add_init_script("""
      window.moved = []
      for (const kind of ['animationstart', 'transitionstart'])
        document.addEventListener(kind, event => window.moved.push(`${kind} ${event.target.className}`), true)
    """)
    page.goto(f"{server.url}/assess?assessment={places['alone']}&at=P1")
    app.expect_question(page, "P1")
    app.unfold_details(page, "P1")
    app.choose(page, "P1", 2)
    app.expect_saved(page, "P1")
    app.visit(page, f"/result?assessment={places['full']}")
    result(page, places)
    why = app.bar(page, "People")
    app.rest(page)
    heights = why.evaluate("""box => new Promise(done => {  // # settled: it clicks, and waits for what comes of that
      const seen = new Set()
      const look = () => {
        seen.add(box.offsetHeight)
        if (box.getAnimations().length) requestAnimationFrame(look)
        else done([...seen])
      }
      box.querySelector('summary').click()
      requestAnimationFrame(() => requestAnimationFrame(look))
    })""")
    assert len(heights) <= 3, "opened and filled, but not grown bit by bit"
    expect(why.get_by_text(re.compile("÷ 7 ="))).to_be_visible()
    app.rest(page)
    assert page.evaluate("window.moved") == []  # settled: the script has run to its end, and the reason is shown
    # Those that go with the scrolling, on a timeline of their own, move only with it.
    running = "document.getAnimations().filter(m => m.playState === 'running' && m.timeline === document.timeline)"
    assert page.evaluate(f"{running}.length") == 0  # settled: likewise
