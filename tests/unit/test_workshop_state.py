"""A workshop's course: what may follow what, and that no course leads where a vote is lost or counted late."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxmaturity.errors import Refused
from cxmaturity.workshops.state import Pace, WorkshopAction, WorkshopState, allowed_actions, next_state, set_switch

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
ORDER = ("P1", "P2", "P3")


def course(
    *acts: WorkshopAction, pace: Pace = "together", seconds: int | None = None, question: str | None = None
) -> WorkshopState:
    """Return the state after these acts, a minute apart."""
    state = WorkshopState(ORDER)
    for minute, do in enumerate(acts):
        now = NOW + timedelta(minutes=minute)
        state = next_state(state, pace, do, now, seconds=seconds, question=question if do in ("vote", "go") else None)
    return state


def test_question_by_question() -> None:
    """Vote, reveal, next; the last question has no next, and the room decides."""
    state = course("begin")
    assert (state.phase, state.question, state.round, state.began_at) == ("vote", "P1", 1, NOW)
    state = course("begin", "reveal", "next", "reveal", "next", "reveal")
    assert (state.phase, state.question, dict(state.revealed)) == ("reveal", "P3", {"P1": 1, "P2": 1, "P3": 1})
    assert allowed_actions(state, "together") == {"again", "back", "go", "vote", "share", "dots", "steps", "end"}


def test_a_vote_is_taken_only_for_the_question_and_round_being_voted_on() -> None:
    """Not for another question, not for another round, not once its votes are revealed, not while paused."""
    state = course("begin")
    assert state.accepts_vote("P1", 1)
    assert not state.accepts_vote("P2", 1)
    assert not state.accepts_vote("P1", 2)
    assert not course("begin", "reveal").accepts_vote("P1", 1)
    assert not course("begin", "pause").accepts_vote("P1", 1)


def test_the_first_question_has_none_before_it_and_a_result_is_not_shared_unasked() -> None:
    """Back is for later questions; phones show the result only after the facilitator shares it."""
    state = course("begin", "reveal")
    assert "back" not in allowed_actions(state, "together")
    assert "back" in allowed_actions(course("begin", "reveal", "next"), "together")
    assert not state.is_shared
    assert course("begin", "reveal", "share").is_shared


def test_a_second_round_leaves_the_first_as_it_is() -> None:
    """Round 2 is shown; going on and back leads to it, not to another vote."""
    state = course("begin", "reveal", "again")
    assert (state.phase, state.round, dict(state.revealed)) == ("vote", 2, {"P1": 1})
    state = course("begin", "reveal", "again", "reveal", "next", "back")
    assert (state.phase, state.question, state.round) == ("reveal", "P1", 2)


def test_a_vote_left_is_gone_on_with() -> None:
    """Skipped in round 1, chosen again later: still round 1, so votes given count; revealed, it is skipped no more."""
    state = course("begin", "skip")
    assert (state.question, state.skipped) == ("P2", ("P1",))
    again = course("begin", "skip", "vote", question="P1")
    assert (again.phase, again.question, again.round) == ("vote", "P1", 1)
    assert course("begin", "skip", "vote", "reveal", question="P1").skipped == ()


def test_any_question_can_be_gone_to() -> None:
    """What was shown of it is shown again, without another vote; of which nothing was, its first vote begins.

    Also from where the room chooses its first steps.
    """
    state = course("begin", "reveal", "next", "go", question="P1")
    assert (state.phase, state.question, state.round) == ("reveal", "P1", 1)
    state = course("begin", "reveal", "go", question="P3")
    assert (state.phase, state.question, state.round) == ("vote", "P3", 1)
    choosing: tuple[tuple[WorkshopAction, ...], ...] = (("dots",), ("dots", "steps"))
    for acts in choosing:
        state = course("begin", "reveal", *acts, "go", question="P1")
        assert (state.phase, state.question) == ("reveal", "P1")


def test_at_everyones_own_pace() -> None:
    """All questions take votes of round 1; walking through shows all, and a second round may follow."""
    state = course("begin", pace="self_paced")
    assert all(state.accepts_vote(name, 1) for name in ORDER)
    assert not state.accepts_vote("P1", 2)
    assert not state.accepts_vote("Z9", 1)
    state = course("begin", "start_review", pace="self_paced")
    assert (state.phase, state.question, dict(state.revealed)) == ("reveal", "P1", dict.fromkeys(ORDER, 1))
    state = course("begin", "start_review", "next", "again", pace="self_paced")
    assert (state.phase, state.question, state.round) == ("vote", "P2", 2)


def test_a_pause_takes_no_vote_and_stops_the_clock() -> None:
    """A timer of two minutes, paused after one for another: it ends three minutes after it began."""
    running = course("begin", seconds=120)
    assert running.ends_at == NOW + timedelta(minutes=2)
    paused = next_state(running, "together", "pause", NOW + timedelta(minutes=1))
    assert not paused.accepts_vote("P1", 1)
    assert "pause" not in allowed_actions(paused, "together")
    on = next_state(paused, "together", "resume", NOW + timedelta(minutes=2))
    assert on.accepts_vote("P1", 1)
    assert on.ends_at == NOW + timedelta(minutes=3)


def test_time_is_extended_from_its_end_or_from_now() -> None:
    """A minute more than was left; from now where it is over, or where there was none."""
    running = course("begin", seconds=120)
    more = next_state(running, "together", "extend", NOW + timedelta(minutes=1), seconds=60)
    assert more.ends_at == NOW + timedelta(minutes=3)
    late = next_state(running, "together", "extend", NOW + timedelta(minutes=5), seconds=60)
    assert late.ends_at == NOW + timedelta(minutes=6)
    assert next_state(course("begin"), "together", "extend", NOW).ends_at == NOW + timedelta(minutes=1)


def test_what_the_room_saw_is_shared_until_it_moves_on() -> None:
    """On the phones only when the facilitator says so, and only for this question."""
    shared = course("begin", "reveal", "share")
    assert shared.is_shared
    assert not next_state(shared, "together", "share", NOW).is_shared
    assert not next_state(shared, "together", "next", NOW).is_shared


@pytest.mark.parametrize("seconds", [0, -1, 3601])
def test_a_timer_that_cannot_be_is_refused(seconds: int) -> None:
    """Nothing, less, or more than an hour."""
    with pytest.raises(Refused, match="timer"):
        course("begin", seconds=seconds)


def test_a_question_that_is_not_asked_is_refused() -> None:
    """Going to any question means one of this workshop."""
    wanted: tuple[WorkshopAction, ...] = ("vote", "go")
    for question in ("Z9", None):
        for do in wanted:
            with pytest.raises(Refused, match="no such question"):
                course("begin", do, question=question)


ACTS: tuple[WorkshopAction, ...] = (
    "begin", "vote", "reveal", "again", "next", "back", "skip", "go", "pause", "resume", "extend", "start_review",
    "share", "dots", "steps", "end",
)  # fmt: skip


@given(st.sampled_from(["together", "self_paced"]), st.lists(st.sampled_from(ACTS), max_size=40), st.data())
def test_every_course_keeps_its_promises(pace: Pace, acts: list[WorkshopAction], data: st.DataObject) -> None:
    """What may be done can be, anything else is refused; rounds only grow; a vote is taken for one open round alone."""
    state = WorkshopState(ORDER)
    for minute, do in enumerate(acts):
        now = NOW + timedelta(minutes=minute)
        question = data.draw(st.sampled_from(ORDER)) if do in ("vote", "go") else None
        if do not in allowed_actions(state, pace):
            with pytest.raises(Refused):
                next_state(state, pace, do, now, question=question)
            continue
        then, state = state, next_state(state, pace, do, now, question=question)
        assert all(state.revealed[name] >= number for name, number in then.revealed.items())
        assert set(state.revealed) <= set(ORDER)
        taken = {(name, n) for name in ORDER for n in range(1, 50) if state.accepts_vote(name, n)}
        assert not taken & {(name, n) for name, last in state.revealed.items() for n in range(1, last + 1)}
        assert len(taken) <= (3 if state.phase == "self_paced" else 1)
        if state.phase == "closed":
            assert allowed_actions(state, pace) == frozenset()


def test_a_blank_screen_stays_until_the_room_moves_on() -> None:
    """A pause and more time leave it blank; a result, another question and the end of the lobby show the screen again;
    a workshop that has ended has no switch."""
    blank = set_switch(course("begin"), "screen_blank", is_on=True)
    assert next_state(blank, "together", "pause", NOW).screen_blank
    assert not next_state(blank, "together", "reveal", NOW).screen_blank
    assert not next_state(blank, "together", "skip", NOW).screen_blank
    assert not set_switch(blank, "screen_blank", is_on=False).screen_blank
    for pace in ("together", "self_paced"):
        assert not next_state(set_switch(course(), "screen_blank", is_on=True), pace, "begin", NOW).screen_blank
    with pytest.raises(Refused, match="ended"):
        set_switch(course("begin", "end"), "screen_blank", is_on=True)
