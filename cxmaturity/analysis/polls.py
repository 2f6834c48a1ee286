"""What a question outside the score may show of several people's answers, by the floors of everything of a group."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter

from cxmaturity.analysis.disclosure import disclose_question, may_show_spread
from cxmaturity.answers import Answer, Privacy
from cxmaturity.scoring.group import Agreement


@dataclass(frozen=True, slots=True)
class PollResult:
    """The result of a poll: how many answered, and what may be shown of their answers.

    middle, agreement: the middle answer to a poll of 1 to 5, and how far the answers agree. counts: how many gave each
    answer, the first one first. Each None where it may not be shown.
    """

    answered: int
    middle: int | None = None
    agreement: Agreement | None = None
    counts: tuple[int, ...] | None = None


POLL_RESULT_JSON: TypeAdapter[PollResult] = TypeAdapter(PollResult)
"""Writes and reads a result as JSON."""


def summarise_poll(choices: Sequence[int], option_count: int, privacy: Privacy, *, is_scale: bool) -> PollResult:
    """Return the result of these choices (1 to `option_count`).

    On a scale it shows as much as the votes on a question do. Answers to choose from have no middle, so of anonymous
    people the counts are shown, or nothing.
    """
    if is_scale:
        shown = disclose_question([Answer(level=choice) for choice in choices], option_count, privacy)
        return PollResult(len(choices), shown.answer.level, shown.agreement, shown.counts)
    counts = tuple(choices.count(option) for option in range(1, option_count + 1))
    return PollResult(len(choices), counts=counts if may_show_spread(len(choices), privacy) else None)
