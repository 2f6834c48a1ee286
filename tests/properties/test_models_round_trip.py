"""Models of every kind are exported and imported unchanged, and so are answers to them in a file."""

import pytest

from cxmaturity.answers import Answer, Role
from cxmaturity.files.answers_table import RespondentAnswers, answers_csv
from cxmaturity.files.imports.mapping import FileMapping
from cxmaturity.files.imports.reading import read_answers
from cxmaturity.questionnaire.loading import load_questionnaire
from cxmaturity.questionnaire.schema import Question, Questionnaire
from cxmaturity.services.settings import QUESTIONNAIRES
from tests.build import assessment, questionnaire
from tests.own_scales import from_zero, of_practices, with_values

MODELS = {
    "shipped": load_questionnaire(QUESTIONNAIRES / "cx"),
    "five levels": questionnaire([[1, 1], [1]]),
    "levels from 0": from_zero(3, 2),
    "values of 0, 0.25, 0.75": with_values(3, 2),
    "yes or no": of_practices((1, 2, 3), (1, 2)),
}


def answered(model: Questionnaire, question: Question, place: int) -> Answer:
    """Return each level in turn, then no answer."""
    level = place % (model.scale_max + 2) + 1
    if level <= model.scale_max:
        return Answer(level=level, note=f"Why {place}")
    return (
        Answer(dont_know=True)
        if level == model.scale_max + 1 or not question.may_not_apply
        else Answer(not_applicable="Not here")
    )


@pytest.mark.parametrize("name", MODELS)
def test_a_model_and_its_answers_come_back(name: str) -> None:
    """The canonical text is equal to the letter; the file with all answers gives these answers without a fault."""
    model = MODELS[name]
    assert Questionnaire.model_validate_json(model.model_dump_json()).digest == model.digest
    roles: list[tuple[int, str, Role | None]] = [(0, "Ana", "leader"), (2, "Ben", "other"), (5, "Cem", None)]
    people = [
        RespondentAnswers(
            who, role, {q.id: answered(model, q, place) for place, q in enumerate(model.questions, first)}
        )
        for first, who, role in roles
    ]
    reading = read_answers("a.csv", answers_csv(assessment(privacy="open"), model, people), model, FileMapping())
    assert reading.faults == ()
    assert list(reading.people) == people
