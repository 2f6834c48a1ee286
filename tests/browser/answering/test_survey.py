"""A survey from the owner's first click to the change since last quarter, with people on their own phones."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from cxmaturity.answers import Answer
from cxmaturity.files.answers_table import RespondentAnswers
from cxmaturity.services.assessments import answering, listing
from cxmaturity.services.assessments.views import PersonView
from cxmaturity.services.imports import rounds
from cxmaturity.services.surveys import participation
from cxmaturity.store.database.engine import Database
from tests.browser import driver as app
from tests.browser.conftest import NewWindow
from tests.fixtures import QUESTIONNAIRE, everywhere, unique
from tests.server import Server

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}


def last_quarter(database: Database, team: str, level: int, people: int) -> None:
    """Store what this many people of a team answered three months ago: this level everywhere."""
    answers = {name: Answer(level=x) for name, x in everywhere(level).items() if isinstance(x, int)}
    then = datetime.now(UTC) - timedelta(days=90)
    everyone = [RespondentAnswers(f"Person {i}", None, answers) for i in range(people)]
    label, now = "Last quarter", datetime.now(UTC)
    rounds.import_round(database, QUESTIONNAIRE, team, label, "both", everyone, "open", then, now)


def answer_the_rest(database: Database, person: PersonView, level: int) -> None:
    """Give this level to every unanswered question of this person, as their phone would."""
    for question in person.open_questions:
        answering.save_answer(database, person, question.id, Answer(level=level), None, datetime.now(UTC))


def test_invite_answer_close_compare(server: Server, page: Page, window: NewWindow, database: Database) -> None:
    """Ana, Ben and Cem answer 4, 4 and 2 everywhere: the group's level is 4, one above last quarter's 3.

    Ana answers on her phone; for the others the test stores what their phones would send. They answer P1 with 2, 3 and
    5: its level is 3. So people is (3 + 7 · 4) ÷ 8 = 3.88, which is 0.88 more than last quarter; the other dimensions
    are 1.00 more. Three people against four are too few for a verdict.
    """
    team = unique("Lighthouse")
    last_quarter(database, team, 3, 4)
    page.goto(f"{server.url}/?begin=survey")
    page.get_by_text("Open, with names").click()
    names = page.get_by_role("textbox", name=re.compile("^Names, one a line"))
    names.fill("Ana\nBen\nCem")
    names.press("Control+Enter")
    app.option(page, "start-team-choice", team)
    page.get_by_role("textbox", name="Name of this assessment").fill("This quarter")
    page.get_by_role("textbox", name="Name of this assessment").press("Enter")
    app.rest(page)
    app.button(page, "Start").click()
    expect(page.get_by_role("heading", name="Invite")).to_be_visible()
    listed = page.locator("code", has_text="Ana: ")
    expect(listed).to_have_text(re.compile(r"^Ana: \S+\s+Ben: \S+\s+Cem: \S+\s*$"))
    links = dict(line.split(": ", 1) for line in listed.inner_text().strip().splitlines())  # settled: waited for above
    started = next(row.assessment for row in listing.list_assessments(database) if row.assessment.team_name == team)
    survey = participation.survey_by_invitation(database, started.invitation or "")
    codes = {name: link.rpartition("code=")[2] for name, link in links.items()}
    phone = window(**PHONE)
    phone.goto(links["Ana"])
    expect(phone.get_by_role("textbox", name="Your name")).to_have_value("Ana")
    app.button(phone, "Begin").click()
    expect(phone).to_have_url(re.compile("/P1$"))
    app.choose(phone, "P1", 2)
    app.expect_saved(phone, "P1")
    ana = participation.find_participation(database, survey, codes["Ana"])
    assert ana
    answer_the_rest(database, ana, 4)
    phone.goto(f"{server.url}/join/{started.invitation}/review")
    app.button(phone, "Hand in").click()
    expect(phone.get_by_text(re.compile("Thank you"))).to_be_visible()
    for name, first, rest in (("Ben", 3, 4), ("Cem", 5, 2)):
        now = datetime.now(UTC)
        person = participation.begin_participation(database, survey, codes[name], name, None, now)
        answering.save_answer(database, person, "P1", Answer(level=first), None, now)
        answer_the_rest(database, participation.find_participation(database, survey, codes[name]) or person, rest)
        participation.mark_submitted(database, person, now)

    expect(page.locator("p", has_text="3 people have answered, of 3 expected")).to_be_visible()
    expect(page.locator("p", has_text="3 handed in")).to_be_visible()
    page.get_by_text("Close the survey", exact=True).hover()
    page.mouse.down()
    progress = page.locator(".st-key-live-text-survey-progress")
    progress.evaluate("text => { text.style.paddingBlockStart = '6rem' }")  # settled: it writes
    page.mouse.up()  # a press counts for what it began on, also when somebody's answer moves it meanwhile
    app.button(page, "Close it and see the result").click()
    expect(page.get_by_text("3 people answered with their names, of 3 expected.")).to_be_visible()
    expect(page.get_by_role("heading", name="Stage 4 of 5: By habit")).to_be_visible()
    expect(page.get_by_role("heading", name="Agreement", exact=True)).to_be_visible()

    page.get_by_role("link", name="Over time").click()
    expect(page.get_by_role("heading", name="What moved")).to_be_visible()
    table = page.locator(".cx-table").filter(has_text="like for like").first
    for dimension, change in (("People", "+0.88"), ("Operations", "+1.00")):
        row = table.get_by_role("row").filter(has=page.get_by_role("rowheader", name=dimension, exact=True))
        expect(row).to_contain_text(change)
    expect(page.get_by_text(re.compile("[Tt]oo few people to tell")).first).to_be_visible()
