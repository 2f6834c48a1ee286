"""Sentences of the facilitator's console: titles, live counts, announcements of actions, switches and keys."""

from collections.abc import Sequence

from cxmaturity.analysis.disclosure import QuestionDisclosure
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.wording.language.numbers import half_up
from cxmaturity.wording.language.other_windows import done_elsewhere, replaced_here
from cxmaturity.wording.language.plurals import counted, noun
from cxmaturity.wording.result.groups import AGREEMENT_LABELS
from cxmaturity.wording.workshop.votes import describe_reveal
from cxmaturity.workshops.state import Phase, Switch, WorkshopAction, WorkshopState

END = "End it and keep the result"
_PHASE_TITLES: dict[Phase, str] = {
    "lobby": "Lobby",
    "warm_up": "Warm-up",
    "warm_up_result": "Result of the warm-up",
    "self_paced": "Self-paced answering",
    "vote": "Vote",
    "reveal": "Result",
    "dots": "Dots for first steps",
    "steps": "First steps",
    "worth": "Last question",
    "closed": "Workshop ended",
}


def _place(state: WorkshopState) -> str:
    return f"question {(state.position or 0) + 1} of {len(state.order)}"


def phase_title(state: WorkshopState) -> str:
    """Return the title of the console's window in a state, such as "Vote, question 3 of 12"."""
    place = f", {_place(state)}" if state.phase in ("vote", "reveal") else ""
    return f"{_PHASE_TITLES[state.phase]}{place}"


# What an action did

_DONE: dict[WorkshopAction, str] = {
    "undo": "The vote is open again. Its result is taken back.",
    "pause": "Voting is paused.",
    "resume": "Voting goes on.",
    "start_review": "The answering has ended.",
    "end": "The workshop has ended.",
}
_NOW_OPEN: dict[Phase, str] = {
    "self_paced": "Everyone can answer now.",
    "dots": "Everyone can give dots.",
    "steps": "The first steps are here.",
    "warm_up": "The warm-up is open.",
    "warm_up_result": "The result of the warm-up is shown.",
    "worth": "The last question is on the phones.",
}


def action_done(
    action: WorkshopAction, before: WorkshopState, after: WorkshopState, shown: QuestionDisclosure | None,
    questionnaire: Questionnaire,
) -> str:  # fmt: skip
    """Return the announcement of an action that was performed; `shown` is the result shown after it, or None."""
    if action in ("extend", "shorten"):
        return timer_change(before, after)
    parts = [_DONE[action]] if action in _DONE else []
    if action == "skip":
        parts = [f"{before.question} is skipped."]
    if after.phase == "vote" and action in ("begin", "vote", "next", "back", "skip", "go", "again"):
        parts += [f"{_place(after).capitalize()}. The {round_words(after)} is open."]
    elif after.phase == "reveal" and shown:
        parts += ["Revealed." if action == "reveal" else f"{_place(after).capitalize()}, its result."]
        parts += [describe_reveal(shown, questionnaire)]
    elif after.phase in _NOW_OPEN and not parts:
        parts = [_NOW_OPEN[after.phase]]
    return " ".join(parts)


def round_words(state: WorkshopState) -> str:
    """Return which vote on the current question this is, such as "second vote"."""
    return ("vote", "second vote", "third vote")[state.vote_number - 1] if state.vote_number <= 3 else "next vote"


def timer_change(before: WorkshopState, after: WorkshopState) -> str:
    """Return by how much the remaining time has changed."""
    if before.ends_at is None or after.ends_at is None:
        return "The timer runs."
    seconds = round((after.ends_at - before.ends_at).total_seconds())
    if abs(seconds) < 60:
        return "Time is up." if seconds < 0 else "There is more time."
    minutes = abs(seconds) // 60
    return f"{counted('minute', minutes)} {'more' if seconds > 0 else 'less'}."


# What the console updates by itself


def count_template(phase: Phase, expected: int | None, questions: int = 0) -> str:
    """Return the sentence on people shown in a phase, with the placeholders {voted}, {joined} and {average}."""
    if phase == "vote":
        return "Votes in: {voted} of {joined}"
    if phase == "self_paced":
        return f"Finished: {{voted}} of {{joined}}. Each has answered about {{average}} of {questions}."
    if phase in ("warm_up", "worth"):
        return "Answers in: {voted} of {joined}"
    if phase == "dots":
        return "Dots given: {voted} of {joined}"
    if phase == "lobby" and expected:
        return f"Joined: {{joined}}, {expected} expected"
    return "In the room: {joined}"


def average_progress(answered: int, people: int) -> int:
    """Return the mean number of questions answered per person, rounded half up; 0 without people."""
    return int(half_up(answered / people)) if people else 0


MOVED_ON_ELSEWHERE = done_elsewhere("This workshop", "moved on")

LIVE_WORDS = {
    "nobody": "Nobody is connected at the moment.",
    "complete": "Everyone is in.",
    "reveals_soon": "Everyone is in. The votes are shown in a moment.",
    "paused": "Paused",
    "left": "{time} left",
    "time_up": "Time is up",
    "half": "Half of the time is over.",
    "last_seconds": "10 seconds left.",
    "one_request": "1 phone asks for more time.",
    "requests": "{count} phones ask for more time.",
    "waiting": "People wait to be let in: see below.",
    "lost": "Connection lost; trying again.",
    "too_late": f"Your click came too late and did nothing. {MOVED_ON_ELSEWHERE}",
    "ask_reveal": "{voted} of {joined} votes are in. Press the key once more to reveal.",
    "ask_shift": "The vote is open. Hold Shift and press {key} to do this.",
}
"""The texts that the console updates by itself, with placeholders for numbers, the remaining time and a key."""

LONGEST_NEWS = "\u2003\u2003 ".join(
    LIVE_WORDS[name] for name in ("reveals_soon", "half", "requests", "waiting", "lost")
)
"""All that can come and go by itself at once: the console keeps room for it, so that no button moves."""


END_ANSWERING = (
    "This ends the answering: what was answered is shown from then on and stays as it is. Where people disagree, they "
    "can vote again."
)


WHERE_IT_STANDS = "Here is where it stands now."


def moved_while_writing(question_id: str | None) -> str:
    """Return the message that the workshop went on while somebody writes about a question on the console."""
    return f"{MOVED_ON_ELSEWHERE} What you write here is about {question_id}: keep it, or continue without it."


SAVES_ITSELF = "Kept private. They save themselves."
"""Below the facilitator's notes until something is written: "Saved" then takes its place."""


def note_over(theirs: str) -> str:
    """Return the message that a note was saved in place of one that another window had saved shortly before."""
    return replaced_here("This note", f"“{theirs}”")


# Switches and times

SWITCHES: dict[Switch, tuple[str, str, str]] = {
    "is_shared": ("Results on phones", "Phones show results.", "Phones show no results."),
    "asks_why": ("Ask why", "Phones ask for one line of why.", "Phones no longer ask why."),
    "screen_blank": ("Blank screen", "The screen is blank.", "The screen is back."),
    "is_timer_hidden": ("Hide the timer from the room", "Only you see the timer.", "Everyone sees the timer."),
    "reveals_when_all_in": (
        "Reveal when everyone is in",
        "Votes are shown once everyone is in.",
        "You reveal the votes yourself.",
    ),
    "reveals_when_time_is_up": (
        "Reveal when time is up",
        "Votes are shown when time is up.",
        "You reveal the votes yourself.",
    ),
}
"""Each switch with its label, and the announcements when it is turned on or off."""

NO_TIMER = "No timer"


def minutes_or_seconds(seconds: int | None) -> str:
    """Return the label of a timer's length, such as "30 seconds" or "2 minutes"."""
    if seconds is None:
        return NO_TIMER
    return counted("minute", seconds // 60) if seconds >= 60 else f"{seconds} {noun('second', seconds)}"


def progress_summary(state: WorkshopState, agreed: int) -> str:
    """Return the progress of a workshop: how many questions are revealed of all, agreed on, skipped."""
    counts = [f"{len(state.revealed)} of {len(state.order)} revealed"]
    counts += [f"{agreed} agreed"] if agreed else []
    counts += [f"{len(state.skipped)} skipped"] if state.skipped else []
    return " · ".join(counts)


def question_status(
    disclosure: QuestionDisclosure | None, agreed: int | None, is_skipped: bool, numbers: Sequence[str]
) -> str:
    """Return the status of one question in a few words; `disclosure` is its last result, None before a reveal.

    `numbers` are those of the levels, lowest first.
    """
    if disclosure is None:
        return "Skipped" if is_skipped else "Not revealed yet"
    level = disclosure.answer.level
    status = "Nothing may be shown" if level is None else f"Middle answer {numbers[level - 1]}"
    status += f", {AGREEMENT_LABELS[disclosure.agreement]}" if disclosure.agreement else ""
    return f"{status} · agreed on level {numbers[agreed - 1]}" if agreed else status


def ending_notice(state: WorkshopState, agreed: int) -> str:
    """Return what the result of a workshop that ends now contains, and what it lacks."""
    revealed, missing_count = len(state.revealed), len(state.order) - len(state.revealed)
    if not revealed:
        return "Nothing was revealed yet: the result would be empty."
    kept = f"Kept: the votes on {counted('question', revealed)}"
    kept += f", {counted('agreed level', agreed)} with what led there" if agreed else ""
    missing = f" Not revealed, so missing: {counted('question', missing_count)}." if missing_count else ""
    return f"{kept}.{missing}"
