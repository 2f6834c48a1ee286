"""Polls, questions outside the score: the facilitator's warm-up, and whether the workshop was worth the time. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from cxmaturity.errors import CHOOSE_SHOWN, SHORTEN, Refused
from cxmaturity.text_cleaning import to_one_line

PollName = Literal["warm_up", "worth"]

SCALE_MAX = 5
"""The highest answer of a poll on a scale, which starts at 1."""
MAX_PROMPT_LENGTH = 160
MAX_OPTIONS, MAX_OPTION_LENGTH = 6, 60


@dataclass(frozen=True, slots=True)
class WarmUp:
    """A question that the facilitator wrote; without `options` people answer it with 1 to `SCALE_MAX`."""

    prompt: str
    options: tuple[str, ...] = ()

    @property
    def is_scale(self) -> bool:
        """Whether people answer it with 1 to `SCALE_MAX`."""
        return not self.options

    @property
    def option_count(self) -> int:
        """How many answers there are to choose from."""
        return len(self.options) or SCALE_MAX


def make_warm_up(prompt: str, options: Sequence[str] = (), *, is_choice: bool = False) -> WarmUp | None:
    """Return a warm-up question, None without a prompt; raises Refused for one that cannot be asked.

    `options` are the answers to choose from when it `is_choice`; empty ones are left out.
    """
    prompt = to_one_line(prompt)
    lines = [line for option in options if (line := to_one_line(option))] if is_choice else []
    if not prompt:
        if lines:
            raise Refused("The warm-up has answers, but no question.", "Write the question, or remove the answers.")
        return None
    if len(prompt) > MAX_PROMPT_LENGTH:
        raise Refused(f"A warm-up question has at most {MAX_PROMPT_LENGTH} characters.", SHORTEN)
    if is_choice and not 2 <= len(lines) <= MAX_OPTIONS:
        raise Refused(f"A choice needs 2 to {MAX_OPTIONS} answers.", "Write each on a line of its own.")
    if any(len(line) > MAX_OPTION_LENGTH for line in lines):
        raise Refused(f"An answer has at most {MAX_OPTION_LENGTH} characters.", SHORTEN)
    if len({line.casefold() for line in lines}) < len(lines):
        raise Refused("Two answers to the warm-up are the same.", "Change or remove one of them.")
    return WarmUp(prompt, tuple(lines))


def validate_choice(choice: int, option_count: int) -> None:
    """Raise Refused unless `choice` is a number from 1 to `option_count`."""
    if not 1 <= choice <= option_count:
        raise Refused("There is no such answer.", CHOOSE_SHOWN)
