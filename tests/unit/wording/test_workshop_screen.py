"""Sentences of the projected screen: the headline of a result, its facts, and the status of a first step."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from cxmaturity.analysis.disclosure import SUPPRESSED, QuestionDisclosure, disclose_question
from cxmaturity.answers import Answer
from cxmaturity.records import Action
from cxmaturity.wording.questionnaire.levels import shortened
from cxmaturity.wording.workshop import workshop_screen as wording
from cxmaturity.workshops.state import WorkshopState
from tests.build import equal

OF_FIVE = equal(1)  # five stages, named Stage 1 to Stage 5
DONT_KNOW, DOES_NOT_APPLY = Answer(dont_know=True), Answer(not_applicable="Why")


def shown(*answers: int | Answer) -> QuestionDisclosure:
    """Return what open mode discloses of these answers."""
    votes = [Answer(level=answer) if isinstance(answer, int) else answer for answer in answers]
    return disclose_question(votes, 5, "open")


@pytest.mark.parametrize(
    ("disclosure", "headline", "facts"),
    [
        (shown(3, 3, 4), "Middle answer 3 · Stage 3", "3 votes · votes close together"),
        (shown(2, 3, 5, DONT_KNOW), "Middle answer 3 · Stage 3", "3 votes, 1 did not know · votes vary"),
        (shown(1, 1, 5, 5), wording.FAR_APART, "Middle answer 1 · Stage 1 · 4 votes"),
        (shown(4), "Middle answer 4 · Stage 4", "1 vote"),
        (shown(DONT_KNOW, DOES_NOT_APPLY), "Nobody gave a level.", "1 did not know, 1 said it does not apply"),
        (
            QuestionDisclosure(Answer(level=3), 12, None, None, None, 4, 2),
            "Middle answer 3 · Stage 3",
            "12 votes · leaders 4, everyone else 2",
        ),
        (
            SUPPRESSED,
            "Fewer than 5 people rated it: too few to show without revealing who said what.",
            "",
        ),
    ],
)
def test_headline_and_facts(disclosure: QuestionDisclosure, headline: str, facts: str) -> None:
    """The middle answer, unless votes are far apart: 2, 3, 5 deviate from their mean by 1.11 on average, so they
    vary."""
    assert (wording.headline(disclosure, OF_FIVE), wording.facts(disclosure, OF_FIVE)) == (headline, facts)


def test_a_first_step_says_who_does_it_by_when() -> None:
    """Once it is in the plan: owner and date; before: its effort. Dots follow either, if there are any."""
    action = Action(
        id="a",
        team_id="t",
        assessment_id=None,
        question_id="A1",
        from_level=1,
        do="Do",
        worked_if="",
        owner="Ana",
        due=date(2026, 12, 1),
        created_at=datetime.now(UTC),
    )
    assert wording.step_status("1 h", 0, None) == "1 h"
    assert wording.step_status("1 h", 1, None) == "1 h · 1 dot"
    assert wording.step_status("1 h", 3, action) == "✓ Ana, by 1 December 2026 · 3 dots"
    assert wording.step_status("1 h", 0, replace(action, due=None)) == "✓ Ana"
    assert wording.step_status("1 h", 0, replace(action, owner="")) == "✓ In the plan, by 1 December 2026"


def test_a_pause_is_read_out_before_the_question() -> None:
    """In other phases the sentence states where the workshop is."""
    state = WorkshopState(("A1",), "vote", "A1")
    paused = replace(state, paused_at=datetime.now(UTC))
    assert wording.spoken(state, "How?") == "How?"
    assert wording.spoken(paused, "How?") == "Paused. No votes are taken for the moment. How?"
    assert wording.spoken(WorkshopState(("A1",)), "") == "People are joining."


@pytest.mark.parametrize(
    ("text", "most", "words"),
    [("One two", 7, "One two"), ("One two three", 9, "One two…"), ("Onetwothree", 5, "Onet…")],
)
def test_a_text_is_cut_at_a_word(text: str, most: int, words: str) -> None:
    """At most the given length including the …; a single long word is cut inside."""
    assert shortened(text, most) == words
