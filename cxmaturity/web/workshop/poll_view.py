"""A poll, such as the warm-up, as phones and projected screen show it."""

from collections.abc import Sequence
from dataclasses import dataclass

from cxmaturity.analysis.polls import PollResult
from cxmaturity.wording.workshop import polls as wording
from cxmaturity.workshops.polls import PollName
from cxmaturity.workshops.state import WorkshopState

_PREFIX = "_poll."  # question ids begin with a letter or a digit


@dataclass(frozen=True, slots=True)
class PollView:
    """A poll: its prompt, and its options as (number, words, accessible name).

    `choice` and `revision` are a person's own answer and how often it was written. `result` is the result in words.
    `counts` are (count, length of the bar, 0..100 of the longest) of each option, empty where they are not shown.
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
    """Return a poll as shown; `choice` and `revision` are a person's own answer."""
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
    """Return the id by which phones refer to a poll, where they otherwise send a question id."""
    return f"{_PREFIX}{poll}"


def poll_of_id(question_id: object) -> PollName | None:
    """Return the poll with this id, None for a question of the questionnaire."""
    return next((poll for poll in wording.ABOUT if question_id == poll_id(poll)), None)
