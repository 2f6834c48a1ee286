"""One catalogue of what can go wrong: what is wrong, where, and how to fix it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True, order=True)
class Issue:
    """One fault in something a person wrote: the file, the place in it, the problem and how to fix it."""

    file: str
    place: str
    problem: str
    fix: str

    def __str__(self) -> str:
        where = f"{self.file}: {self.place}" if self.place else self.file
        line = f"{where}: {self.problem}. {self.fix}{'' if self.fix.endswith('?') else '.'}"
        return "".join(c if c.isprintable() else " " for c in line)  # one line, whatever the text it quotes


class CxMaturityError(Exception):
    """Base of every error a user may see: `what` happened and what to do about it, in plain words."""

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(f"{message} {fix}")
        self.message = message
        self.fix = fix


class ValidationErrors(CxMaturityError):
    """Something given to us cannot be used; `issues` lists every fault at once."""

    def __init__(self, subject: str, issues: Sequence[Issue]) -> None:
        count = "1 fault" if len(issues) == 1 else f"{len(issues)} faults"
        super().__init__(f"{subject} has {count}.", "Fix what is listed and try again.")
        self.issues = tuple(issues)


class NotFound(CxMaturityError):
    """A link or id leads to nothing that exists here."""


class Refused(CxMaturityError):
    """The request is understood but its content is not allowed; nothing was changed."""


class StillOpen(Refused):
    """What several people answer, a survey or a workshop, is shown only once it is closed."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"This {kind} is still open.", "Its result is shown once you close it, on its own page.")
        self.kind = kind


class DatabaseUnavailable(CxMaturityError):
    """The database did not take or give what was asked; nothing was half-written."""


def closest_match(name: str, known: Iterable[str]) -> str | None:
    """Return the known name most like `name`, or None when nothing is close."""
    by_lower = {k.lower(): k for k in known}
    matches = get_close_matches(name.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[matches[0]] if matches else None
