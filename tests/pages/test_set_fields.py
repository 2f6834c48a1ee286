"""What a browser sends before it has received that a run set a field."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cxmaturity.services import plans
from cxmaturity.services.assessments import views
from cxmaturity.store.database.engine import Database
from cxmaturity.ui.shared.forms.keys import action_field
from tests.fixtures import begun
from tests.pages.conftest import OpenPage, shown

LABEL, TEAM, BACK = "start-label", "start-team-choice", "begin-back"


def sent_before(page: AppTest) -> AppTest:
    """Run the page with what its fields hold, as if the browser had not received yet what the last run has set."""
    sent = page._tree.get_widget_states()
    kept = [state for state in sent.widgets if "fields-set-number" not in state.id]
    assert len(kept) == len(sent.widgets) - 1
    del sent.widgets[:]
    sent.widgets.extend(kept)
    return shown(page._run(sent))


def set_to(page: AppTest) -> str | None:
    """Return what the run has set the name of the assessment to, None if it has left it as it is."""
    field = page.text_input(key=LABEL).proto
    return field.value if field.set_value else None


@pytest.fixture
def proposed(open_page: OpenPage, database: Database) -> str:
    """The name proposed to a new team, which North has used and South has not."""
    name = str(open_page("home", begin="full").text_input(key=LABEL).value)
    begun(database, team="North", label=name)
    begun(database, team="South", label="Spring")
    return name


@pytest.fixture
def page(open_page: OpenPage, proposed: str) -> AppTest:
    """The form of a full assessment, after the team was changed from North to South, which set the proposed name."""
    page = open_page("home", begin="full")
    page = shown(page.selectbox(key=TEAM).set_value("South").run())
    assert set_to(page) == proposed
    return page


def test_an_entry_made_meanwhile_stays(page: AppTest) -> None:
    """The browser shows what the run has set over it, so that the next run sets it, once."""
    page.text_input(key=LABEL).set_value("2026")
    page = sent_before(page)
    assert set_to(page) == "2026"
    assert set_to(shown(page.run())) is None
    assert page.text_input(key=LABEL).value == "2026"


def test_former_content_sent_meanwhile_is_no_entry(page: AppTest, proposed: str) -> None:
    """It comes with any other click; the same content is an entry once the browser has received what was set."""
    former = f"{proposed} (2)"
    page.text_input(key=LABEL).set_value(former)
    page = sent_before(page)
    assert page.text_input(key=LABEL).value == proposed
    page = shown(page.text_input(key=LABEL).set_value(former).run())
    assert page.text_input(key=LABEL).value == former


def test_an_entry_made_meanwhile_outlives_a_failure(page: AppTest, tmp_path: Path) -> None:
    """The run that would set it stops before the field."""
    away = (tmp_path / "cx.db").rename(tmp_path / "away.db")
    page.text_input(key=LABEL).set_value("2026")
    page = sent_before(page)
    away.rename(tmp_path / "cx.db")
    assert set_to(shown(page.button(key="try-again").click().run())) == "2026"


def test_an_entry_in_a_form_that_is_left_goes_with_it(page: AppTest, proposed: str) -> None:
    page.text_input(key=LABEL).set_value("2026")
    page.button(key=BACK).click()
    page = shown(sent_before(page).button(key="begin-full-cx").click().run())
    assert page.text_input(key=LABEL).value == f"{proposed} (2)"


def test_former_content_is_not_stored_over_another_windows(open_page: OpenPage, database: Database) -> None:
    """Another window has changed the owner; this one, which has not received it, changes the date."""
    view = views.load_view(database, begun(database, team="North"))
    step, today = plans.PlannedStep(view.questionnaire.questions[0], 1, "Ana", None), datetime.now(UTC).date()
    [action] = plans.add_to_plan(database, view.assessment, [step], datetime.now(UTC))
    page = open_page("plan", team=action.team_id)
    plans.change_action(database, action.id, datetime.now(UTC), {"owner": "Ben"})
    page = shown(page.run())
    owner = page.text_input(key=action_field(action.id, "owner"))
    assert (owner.proto.set_value, owner.value) == (True, "Ben")
    owner.set_value("Ana")
    page.date_input(key=action_field(action.id, "due")).set_value(date(2030, 1, 2))
    sent_before(page)
    [stored] = plans.list_plan(database, action.team_id, today)
    assert (stored.owner, stored.due) == ("Ben", date(2030, 1, 2))
