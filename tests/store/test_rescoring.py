"""An old assessment means what it meant, however the questionnaire's files change afterwards."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from cxmaturity.answers import Answer
from cxmaturity.services import assessments, library, milestones, surveys
from cxmaturity.services.assessments import Work
from cxmaturity.services.outcome import as_json, outcome
from cxmaturity.services.surveys import Brought
from cxmaturity.store import repository
from cxmaturity.store.engine import Database
from tests.build import LIVING, write
from tests.store.given import NOW

PutIn = Callable[[Database, Path], str]

CHANGES = (
    ("model.yaml", 'version: "1.0.0"', 'version: "1.1.0"'),
    ("model.yaml", "  practice: 1", "  practice: 0"),  # no answer may be above the weakest
    ("model.yaml", 'dimensions: ["home", "garden"]', 'dimensions: ["garden", "home"]'),
    ("home.yaml", "    weight: 2", "    weight: 1"),
    ("home.yaml", 'prompt: "Is it warm?"', 'prompt: "Is it warm and dry?"'),
)


def change(folder: Path) -> None:
    """Edit the files where they lie, as somebody does who improves a questionnaire."""
    for file, old, new in CHANGES:
        text = (folder / file).read_text()
        assert old in text
        (folder / file).write_text(text.replace(old, new))


def solo(database: Database, folder: Path) -> str:
    """One person: dishes daily, heavy; cold; watered when it wilts."""
    of = library.shelf(folder.parent)[0][0]
    at = assessments.work(database, assessments.start(database, of, "Bakery", "Spring", "full", "both", NOW))
    for name, level in (("H1", 3), ("H2", 1), ("G1", 2)):
        assessments.record(database, at, name, Answer(level=level), None, NOW)
    assessments.finish(database, at.assessment.id, NOW)
    return at.assessment.id


def survey(database: Database, folder: Path) -> str:
    """Six people, whose middle answers are the same."""
    of = library.shelf(folder.parent)[0][0]
    levels = [(1, 1, 2), (3, 1, 2), (3, 1, 2), (3, 1, 2), (3, 2, 3), (2, 3, 1)]
    names = ("H1", "H2", "G1")
    brought = [
        Brought(f"Person {i}", None, {name: Answer(level=level) for name, level in zip(names, own, strict=True)})
        for i, own in enumerate(levels)
    ]
    return surveys.bring_in(database, of, "Bakery", "Spring", "both", brought, "anonymous", NOW, NOW)


def kept(database: Database, assessment_id: str) -> str:
    with database.reading() as connection:
        found = repository.newest_result(connection, assessment_id)
    assert found is not None
    return found[0]


def anew(database: Database, assessment_id: str) -> Work:
    """Return the assessment as another process would read it, which knows nothing yet."""
    library._archived.clear()
    milestones._known.clear()
    return assessments.work(database, assessment_id)


@pytest.mark.parametrize("put_in", [solo, survey], ids=["solo", "survey"])
def test_it_scores_as_it_did(database: Database, tmp_path: Path, put_in: PutIn) -> None:
    """Home is (2 · 3 + 1) ÷ 3 = 2.33 by its old weights, capped at stage 2; the new files would say 2.0 and 1."""
    folder = write(tmp_path, LIVING)
    opened = put_in(database, folder)
    before, content = assessments.work(database, opened), kept(database, opened)
    result = as_json(before.outcome())
    assert (result["dimensions"]["home"]["level"], result["dimensions"]["home"]["stage"]) == (pytest.approx(7 / 3), 2)

    change(folder)
    edited = library.shelf(tmp_path)[0][0]
    assert edited.digest != before.questionnaire.digest

    after = anew(database, opened)
    assert as_json(after.outcome()) == result == json.loads(content)["result"]
    assert assessments.frozen(after)[0] == content
    assert after.questionnaire == before.questionnaire
    [milestone] = milestones.milestones(database, after.assessment.team_id)
    assert milestone.levels["Home"] == pytest.approx(7 / 3)
    assert list(milestone.levels) == ["Home", "Garden", "Overall"]

    home = as_json(outcome(edited, before.response, {}, {}))["dimensions"]["home"]
    assert (home["level"], home["stage"]) == (2.0, 1)
