"""How certain a stage is, in words: what one answer, one proof, or other rules would change."""

from cxmaturity.analysis.one_answer_away import OneAnswerAway, best_proofs, one_answer_away
from cxmaturity.analysis.outcome import Outcome
from cxmaturity.analysis.sensitivity import OtherRule, stages_under_other_rules
from cxmaturity.scoring.result import score_pulse
from cxmaturity.tables.results import other_rules_table
from cxmaturity.wording.result import certainty
from tests.build import DK, NA, equal, filled, questionnaire
from tests.outcomes import one, outcome_of
from tests.own_scales import of_practices


def away(outcome: Outcome) -> OneAnswerAway:
    return one_answer_away(outcome.questionnaire, outcome.response)


class TestSureness:
    """The line on what a result is based on."""

    def test_nothing_is_missing(self) -> None:
        """Of three rated, two have a document or a second person as evidence, or none has."""
        proven = outcome_of(equal(3), [3, 4, 2], grades=[[2, 1, 3]])
        assert certainty.sureness(proven) == "All 3 questions rated, 2 with a document, number or second person."
        assert certainty.sureness(one(3)) == "1 question rated, none with a document, number or second person."

    def test_what_is_missing_leaves_a_range(self) -> None:
        """3, 3, 3 and one missing: (9 + 1)/4 = 2.5 to (9 + 5)/4 = 3.5; no sentence if nothing applies.

        Where nothing is rated, nothing is said about proofs.
        """
        assert certainty.sureness(one(DK, None)) == "0 of 2 questions rated; the level is between 1.0 and 5.0."
        assert certainty.sureness(one(3, 3, 3, DK)) == (
            "3 of 4 questions rated, none with a document, number or second person; the level is between 2.5 and 3.5."
        )
        assert certainty.sureness(one(3, 3, 3, NA)) == (
            "All 3 questions that apply are rated, none with a document, number or second person."
        )
        assert certainty.sureness(one(NA)) == "No question applies."

    def test_a_range_without_width_is_one_level(self) -> None:
        """Of stages 1 and 2 the practice of 1 is not done, so the level is 0 whatever the other answer is.

        As an index, 2 at a weight of 99.9 and an answer at 0.1 are 24.98 to 25.08: both are shown as 25.
        """
        outcome = outcome_of(of_practices((1, 2)), [1, DK])
        assert certainty.sureness(outcome).endswith("; the level is 0.0, whatever is missing.")
        model = questionnaire([[99.9, 0.1]], pulse=("A1", "A2"))
        assert certainty.pulse_sureness(score_pulse(model, filled(model, [2, DK])), 2, (1, 5)) == (
            "1 of 2 questions rated: once the others are, it is 25, whatever is missing."
        )

    def test_a_pulse(self) -> None:
        """Two of three at 3: the index is between 100 · (7/3 − 1)/4 = 33 and 100 · (11/3 − 1)/4 = 67."""
        model = equal(3, pulse=("A1", "A2", "A3"))
        some, whole = filled(model, [3, 3, DK]), filled(model, [3, 3, 3])
        assert certainty.pulse_sureness(score_pulse(model, some), 3, (1, 5)) == (
            "2 of 3 questions rated: once the others are, it is between 33 and 67."
        )
        assert certainty.pulse_sureness(score_pulse(model, whole), 3, (1, 5)) == "3 questions rated."


class TestLifting:
    """The sentence on which answers would lift the stage."""

    def test_one_answer(self) -> None:
        """2.4 lacks one rise; a long list is cut, a single name is not."""
        outcome = one(3, 3, 2, 2, 2)
        assert certainty.lifting_sentence(outcome, away(outcome)) == (
            "One answer, one level higher, would lift it to stage 3: "
            "any of “A1?” (A1), “A2?” (A2), “A3?” (A3) and 2 more."
        )
        outcome = one(5, 5, 5, 3, 3, 5, 5, 5, 3, 3, 3, 3)  # 50/12 = 4.17 lacks 4
        assert certainty.lifting_sentence(outcome, away(outcome)) == (
            "Stage 5 is more than three answers away, each one level higher."
        )

    def test_many_are_cut_short(self) -> None:
        """Of four all are named, of five the first three: “1 more” would be as long as its name."""
        four, five = one(*[3] * 2, *[2] * 2, weights=[1.01, 1, 1, 1.02]), one(3, 3, 2, 2, 2)
        assert certainty.lifting_sentence(four, away(four)).endswith("“A3?” (A3) and “A4?” (A4).")
        assert certainty.lifting_sentence(five, away(five)).endswith("“A3?” (A3) and 2 more.")

    def test_a_single_one(self) -> None:
        """4, 5 are 4.5; overall at most 0 above A at stage 3, so A's answer at 3 must become 4."""
        outcome = outcome_of(equal(1, 1, dimension=0), [3], [5])
        assert certainty.lifting_sentence(outcome, away(outcome)) == (
            "One answer, one level higher, would lift it to stage 4: “A1?” (A1)."
        )

    def test_several_together(self) -> None:
        """2.2 of five answers lacks two rises, with ten possible pairs; of two answers there is one pair."""
        outcome = one(3, 2, 2, 2, 2)
        assert certainty.lifting_sentence(outcome, away(outcome)) == (
            "Two answers, each one level higher, would lift it to stage 3: "
            "“A1?” (A1) and “A2?” (A2), one of 10 such pairs."
        )
        outcome = one(1, 2)
        assert certainty.lifting_sentence(outcome, away(outcome)).endswith(
            "would lift it to stage 3: “A1?” (A1) and “A2?” (A2)."
        )
        outcome = one(2, 2, 2, 2, 2)
        assert certainty.lifting_sentence(outcome, away(outcome)).endswith(
            "“A1?” (A1), “A2?” (A2) and “A3?” (A3), one of 10 such sets of three."
        )

    def test_more_than_one_stage_at_once(self) -> None:
        """With A1 done too, the practices of stages 1 and 2 are all done: from stage 0 to 2, past stage 1."""
        outcome = outcome_of(of_practices((1, 2, 3)), [1, 2, 1])
        assert certainty.lifting_sentence(outcome, away(outcome)) == (
            "One answer, one level higher, would lift it to stage 1 or above: “A1?” (A1)."
        )

    def test_the_highest(self) -> None:
        """At the highest stage there is no sentence on lifting it."""
        outcome = one(5, 5, 5)
        assert certainty.lifting_sentence(outcome, away(outcome)) == (
            "It is the highest stage, so no answer can lift it."
        )


def test_lowering() -> None:
    """2.5 allows no fall, 2.8 of five answers allows one; below the lowest stage there is none."""
    outcome = one(3, 3, 3, 3, 2)
    assert certainty.lowering_sentence(one(3, 2), away(one(3, 2))) == (
        "One answer, one level lower, would lower it: any of “A1?” (A1) and “A2?” (A2)."
    )
    assert certainty.lowering_sentence(outcome, away(outcome)) == "No single answer, one level lower, would lower it."
    lowest = one(1, 1, 1)
    assert certainty.lowering_sentence(lowest, away(lowest)) == "It is the lowest stage, so no answer can lower it."


class TestSettling:
    """The sentence on which missing answers would settle the stage."""

    def test_one_two_or_more(self) -> None:
        """One of one; both of two; all three of three."""
        for outcome, sentence in (
            (one(2, 2, 2, DK), "Knowing one missing answer would settle it: “A4?” (A4)."),
            (one(2, 2, 2, 2, 2, 2, DK, DK), "Knowing two missing answers would settle it: “A7?” (A7) and “A8?” (A8)."),
            (one(*[2] * 8, DK, DK, DK), "Knowing two of the three missing answers would not settle it."),
        ):
            assert certainty.settling_sentence(outcome, away(outcome)) == sentence

    def test_settled(self) -> None:
        """With nothing missing there is no sentence."""
        outcome = one(2, 2, 2)
        assert certainty.settling_sentence(outcome, away(outcome)) is None


def test_proofs() -> None:
    """4, 4, 3 count as 3, 3, 3; proving either 4 gives 3.33."""
    outcome = one(4, 4, 3)
    assert certainty.proofs_sentence(outcome, best_proofs(outcome.questionnaire, outcome.response)) == (
        "A document or number for one answer would lift the evidenced level most, from 3.00 to 3.33: "
        "any of “A1?” (A1) and “A2?” (A2)."
    )
    assert certainty.proofs_sentence(outcome, None) is None


def test_a_proof_never_lifts_the_level_from_a_number_to_itself() -> None:
    """5 · 0.01 of 99.91 beside 2 · 99.9 is 2.0001 as 3 and 2.0003 as 5: with two decimals both would be 2.00."""
    model = questionnaire([[99.9, 0.01]], practice=6)
    outcome = outcome_of(model, [2, 5], grades=[[0, 0]])
    sentence = certainty.proofs_sentence(outcome, best_proofs(model, outcome.response))
    assert sentence is not None
    assert ", from 2.0001 to 2.0003: " in sentence


class TestOtherRules:
    """The sentence on the stage under other rules."""

    def test_another_stage(self) -> None:
        """Levels 4 (capped at 3) and 4 are stage 4; of four other rules two give 4 and two give 3."""
        outcome = outcome_of(equal(4, 1), [5, 5, 5, 1], [4])
        rules = stages_under_other_rules(outcome.questionnaire, outcome.response, {})
        assert certainty.other_rules_sentence(outcome, rules) == (
            "Of these 4 other rules, two give stage 3 and two give stage 4."
        )
        assert other_rules_table(outcome, rules).to_numpy().tolist() == [
            ["A dimension at most 1 above its lowest answer", "at most 2", "3"],
            ["A dimension at most 3 above its lowest answer", "at most 2", "4"],
            ["The whole at most 0 above its lowest dimension", "at most 1", "3"],
            ["The whole at most 2 above its lowest dimension", "at most 1", "4"],
        ]

    def test_the_same_stage(self) -> None:
        """Three 3s are stage 3 by every rule, also where only one other rule exists."""
        outcome = one(3, 3, 3)
        rules = stages_under_other_rules(outcome.questionnaire, outcome.response, {})
        assert certainty.other_rules_sentence(outcome, rules) == (
            "With any of these 4 other rules the stage would still be 3."
        )
        assert certainty.other_rules_sentence(outcome, rules[:1]) == (
            "With this other rule the stage would still be 3."
        )

    def test_no_stage_with_another_floor(self) -> None:
        """Seven of ten rated: no stage with a floor of 80 %. The usual floor is shown as 70 %."""
        outcome = outcome_of(questionnaire([[1] * 10]), [*[3] * 7, DK, DK, DK], importance={"A": 4})
        rules = stages_under_other_rules(outcome.questionnaire, outcome.response, outcome.importance)
        assert certainty.other_rules_sentence(outcome, rules) == (
            "Of these 6 other rules, five give stage 3 and one gives no stage."
        )
        assert certainty.describe_other_rule(outcome, rules[-1]) == (
            "A level once 80 % of its questions are rated",
            "once 70 % are",
            "no stage",
        )

    def test_importance(self) -> None:
        """Importance as weight is listed in place of equal weights."""
        rule = OtherRule("importance", None, 2)
        assert certainty.describe_other_rule(one(2, 2, 2), rule) == (
            "Dimensions weigh by the importance you set",
            "all weigh the same",
            "2",
        )


def test_only_an_open_assessment_has_questions_that_are_still_open() -> None:
    """The notice of a finished one expects no more answers."""
    assert certainty.first_view_notice(25, 38) == "25 of 38 questions are still open, so this is a first view."
    assert certainty.first_view_notice(1, 38) == "1 of 38 questions is still open, so this is a first view."
    assert certainty.unanswered_notice(1, 38) == "1 of 38 questions is not answered."
