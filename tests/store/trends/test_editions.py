"""Assessments started or closed with a questionnaire's first edition keep it after the second is published."""

from datetime import timedelta
from pathlib import Path

import pytest

from cxmaturity.analysis.frozen.closed_assessment import named_alike
from cxmaturity.answers import Answer
from cxmaturity.errors import Refused
from cxmaturity.questionnaire.loading import questionnaire_from_canonical
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.records import Scope
from cxmaturity.services import questionnaires
from cxmaturity.services.assessments import answering, closing, views
from cxmaturity.services.trends import comparison, milestones
from cxmaturity.store.database.engine import Database
from cxmaturity.wording.trends.over_time import explain_left_out
from tests.build import ROOT
from tests.store.fixtures import NOW, begin, shipped

FIRST_PULSE = ["P1", "P4", "O1", "O4", "C3", "C5", "R1", "R3", "L2", "L6"]


@pytest.fixture(scope="module")
def first() -> Questionnaire:
    """The first edition, as stored in databases."""
    return questionnaire_from_canonical(Path(ROOT / "tests/questionnaires/cx_first_edition.json").read_text("utf-8"))


def answered(database: Database, edition: Questionnaire, scope: Scope, level: int, days: int) -> str:
    """Start an assessment this many days from now, give every question this level; return its id."""
    now = NOW + timedelta(days=days)
    view = begin(database, label=f"Day {days}", scope=scope, now=now, questionnaire=edition)
    for question in view.questions:
        answering.save_answer(database, view, question.id, Answer(level=level), None, now)
    return view.assessment.id


def read_again(database: Database, assessment_id: str) -> views.PersonView:
    """Return the assessment as another process reads it, without any cache."""
    questionnaires._archived.clear()
    return views.load_person_view(database, assessment_id)


def test_the_first_edition_keeps_its_words_and_its_result(database: Database, first: Questionnaire) -> None:
    """A closed assessment shows the text that was answered: every level 2 is level 2.0, stage 2."""
    assert (first.version, shipped().version) == ("1.0.0", "2.0.2")
    finished = answered(database, first, "full", 2, 0)
    closing.close_assessment(database, finished, NOW)
    view = read_again(database, finished)
    assert [q.levels for q in view.questions] == [q.levels for q in first.questions]
    assert view.questions[0].levels != shipped().questions[0].levels
    overall = view.outcome().result.overall
    assert overall.level == pytest.approx(2.0)
    assert overall.stage == 2


def test_an_unfinished_one_goes_on_as_it_began(database: Database, first: Questionnaire) -> None:
    """An open pulse keeps its ten questions, takes a changed answer, and closes: level 3 on nine, 4 on one."""
    begun = answered(database, first, "pulse", 3, 0)
    view = read_again(database, begun)
    assert [q.id for q in view.questions] == FIRST_PULSE
    answering.save_answer(database, view, "R3", Answer(level=4), view.stored.answers["R3"].revision, NOW)
    closing.close_assessment(database, begun, NOW)
    [point] = milestones.newest_pulse_points(database, view.assessment.team_id)
    assert point.index == pytest.approx(100 * (3.1 - 1) / 4)


def test_the_editions_are_not_compared(database: Database, first: Questionnaire) -> None:
    """Their levels have other meanings: no change is computed, and last answers are not shown."""
    before, after = answered(database, first, "full", 2, 0), answered(database, shipped(), "full", 3, 90)
    for finished, days in ((before, 0), (after, 90)):
        closing.close_assessment(database, finished, NOW + timedelta(days=days))
    assert views.previous_view(database, views.load_view(database, after)) is None
    with pytest.raises(Refused, match="has changed too much between these two"):
        comparison.compare_assessments(database, before, after)


def test_ids_and_weights_are_those_of_the_first_edition(first: Questionnaire) -> None:
    """A question keeps id, capability, sources and weight, so exports of both editions can be joined."""

    for now, before in zip(shipped().questions, first.questions, strict=True):
        facts = [(q.id, q.capability, q.weight, q.claims) for q in (now, before)]
        assert facts[0] == facts[1]
    assert (shipped().stages, shipped().caps, shipped().claims) == (first.stages, first.caps, first.claims)


def test_a_renamed_dimension_goes_on_and_one_that_is_gone_is_named(database: Database, first: Questionnaire) -> None:
    """People, called Staff since 1.1.0, has one line under its new name; Leadership, asked then only, is left out.

    A version between them has both names the other way round: still each dimension is found by its id.
    """
    content = first.model_dump()
    names = ({"people": "Operations", "operations": "People"}, {"people": "Staff", "operations": "People"})
    editions = [first] + [
        Questionnaire.model_validate(
            content
            | {"version": f"1.{minor}.0"}
            | {"dimensions": tuple(d | {"name": new.get(d["id"], d["name"])} for d in content["dimensions"][:-1])}
        )
        for minor, new in enumerate(names, start=1)
    ]
    for place, edition in enumerate(editions):
        opened = answered(database, edition, "full", 2 + place, 30 * place)
        closing.close_assessment(database, opened, NOW + timedelta(days=30 * place))
    team = views.load_view(database, opened).assessment.team_id
    shown = named_alike(milestones.milestone_page(database, team))
    assert [[*m.levels][:2] for m in shown] == [["Staff", "People"]] * 3
    assert [m.levels["Staff"] for m in shown] == pytest.approx([2.0, 3.0, 4.0])
    assert [m.stages["Staff"].level for m in shown] == [2, 3, 4]
    compared = comparison.compare_assessments(database, shown[0].assessment.id, opened)
    assert [row[0] for row in compared.rows][:2] == ["Staff", "People"]
    assert explain_left_out(compared) == ["Leadership: it is not asked any more."]


@pytest.mark.each_database
def test_what_any_edition_asked_is_known(database: Database, first: Questionnaire) -> None:
    """Questions that only an earlier version asked are among them; those of another questionnaire are not."""
    content = first.model_dump()
    only_then = [d | {"questions": d["questions"][:1]} for d in content["dimensions"]]
    begin(database, questionnaire=Questionnaire.model_validate(content | {"dimensions": tuple(only_then)}))
    begin(database, label="Other", questionnaire=Questionnaire.model_validate(content | {"id": "cx2"}))
    assert questionnaires.asked_question_ids(database, "cx") == {"P1", "O1", "C1", "R1", "L1"}
