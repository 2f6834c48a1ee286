"""Nothing published of an anonymous group determines one person's answer: an exact search over random groups.

`make audit` does the same with thousands of groups.
"""

from random import Random
from typing import Any

import pytest

from cxmaturity.analysis import disclosure
from cxmaturity.analysis.groups import RoundResult
from cxmaturity.store.workshop.votes import CastVote
from tests.audit import cases
from tests.audit.exact_search import audit


@pytest.mark.parametrize("kind", cases.KINDS, ids=lambda kind: kind.__name__)
def test_no_answer_is_determined(kind: cases.MakeCase) -> None:
    """For every person, question and insider another set of answers has the same published result, to the letter."""
    for seed in range(8):
        assert audit(kind(Random(seed))).determined == [], seed


def leaks(kind: cases.MakeCase, seeds: range) -> bool:
    return any(audit(kind(Random(seed))).determined for seed in seeds)


def test_the_audit_finds_an_agreement_that_discloses(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the agreement of few people were always shown, an answer would be determined; so the audit can fail."""
    monkeypatch.setattr(disclosure, "_agreement_discloses_nobody", lambda *_: True)
    assert leaks(cases.survey, range(31, 32))  # six people on two levels


def test_the_audit_finds_a_newcomer_to_a_second_vote(monkeypatch: pytest.MonkeyPatch) -> None:
    """If all votes of the second round were counted, the difference of the counts would be the newcomer's vote."""

    def all_votes(votes: list[CastVote], _results: list[RoundResult], round_: int, _privacy: str) -> list[CastVote]:
        return [vote for vote in votes if vote.round == round_]

    monkeypatch.setattr(cases, "counted_votes", all_votes)
    assert leaks(cases.second_vote, range(3, 4))  # some join for a later vote


def test_the_audit_finds_a_second_survey_next_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the second result were shown, the difference would be the answers of those who took part in only one."""
    hides = disclosure.disclose_group

    def shows(*arguments: Any, **_: Any) -> Any:
        return hides(*arguments[:6])

    monkeypatch.setattr("cxmaturity.analysis.groups.disclose_group", shows)
    assert leaks(cases.two_surveys, range(6, 7))  # a few took part in only one


def test_the_audit_finds_an_interval_beside_other_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """If means and intervals were shown beside counts of a few more people, the difference would be their answers."""
    monkeypatch.setattr("cxmaturity.analysis.trends.people_answers.may_show_figures", lambda *_: True)
    assert leaks(cases.survey, range(16, 17))  # some left a question out


def test_no_mean_beside_the_levels_of_both_roles() -> None:
    """Six leaders and six others, whose levels are shown: a mean of all would disclose one person's answer."""
    assert audit(cases.random_case(Random(40236))).determined == []
