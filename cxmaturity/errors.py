"""The errors that a user may meet: what is wrong, where, and how to fix it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

CHOOSE_SHOWN = "Choose one of those shown."
"""The fix for a choice that is not offered."""

SHORTEN = "Shorten it and try again."
"""The fix for a text that is too long."""


@dataclass(frozen=True, slots=True, order=True)
class Issue:
    """One fault in a file or form that a person wrote: the file, the place in it, the problem and how to fix it."""

    file: str
    place: str
    problem: str
    fix: str

    def __str__(self) -> str:
        where = f"{self.file}: {self.place}" if self.place else self.file
        line = f"{where}: {self.problem}. {self.fix}{'' if self.fix.endswith('?') else '.'}"
        return "".join(c if c.isprintable() else " " for c in line)  # quoted text may contain line breaks


class CxMaturityError(Exception):
    """Base of every error a user may see: `message` says what happened, `fix` what to do about it, in plain words."""

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(f"{message} {fix}")
        self.message = message
        self.fix = fix


class ValidationErrors(CxMaturityError):
    """A file or form cannot be used; `issues` lists every fault in it at once."""

    def __init__(self, subject: str, issues: Sequence[Issue]) -> None:
        count = "1 fault" if len(issues) == 1 else f"{len(issues)} faults"
        super().__init__(f"{subject} has {count}.", "Fix what is listed and try again.")
        self.subject = subject
        self.issues = tuple(issues)


class NotFound(CxMaturityError):
    """A link or id leads to nothing that exists here."""


class Gone(NotFound):
    """A link leads to something that was removed, or whose time is over."""


class Refused(CxMaturityError):
    """The request is understood but not allowed; nothing was changed."""


class TooLate(Refused):
    """What was sent belongs to a vote, or another part of a survey or workshop, that is over; nothing was changed."""


class ChangedElsewhere(Refused):
    """What a person was changing is no longer as they saw it: another window has changed it; nothing was written."""


class StillOpen(Refused):
    """The result of a survey or workshop was asked for while it is open; `kind` is the word for which of the two."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"This {kind} is still open.", "Its result is shown once you close it, on its own page.")
        self.kind = kind


class DatabaseUnavailable(CxMaturityError):
    """The database could not be read or written; no write was left half done."""


def without_library_prefix(message: str) -> str:
    """Return a message of pydantic's without the words that it puts before those of validators."""
    return message.removeprefix("Value error, ")


def suggest_name(name: str, known: Iterable[str], otherwise: str) -> str:
    """Return how to fix an unknown `name`: "Did you mean …?" with the most similar known name, else `otherwise`."""
    by_lower = {k.lower(): k for k in known}
    matches = get_close_matches(name.lower(), by_lower, n=1, cutoff=0.6)
    return f"Did you mean '{by_lower[matches[0]]}'?" if matches else otherwise
