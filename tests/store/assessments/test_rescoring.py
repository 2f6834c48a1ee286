"""A closed assessment keeps its result when the questionnaire's files change."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from cxmaturity.analysis.frozen.frozen_result import read_frozen_result
from cxmaturity.analysis.outcome import evaluate, outcome_json
from cxmaturity.answers import Answer
from cxmaturity.files.answers_table import RespondentAnswers
from cxmaturity.services import questionnaires
from cxmaturity.services.assessments import answering, closing, creation, views
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.services.imports import rounds
from cxmaturity.services.trends import milestones
from cxmaturity.store import frozen_results as stored_results
from cxmaturity.store.database.engine import Database
from tests.build import LIVING, write
from tests.store.fixtures import NOW

PutIn = Callable[[Database, Path], str]

CHANGES = (
    ("model.yaml", 'version: "1.0.0"', 'version: "1.1.0"'),
    ("model.yaml", "  practice: 1", "  practice: 0"),  # no answer may be above the weakest
    ("model.yaml", 'dimensions: ["home", "garden"]', 'dimensions: ["garden", "home"]'),
    ("home.yaml", "    weight: 2", "    weight: 1"),
    ("home.yaml", 'prompt: "Is it warm?"', 'prompt: "Is it warm and dry?"'),
)


def change(folder: Path) -> None:
    """Edit the questionnaire's files in place."""
    for file, old, new in CHANGES:
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new), encoding="utf-8")


def solo(database: Database, folder: Path) -> str:
    """One person: dishes daily, of weight 2; cold; watered when it wilts."""
    model = questionnaires.list_questionnaires(folder.parent)[0][0]
    command = creation.StartSolo(questionnaire=model, team_name="Bakery", label="Spring")
    view = views.load_person_view(database, creation.start(database, command, NOW).assessment_id)
    for name, level in (("H1", 3), ("H2", 1), ("G1", 2)):
        answering.save_answer(database, view, name, Answer(level=level), None, NOW)
    closing.close_assessment(database, view.assessment.id, NOW)
    return view.assessment.id


def survey(database: Database, folder: Path) -> str:
    """Six people, whose middle answers are the same."""
    model = questionnaires.list_questionnaires(folder.parent)[0][0]
    levels = [(1, 1, 2), (3, 1, 2), (3, 1, 2), (3, 1, 2), (3, 2, 3), (2, 3, 1)]
    names = ("H1", "H2", "G1")
    imported_people = [
        RespondentAnswers(
            f"Person {i}", None, {name: Answer(level=level) for name, level in zip(names, person_levels, strict=True)}
        )
        for i, person_levels in enumerate(levels)
    ]
    return rounds.import_round(database, model, "Bakery", "Spring", "both", imported_people, "anonymous", NOW, NOW)


def kept(database: Database, assessment_id: str) -> str:
    with database.reading() as connection:
        content = stored_results.newest_frozen_result(connection, assessment_id)
    assert content is not None
    return content


def read_again(database: Database, assessment_id: str) -> AssessmentView:
    """Return the assessment as another process reads it, without any cache."""
    questionnaires._archived.clear()
    milestones._cache.clear()
    read_frozen_result.cache_clear()
    return views.load_view(database, assessment_id)


@pytest.mark.parametrize("put_in", [solo, survey], ids=["solo", "survey"])
@pytest.mark.each_database
def test_a_closed_assessment_keeps_its_score(database: Database, tmp_path: Path, put_in: PutIn) -> None:
    """Home is (2 · 3 + 1) ÷ 3 = 2.33 with its old weights, capped at stage 2; the new files would give 2.0 and 1."""
    folder = write(tmp_path, LIVING)
    opened = put_in(database, folder)
    before, content = views.load_view(database, opened), kept(database, opened)
    result = outcome_json(before.outcome())
    assert (result["dimensions"]["home"]["level"], result["dimensions"]["home"]["stage"]) == (pytest.approx(7 / 3), 2)

    change(folder)
    edited = questionnaires.list_questionnaires(tmp_path)[0][0]
    assert edited.digest != before.questionnaire.digest

    after = read_again(database, opened)
    assert outcome_json(after.outcome()) == result == json.loads(content)["result"]
    assert closing.freeze(after)[0] == content
    assert after.questionnaire == before.questionnaire
    [milestone] = milestones.milestone_page(database, after.assessment.team_id)
    assert milestone.levels["Home"] == pytest.approx(7 / 3)
    assert list(milestone.levels) == ["Home", "Garden", "Overall"]

    home = outcome_json(evaluate(edited, before.response, {}, {}))["dimensions"]["home"]
    assert (home["level"], home["stage"]) == (2.0, 1)
