"""Frozen results: every format that was ever written is still read, with the same meaning."""

import json
from pathlib import Path
from typing import Any

import pytest

from cxmaturity.analysis.disclosure import QuestionDisclosure
from cxmaturity.analysis.frozen.frozen_formats import NEWEST, UnknownFormat
from cxmaturity.analysis.frozen.frozen_result import (
    FrozenMeasure,
    read_frozen_result,
    read_round_result,
    write_frozen_result,
    write_round_result,
)
from cxmaturity.analysis.groups import AgreedLevel, Comment, RoundResult, Vote
from cxmaturity.analysis.trends.people_answers import PeopleMean, PeopleMeans
from cxmaturity.answers import Answer, EvidenceGrade
from cxmaturity.records import DimensionTarget
from tests.build import assessment, equal

VECTORS = Path(__file__).parents[2] / "vectors"


def stored(number: int) -> str:
    """Return a workshop's result as the version that introduced this format stored it."""
    return (VECTORS / f"frozen_result_format_{number}.json").read_text("utf-8")


@pytest.mark.parametrize("number", range(1, NEWEST + 1))
def test_every_format_is_read_alike(number: int) -> None:
    """Ana, Ben and Cem chose 2, 3, 4 on A1 and agreed on 5 for B1: levels 3 and 5, with names, agreement and rounds.

    On B1 they had chosen 3, 4, 5, so people's means are 3 and 4, overall 3.5; three people are too few for an interval.
    """
    result = read_frozen_result(stored(number))
    assert (result.questionnaire, result.targets) == ("d", {"A": DimensionTarget(4, 5)})
    assert {name: (a.level, a.evidence_grade) for name, a in result.answers.items()} == {
        "A1": (3, EvidenceGrade.DOCUMENT),
        "B1": (5, EvidenceGrade.OPINION),
    }
    assert (result.level_of("A"), result.level_of("B"), result.level_of("C")) == (3.0, 5.0, None)
    assert result.result.overall == FrozenMeasure(4.0, 1.0, 4)
    group = result.group
    assert group is not None
    assert (group.privacy, group.invited, group.disclosure.answered) == ("open", 3, 3)
    assert group.disclosure.questions["A1"].agreement == "agree"
    assert group.disclosure.questions["A1"].counts == (0, 1, 1, 1, 0)
    assert group.comments == {"A1": [Comment("Seen in May", "", "Ana", 2)]}
    assert group.votes["A1"] == [Vote("Ana", 2), Vote("Ben", 3), Vote("Cem", 4)]
    assert group.agreed == {"B1": AgreedLevel(5, "Ben convinced us")}
    assert group.means == PeopleMeans({"A": PeopleMean(3.0, 3), "B": PeopleMean(4.0, 3)}, PeopleMean(3.5, 3))
    [round_result] = group.rounds["A1"]
    assert (round_result.shown.agreement, round_result.votes[0]) == ("agree", Vote("Ana", 2))


@pytest.mark.parametrize("number", range(1, NEWEST + 1))
def test_every_format_is_rewritten_in_the_newest(number: int) -> None:
    """A result that is read and frozen again, as after agreeing on a level, is written in the newest format."""
    result = read_frozen_result(stored(number))
    assert result.group is not None
    row = assessment(mode="workshop", privacy="open")
    written = write_frozen_result(row, equal(1, 1), result.group.response, result.targets, result.group)
    assert json.loads(written) == json.loads(stored(NEWEST))


def format_2(privacy: str, rated: int, *levels: float | None) -> PeopleMeans:
    """Return the means read from a result of format 2: people with these levels of A, and this many ratings of A1."""
    content = json.loads(stored(2))
    group = content["group"] | {"privacy": privacy}
    group["participant_levels"] = [{"key": f"key{i}", "levels": {"A": x, "B": x}} for i, x in enumerate(levels)]
    group["disclosure"]["answered"] = len(levels)
    for question in group["disclosure"]["questions"].values():
        question["rated"] = rated
    read = read_frozen_result(json.dumps(content | {"group": group})).group
    assert read is not None
    return read.means


def test_old_levels_of_anonymous_people_become_means_only_where_all_rated_all() -> None:
    """Ten people at 2 and 4: mean 3, s² = 10/9, t(9) = 2.262, so 3 ± 0.754.

    With an eleventh who rated fewer questions no mean is shown.
    """
    ten = [2.0, 4.0] * 5
    shown = format_2("anonymous", 10, *ten).dimensions["A"]
    assert (shown.mean, shown.people) == (3.0, 10)
    assert shown.interval is not None
    assert (shown.interval.low, shown.interval.high) == pytest.approx((2.246, 3.754), abs=5e-4)
    assert format_2("anonymous", 11, *ten, None) == format_2("anonymous", 9, *ten[:9]) == PeopleMeans({})
    assert format_2("open", 11, *ten, None).dimensions["A"].people == 10


def test_no_level_of_a_person_is_frozen() -> None:
    """The newest format holds neither keys of people nor their levels; only comments stay."""
    assert "key0" in stored(2)
    assert "key" not in stored(NEWEST)
    assert "participant_levels" not in stored(NEWEST)


@pytest.mark.parametrize("content", [{"format": NEWEST + 1}, {"format": 0}])
def test_an_unknown_format_is_named(content: dict[str, Any]) -> None:
    """A result of a newer format is refused as a whole, with the number of its format."""
    with pytest.raises(UnknownFormat, match=f"format {content['format']}"):
        read_frozen_result(json.dumps(content))
    with pytest.raises(UnknownFormat, match=f"format {content['format']}"):
        read_round_result(json.dumps(content))


def test_a_round_of_votes_is_read_in_both_formats() -> None:
    """A round that a workshop stored before formats were numbered keeps its agreement and its names."""
    result = RoundResult(2, QuestionDisclosure(Answer(level=3), 3, "mixed"), [Vote("Ana", 3)])
    assert read_round_result(write_round_result(result)) == result
    before = {
        "round": 2,
        "shown": {"answer": {"level": 3}, "rated": 3, "word": "mixed"},
        "votes": [{"by": "Ana", "level": 3}],
    }
    assert read_round_result(json.dumps(before)) == result
