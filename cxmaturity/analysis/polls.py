"""Results of polls (questions outside the score), with the same minimum numbers of people as for votes."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter

from cxmaturity.analysis.disclosure import disclose_question, may_show_spread
from cxmaturity.answers import Answer, Privacy
from cxmaturity.scoring.group import Agreement


@dataclass(frozen=True, slots=True)
class PollResult:
    """The result of a poll: how many people answered, and the figures that may be shown, each None where it may not.

    middle, agreement: of a poll on a scale of 1 to 5, the middle answer and how far the answers agree.
    counts: how many people chose each option, in the order of the options.
    """

    answered: int
    middle: int | None = None
    agreement: Agreement | None = None
    counts: tuple[int, ...] | None = None


POLL_RESULT_JSON: TypeAdapter[PollResult] = TypeAdapter(PollResult)
"""Writes a PollResult as JSON and reads it back."""


def summarise_poll(choices: Sequence[int], option_count: int, privacy: Privacy, *, is_scale: bool) -> PollResult:
    """Return the result of these choices, each 1 to `option_count`.

    A poll on a scale shows what `disclose_question` shows of votes. Other polls have no middle answer: in anonymous
    mode the counts are shown, or nothing.
    """
    if is_scale:
        shown = disclose_question([Answer(level=choice) for choice in choices], option_count, privacy)
        return PollResult(len(choices), shown.answer.level, shown.agreement, shown.counts)
    counts = tuple(choices.count(option) for option in range(1, option_count + 1))
    return PollResult(len(choices), counts=counts if may_show_spread(len(choices), privacy) else None)
