"""The demo: complete, plausible, loaded once, and removed without a trace or an effect on other data."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from shutil import copyfile
from time import process_time

import pytest

from cxmaturity.analysis.outcome import Outcome
from cxmaturity.analysis.trends.verdicts import judge_comparison
from cxmaturity.answers import Answer, validate_answer
from cxmaturity.errors import Refused
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.records import Action, DimensionTarget
from cxmaturity.services import plans, teams
from cxmaturity.services.assessments import answering, closing, listing, targets, views
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.services.demo import loading, survey
from cxmaturity.services.demo.content import COUNTERS, PARCELS, TEAMS
from cxmaturity.services.trends import comparison
from cxmaturity.store.database.engine import Database, open_database
from tests import build
from tests.store.fixtures import NOW, begin, frozen_contents, plan_step, shipped


@pytest.fixture(scope="module")
def demo(begun_sqlite_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A database with the demo, to be read only; on one kind of database, because the content does not depend on it."""
    database = open_database(f"sqlite:///{copyfile(begun_sqlite_file, tmp_path_factory.mktemp('demo') / 'cx.db')}")
    loading.load_demo(database, shipped(), NOW)
    yield database
    database.close()


def all_of(database: Database) -> list[AssessmentView]:
    """Return every assessment, the oldest first."""
    views_of_all = [views.load_view(database, row.assessment.id) for row in listing.list_assessments(database)]
    return sorted(views_of_all, key=lambda view: view.assessment.opened_at)


def quarters(database: Database, team: str) -> list[AssessmentView]:
    """Return a team's closed assessments, the oldest first."""
    return [view for view in all_of(database) if view.assessment.team_name == team and not view.assessment.is_open]


def outcomes(database: Database, team: str) -> list[Outcome]:
    return [view.outcome() for view in quarters(database, team)]


def actions(database: Database, now: datetime = NOW) -> dict[str, list[Action]]:
    return {team.name: plans.list_plan(database, team.id, now.date()) for team in teams.list_teams(database)}


def levels(outcome: Outcome, dimension: str) -> list[int | None]:
    [matching] = [d for d in outcome.questionnaire.dimensions if d.id == dimension]
    return [outcome.response.level_of(q.id) for q in matching.questions]


def test_the_demo_has_two_teams_with_four_closed_quarters_each(database: Database) -> None:
    """Everything is marked as demo and dated in the past, the last quarter some weeks ago."""
    assert not loading.is_demo_loaded(database)
    loading.load_demo(database, shipped(), NOW)
    assert loading.is_demo_loaded(database)
    assert [(team.name, team.is_demo) for team in teams.list_teams(database)] == [
        ("Customer service", True),
        ("Parcel delivery", True),
        ("Post counters", True),
    ]
    for team in ("Parcel delivery", "Post counters"):
        closed = quarters(database, team)
        assert [view.assessment.label for view in closed] == ["2025 Q2", "2025 Q3", "2025 Q4", "2026 Q1"]
        assert [str(view.assessment.opened_at.date()) for view in closed] == [
            "2025-06-19",
            "2025-09-18",
            "2025-12-18",
            "2026-03-19",
        ]
        assert {sum(view.response.answer(q.id).is_answered for q in view.questions) for view in closed} == {38}
        assert {(view.assessment.mode, view.assessment.scope) for view in closed} == {("solo", "full")}
        assert all(view.assessment.closed_at == view.assessment.opened_at + timedelta(minutes=52) for view in closed)


@pytest.mark.parametrize(
    ("now", "labels"),
    [
        (datetime(2026, 1, 5, tzinfo=UTC), ["2025 Q1", "2025 Q2", "2025 Q3", "2025 Q4", "2026 Q1"]),
        (datetime(2026, 1, 4, 23, tzinfo=UTC), ["2024 Q4", "2025 Q1", "2025 Q2", "2025 Q3", "2025 Q4"]),
        (datetime(2028, 2, 29, 12, tzinfo=UTC), ["2027 Q1", "2027 Q2", "2027 Q3", "2027 Q4", "2028 Q1"]),
        (datetime(2026, 12, 31, 23, tzinfo=UTC), ["2025 Q4", "2026 Q1", "2026 Q2", "2026 Q3", "2026 Q4"]),
    ],
)
def test_its_quarters_follow_one_another_whatever_the_day(database: Database, now: datetime, labels: list[str]) -> None:
    """About three months apart, the last two to sixteen weeks ago, none in the future."""
    loading.load_demo(database, shipped(), now)
    parcels = [view.assessment for view in all_of(database) if view.assessment.team_name == "Parcel delivery"]
    assert [a.label for a in parcels] == labels
    apart = [(later.opened_at - a.opened_at).days for a, later in pairwise(parcels[:4])]
    assert all(84 <= days <= 98 for days in apart)
    assert timedelta(weeks=2) < now - parcels[3].opened_at < timedelta(weeks=16)
    assert now - parcels[4].opened_at == timedelta(days=4)
    for planned in actions(database, now).values():
        assert all(action.created_at < now and (action.done_at or now) <= now for action in planned)
    database.close()


def test_a_team_held_back_by_one_answer(demo: Database) -> None:
    """By hand: operations are 3 4 4 4 4 4 4 1 4, so 32/9 = 3.56, stage 4 by the mean; the 1 caps it at 1 + 2 = 3."""
    outcome = outcomes(demo, "Parcel delivery")[-1]
    assert levels(outcome, "operations") == [3, 4, 4, 4, 4, 4, 4, 1, 4]
    operations = outcome.result.dimensions["operations"]
    assert operations.level == pytest.approx(32 / 9)
    assert (operations.average_stage, operations.stage, operations.reason.blockers) == (4, 3, ("O8",))
    assert (outcome.first_steps[0].reason, outcome.first_steps[0].gap.question.id) == ("blocker", "O8")


def test_a_dimension_by_hand_with_what_does_not_apply_left_out(demo: Database) -> None:
    """By hand: people at the counters are 3 4 3 3 3 2 – 3, so 21/7 = 3.0, stage 3; hiring does not apply."""
    outcome = outcomes(demo, "Post counters")[-1]
    assert levels(outcome, "people") == [3, 4, 3, 3, 3, 2, None, 3]
    people = outcome.result.dimensions["people"]
    assert people.level == pytest.approx(3.0)
    assert (people.stage, people.coverage) == (3, 1.0)
    reason = outcome.response.answer("P7").not_applicable
    assert reason == "Head office hires for us and posts people here; we have no say in it yet."


def test_levels_rise_unevenly(demo: Database) -> None:
    """Both teams rise overall; one dimension of one team does not change, and one answer falls."""
    parcels, counters = outcomes(demo, "Parcel delivery"), outcomes(demo, "Post counters")
    overall = [[outcome.result.overall.level for outcome in team] for team in (parcels, counters)]
    assert overall[0] == pytest.approx([1.6716, 1.9540, 2.3861, 2.5754], abs=1e-4)
    assert overall[1] == pytest.approx([2.0302, 2.1460, 2.4833, 2.8790], abs=1e-4)
    assert [outcome.result.overall.stage for outcome in parcels] == [2, 2, 2, 3]
    assert [outcome.result.overall.stage for outcome in counters] == [2, 2, 2, 3]
    assert [outcome.result.dimensions["csr"].level for outcome in parcels] == pytest.approx([1.6, 1.5, 1.5, 1.5])
    fallen = [
        (question.id, before, after)
        for team in (parcels, counters)
        for earlier, later in pairwise(team)
        for question in shipped().questions
        if (before := earlier.response.level_of(question.id))
        and (after := later.response.level_of(question.id))
        and after < before
    ]
    assert fallen == [("C4", 3, 2)]
    unknown = [
        q.id
        for team in (parcels, counters)
        for outcome in team
        for q in outcome.response.unknown_questions(outcome.questionnaire.questions)
    ]
    assert unknown == ["R5", "L5", "C7", "R6"]


def test_the_last_quarters_have_notes_and_evidence(demo: Database) -> None:
    """At least a third of the last quarter's answers have a note and every grade occurs.

    The first two quarters have none.
    """
    noted = {}
    for story in TEAMS:
        closed = quarters(demo, story.name)
        noted[story.name] = [sum(bool(answer.note) for answer in view.response.answers.values()) for view in closed]
    assert noted == {"Parcel delivery": [0, 0, 13, 17], "Post counters": [0, 0, 8, 16]}
    assert noted["Parcel delivery"][3] == len(PARCELS.bases)
    assert noted["Post counters"][3] == len(COUNTERS.bases)
    last = outcomes(demo, "Parcel delivery")[-1]
    assert {a.evidence_grade for a in last.response.answers.values()} == {None, 0, 1, 2, 3}
    # By hand: of the seven fours of operations, O4, O6, O7 and O9 rest on less than a document and count as threes.
    assert last.result.dimensions["operations"].evidenced_level == pytest.approx(28 / 9)


def test_every_answer_is_one_a_person_could_give(demo: Database) -> None:
    """Each answer passes validation and is dated within its assessment."""
    for view in all_of(demo):
        for question, answer in view.response.answers.items():
            assert validate_answer(answer, shipped().by_id[question], 5) == []
    query = (
        "SELECT count(*) FROM answer JOIN response ON response.id = answer.response_id"
        " JOIN assessment ON assessment.id = response.assessment_id"
        " WHERE answered_at > opened_at AND (closed_at IS NULL OR answered_at < closed_at)"
    )
    with demo.reading() as connection:
        assert connection.exec_driver_sql(query).scalar() == 8 * 38 + 14 + 2 * 14 * 38


def test_frozen_results_are_those_of_the_answers(database: Database) -> None:
    """The frozen results equal those computed from the demo's answers."""
    loading.load_demo(database, shipped(), NOW)
    with database.reading() as connection:
        for view in all_of(database):
            kept = frozen_contents(connection, view.assessment.id)
            assert kept == ([] if view.assessment.is_open else [closing.freeze(view)[0]])


def test_one_assessment_is_open(demo: Database) -> None:
    """One assessment is open: 14 of 38 answered four days ago, with the last answers beside them."""
    first = listing.list_assessments(demo)[0]
    assert (first.assessment.team_name, first.assessment.label) == ("Parcel delivery", "2026 Q2")
    assert (first.assessment.is_open, first.answered, first.asked) == (True, 14, 38)
    assert first.assessment.opened_at == NOW - timedelta(days=4)
    view = views.load_person_view(demo, first.assessment.id)
    assert [q.id for q in view.open_questions][:2] == ["O7", "O8"]
    last = views.previous_view(demo, view)
    assert last is not None
    assert last.assessment.label == "2026 Q1"
    assert view.stored.revision == 14


def test_targets_and_importance_are_set(demo: Database) -> None:
    """Radar and gaps show chosen targets and importance."""
    set_for = {
        (view.assessment.team_name, view.assessment.label): view.targets for view in all_of(demo) if view.targets
    }
    assert set_for == {
        ("Parcel delivery", "2026 Q1"): {"operations": DimensionTarget(4, 5), "csr": DimensionTarget(3, 2)},
        ("Parcel delivery", "2026 Q2"): {"operations": DimensionTarget(4, 5), "csr": DimensionTarget(3, 2)},
        ("Post counters", "2026 Q1"): {"channels": DimensionTarget(4, 5)},
    }


def test_plans_have_actions_in_every_state(demo: Database) -> None:
    """Overdue, started, planned, done but not judged, worked, partly, not at all, dropped; each is of its step."""
    plan_by_team = actions(demo)
    assert {name: len(planned) for name, planned in plan_by_team.items()} == {
        "Customer service": 0,
        "Parcel delivery": 8,
        "Post counters": 6,
    }
    every = [action for planned in plan_by_team.values() for action in planned]
    assert Counter((a.status, a.outcome) for a in every) == {
        ("started", None): 3,
        ("planned", None): 3,
        ("done", None): 2,
        ("done", "yes"): 3,
        ("done", "partly"): 1,
        ("done", "no"): 1,
        ("dropped", None): 1,
    }
    late = {
        name: [a.question_id for a in planned if a.is_overdue(NOW.date())] for name, planned in plan_by_team.items()
    }
    assert late == {"Customer service": [], "Parcel delivery": ["O8"], "Post counters": ["O1"]}
    assert all((action.done_at is not None) == (action.status == "done") for action in every)
    for action in every:
        assert action.assessment_id
        assert action.question_id
        assert action.from_level
        view = views.load_view(demo, action.assessment_id)
        assert view.response.level_of(action.question_id) == action.from_level
        assert action.do == shipped().by_id[action.question_id].steps[action.from_level - 1].do


@pytest.mark.usefixtures("patient_writers")
@pytest.mark.each_database
def test_loading_again_or_at_once_does_not_double_it(database: Database) -> None:
    """Neither two clicks at the same moment nor a later one load it twice."""
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: loading.load_demo(database, shipped(), NOW), range(2)))
    loading.load_demo(database, shipped(), NOW + timedelta(days=7))
    assert len(teams.list_teams(database)) == 3
    assert len(listing.list_assessments(database)) == 11


@pytest.mark.each_database
def test_removing_the_demo_leaves_own_teams(database: Database) -> None:
    """An own team of the same name keeps answers, targets, result and plan; nothing of the demo stays."""
    view = begin(database, "Parcel delivery", "Ours")
    answering.save_answer(database, view, "P1", Answer(level=4, note="Ours"), None, NOW)
    targets.set_targets(database, view.assessment.id, {"people": DimensionTarget(5, 5)})
    closing.close_assessment(database, view.assessment.id, NOW)
    mine = plan_step(database, view.assessment, shipped().by_id["P1"], 4, "Ana", None, NOW)
    before = views.load_view(database, view.assessment.id)

    loading.load_demo(database, shipped(), NOW)
    assert len(listing.list_assessments(database)) == 12
    begin(database, "Post counters", "Ours too")
    loading.remove_demo(database)
    assert not loading.is_demo_loaded(database)
    assert views.load_view(database, view.assessment.id) == before
    assert [(row.assessment.label, row.answered) for row in listing.list_assessments(database)] == [
        ("Ours too", 0),
        ("Ours", 1),
    ]
    assert actions(database) == {"Parcel delivery": [mine], "Post counters": []}
    with database.reading() as connection:
        counts = {t: connection.exec_driver_sql(f"SELECT count(*) FROM {t}").scalar() for t in ("answer", "response")}
        assert counts == {"answer": 1, "response": 2}
    loading.remove_demo(database)
    loading.load_demo(database, shipped(), NOW)
    assert len(listing.list_assessments(database)) == 13


def test_two_surveys_of_fourteen_people(demo: Database) -> None:
    """Their middle answers are those in the demo's file, and operations rose from 20 to 29 in nine questions."""
    first, second = quarters(demo, "Customer service")
    assert first.group
    assert second.group
    for view, levels_text in ((first, survey.GROUP_LEVELS[0]), (second, survey.GROUP_LEVELS[1])):
        assert [view.response.level_of(q.id) for q in view.questions] == [
            int(sign) for sign in levels_text.replace(" ", "")
        ]
    assert [view.outcome().result.dimensions["operations"].level for view in (first, second)] == [20 / 9, 29 / 9]
    assert (second.group.disclosure.answered, second.group.invited, second.group.privacy) == (14, 18, "anonymous")
    assert {shown.agreement for shown in second.group.disclosure.questions.values()} == {"agree", "mixed", "split"}
    verdicts = judge_comparison(comparison.compare_assessments(demo, first.assessment.id, second.assessment.id))
    assert verdicts
    assert (verdicts.linked, verdicts.uses_linked, verdicts.linked_would_tell) == (11, False, True)
    assert verdicts.by_dimension["operations"].kind == "real"


def test_the_demo_needs_the_shipped_questionnaire(database: Database) -> None:
    """With another questionnaire loading is refused with a sentence, and nothing is stored."""
    for other in (build.equal(8, 9, 8, 6, 7), changed(others=True), changed(stages=4)):
        with pytest.raises(Refused, match="The demo data goes with the shipped questionnaire only"):
            loading.load_demo(database, other, NOW)
    assert not loading.is_demo_loaded(database)


def test_the_demo_answers_questions_in_another_order(database: Database) -> None:
    """With the questions of each dimension the other way round each keeps its answer: P7 does not apply to one team."""
    loading.load_demo(database, changed(), NOW)
    assert all(view.response.answer("P7").not_applicable for view in quarters(database, "Post counters"))
    first, _ = quarters(database, "Customer service")
    assert [first.response.level_of(f"P{n}") for n in range(1, 9)] == [2, 2, 3, 2, 3, 2, 2, 3]


def changed(*, others: bool = False, stages: int = 5) -> Questionnaire:
    """Return a version of the shipped questionnaire in reversed order, with other ids or so many stages."""
    content = shipped().model_dump()
    for dimension in content["dimensions"]:
        dimension["questions"] = dimension["questions"][::-1]
        for question in dimension["questions"]:
            question["id"] = f"{question['id']}{'x' * others}"
            question["levels"] = question["levels"][:stages]
    return Questionnaire.model_validate(content | {"stages": content["stages"][:stages]})


@pytest.mark.each_database
def test_the_demo_is_loaded_within_a_second(database: Database) -> None:
    """Loading the demo takes less than a second of processor time."""
    started = process_time()
    loading.load_demo(database, shipped(), NOW)
    assert process_time() - started < 1
