"""Plan: overdue first, done asks whether it worked, and a change is stored when it is saved."""

from datetime import UTC, date, datetime, timedelta

from cxmaturity.records import Action
from cxmaturity.services import plans, teams
from cxmaturity.services.assessments import views
from cxmaturity.store.database.engine import Database
from cxmaturity.ui.shared.escape import plain
from cxmaturity.wording.plans import empty_plan
from tests.browser.fixtures import begun
from tests.pages.conftest import OpenPage, shown
from tests.pages.reading import headers, links, texts

NOW = datetime.now(UTC)
TODAY = NOW.date()


def taken(database: Database, question: str, due: date | None, opened: str = "") -> Action:
    """Put a step into the plan of an assessment's team, a new one's unless `opened` names it."""
    at = views.load_view(database, opened or begun(database, team="Bakery"))
    return plans.add_to_plan(database, at.assessment, at.questionnaire.by_id[question], 1, "Zoë", due, NOW)


def test_without_a_team_it_says_where_to_begin(open_page: OpenPage) -> None:
    """Nothing there yet: the way to Home."""
    page = open_page("plan")
    assert "There is no plan yet." in texts(page)
    assert links(page) == ["Start on Home"]


def test_a_team_without_steps(open_page: OpenPage, database: Database) -> None:
    """It names the team and offers no empty file."""
    begun(database, team="Bakery")
    page = open_page("plan")
    assert plain(empty_plan("Bakery")) in texts(page)
    assert not page.get("download_button")


def test_overdue_comes_first_and_what_is_due_today_is_not_overdue(open_page: OpenPage, database: Database) -> None:
    """Three steps: due long ago, today, and some day."""
    opened = begun(database, team="Bakery")
    taken(database, "P1", None, opened)
    taken(database, "P2", TODAY - timedelta(days=3), opened)
    taken(database, "P3", TODAY, opened)
    page = open_page("plan")
    assert headers(page) == ["Overdue", "Under way and planned"]
    dues = [d.value for d in page.date_input]
    assert dues == [TODAY - timedelta(days=3), TODAY, None]
    assert texts(page).count("Overdue since") == 1


def test_done_asks_whether_it_worked_and_keeps_the_answer(open_page: OpenPage, database: Database) -> None:
    """From planned to done, then to what was seen; once that is said it is settled."""
    action = taken(database, "P1", TODAY)
    page = open_page("plan")
    assert not page.segmented_control
    page.selectbox(key=f"status-{action.id}").set_value("done")
    page = shown(page.button(key=f"save-{action.id}").click().run())
    assert headers(page) == ["Done: did it work?"]
    page.segmented_control(key=f"worked-{action.id}").set_value("partly")
    page.text_input(key=f"saw-{action.id}").set_value("Half of *them*")
    page = shown(page.button(key=f"save-{action.id}").click().run())
    assert headers(page) == []
    assert [e.label for e in page.expander] == ["Settled · 1"]
    [kept] = plans.list_plan(database, action.team_id, TODAY)
    assert (kept.status, kept.outcome, kept.outcome_note) == ("done", "partly", "Half of *them*")
    assert kept.done_at is not None


def test_nothing_is_stored_before_save(open_page: OpenPage, database: Database) -> None:
    """A window left open never writes its old values by itself."""
    action = taken(database, "P1", TODAY)
    page = open_page("plan")
    page = shown(page.text_input(key=f"owner-{action.id}").set_value("Somebody else").run())
    assert plans.list_plan(database, action.team_id, TODAY)[0].owner == "Zoë"
    page.text_input(key=f"owner-{action.id}").set_value("Somebody else")  # the tester, unlike a browser, forgot it
    shown(page.button(key=f"save-{action.id}").click().run())
    assert plans.list_plan(database, action.team_id, TODAY)[0].owner == "Somebody else"


def test_the_plan_is_that_of_the_assessment_last_looked_at(open_page: OpenPage, database: Database) -> None:
    """Of two teams, the one whose result was just open; the other is a choice away."""
    begun(database, team="Alpha")
    page = open_page("result", assessment=begun(database, team="Beta"))
    plan = shown(page.switch_page("plan.py").run())
    assert plain(empty_plan("Beta")) in texts(plan)
    ids = {team.name: team.id for team in teams.list_teams(database)}
    assert plain(empty_plan("Alpha")) in texts(shown(plan.selectbox(key="team").set_value(ids["Alpha"]).run()))
