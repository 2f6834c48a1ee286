"""The outcome of answers, and its public form: names, nulls and numbers that others build on."""

import json

from cxmaturity.analysis.outcome import evaluate, outcome_json, pulse_json
from cxmaturity.questionnaire.loading import load_questionnaire
from tests.build import DK, NA, SHIPPED, equal, filled, response


def test_the_public_form_is_exact() -> None:
    """A at 3 and 4 is complete, B unanswered, C does not apply: every name, number and null of the public JSON."""
    model = equal(2, 1, 1, ease={"A1": 5})
    scored = outcome_json(evaluate(model, filled(model, [3, 4], [DK], [NA]), {}, {}))
    assert scored == {
        "overall": {
            "level": None,
            "range": [2.25, 4.25],  # A 3.5 to 3.5, B 1 to 5
            "coverage": 2 / 3,
            "index": None,
            "stage": None,
            "strict_stage": None,
            "evidenced_level": None,
        },
        "dimensions": {
            "A": {
                "level": 3.5,
                "range": [3.5, 3.5],
                "coverage": 1.0,
                "index": 62.5,
                "stage": 4,
                "strict_stage": 3,
                "evidenced_level": 3.0,  # the 4 has no evidence
                "average_stage": 4,
                "blockers": [],
                "rises_needed": 2,  # (4.5 − 3.5) · 2
            },
            "B": {
                "level": None,
                "range": [1.0, 5.0],
                "coverage": 0.0,
                "index": None,
                "stage": None,
                "strict_stage": None,
                "evidenced_level": None,
                "average_stage": None,
                "blockers": [],
                "rises_needed": None,
            },
            "C": {
                "level": None,
                "range": None,
                "coverage": None,
                "index": None,
                "stage": None,
                "strict_stage": None,
                "evidenced_level": None,
                "average_stage": None,
                "blockers": [],
                "rises_needed": None,
            },
        },
        "first_steps": [
            {"question": "A1", "reason": "quick_win", "from": 3, "to": 4, "do": "Do it"},
            {"question": "A2", "reason": "lowest_dimension", "from": 4, "to": 5, "do": "Do it"},
        ],
    }


def test_the_public_form_names_blockers() -> None:
    """A capped dimension lists its blockers and no count of rises; the blocker is the first step."""
    model = equal(8)
    scored = outcome_json(evaluate(model, filled(model, [5, 5, 5, 5, 5, 5, 5, 2]), {}, {}))
    held = scored["dimensions"]["A"]
    assert (held["stage"], held["average_stage"], held["blockers"], held["rises_needed"]) == (4, 5, ["A8"], None)
    assert scored["first_steps"][0] == {"question": "A8", "reason": "blocker", "from": 2, "to": 3, "do": "Do it"}


def test_nothing_answered_is_all_nulls_and_no_steps() -> None:
    """Without answers the shipped questionnaire gives a range and otherwise nulls, as plain JSON."""
    scored = outcome_json(evaluate(load_questionnaire(SHIPPED), response({}), {}, {}))
    assert scored["overall"] == {
        "level": None,
        "range": [1.0, 5.0],
        "coverage": 0.0,
        "index": None,
        "stage": None,
        "strict_stage": None,
        "evidenced_level": None,
    }
    assert list(scored["dimensions"]) == ["people", "operations", "channels", "csr", "leadership"]
    assert scored["first_steps"] == []
    assert "NaN" not in json.dumps(scored)


def test_the_pulse_form_is_exact() -> None:
    """The public form of a pulse has an index and the levels by question, null where unanswered, and no stage."""
    model = equal(4, pulse=["A1", "A2", "A3", "A4"])
    assert pulse_json(model, filled(model, [2, 3, 4, DK])) == {
        "index": 50.0,
        "levels": {"A1": 2, "A2": 3, "A3": 4, "A4": None},
    }
    short = filled(model, [2, 3, None, DK])
    assert pulse_json(model, short) == {"index": None, "levels": {"A1": 2, "A2": 3, "A3": None, "A4": None}}


def test_chosen_targets_stand_before_the_defaults() -> None:
    """A keeps the chosen 5, B gets its next stage, C has neither a stage nor a chosen target."""
    model = equal(2, 2, 2)
    result = evaluate(model, filled(model, [2, 4], [3, 3], [4, DK]), {"A": 5}, {"B": 4})
    assert result.targets == {"A": 5, "B": 4}
    assert [(g.question.id, g.gap, g.importance) for g in result.gaps] == [
        ("A1", 3, 3),
        ("A2", 1, 3),
        ("B1", 1, 4),
        ("B2", 1, 4),
    ]
    assert result.result.dimensions["A"].reason.furthest == ("A1", "A2")  # the 4 is below the chosen 5


def test_a_target_may_be_chosen_where_there_is_no_stage_yet() -> None:
    """A chosen target counts also in a dimension with too few answers for a stage."""
    model = equal(3, ease={"A1": 4})
    result = evaluate(model, filled(model, [2, DK, DK]), {"A": 4}, {})
    assert result.targets == {"A": 4}
    assert [(s.gap.question.id, s.reason) for s in result.first_steps] == [("A1", "quick_win")]


def test_every_dont_know_is_to_be_found_out() -> None:
    """“Don't know” answers are listed in questionnaire order; unanswered questions are not among them."""
    questionnaire = equal(3, 2)
    response = filled(questionnaire, [DK, 3, None], [NA, DK])
    assert [q.id for q in response.unknown_questions(questionnaire.questions)] == ["A1", "B2"]
