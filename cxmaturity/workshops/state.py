"""The state machine of a workshop: which phase may follow which, from the lobby to the end. Pure; it holds no votes.

Question by question ("together"): lobby → vote → reveal → vote … → dots → steps → worth → closed.
Self-paced ("self_paced"): lobby → self_paced → reveal, question after question, with more votes where wanted → …
With a warm-up: lobby → warm_up → warm_up_result → …
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal, get_args

from cxmaturity.errors import Refused
from cxmaturity.workshops.polls import PollName, WarmUp

Phase = Literal[
    "lobby", "warm_up", "warm_up_result", "self_paced", "vote", "reveal", "dots", "steps", "worth", "closed"
]
Pace = Literal["together", "self_paced"]
WorkshopAction = Literal[
    "begin", "vote", "reveal", "undo", "again", "next", "back", "skip", "go", "pause", "resume", "extend", "shorten",
    "start_review", "dots", "steps", "ask_worth", "end",
]  # fmt: skip
Switch = Literal[
    "screen_blank", "is_shared", "asks_why", "is_timer_hidden", "reveals_when_all_in", "reveals_when_time_is_up"
]

MAX_TIMER_SECONDS = 60 * 60
"""The longest time to which a timer can be set, in seconds."""


@dataclass(frozen=True, slots=True)
class WorkshopState:
    """The state of a workshop: its phase, the current question, timers and switches.

    order: the ids of the questions in the order in which they are voted on or reviewed.
    question, round: what the current vote or reveal is about; rounds count from 1.
    ends_at: when the timer ends, of the vote, of the talk about its result, or of self-paced answering; its end alone
    does not change the state.
    paused_at: since when votes are not accepted.
    revealed: the last revealed round by question id, in the order of the reveals.
    undone: by question id, the rounds whose reveal was undone and which a later round replaced.
    is_open_again: whether the votes of the current question were shown and that was undone: they are then not revealed
    by themselves.
    skipped: the ids of the questions that were passed over without a reveal.
    came_from: the question before the dots.
    are_dots_final: True once dots of anonymous people were shown: if given again, the difference would reveal one
    person's dots.
    time_requests: how many phones have asked for more time since answering began, or got more time.
    warm_up: the question asked before all others, None without one.

    Switches keep their value until set again.
    is_shared: the phones show a reveal too.
    asks_why: the phones ask for one line of why with each vote.
    is_timer_hidden: only the console shows the timer.
    reveals_when_all_in, reveals_when_time_is_up: the console reveals by itself in that case.
    screen_blank: the projected screen shows nothing; moving on resets it.
    """

    order: tuple[str, ...]
    phase: Phase = "lobby"
    question: str | None = None
    round: int = 1
    ends_at: datetime | None = None
    paused_at: datetime | None = None
    revealed: Mapping[str, int] = field(default_factory=dict)
    undone: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    is_open_again: bool = False
    skipped: tuple[str, ...] = ()
    came_from: str | None = None
    are_dots_final: bool = False
    time_requests: int = 0
    warm_up: WarmUp | None = None
    is_shared: bool = False
    asks_why: bool = False
    is_timer_hidden: bool = False
    reveals_when_all_in: bool = False
    reveals_when_time_is_up: bool = False
    screen_blank: bool = False

    @property
    def is_paused(self) -> bool:
        """True while no vote is accepted."""
        return self.paused_at is not None

    @property
    def position(self) -> int | None:
        """The index of the current question in the order, from 0; None without a current question."""
        return self.order.index(self.question) if self.question in self.order else None

    @property
    def vote_number(self) -> int:
        """How many votes the current question has had, including this one; a reopened vote counts once."""
        return self.round - sum(round_ < self.round for round_ in self.undone.get(str(self.question), ()))

    @property
    def is_vote_reopened(self) -> bool:
        """True when the current round continues a vote whose reveal was undone."""
        return self.round - 1 in self.undone.get(str(self.question), ())

    def accepts_vote(self, question_id: str, round_: int) -> bool:
        """Return whether a vote on this question in this round is accepted now."""
        if self.is_paused:
            return False
        if self.phase == "self_paced":
            return round_ == 1 and question_id in self.order
        return self.phase == "vote" and (question_id, round_) == (self.question, self.round)

    @property
    def takes_answers(self) -> bool:
        """True while people vote, answer a poll or give dots, also while that is paused."""
        return self.phase in ("warm_up", "self_paced", "vote", "dots", "worth")

    @property
    def open_poll(self) -> PollName | None:
        """The poll that is open now, None without one."""
        return self.phase if self.phase in ("warm_up", "worth") else None


def is_same_but_for_switches(state: WorkshopState, other: WorkshopState) -> bool:
    """Return whether two states differ at most in their switches and in how many phones have asked for more time."""
    free = {name: getattr(other, name) for name in (*get_args(Switch), "time_requests")}
    return replace(state, **free) == other


def allowed_actions(state: WorkshopState) -> frozenset[WorkshopAction]:
    """Return the actions that the facilitator may take in this state."""
    position, last = state.position, len(state.order) - 1
    moves: set[WorkshopAction] = {"go"}
    if position is not None:
        moves |= {"vote"}
        moves |= {"back"} if position > 0 else set()
        if position < last:
            moves |= {"next"} if state.phase == "reveal" else {"skip"}
    pausing: set[WorkshopAction] = {"resume"} if state.is_paused else {"pause"}
    timing: set[WorkshopAction] = {"extend", "shorten"} if state.ends_at else {"extend"}
    giving_dots: set[WorkshopAction] = set() if state.are_dots_final else {"dots"}
    choosing: set[WorkshopAction] = {"steps"}
    closing: set[WorkshopAction] = {"ask_worth"}
    deciding: set[WorkshopAction] = giving_dots | choosing if state.revealed else set()
    returning: set[WorkshopAction] = {"go", "back"} if state.came_from else {"go"}
    always: set[WorkshopAction] = {"end"}
    voting: set[WorkshopAction] = {"reveal"}
    shown: set[WorkshopAction] = {"again", "undo"}
    by_phase: dict[Phase, set[WorkshopAction]] = {
        "lobby": always | {"begin"},
        "warm_up": always | {"reveal", "begin"},
        "warm_up_result": always | {"begin"},
        "self_paced": always | pausing | timing | {"start_review"},
        "vote": always | voting | timing | moves | pausing | deciding,
        "reveal": always | shown | timing | moves | deciding | closing,
        "dots": always | returning | choosing,
        "steps": always | returning | giving_dots | closing,
        "worth": always | choosing,
        "closed": set(),
    }
    return frozenset(by_phase[state.phase])


def next_state(
    state: WorkshopState,
    pace: Pace,
    action: WorkshopAction,
    now: datetime,
    *,
    question: str | None = None,
    seconds: int | None = None,
    in_new_round: bool = False,
) -> WorkshopState:
    """Return the state after `action`; raises Refused where it is not allowed.

    `question`: the id of the question to vote on ("vote"), or to go to ("go": its reveal, or else its first vote).
    `seconds`: the length of the timer that starts with the action, None for no timer; for a change of the timer, by how
    much.
    `in_new_round`: whether a vote whose reveal is undone continues in a new round, because its result was shown.
    The caller works out the results that a reveal shows, and the order of a review.
    """
    if action not in allowed_actions(state):
        raise Refused(
            "That is not possible at this point of the workshop.", "Look at where it stands, and continue from there."
        )
    if seconds is not None and not 0 < seconds <= MAX_TIMER_SECONDS:
        raise Refused(f"A timer runs for 1 to {MAX_TIMER_SECONDS} seconds.", "Choose another time.")
    if action == "begin" and state.phase == "lobby" and state.warm_up:
        return replace(state, phase="warm_up", screen_blank=False)
    if action == "reveal" and state.phase == "warm_up":
        return replace(state, phase="warm_up_result", screen_blank=False)
    if action == "begin":
        ends_at = _after(now, seconds)
        return (
            _start_vote(state, state.order[0], now, seconds)
            if pace == "together"
            else replace(state, phase="self_paced", ends_at=ends_at, screen_blank=False)
        )
    if action in ("vote", "go"):
        if question not in state.order:
            raise Refused("There is no such question in this workshop.", "Reload the page.")
        return (_start_vote if action == "vote" else _go_to)(state, str(question), now, seconds)
    if action == "again":
        return _start_vote(state, str(state.question), now, seconds)
    if action == "reveal":
        others = {name: round_ for name, round_ in state.revealed.items() if name != state.question}
        revealed = others | {str(state.question): state.round}  # appended, to keep the order of the reveals
        skipped = tuple(name for name in state.skipped if name != state.question)
        after = replace(_without_timer(state), phase="reveal", revealed=revealed, skipped=skipped)
        return replace(after, ends_at=_after(now, seconds))
    if action == "undo":
        return _undo(state, in_new_round)
    if action == "start_review":
        revealed = dict.fromkeys(state.order, 1)
        return replace(_without_timer(state), phase="reveal", question=state.order[0], revealed=revealed)
    if action == "back" and state.came_from and state.phase in ("dots", "steps"):
        return _go_to(state, state.came_from, now, seconds)
    if action in ("next", "back", "skip"):
        skipped = (
            (*state.skipped, str(state.question)) if action == "skip" and state.question not in state.revealed else ()
        )
        after_skip = replace(state, skipped=tuple(dict.fromkeys((*state.skipped, *skipped))))
        return _go_to(after_skip, state.order[(state.position or 0) + (-1 if action == "back" else 1)], now, seconds)
    if action == "pause":
        return replace(state, paused_at=now)
    if action == "resume":
        pause = now - (state.paused_at or now)
        return replace(state, paused_at=None, ends_at=state.ends_at + pause if state.ends_at else None)
    if action in ("extend", "shorten"):
        return _with_timer_changed(state, now, timedelta(seconds=seconds or 60) * (1 if action == "extend" else -1))
    phases: dict[WorkshopAction, Phase] = {"dots": "dots", "steps": "steps", "ask_worth": "worth", "end": "closed"}
    came_from = state.question or state.came_from
    return replace(_without_timer(state), phase=phases[action], question=None, round=1, came_from=came_from)


def set_switch(state: WorkshopState, switch: Switch, is_on: bool) -> WorkshopState:
    """Return the state with one switch set; after the end raises Refused, except for the blank screen."""
    if state.phase == "closed" and switch != "screen_blank":
        raise Refused("This workshop has ended.", "Its result is on its page.")
    changes: dict[str, Any] = {switch: is_on}
    return replace(state, **changes)


def request_time(state: WorkshopState) -> WorkshopState:
    """Return the state after one more phone asked for more time; raises Refused when nothing is being answered."""
    if state.phase not in ("vote", "self_paced"):
        raise Refused("Nothing is being answered now.", "Look at the screen.")
    return replace(state, time_requests=state.time_requests + 1)


def _start_vote(state: WorkshopState, question: str, now: datetime, seconds: int | None) -> WorkshopState:
    """Return the state in which a vote on `question` has just begun, in the round after its last revealed one."""
    round_ = max(state.revealed.get(question, 0), *state.undone.get(question, ()), 0) + 1
    ends_at = _after(now, seconds)
    return replace(_without_timer(state), phase="vote", question=question, round=round_, ends_at=ends_at)


def _undo(state: WorkshopState, in_new_round: bool) -> WorkshopState:
    """Return the state in which the revealed vote continues, in its own round or in a new one."""
    name = str(state.question)
    undone = {**state.undone, name: (*state.undone.get(name, ()), state.round)} if in_new_round else state.undone
    earlier = [round_ for round_ in range(1, state.round) if round_ not in undone.get(name, ())]
    revealed = {other: round_ for other, round_ in state.revealed.items() if other != name}
    revealed |= {name: earlier[-1]} if earlier else {}
    round_ = state.round + in_new_round
    return replace(_without_timer(state), phase="vote", round=round_, revealed=revealed, undone=undone)


def _go_to(state: WorkshopState, question: str, now: datetime, seconds: int | None) -> WorkshopState:
    """Return the state at `question`: at its last reveal, or else at its first vote."""
    if question not in state.revealed:
        return _start_vote(state, question, now, seconds)
    return replace(_without_timer(state), phase="reveal", question=question, round=state.revealed[question])


def _with_timer_changed(state: WorkshopState, now: datetime, change: timedelta) -> WorkshopState:
    """Return the state with the timer changed by `change`.

    An extended timer that has ended, or does not run, starts from now; a shortened one ends now at the earliest. While
    voting is paused, "now" is the beginning of the pause, so that the pause takes none of the time.
    """
    now = state.paused_at or now
    ends_at = max(now, max(now, state.ends_at or now) + change)
    return replace(state, ends_at=ends_at, time_requests=0 if ends_at > (state.ends_at or now) else state.time_requests)


def _after(now: datetime, seconds: int | None) -> datetime | None:
    return now + timedelta(seconds=seconds) if seconds else None


def _without_timer(state: WorkshopState) -> WorkshopState:
    return replace(state, ends_at=None, paused_at=None, time_requests=0, screen_blank=False, is_open_again=False)
