"""One window shows several assessments, teams, questionnaires and files, one after the other: each has its own fields.

A field or button with one key for two of them would show, and store, in the one what was typed, chosen or clicked in
the other.
"""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cxmaturity.answers import Privacy
from cxmaturity.services import plans
from cxmaturity.services.assessments import views
from cxmaturity.services.assessments.agreed_levels import load_agreed_levels
from cxmaturity.services.drafts import editing, publishing
from cxmaturity.services.plans import PlannedStep
from cxmaturity.services.workshops import facilitation, private_notes
from cxmaturity.store.database.engine import Database
from cxmaturity.ui.plan import adding
from cxmaturity.ui.shared.forms.keys import private_note, scoped
from tests import workshop_fixtures
from tests.build import LIVING, write
from tests.fixtures import begun, crowd, everywhere, id_of_team
from tests.pages.conftest import OpenPage, expanded, shown, upload
from tests.pages.reading import FIELDS, key_of, plain_texts
from tests.pages.surveys import started
from tests.portable_file import file_from_elsewhere
from tests.store.fixtures import begin, plan_step

NOW = datetime.now(UTC)


def keys(page: AppTest) -> set[str]:
    """Return the keys of all fields and buttons, and of the boxes whose unfolding is half of a confirmation."""
    boxes = {str(box.proto.id) for box in page.expander if "closing" in box.proto.id or "ending" in box.proto.id}
    return {str(field.key) for kind in FIELDS for field in page.get(kind)} | boxes


def shared(page: AppTest, **address: str) -> set[str]:
    """Lead the window to another address of the same page, and return the keys that both have."""
    before = keys(page)
    page.query_params.clear()
    page.query_params.update(address)
    return before & keys(shown(page.run()))


def test_two_results(open_page: OpenPage, database: Database) -> None:
    """Agreed levels, steps to plan, tried levels, targets, links; how a result is read stays as chosen.

    The lists that lead from one to the other follow.

    A click on Start over counts for its result, though the window is already led to the other.
    """
    one, other = (crowd(database, [2, 3, 3, 4, 5], team) for team in ("Bakers", "Millers"))
    step = views.load_view(database, one).outcome().first_steps[0].gap.question.id
    page = open_page("result", assessment=one)
    page = expanded(page, "agree", "try", "targets", "publish", scoped(f"taking-{step}", one))
    page = shown(page.segmented_control[-1].set_value(5).run())
    page = shown(page.text_input(key=scoped(f"owner-{step}", one)).set_value("Zoë").run())
    assert "1 answer changed." in plain_texts(page)
    page.button(key=scoped("what-if-reset", one)).click()
    assert shared(page, assessment=other) == {"strict", "try", "pick-team", "pick-assessment"}
    assert page.selectbox(key="pick-assessment").value == other
    page = expanded(page, scoped(f"taking-{step}", other))
    assert page.text_input(key=scoped(f"owner-{step}", other)).value != "Zoë"
    page.query_params["assessment"] = one
    assert "0 answers changed." in plain_texts(shown(page.run()))


@pytest.mark.parametrize("page_name", ["plan", "over_time"])
def test_two_teams(open_page: OpenPage, database: Database, page_name: str) -> None:
    """The own action and the filter by owner of a plan; the rounds compared over time."""
    for team in ("Bakers", "Millers"):
        for label, level, ago in (("Spring", 3, 90), ("Summer", 4, 40), ("Autumn", 5, 1)):
            opened = begun(database, everywhere(level), team=team, label=label, finished=True, days_ago=ago)
        view = views.load_view(database, opened)
        for question, owner in (("P1", "Zoë"), ("P2", "Anna")):
            plan_step(database, view.assessment, view.questionnaire.by_id[question], 1, owner, date(2030, 3, 3), NOW)
    one, other = (id_of_team(database, team) for team in ("Bakers", "Millers"))
    page = open_page(page_name, team=one)
    if page_name == "plan":
        page = expanded(page, "own-action")
    assert len(keys(page)) > 1
    assert shared(page, team=other) == {"team"}


@pytest.mark.parametrize("privacy", ["open", "anonymous"])
def test_two_surveys(open_page: OpenPage, database: Database, privacy: Privacy) -> None:
    """Deadline, links, slips, and closing with the box around it."""
    names = ["Ana", "Bo"] if privacy == "open" else []
    one, other = (started(database, privacy, team_name=t, names=names).assessment.id for t in ("Bakers", "Millers"))
    page = open_page("survey", assessment=one)
    assert scoped("close-survey", one) in keys(page)
    assert shared(page, assessment=other) == set()


def test_two_workshops(open_page: OpenPage, database: Database) -> None:
    """In each phase: the steps on, switches, timers, people, Wi-Fi, notes, and the files with or without notes."""
    one, other = (workshop_fixtures.at_each_phase(database, team) for team in ("Bakers", "Millers"))
    for phase, assessment in one.items():
        page = expanded(open_page("workshop", assessment=assessment), "workshop-people", "workshop-questions")
        people = [box for box in page.selectbox if box.label == "Rename or remove somebody"]
        page = shown(people[0].select(1).run()) if people else page
        assert len(keys(page)) > 1
        assert shared(page, assessment=other[phase]) == set(), phase


def test_two_questionnaires(
    open_page: OpenPage, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The title of a copy; of drafts, the parts to add, to move or leave out, and how to publish."""
    monkeypatch.setenv("CXMATURITY_QUESTIONNAIRES", str(tmp_path))
    write(tmp_path, LIVING)
    publishing.publish(editing.copy_published("living", "Loving"), None, None)
    page = open_page("questionnaires")
    shown_alike = {
        "questionnaire",
        "questionnaire-search",
        "from-file-kind",
        "from-file",
        "from-file-title",
        "from-file-make",
    }
    before, page = keys(page), shown(page.selectbox(key="questionnaire").select("loving").run())
    assert before & keys(page) == shown_alike
    for name in ("living", "loving"):
        editing.begin_draft(name)
        editing.change_field(name, "home.yaml", ("questions", "H1", "prompt"), "All clean?", "Are the dishes done?")
    for part in ("model.yaml", "home.yaml"):
        page = shown(open_page("questionnaires").selectbox(key="questionnaire").select("draft:living").run())
        page = shown(page.selectbox(key="edit-part").select(part).run())
        before, page = keys(page), shown(page.selectbox(key="questionnaire").select("draft:loving").run())
        assert before & keys(page) <= shown_alike | {"edit-part", "edit-question"}


def test_one_file_for_two_questionnaires(
    open_page: OpenPage, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How the file is read for the one does not decide how it is read for the other, though both have its headings.

    The chosen one stays chosen when another window publishes its next version, under another title, and so does what
    was chosen for the file, also with the click that shows the new version.
    What is filled in about the round stays, as it does when a mended file replaces the first.
    """
    monkeypatch.setenv("CXMATURITY_QUESTIONNAIRES", str(tmp_path))
    write(tmp_path, LIVING)
    publishing.publish(editing.copy_published("living", "Loving"), None, None)
    page = upload(open_page("import_results"), b"Who,H1,H2\nAna,1,often\n")
    before, page = keys(page), shown(page.selectbox(key="import-questionnaire").set_value("loving").run())
    assert {key for key in before & keys(page) if not re.fullmatch("import(-.*)?", key)} == set()
    assert any(key.startswith("value-often-") for key in before)
    editing.begin_draft("loving")
    editing.change_field("loving", "model.yaml", ("title",), "Liking", "Loving")
    publishing.publish("loving", "minor")
    fault = "is no answer to this question"
    assert fault in plain_texts(page)
    page.selectbox(key=key_of(page, "value-often")).set_value(3)
    page = shown(page.button(key=key_of(page, "values-use")).click().run())
    choice = page.selectbox(key="import-questionnaire")
    assert (choice.value, choice.options[choice.index or 0]) == ("loving", "Liking")
    assert fault not in plain_texts(page)
    editing.begin_draft("loving")
    editing.change_field("loving", "model.yaml", ("title",), "Loving", "Liking")
    publishing.publish("loving", "minor")
    assert fault not in plain_texts(shown(page.run()))


def test_two_portable_files(open_page: OpenPage, database: Database, tmp_path: Path) -> None:
    """What is decided on a team of the same name holds for the file in hand alone."""
    begin(database, "Bakery", "Ours")
    data = file_from_elsewhere(f"sqlite:///{tmp_path / 'elsewhere.db'}")
    page = upload(open_page("import_results"), data, "Bakery.cxm")
    page = shown(page.radio[0].set_value("join").run())
    page = upload(page, data, "Bakery again.cxm")
    assert page.radio[0].value is None


def test_messages_of_one_workshop_stay_on_its_own_console(open_page: OpenPage, database: Database) -> None:
    """Why an action was refused, and whose note was overwritten; not in another workshop that the window shows next."""
    rooms = [workshop_fixtures.done(database, workshop_fixtures.opened(database), "begin") for _ in range(2)]
    one, other = (room.assessment.id for room in rooms)
    page = open_page("workshop", assessment=one)
    private_notes.save_private_note(database, one, "P1", "Theirs")
    page = shown(page.text_area(key=private_note(one, "P1")).set_value("Mine").run())
    assert "changed in another window to: “Theirs”" in plain_texts(page)
    page.query_params["assessment"] = other
    assert "Theirs" not in plain_texts(shown(page.run()))
    facilitation.perform_action(database, other, rooms[1].version, "reveal", NOW)
    page = shown(page.button(key=key_of(page, "do-skip-")).click().run())
    assert page.warning
    page.query_params["assessment"] = one
    assert not shown(page.run()).warning


def test_a_click_is_stored_for_what_it_was_made_on(open_page: OpenPage, database: Database) -> None:
    """Though the window is already led to another result when it arrives: an agreed level, and a step planned."""
    one, other = (crowd(database, [2, 3, 3, 4, 5], team) for team in ("Bakers", "Millers"))
    view = views.load_view(database, one)
    step = view.outcome().first_steps[0].gap.question.id
    page = expanded(open_page("result", assessment=one), "agree", scoped(f"taking-{step}", one))
    name = page.selectbox(key=scoped("agree-question", one)).value
    page.radio(key=key_of(page, f"agree-level-{name}")).set_value(5)
    page.text_area(key=key_of(page, f"agree-reason-{name}")).set_value("We looked")
    page.button(key=key_of(page, f"agree-keep-{name}")).click()
    page.button(key=key_of(page, f"take-{step}")).click()
    page.query_params["assessment"] = other
    shown(page.run())
    assert [*load_agreed_levels(database, one)] == [name]
    assert load_agreed_levels(database, other) == {}
    assert [action.question_id for action in plans.all_actions(database, view.assessment.team_id)] == [step]
    assert plans.all_actions(database, views.load_view(database, other).assessment.team_id) == []


def test_steps_added_at_once_to_two_plans_are_counted_apart(database: Database) -> None:
    """Also the same step, by clicks of which the second comes before any page is drawn."""
    added = [views.load_view(database, begun(database, team=team)) for team in ("Bakers", "Millers")]
    for view in added:
        adding.put_in_plan(view.assessment, [PlannedStep(view.questionnaire.by_id["P1"], 1, "Zoë", None)])
    actions = [plans.all_actions(database, view.assessment.team_id) for view in added]
    assert [[action.question_id for action in of_team] for of_team in actions] == [["P1"], ["P1"]]
