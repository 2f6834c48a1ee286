"""Headlines of a report, the facilitation guide, and the questionnaire's rules as plain sentences."""

from dataclasses import replace
from datetime import date

import pytest

from cxmaturity.wording import method
from cxmaturity.wording.report import headlines
from cxmaturity.wording.report.discussion_guide import Disagreement, discussion_guide
from cxmaturity.wording.report.plain_items import escaped, plain_items
from tests.build import ACTION, equal


@pytest.mark.parametrize(
    ("codes", "headline"),
    [
        (["split", "agree", "split"], "Votes are far apart on 2 of 3 questions"),
        (["mixed", "agree"], "Votes are varied on 1 of 2 questions"),
        (["agree", "agreed level"], "Votes are close together on 1 of 2 questions"),
        (["agreed level", "agreed level"], "A level is agreed on 2 of 2 questions"),
    ],
)
def test_agreement_names_the_widest_kind(codes: list[str], headline: str) -> None:
    """“Far apart” if any question is, else “varied”, else “close together”."""
    assert headlines.agreement_headline(codes) == headline


def test_the_decision_says_what_is_missing() -> None:
    """An owner and a date, unless the steps are in the plan; then the time to do them."""
    assert headlines.decision_headline(3, ["CSR", "People", "CSR"]) == "Decide on three first steps, beginning in CSR"
    assert headlines.decision_headline(1, ["CSR"]) == "Decide on one first step, in CSR"
    asked = "Asked for: an owner and a date for each."
    assert headlines.decision_request(3, 1) == f"{asked} One is in the plan already."
    assert headlines.decision_request(1, 0) == "Asked for: an owner and a date."
    assert headlines.decision_request(2, 2) == "They are in the plan. Asked for: the time to do them."


def test_the_guide_takes_the_three_widest() -> None:
    """Fifteen minutes for votes far apart, ten for votes that vary or with only levels shown, none where all agree."""
    apart = Disagreement("Is it?", "A1", "split")
    roles = Disagreement("Was it?", "A2", None, leaders=4, others=2)
    varied = Disagreement("Will it?", "A3", "mixed")
    alike = Disagreement("Has it?", "A4", "agree")
    lead, first, second, third = discussion_guide([apart, roles, varied, varied, alike])
    assert lead == "Talk it over, about 35 minutes:"
    assert first.startswith("15 min: “Is it?” (A1), votes far apart. Open with: What would somebody have seen")
    assert second.startswith("10 min: “Was it?” (A2), leaders 4, everyone else 2. Open with: What do leaders see")
    assert third.startswith("10 min: “Will it?” (A3), votes vary.")
    assert discussion_guide([alike]) == ()


def test_rules_lose_their_marks_and_keep_their_words() -> None:
    """Numbers, bullets and emphasis are removed; wrapped lines are joined; paragraphs stay separate."""
    assert plain_items("\n1. **Answers.** Pick *one*\n   of them.\n2. Add.\n\nAt the end\nround.\n- x\n") == (
        "Answers. Pick one of them.", "Add.", "At the end round.", "x"
    )  # fmt: skip
    assert not [rule for rule in plain_items(method.several_people_rules()) if "*" in rule or rule.startswith("-")]


def test_a_questionnaires_rule_keeps_its_asterisks() -> None:
    """Only the Markdown of our own texts is removed."""
    model = equal(2).model_copy(update={"rule": "Pick *the* one - or 2 ** 3."})
    assert plain_items(method.scoring_rules(model, escaped))[0].startswith(
        "Answers. Pick *the* one - or 2 ** 3. Don't know"
    )


def test_actions_say_what_is_late() -> None:
    """Two to do, one of them overdue since yesterday, one without a date."""
    late, undated = (replace(ACTION, status="planned", due=due) for due in (date(2026, 5, 3), None))
    headline = headlines.actions_headline([late, undated], date(2026, 5, 4))
    assert headline == "2 actions to do, 1 overdue and 1 without a date"
