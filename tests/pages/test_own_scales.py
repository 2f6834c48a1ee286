"""Models with a scale from 0, values or practices: every page opens and shows the model's own numbers."""

from datetime import timedelta
from pathlib import Path

import pytest

from cxmaturity.answers import Answer
from cxmaturity.questionnaire.loading import load_questionnaire
from cxmaturity.services.assessments import answering, closing, creation, views
from cxmaturity.services.assessments.creation import StartSolo
from cxmaturity.store.database.engine import Database
from tests.build import MOMENT
from tests.pages.conftest import OpenPage
from tests.pages.reading import metrics, plain_texts

MODEL = """\
id: "own"
version: "1.0.0"
title: "Tea"
about: "How tea is made."
rule: "Choose what holds."
groups:
  - {id: "kitchen", name: "In the kitchen"}
dimensions: ["kettle", "cups"]
"""
ZERO = """\
stages: [{level: 0, name: "Cold"}, {level: 1, name: "Warm"}, {level: 2, name: "Hot"}]
levels: ["Never.", "At times.", "Always."]
"""
VALUES = """\
stages: [{level: 1, name: "Begun", threshold: 0}, {level: 2, name: "Spread", threshold: 0.6}]
levels: [{text: "No", value: 0}, {text: "Some", value: 0.25}, {text: "Half", value: 0.5}, {text: "Most", value: 1}]
"""
PRACTICES = """\
stages: [{level: 0, name: "Cold"}, {level: 1, name: "Warm"}, {level: 2, name: "Hot"}]
levels: ["No", "Yes"]
"""
SCALES = {"zero": ZERO, "values": VALUES, "practices": PRACTICES}


def dimension(name: str, *, has_levels: bool) -> str:
    questions = "".join(
        f'  - {{id: "{name[0]}.{i}", capability: "{name}-all", prompt: "Is {name} {i} done?\\nAll of it?"'
        f"{f', level: {1 + i % 2}' if has_levels else ''}}}\n"
        for i in range(3)
    )
    return (
        f'id: "{name}"\nname: "The {name}"\ngroup: "kitchen"\n'
        f'capabilities: [{{id: "{name}-all", name: "All of the {name}"}}]\nquestions:\n{questions}'
    )


@pytest.fixture(params=sorted(SCALES))
def scale(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Publish the questionnaire of one scale."""
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "model.yaml").write_text(MODEL + SCALES[request.param], "utf-8")
    for name in ("kettle", "cups"):
        (folder / f"{name}.yaml").write_text(dimension(name, has_levels=request.param == "practices"), "utf-8")
    monkeypatch.setenv("CXMATURITY_QUESTIONNAIRES", str(tmp_path))
    return str(request.param)


def finished(database: Database, tmp_path: Path, label: str, levels: list[int | None], days: int) -> str:
    questionnaire = load_questionnaire(tmp_path / "own")
    now = MOMENT + timedelta(days=days)
    command = StartSolo(questionnaire=questionnaire, team_name="Bakers", label=label, scope="full", variant="both")
    name = creation.start(database, command, now).assessment_id
    for question, level in zip(questionnaire.questions, levels, strict=True):
        view = views.load_person_view(database, name)
        answering.save_answer(database, view, question.id, Answer(level=level), None, now)
    closing.close_assessment(database, name, now)
    return name


def test_every_page_shows_its_numbers(open_page: OpenPage, database: Database, scale: str, tmp_path: Path) -> None:
    """Kettle at the first levels, cups at the highest: every page opens, and the result has the model's own numbers."""
    highest = {"zero": 3, "values": 4, "practices": 2}[scale]
    finished(database, tmp_path, "Spring", [1, 1, 2, highest, highest, highest], 0)
    later = finished(database, tmp_path, "Summer", [1, 2, 2, highest, highest, highest], 90)
    result = plain_texts(open_page("result", assessment=later))
    # Kettle 0, 1, 1 · 0, 0.25, 0.25 · practice 1 of stage 1 not done; cups at the top.
    expected = {
        "zero": "Level 1.33",
        "values": "(0 + 0.25 + 0.25) ÷ 3 = 0.17",
        "practices": "Practices done, stage 1: 1 of 2; stage 2: 1 of 1.",
    }[scale]
    assert expected in result or "(0 + 1 + 1) ÷ 3 = 0.67" in result
    assert "In the kitchen" in result
    for name in ("home", "plan", "teams", "over_time", "questionnaires", "workshop"):
        open_page(name)
    open_page("method", assessment=later)
    open_page("assess", assessment=later)


@pytest.mark.parametrize("scale", ["practices"], indirect=True)
def test_a_missing_practice_that_decides_nothing_leaves_no_range(
    open_page: OpenPage, database: Database, scale: str, tmp_path: Path
) -> None:
    """Kettle is at 0 without a practice of stage 1, whatever the missing one of stage 2; with cups at 2, 1 overall."""
    assert scale == "practices"
    page = open_page("result", assessment=finished(database, tmp_path, "Spring", [1, None, 2, 2, 2, 2], 0))
    assert ("Range", "1.0") in [m[:2] for m in metrics(page)]
