"""The states of a workshop: which action leads where, and that no sequence loses a vote or counts one late."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxmaturity.errors import Refused
from cxmaturity.workshops.polls import WarmUp
from cxmaturity.workshops.state import (
    Pace,
    WorkshopAction,
    WorkshopState,
    allowed_actions,
    is_same_but_for_switches,
    next_state,
    request_time,
    set_switch,
)

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
ORDER = ("P1", "P2", "P3")


def course(
    *acts: WorkshopAction, pace: Pace = "together", seconds: int | None = None, question: str | None = None
) -> WorkshopState:
    """Return the state after these actions, a minute apart."""
    state = WorkshopState(ORDER)
    for minute, do in enumerate(acts):
        now = NOW + timedelta(minutes=minute)
        state = next_state(state, pace, do, now, seconds=seconds, question=question if do in ("vote", "go") else None)
    return state


def test_an_action_depends_on_no_switch() -> None:
    """Other switches and requests for time make no difference; a pause and another question do."""
    state = course("begin")
    other = request_time(set_switch(set_switch(state, "is_shared", True), "screen_blank", True))
    assert is_same_but_for_switches(other, state)
    assert is_same_but_for_switches(state, other)
    assert not is_same_but_for_switches(course("begin", "pause"), state)
    assert not is_same_but_for_switches(course("begin", "skip"), state)


def test_question_by_question() -> None:
    """Vote, reveal, next; after the last question there is no next, but the dot vote."""
    state = course("begin")
    assert (state.phase, state.question, state.round) == ("vote", "P1", 1)
    state = course("begin", "reveal", "next", "reveal", "next", "reveal")
    assert (state.phase, state.question, dict(state.revealed)) == ("reveal", "P3", {"P1": 1, "P2": 1, "P3": 1})
    actions = {"again", "undo", "extend", "back", "go", "vote", "dots", "steps", "end", "ask_worth"}
    assert allowed_actions(state) == actions


def test_a_vote_is_taken_only_for_the_question_and_round_being_voted_on() -> None:
    """Not for another question or round, not after the reveal, not during a pause."""
    state = course("begin")
    assert state.accepts_vote("P1", 1)
    assert not state.accepts_vote("P2", 1)
    assert not state.accepts_vote("P1", 2)
    assert not course("begin", "reveal").accepts_vote("P1", 1)
    assert not course("begin", "pause").accepts_vote("P1", 1)


def test_the_first_question_has_none_before_it() -> None:
    """“Back” is allowed from the second question on."""
    assert "back" not in allowed_actions(course("begin", "reveal"))
    assert "back" in allowed_actions(course("begin", "reveal", "next"))


def test_a_reveal_is_undone_in_its_own_round() -> None:
    """The vote continues as if nothing had been shown: votes of its round count, and an earlier result is shown
    again."""
    state = course("begin", "reveal", "undo")
    assert (state.phase, state.question, state.round, dict(state.revealed)) == ("vote", "P1", 1, {})
    assert state.accepts_vote("P1", 1)
    state = course("begin", "reveal", "again", "reveal", "undo")
    assert (state.round, dict(state.revealed)) == (2, {"P1": 1})
    assert course("begin", "reveal", "undo", "skip", "back").round == 1


def test_a_reveal_that_showed_something_is_undone_by_a_new_round() -> None:
    """The undone round's number is not used again for votes; people see a first and a second vote."""
    state = next_state(course("begin", "reveal"), "together", "undo", NOW, in_new_round=True)
    assert (state.round, state.vote_number, dict(state.revealed), dict(state.undone)) == (2, 1, {}, {"P1": (1,)})
    left = next_state(next_state(state, "together", "skip", NOW), "together", "back", NOW)
    assert (left.phase, left.round, left.vote_number) == ("vote", 2, 1)
    again = next_state(next_state(left, "together", "reveal", NOW), "together", "again", NOW)
    assert (again.round, again.vote_number) == (3, 2)
    undone_twice = next_state(next_state(again, "together", "reveal", NOW), "together", "undo", NOW, in_new_round=True)
    assert (undone_twice.round, undone_twice.vote_number, dict(undone_twice.revealed)) == (4, 2, {"P1": 2})
    revealed = next_state(undone_twice, "together", "reveal", NOW)
    thrice = next_state(revealed, "together", "undo", NOW, in_new_round=True)
    assert (thrice.round, dict(thrice.revealed)) == (5, {"P1": 2})  # rounds 1, 3 and 4 were undone


def test_dots_lead_back_to_the_question_they_came_from() -> None:
    """“Back” from the dots leads to the question's result, or to its vote if that was open.

    Also after the steps were shown.
    """
    courses: tuple[tuple[WorkshopAction, ...], ...] = (("dots",), ("dots", "steps"), ("dots", "steps", "dots"))
    for acts in courses:
        state = course("begin", "reveal", "next", "reveal", *acts, "back")
        assert (state.phase, state.question, state.round) == ("reveal", "P2", 1)
        state = course("begin", "reveal", "next", *acts, "back")
        assert (state.phase, state.question, state.round) == ("vote", "P2", 1)


def test_a_second_round_leaves_the_first_as_it_is() -> None:
    """After round 2 was revealed, next and back lead to its result, not to another vote."""
    state = course("begin", "reveal", "again")
    assert (state.phase, state.round, dict(state.revealed)) == ("vote", 2, {"P1": 1})
    state = course("begin", "reveal", "again", "reveal", "next", "back")
    assert (state.phase, state.question, state.round) == ("reveal", "P1", 2)


def test_a_skipped_vote_is_continued() -> None:
    """A question skipped in round 1 and chosen again is still in round 1, so earlier votes count.

    Once revealed it is no longer skipped.
    """
    state = course("begin", "skip")
    assert (state.question, state.skipped) == ("P2", ("P1",))
    again = course("begin", "skip", "vote", question="P1")
    assert (again.phase, again.question, again.round) == ("vote", "P1", 1)
    assert course("begin", "skip", "vote", "reveal", question="P1").skipped == ()


def test_any_question_can_be_chosen() -> None:
    """A revealed one shows its result without a new vote; any other starts its first vote; also from the dot vote."""
    state = course("begin", "reveal", "next", "go", question="P1")
    assert (state.phase, state.question, state.round) == ("reveal", "P1", 1)
    state = course("begin", "reveal", "go", question="P3")
    assert (state.phase, state.question, state.round) == ("vote", "P3", 1)
    choosing: tuple[tuple[WorkshopAction, ...], ...] = (("dots",), ("dots", "steps"))
    for acts in choosing:
        state = course("begin", "reveal", *acts, "go", question="P1")
        assert (state.phase, state.question) == ("reveal", "P1")


def test_self_paced_answering() -> None:
    """All questions take votes of round 1; the review shows them all, and a second round may follow."""
    state = course("begin", pace="self_paced")
    assert allowed_actions(state) == {"start_review", "pause", "extend", "end"}
    assert all(state.accepts_vote(name, 1) for name in ORDER)
    assert not state.accepts_vote("P1", 2)
    assert not state.accepts_vote("Z9", 1)
    state = course("begin", "start_review", pace="self_paced")
    assert (state.phase, state.question, dict(state.revealed)) == ("reveal", "P1", dict.fromkeys(ORDER, 1))
    state = course("begin", "start_review", "next", "again", pace="self_paced")
    assert (state.phase, state.question, state.round) == ("vote", "P2", 2)


def test_a_pause_takes_no_vote_and_stops_the_clock() -> None:
    """A timer of two minutes, paused for one minute after the first: it ends three minutes after it began."""
    running = course("begin", seconds=120)
    assert running.ends_at == NOW + timedelta(minutes=2)
    paused = next_state(running, "together", "pause", NOW + timedelta(minutes=1))
    assert not paused.accepts_vote("P1", 1)
    assert "pause" not in allowed_actions(paused)
    on = next_state(paused, "together", "resume", NOW + timedelta(minutes=2))
    assert on.accepts_vote("P1", 1)
    assert on.ends_at == NOW + timedelta(minutes=3)


def test_time_is_extended_from_its_end_or_from_now() -> None:
    """One minute is added to the time left; from now if the time is over or no timer runs."""
    running = course("begin", seconds=120)
    more = next_state(running, "together", "extend", NOW + timedelta(minutes=1), seconds=60)
    assert more.ends_at == NOW + timedelta(minutes=3)
    late = next_state(running, "together", "extend", NOW + timedelta(minutes=5), seconds=60)
    assert late.ends_at == NOW + timedelta(minutes=6)
    assert next_state(course("begin"), "together", "extend", NOW).ends_at == NOW + timedelta(minutes=1)


def test_time_is_shortened_to_now_at_most() -> None:
    """One minute is taken off, but the end is never before now; without a timer the action is not allowed."""
    running = course("begin", seconds=120)
    less = next_state(running, "together", "shorten", NOW + timedelta(seconds=30), seconds=60)
    assert less.ends_at == NOW + timedelta(minutes=1)
    over = next_state(less, "together", "shorten", NOW + timedelta(seconds=45), seconds=60)
    assert over.ends_at == NOW + timedelta(seconds=45)
    assert "shorten" not in allowed_actions(course("begin"))


def test_time_is_changed_in_a_pause_as_the_vote_stands() -> None:
    """Two minutes, paused after one: adding one leaves two, counted from the end of the pause."""
    running = course("begin", seconds=120)
    paused = next_state(running, "together", "pause", NOW + timedelta(minutes=1))
    more = next_state(paused, "together", "extend", NOW + timedelta(minutes=10), seconds=60)
    resumed = next_state(more, "together", "resume", NOW + timedelta(minutes=11))
    assert resumed.ends_at == NOW + timedelta(minutes=13)


def test_talk_and_self_paced_answering_have_a_timer_too() -> None:
    """Three minutes to talk after the reveal; ten minutes for all questions."""
    revealed = next_state(course("begin"), "together", "reveal", NOW, seconds=180)
    assert revealed.ends_at == NOW + timedelta(minutes=3)
    assert next_state(revealed, "together", "next", NOW).ends_at is None
    answering = course("begin", pace="self_paced", seconds=600)
    assert answering.ends_at == NOW + timedelta(minutes=10)
    assert {"extend", "shorten"} <= allowed_actions(answering)


def test_switches_stay_until_set_again() -> None:
    """Sharing results with phones stays on through all questions, dots and steps until it is switched off."""
    state = set_switch(course("begin", "reveal"), "is_shared", is_on=True)
    for action in ("next", "reveal", "dots", "steps", "back", "again"):
        state = next_state(state, "together", action, NOW)
        assert state.is_shared
    assert not set_switch(state, "is_shared", is_on=False).is_shared


def test_requests_for_time_count_until_time_is_added_or_the_question_changes() -> None:
    """Two phones ask; taking a minute off keeps the requests, adding one or going to another question clears them."""
    asked = request_time(request_time(course("begin", seconds=120)))
    assert asked.time_requests == 2
    assert next_state(asked, "together", "shorten", NOW, seconds=60).time_requests == 2
    assert next_state(asked, "together", "extend", NOW, seconds=60).time_requests == 0
    assert next_state(asked, "together", "skip", NOW).time_requests == 0
    with pytest.raises(Refused, match="Nothing is being answered"):
        request_time(course("begin", "reveal"))


@pytest.mark.parametrize("seconds", [0, -1, 3601])
def test_an_invalid_timer_is_refused(seconds: int) -> None:
    """A timer of zero, a negative time, or more than an hour raises an error."""
    with pytest.raises(Refused, match="timer"):
        course("begin", seconds=seconds)
    assert course("begin", seconds=3600).ends_at == NOW + timedelta(hours=1)


def test_a_workshop_begins_with_every_switch_off() -> None:
    """Results are not shared, reasons not asked, nothing is hidden or automatic until it is switched on."""
    state = WorkshopState(ORDER)
    assert {name: getattr(state, name) for name in state.__slots__ if isinstance(getattr(state, name), bool)} == {
        "is_open_again": False, "are_dots_final": False, "is_shared": False, "asks_why": False,
        "is_timer_hidden": False, "reveals_when_all_in": False, "reveals_when_time_is_up": False, "screen_blank": False,
    }  # fmt: skip


def test_only_skipping_skips() -> None:
    """Going back from a vote, or moving on from a revealed question, marks nothing as skipped.

    A skipped question is listed once.
    """
    assert course("begin", "reveal", "next", "back").skipped == ()
    assert course("begin", "skip", "back", "skip").skipped == ("P1",)
    assert course("begin", "skip", "back", "reveal").skipped == ()


def test_dots_begin_in_the_first_round_however_often_was_voted() -> None:
    """The dot vote is in round 1, whatever the round of the question before it."""
    assert course("begin", "reveal", "again", "reveal").round == 2
    assert course("begin", "reveal", "again", "reveal", "dots").round == 1


def test_a_question_that_is_not_asked_is_refused() -> None:
    """Going to a question that is not part of this workshop raises an error."""
    wanted: tuple[WorkshopAction, ...] = ("vote", "go")
    for question in ("Z9", None):
        for do in wanted:
            with pytest.raises(Refused, match="no such question"):
                course("begin", do, question=question)


ACTS: tuple[WorkshopAction, ...] = (
    "begin", "vote", "reveal", "undo", "again", "next", "back", "skip", "go", "pause", "resume", "extend", "shorten",
    "start_review", "dots", "steps", "end",
)  # fmt: skip


@given(st.sampled_from(["together", "self_paced"]), st.lists(st.sampled_from(ACTS), max_size=40), st.data())
def test_every_course_keeps_its_promises(pace: Pace, acts: list[WorkshopAction], data: st.DataObject) -> None:
    """In random sequences allowed actions succeed and all others are refused; rounds never decrease.

    Votes are taken for one open round only.
    """
    state = WorkshopState(ORDER)
    for minute, do in enumerate(acts):
        now = NOW + timedelta(minutes=minute)
        question = data.draw(st.sampled_from(ORDER)) if do in ("vote", "go") else None
        in_new_round = do == "undo" and data.draw(st.booleans())
        if do not in allowed_actions(state):
            with pytest.raises(Refused):
                next_state(state, pace, do, now, question=question)
            continue
        then, state = state, next_state(state, pace, do, now, question=question, in_new_round=in_new_round)
        assert do == "undo" or all(state.revealed[name] >= number for name, number in then.revealed.items())
        assert set(state.revealed) <= set(ORDER)
        shown_before = {(name, n) for name, last in state.revealed.items() for n in range(1, last + 1)}
        shown_before |= {(name, n) for name, rounds in state.undone.items() for n in rounds}
        taken = {(name, n) for name in ORDER for n in range(1, 50) if state.accepts_vote(name, n)}
        assert not taken & shown_before
        assert len(taken) <= (3 if state.phase == "self_paced" else 1)
        assert 1 <= state.vote_number <= state.round
        if state.phase == "closed":
            assert allowed_actions(state) == frozenset()


def test_a_warm_up_comes_before_all_questions_and_a_last_one_after_the_steps() -> None:
    """Its result may be shown or left out; neither takes a vote; the last question leads back to the steps or ends."""
    state = WorkshopState(ORDER, warm_up=WarmUp("How awake are you?"))
    warm = next_state(state, "together", "begin", NOW)
    assert (warm.phase, warm.open_poll, warm.accepts_vote("P1", 1)) == ("warm_up", "warm_up", False)
    assert allowed_actions(warm) == {"reveal", "begin", "end"}
    shown = next_state(warm, "together", "reveal", NOW)
    assert (shown.phase, shown.open_poll, dict(shown.revealed)) == ("warm_up_result", None, {})
    for before in (warm, shown):
        assert next_state(before, "together", "begin", NOW).phase == "vote"
        assert next_state(before, "self_paced", "begin", NOW).phase == "self_paced"
    worth = course("begin", "reveal", "dots", "steps", "ask_worth")
    assert (worth.phase, worth.open_poll) == ("worth", "worth")
    assert allowed_actions(worth) == {"steps", "end"}
    assert next_state(worth, "together", "steps", NOW).phase == "steps"


def test_a_blank_screen_stays_until_the_workshop_moves_on() -> None:
    """A pause and more time keep it blank; a result, another question and the end of the lobby show the screen again.

    An ended workshop has no switches.
    """
    blank = set_switch(course("begin"), "screen_blank", is_on=True)
    assert next_state(blank, "together", "pause", NOW).screen_blank
    assert not next_state(blank, "together", "reveal", NOW).screen_blank
    assert not next_state(blank, "together", "skip", NOW).screen_blank
    assert not set_switch(blank, "screen_blank", is_on=False).screen_blank
    for pace in ("together", "self_paced"):
        assert not next_state(set_switch(course(), "screen_blank", is_on=True), pace, "begin", NOW).screen_blank
    warm = WorkshopState(ORDER, warm_up=WarmUp("How awake are you?"))
    for action in ("begin", "reveal"):
        warm = next_state(set_switch(warm, "screen_blank", is_on=True), "together", action, NOW)
        assert not warm.screen_blank
    with pytest.raises(Refused, match="ended"):
        set_switch(course("begin", "end"), "is_shared", is_on=True)
    assert set_switch(course("begin", "end"), "screen_blank", is_on=True).screen_blank
