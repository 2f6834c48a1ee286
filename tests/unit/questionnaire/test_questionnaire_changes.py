"""Differences between two versions of a questionnaire, and which part of the version number must rise."""

from typing import Any

import pytest

from cxmaturity.questionnaire.changes import Change, compare_versions, proposed_part, raised_version
from cxmaturity.questionnaire.schema import Caps, Questionnaire
from tests.build import equal

MODEL = equal(2, 2, pulse=("A1",))


def remade(update: dict[str, Any]) -> Questionnaire:
    """Return the model with other fields, built anew so that no cached property is kept."""
    return Questionnaire(**{name: getattr(MODEL, name) for name in Questionnaire.model_fields} | update)


def changed(**fields: Any) -> Questionnaire:
    """Return the model with other fields of its first question."""
    first = MODEL.dimensions[0]
    questions = (first.questions[0].model_copy(update=fields), *first.questions[1:])
    return remade({"dimensions": (first.model_copy(update={"questions": questions}), *MODEL.dimensions[1:])})


def without_last() -> Questionnaire:
    first = MODEL.dimensions[0]
    fewer = first.model_copy(update={"questions": first.questions[:1]})
    return remade({"dimensions": (fewer, *MODEL.dimensions[1:])})


LEVELS = MODEL.questions[0].levels


@pytest.mark.parametrize(
    ("after", "changes", "part"),
    [
        (MODEL, [], None),
        (changed(why="It matters a lot."), [Change("wording", "A1", "why")], "patch"),
        (changed(levels=("A1 at 1. Say.", *LEVELS[1:])), [Change("statement reworded", "A1")], "patch"),
        (changed(levels=("Nothing of it.", *LEVELS[1:])), [Change("statement rewritten", "A1")], "major"),
        (changed(pulse=False), [Change("pulse", "A1")], "minor"),
        (changed(weight=2.0), [Change("weight", "A1")], "major"),
        (without_last(), [Change("question left out", "A2")], "minor"),
        (remade({"caps": Caps(practice=0, dimension=1)}), [Change("rules")], "major"),
        (remade({"title": "Other"}), [Change("wording", field="title")], "patch"),
        (
            remade({"dimensions": MODEL.dimensions[:1]}),
            [Change("dimension left out", "B"), Change("question left out", "B1"), Change("question left out", "B2")],
            "major",
        ),
        (
            MODEL.model_copy(
                update={"stages": tuple(s.model_copy(update={"level": s.level - 1}) for s in MODEL.stages)}
            ),
            [Change("scale")],
            "major",
        ),
    ],
)
def test_each_kind_of_change(after: Questionnaire, changes: list[Change], part: str | None) -> None:
    """A changed meaning of levels raises the major version, a changed question the minor, changed words the patch."""
    assert compare_versions(MODEL, after) == changes
    assert proposed_part(changes) == part


def test_an_added_question_is_one_left_out_the_other_way_round() -> None:
    """With the two versions exchanged, a removed question is an added one."""
    assert compare_versions(without_last(), MODEL) == [Change("question added", "A2")]


def test_the_numbers_after_the_raised_one_begin_again() -> None:
    """2.3.4 becomes 3.0.0, 2.4.0 or 2.3.5."""
    assert [raised_version("2.3.4", part) for part in ("major", "minor", "patch")] == ["3.0.0", "2.4.0", "2.3.5"]
