"""What is chosen in a list stays chosen when its label changes, and is what the list says.

A browser sends the label that it shows of the chosen option; two options with one label would be one choice.
"""

from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from streamlit.testing.v1.element_tree import Selectbox

from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.services import plans, questionnaires, teams
from cxmaturity.services.drafts import editing
from cxmaturity.services.sharing import access_tokens
from cxmaturity.store.database.engine import Database
from tests.build import LIVING, SHIPPED, write
from tests.fixtures import QUESTIONNAIRE, begun, everywhere, id_of_team
from tests.pages.conftest import OpenPage, expanded, sent_twice, shown
from tests.pages.reading import field, key_of

NOW = datetime.now(UTC)


def choose_former(box: Selectbox[Any], label: str) -> None:
    """Choose an option of a form by the label that it had before: a form keeps what was chosen until it is sent."""
    box.options.append(label)
    box.set_value(label)


def test_picked_questions_stay_when_they_read_otherwise(open_page: OpenPage) -> None:
    """Some questions have other words for another kind of organisation; they were left out of the workshop."""
    [worded_otherwise, *_] = [q.id for q in QUESTIONNAIRE.questions if q.prompt_in("service") != q.prompt]
    picked = ["P3", worded_otherwise, "P1"]
    page = shown(open_page("workshop").radio(key="workshop-length").set_value("picked").run())
    page = shown(page.multiselect(key="agenda-picked").set_value(picked).run())
    page = sent_twice(page, lambda page: page.segmented_control(key="start-variant").set_value("service"))
    assert page.multiselect(key="agenda-picked").value == picked


def test_a_token_stays_that_of_its_team(open_page: OpenPage, database: Database) -> None:
    """Renamed by another window before the page was drawn again, the chosen team was refused as an unknown one."""
    begun(database, everywhere(3), team="Bakers", finished=True)
    team = id_of_team(database, "Bakers")
    page = expanded(open_page("teams"), "data-links")
    teams.rename_team(database, team, "Millers", "Bakers")
    page = shown(page.run())
    page.text_input(key="token-name").set_value("Spreadsheet")
    choose_former(page.selectbox(key="token-team"), "Bakers")
    shown(page.button(key="token-create").click().run())
    assert [token.team_id for token in access_tokens.list_tokens(database)] == [team]


def test_the_questionnaire_compared_stays_when_fewer_teams_have_it(
    open_page: OpenPage, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its label counts the teams; the page showed those of another questionnaire."""
    monkeypatch.setenv("CXMATURITY_QUESTIONNAIRES", str(tmp_path))
    copytree(SHIPPED, tmp_path / "cx")
    write(tmp_path, LIVING)
    [living] = [one for one in questionnaires.list_questionnaires()[0] if one.id == "living"]
    for name in ("Bakers", "Cooks", "Millers"):
        begun(database, everywhere(3), team=name, finished=True)
    for name in ("Smiths", "Tailors"):
        begun(database, {q.id: 2 for q in living.questions}, team=name, finished=True, questionnaire=living)
    page = shown(open_page("teams").selectbox(key="model").select_index(1).run())
    assert page.selectbox(key="model").value == living.comparison_key
    page = sent_twice(page, lambda _: teams.archive_team(database, id_of_team(database, "Tailors"), NOW))
    assert page.selectbox(key="model").value == living.comparison_key


def test_the_results_compared_stay_when_another_has_the_name_of_one(open_page: OpenPage, database: Database) -> None:
    """Then the dates are added to both names; the page compared two others."""
    for number, label in enumerate(("Spring", "Summer", "Autumn", "Winter"), start=1):
        begun(database, everywhere(number), team="Bakers", label=label, finished=True, days_ago=100 - 10 * number)
    team = id_of_team(database, "Bakers")
    page = shown(open_page("over_time", team=team).selectbox(key=f"from-{team}").select_index(0).run())
    page = shown(page.selectbox(key=f"to-{team}").select_index(0).run())
    pair = [page.selectbox(key=f"{name}-{team}").value for name in ("from", "to")]
    page = sent_twice(page, lambda _: begun(database, everywhere(2), "Bakers", "Spring", finished=True))
    page = sent_twice(page, lambda _: begun(database, everywhere(2), "Bakers", "Summer", finished=True))
    assert [page.selectbox(key=f"{name}-{team}").value for name in ("from", "to")] == pair


def test_an_own_action_is_for_the_chosen_question(open_page: OpenPage, database: Database) -> None:
    """Its words are those of the newest assessment, which another window finishes meanwhile."""
    begun(database, everywhere(3), team="Bakers", finished=True)
    team, former = id_of_team(database, "Bakers"), f"{QUESTIONNAIRE.by_id['P1'].prompt} P1"
    page = open_page("plan", team=team)
    worded_otherwise = QUESTIONNAIRE.model_dump()
    worded_otherwise["dimensions"][0]["questions"][0]["prompt"] = "Asked in other words?"
    other = Questionnaire.model_validate(worded_otherwise)
    begun(database, everywhere(3), team="Bakers", label="Summer", finished=True, questionnaire=other)
    page = shown(page.run())
    page.text_input(key=f"own-do-{team}").set_value("Listen")
    choose_former(page.selectbox(key=f"own-question-{team}"), former)
    shown(page.button(key=f"own-add-{team}").click().run())
    assert [action.question_id for action in plans.all_actions(database, team)] == ["P1"]


def test_each_of_two_capabilities_with_one_name_is_chosen(
    open_page: OpenPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """New ones have one name until they are named; a question of the first became one of the second."""
    monkeypatch.setenv("CXMATURITY_QUESTIONNAIRES", str(tmp_path))
    name = write(tmp_path, LIVING).name
    page = open_page("questionnaires")
    page = shown(page.button(key=key_of(page, "draft-begin")).click().run())
    page = shown(page.selectbox(key="edit-part").select("home.yaml").run())
    for _ in range(2):
        page = shown(page.button(key=key_of(page, "capability-add")).click().run())
    box = field(page.selectbox, "Capability")
    shown(box.select_index(len(box.options) - 2).run())
    home = editing.content_of(name)["home.yaml"]
    assert home["questions"][0]["capability"] == home["capabilities"][-2]["id"]


def test_each_of_two_dimensions_with_one_name_is_chosen(
    open_page: OpenPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first could not be opened any more, not even to name it otherwise."""
    monkeypatch.setenv("CXMATURITY_QUESTIONNAIRES", str(tmp_path))
    write(tmp_path, LIVING)
    page = open_page("questionnaires")
    page = shown(page.button(key=key_of(page, "draft-begin")).click().run())
    page = shown(page.selectbox(key="edit-part").select_index(1).run())
    first, name = page.selectbox(key="edit-part").value, page.selectbox(key="edit-part").options[1]
    page = shown(page.selectbox(key="edit-part").select_index(2).run())
    page = shown(field(page.text_input, "Name of the dimension").set_value(name).run())
    page = shown(page.selectbox(key="edit-part").select_index(1).run())
    assert page.selectbox(key="edit-part").value == first


def test_what_another_choice_hides_comes_back_with_it(open_page: OpenPage) -> None:
    """Names typed for an open survey, and picked questions, were lost by a look at the other choice."""
    page = shown(open_page("home", begin="survey").radio(key="start-privacy").set_value("open").run())
    page = shown(page.text_area(key="start-names").set_value("Ana\nBen\nCem").run())
    page = shown(page.radio(key="start-privacy").set_value("anonymous").run())
    assert page.number_input(key="start-expected").value == 8
    page = shown(page.radio(key="start-privacy").set_value("open").run())
    assert page.text_area(key="start-names").value == "Ana\nBen\nCem"
    assert page.text_area(key="start-names").proto.set_value  # else the browser shows an empty field
    assert page.number_input(key="start-expected").value == 3

    page = shown(open_page("workshop").radio(key="workshop-length").set_value("picked").run())
    page = shown(page.multiselect(key="agenda-picked").set_value(["P3", "P1"]).run())
    page = shown(page.radio(key="warm-up-kind").set_value("choice").run())
    page = shown(page.text_area(key="warm-up-options").set_value("Tea\nCoffee").run())
    for length, kind in (("pulse", "scale"), ("picked", "choice")):
        page.radio(key="warm-up-kind").set_value(kind)
        page = shown(page.radio(key="workshop-length").set_value(length).run())
    assert page.multiselect(key="agenda-picked").value == ["P3", "P1"]
    assert page.text_area(key="warm-up-options").value == "Tea\nCoffee"


def test_names_are_those_of_one_survey(open_page: OpenPage) -> None:
    """Once it has begun, the form for the next begins without them."""
    page = shown(open_page("home", begin="survey").radio(key="start-privacy").set_value("open").run())
    page = shown(page.text_area(key="start-names").set_value("Ana\nBen").run())
    page = shown(page.text_input(key="start-team").set_value("Bakers").run())
    page = shown(page.button(key="start").click().run())
    page = shown(page.switch_page("home.py").run())
    page.query_params["begin"] = "survey"
    page = shown(shown(page.run()).radio(key="start-privacy").set_value("open").run())
    assert page.text_area(key="start-names").value == ""
