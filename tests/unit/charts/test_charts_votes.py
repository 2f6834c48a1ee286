"""How a group answered, as rows and as a picture: the most disagreement first, only what may be shown."""

import pytest

from cxmaturity.analysis.disclosure import QuestionDisclosure, disclose_question
from cxmaturity.answers import Answer, Privacy
from cxmaturity.charts.votes import votes
from cxmaturity.tables import groups
from cxmaturity.wording.result.groups import agreement_takeaway, perception_takeaway
from tests.build import equal, leaders_and_others
from tests.figures import check_figure

STAGES = ["One", "Two", "Three", "Four", "Five"]
NUMBERS = ["1", "2", "3", "4", "5"]
MODEL = equal(4)


def shown(*levels: int, privacy: Privacy = "open", leaders: int = 0) -> QuestionDisclosure:
    """Return what may be shown of these votes; the first `leaders` of them are those of leaders."""
    roles = leaders_and_others(leaders, len(levels) - leaders) if leaders else []
    return disclose_question([Answer(level=x) for x in levels], 5, privacy, roles)


def test_the_most_disagreement_comes_first() -> None:
    """Far apart, vary, close together, each by deviation; equal and hidden ones in the questionnaire's order."""
    disclosures = {
        "A1": shown(3, 3, 3),
        "A2": shown(1, 5, 5),  # AD 1.78
        "A3": shown(2, 2, 4),  # AD 0.89
        "A4": shown(1, 1, 5, 5),  # AD 2
    }
    rows = groups.vote_table(MODEL, MODEL.questions, disclosures, {})
    assert list(rows["id"]) == ["A4", "A2", "A3", "A1"]
    assert list(rows["agreement"]) == ["split", "split", "mixed", "agree"]
    assert rows[["1", "2", "3", "4", "5"]].iloc[0].tolist() == [2, 0, 0, 0, 2]
    assert list(rows["level"]) == [1, 5, 2, 3]
    assert agreement_takeaway(rows, MODEL) == (
        "Of 4 questions: votes far apart on “A4?” (A4) and “A2?” (A2); votes vary on 1; votes close together on 1."
    )


def test_what_is_hidden_is_missing() -> None:
    """A hidden figure is missing; a level agreed on aloud is shown."""
    disclosures = {f"A{i}": shown(1, 2, privacy="anonymous") for i in range(1, 5)}
    rows = groups.vote_table(MODEL, MODEL.questions, disclosures, {"A3": 4})
    assert rows[["rated", "leaders", "others", "gap", "1", "5"]].isna().all(axis=None)
    assert rows["level"].isna().tolist() == [True, True, False, True]
    assert list(rows["agreement"]) == ["–", "–", "agreed level", "–"]
    assert agreement_takeaway(rows, MODEL) == "Too few people rated these questions to show how far they agree."


def test_votes_in_whose_place_a_level_is_agreed_are_not_too_few() -> None:
    """All three rated A1; the group then agreed on a level for it, and in the second case for all."""
    disclosures = {f"A{i}": shown(2, 3, 3) for i in range(1, 5)}
    some = groups.vote_table(MODEL, MODEL.questions, disclosures, {"A1": 3})
    every = groups.vote_table(MODEL, MODEL.questions, disclosures, {f"A{i}": 3 for i in range(1, 5)})
    assert agreement_takeaway(some, MODEL) == "Of 4 questions: votes close together on 3; a level is agreed on 1."
    assert agreement_takeaway(every, MODEL) == "A level is agreed on all 4 questions."


def test_leaders_and_others_are_shown_separately() -> None:
    """A1: leaders 4, others 2; A2 the reverse and a wider gap; A3 and A4 have none."""
    disclosures = {
        "A1": shown(*[4] * 6, *[2] * 6, leaders=6),
        "A2": shown(*[1] * 6, *[5] * 6, leaders=6),
        "A3": shown(*[3] * 12, leaders=6),
        "A4": shown(*[3] * 12, leaders=6),
    }
    rows = groups.vote_table(MODEL, MODEL.questions, disclosures, {})
    differ = "Leaders and everyone else differ on 2 of 4 questions; leaders are higher on 1."
    assert perception_takeaway(rows, MODEL) == f"{differ} Widest: “A2?” (A2), leaders 1, everyone else 5."
    wider = groups.vote_table(MODEL, MODEL.questions, {**disclosures, "A1": shown(*[5] * 6, *[1] * 6, leaders=6)}, {})
    assert perception_takeaway(wider, MODEL) == f"{differ} Widest: “A1?” (A1) and “A2?” (A2), each by 4."
    lower = groups.vote_table(MODEL, MODEL.questions, {**disclosures, "A1": disclosures["A2"]}, {})
    assert str(perception_takeaway(lower, MODEL)).startswith(
        "Leaders and everyone else differ on 2 of 4 questions; leaders are always lower. "
    )
    same = groups.vote_table(
        MODEL, MODEL.questions, {**disclosures, "A1": disclosures["A3"], "A2": disclosures["A3"]}, {}
    )
    assert perception_takeaway(same, MODEL) == "Leaders and everyone else see the same levels everywhere."
    names = [trace.name for trace in votes(rows, STAGES, NUMBERS).data]
    assert names == ["1 One", "2 Two", "3 Three", "4 Four", "5 Five", "Middle answer", "Leaders", "Everyone else"]


def test_an_agreed_level_is_no_middle_answer() -> None:
    """A2 has its own mark; on hover both have the numbers that the model gives its levels."""
    rows = groups.vote_table(MODEL, MODEL.questions[:2], {"A1": shown(2, 2, 3), "A2": shown(1, 1, 1)}, {"A2": 4})
    middle, agreed = votes(rows, STAGES, ["0", "10", "40", "60", "100"]).data[-2:]
    assert (middle.name, dict(zip(middle.y, middle.customdata, strict=True))) == ("Middle answer", {0: "10", 1: None})
    assert (agreed.name, dict(zip(agreed.y, agreed.customdata, strict=True))) == ("Agreed level", {0: None, 1: "60"})


def test_bars_stand_around_the_middle_of_the_scale() -> None:
    """Votes 1, 2, 3, 3, 5: two to the left of the middle, the two threes half and half, one to the right."""
    rows = groups.vote_table(MODEL, MODEL.questions[:1], {"A1": shown(1, 2, 3, 3, 5)}, {})
    bars = [(t.base[0], t.x[0]) for t in votes(rows, STAGES, NUMBERS).data if t.type == "bar"]
    assert bars == [(-3, 1), (-2, 1), (-1, 2), (1, 0), (1, 1)]
    even = equal(1, scale_max=4)
    rows = groups.vote_table(
        even, even.questions, {"A1": disclose_question([Answer(level=x) for x in (1, 2, 4)], 4, "open")}, {}
    )
    bars = [(t.base[0], t.x[0]) for t in votes(rows, STAGES[:4], NUMBERS[:4]).data if t.type == "bar"]
    assert bars == [(-2, 1), (-1, 1), (0, 0), (0, 1)]


def test_without_counts_there_are_dots_alone() -> None:
    """Five to nine anonymous people: a dot at the level, no bars."""
    rows = groups.vote_table(MODEL, MODEL.questions[:1], {"A1": shown(1, 2, 3, 3, 5, privacy="anonymous")}, {})
    assert [(t.type, list(t.x)) for t in votes(rows, STAGES, NUMBERS).data] == [("scatter", [3])]


@pytest.mark.parametrize("privacy", ["open", "anonymous"])
def test_plotly_accepts_every_property_and_draws_once(privacy: Privacy) -> None:
    """With counts and without."""
    disclosures = {q.id: shown(*[1, 2, 3, 3, 5] * 2, privacy=privacy) for q in MODEL.questions}
    figure = votes(groups.vote_table(MODEL, MODEL.questions, disclosures, {}), STAGES, NUMBERS)
    check_figure(figure)


def test_a_deviation_is_never_shown_as_a_limit_it_does_not_reach() -> None:
    """19 votes (7 × 3, 4 × 4, 8 × 5) deviate by 0.7978 on average, below the limit of 0.8: shown with more decimals
    than 0.80."""
    [row] = groups.rwg_table(MODEL, {"A1": shown(*[3] * 7, *[4] * 4, *[5] * 8)}).to_dict("records")
    assert row["AD"] == "0.798"


def test_rwg_is_worked_out_from_the_counts_that_are_shown() -> None:
    """1, 2, 3, 3, 5: variance 2.2 exceeds the 2 expected by chance, so 0; equal votes are 1.

    A hidden question has no row.
    """
    disclosures = {
        "A1": shown(1, 2, 3, 3, 5),
        "A2": shown(3, 3),
        "A3": shown(3, 3, privacy="anonymous"),
        "A4": shown(4),
    }
    rows = groups.rwg_table(MODEL, disclosures)
    assert rows.to_numpy().tolist() == [["A1", 5, "0.00", "1.04"], ["A2", 2, "1.00", "0.00"], ["A4", 1, "–", "0.00"]]
