"""Sentences of the console: its title, counts, what an action did, and its keys."""

from datetime import UTC, datetime, timedelta

import pytest

from cxmaturity.analysis.disclosure import SUPPRESSED, disclose_question
from cxmaturity.answers import Answer
from cxmaturity.ui.workshop.console_keys import LETTERS, NEED_SHIFT
from cxmaturity.wording import keys
from cxmaturity.wording.keys import CONSOLE_LETTERS
from cxmaturity.wording.workshop import votes
from cxmaturity.wording.workshop import workshop_console as wording
from cxmaturity.workshops.state import Pace, WorkshopAction, WorkshopState, next_state
from tests.build import disclosed, equal

QUESTIONNAIRE = equal(2, 1)  # A1, A2, B1
NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
START = WorkshopState(("A1", "A2", "B1"))
SHOWN = disclose_question([Answer(level=level) for level in (2, 3, 3)], 5, "open")


def console_words(*actions: WorkshopAction, pace: Pace = "together") -> str:
    """Return the console's sentences after the last of these actions; every shown result is 2, 3, 3."""
    before = after = START
    for action in actions:
        before, after = after, next_state(after, pace, action, NOW)
    shown = SHOWN if after.phase == "reveal" else None
    return wording.action_done(actions[-1], before, after, shown, QUESTIONNAIRE)


def test_each_phase_counts_what_one_waits_for() -> None:
    """Votes during a vote, answers and finished people when self-paced, dots, people who joined before."""
    assert wording.count_template("vote", 12) == "Votes in: {voted} of {joined}"
    assert wording.count_template("self_paced", 12, 38) == (
        "Finished: {voted} of {joined}. Each has answered about {average} of 38."
    )
    assert wording.count_template("dots", 12) == "Dots given: {voted} of {joined}"
    assert wording.count_template("lobby", 12) == "Joined: {joined}, 12 expected"
    assert wording.count_template("lobby", None) == wording.count_template("steps", 12) == "In the room: {joined}"


@pytest.mark.parametrize(("answered", "people", "average"), [(372, 12, 31), (5, 2, 3), (7, 3, 2), (0, 4, 0), (0, 0, 0)])
def test_average_progress_is_rounded_half_up(answered: int, people: int, average: int) -> None:
    """372 answers of 12 people are 31 each; 2.5 is shown as 3, 2.33 as 2; without people it is 0."""
    assert wording.average_progress(answered, people) == average


def test_each_action_states_the_new_position() -> None:
    """The question's number with its vote, or its whole result; what was skipped; no second vote before a first."""
    result = votes.describe_reveal(SHOWN, QUESTIONNAIRE)
    assert console_words("begin") == "Question 1 of 3. The vote is open."
    assert console_words("begin", "reveal") == f"Revealed. {result}"
    assert console_words("begin", "reveal", "again") == "Question 1 of 3. The second vote is open."
    assert console_words("begin", "reveal", "undo") == "The vote is open again. Its result is taken back."
    assert console_words("begin", "skip") == "A1 is skipped. Question 2 of 3. The vote is open."
    assert console_words("begin", "reveal", "next", "back") == f"Question 1 of 3, its result. {result}"
    assert console_words("begin", "reveal", "dots") == "Everyone can give dots."
    assert console_words("begin", "reveal", "dots", "steps") == "The first steps are here."
    assert console_words("begin", "pause") == "Voting is paused."
    assert console_words("begin", "pause", "resume") == "Voting goes on."
    assert console_words("begin", pace="self_paced") == "Everyone can answer now."
    assert console_words("begin", "end") == "The workshop has ended."


def test_a_timer_says_how_it_changed() -> None:
    """It starts, grows and shrinks by minutes; at its end the time is up."""
    assert console_words("begin", "extend") == "The timer runs."
    assert console_words("begin", "extend", "extend") == "1 minute more."
    assert console_words("begin", "extend", "extend", "shorten") == "1 minute less."
    late = WorkshopState(("A1",), "vote", "A1", ends_at=NOW + timedelta(seconds=20))
    over = next_state(late, "together", "shorten", NOW, seconds=60)
    assert wording.timer_change(late, over) == "Time is up."
    assert [wording.minutes_or_seconds(s) for s in (None, 30, 60, 600)] == [
        "No timer", "30 seconds", "1 minute", "10 minutes",
    ]  # fmt: skip


def test_the_sheet_lists_each_letter_that_counts() -> None:
    """The list of keys equals the keys that the console handles; keys that end a vote need Shift."""
    assert LETTERS.keys() == keys.CONSOLE_LETTERS.keys()
    assert {letter for letter, widgets in LETTERS.items() if {"do-reveal-", "do-dots-"} & set(widgets)} == {"v", "d"}
    assert set(NEED_SHIFT) == {"v", "d"}


def test_the_sheet_of_keys_lists_every_letter_of_the_console() -> None:
    """Each key that triggers an action has its line, and no other key has one."""
    assert set(CONSOLE_LETTERS) == set(LETTERS)


class TestProgress:
    """The progress of a workshop, and what ending it now leaves out."""

    STATE = WorkshopState(("A1", "A2", "B1"), revealed={"A1": 2}, skipped=("A2",))

    def test_progress_counts_what_exists(self) -> None:
        """Counts of zero are left out."""
        assert wording.progress_summary(self.STATE, 1) == "1 of 3 revealed · 1 agreed · 1 skipped"
        assert wording.progress_summary(WorkshopState(("A1",)), 0) == "0 of 1 revealed"

    def test_how_one_question_stands(self) -> None:
        """“Skipped” only until it was revealed; an agreed level stands beside the votes, by its number from 0 here."""
        assert wording.question_status(None, None, True, "12345") == "Skipped"
        assert wording.question_status(None, None, False, "12345") == "Not revealed yet"
        assert (
            wording.question_status(disclosed(1, 2, 5), 3, True, "01234")
            == "Middle answer 1, votes far apart · agreed on level 2"
        )
        assert wording.question_status(SUPPRESSED, None, False, "12345") == "Nothing may be shown"

    def test_ending_states_what_is_missing(self) -> None:
        """Ending early counts what is missing; ending before any reveal says that the result would be empty."""
        kept = "Kept: the votes on 1 question, 1 agreed level with what led there."
        assert wording.ending_notice(self.STATE, 1) == f"{kept} Not revealed, so missing: 2 questions."
        whole = WorkshopState(("A1", "A2"), revealed={"A1": 1, "A2": 1})
        assert wording.ending_notice(whole, 0) == "Kept: the votes on 2 questions."
        assert (
            wording.ending_notice(WorkshopState(("A1",)), 0) == "Nothing was revealed yet: the result would be empty."
        )
