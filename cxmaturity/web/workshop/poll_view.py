"""A question outside the score as phones and the presentation show it: the warm-up, and the last question."""

from collections.abc import Sequence
from dataclasses import dataclass

from cxmaturity.analysis.polls import PollResult
from cxmaturity.wording.workshop import polls as wording
from cxmaturity.workshops.polls import PollName
from cxmaturity.workshops.state import WorkshopState

_PREFIX = "poll."  # no id of a question holds a dot


@dataclass(frozen=True, slots=True)
class PollView:
    """A poll: its prompt, and its answers as (number, words, what it is called).

    `choice` is a person's own answer with the number of its writes. `result` says what may be shown, and `counts` are
    how many gave each answer as (count, share of the longest in 0..100), where that may be shown.
    """

    id: str
    about: str
    prompt: str
    options: Sequence[tuple[int, str, str]]
    choice: int | None = None
    revision: int = 0
    result: str = ""
    counts: Sequence[tuple[int, float]] = ()


def poll_view(
    state: WorkshopState,
    poll: PollName,
    choice: int | None = None,
    revision: int = 0,
    result: PollResult | None = None,
) -> PollView:
    """Return a poll as it is shown; `choice` and `revision` are a person's own answer."""
    words, labels = wording.option_words(poll, state.warm_up), wording.option_labels(poll, state.warm_up)
    counts = result.counts if result and result.counts else ()
    longest = max([*counts, 1])
    return PollView(
        poll_id(poll),
        wording.ABOUT[poll],
        wording.prompt(poll, state.warm_up),
        list(zip(range(1, len(words) + 1), words, labels, strict=True)),
        choice,
        revision,
        wording.describe_result(result, labels) if result else "",
        [(count, 100 * count / longest) for count in counts],
    )


def poll_id(poll: PollName) -> str:
    """Return what stands for a poll where phones name the question that they answer."""
    return f"{_PREFIX}{poll}"


def poll_of_id(question_id: object) -> PollName | None:
    """Return the poll that a phone names, None where it names a question of the questionnaire."""
    return next((poll for poll in wording.ABOUT if question_id == poll_id(poll)), None)
