"""Texts about adding, renaming, archiving, restoring and removing teams."""

from cxmaturity.records import Team
from cxmaturity.wording.language.other_windows import done_elsewhere, replaced_here
from cxmaturity.wording.language.plurals import counted

ADDED = "The team is added."
LISTED = "Rename, archive or remove"
ARCHIVED = "Archived teams"
ARCHIVING = "An archived team is no longer listed. Nothing of it is lost, and it can be restored."

CHOOSE_TEAM = "Choose a team"
TEAM_GONE = f"{done_elsewhere('The team chosen here', 'renamed, archived or removed')} Choose again."


def team_choice(team: Team, *, is_archived: bool) -> str:
    """Return the name of a team in a list to choose from, with what sets it apart from the user's listed teams."""
    kinds = ["demo"] * team.is_demo + ["archived"] * is_archived
    return f"{team.name} ({', '.join(kinds)})" if kinds else team.name


def change_label(name: str) -> str:
    """Return the label of the button that expands a team's controls."""
    return f"Change {name}"


def close_label(name: str) -> str:
    """Return the label of the same button while they are expanded."""
    return f"Close {name}"


def opened(name: str) -> str:
    """Return the announcement when they expand."""
    return f"What can be done with {name}."


def name_label(name: str) -> str:
    """Return the label of the field for a team's new name."""
    return f"New name of {name}"


def renamed(before: str, name: str, replaced: str | None) -> str:
    """Return a team's new name; `replaced` is a name that another window had given it meanwhile, else None."""
    if name == before:
        return f"The name {name} is as it was."
    replacing = f" {replaced_here('The name', replaced)}" if replaced else ""
    return f"{before} is called {name} now.{replacing}"


def archived(name: str) -> str:
    """Return the message that a team is archived, and how to restore it."""
    return f"{name} is archived. It can be restored under {ARCHIVED}."


def restored(name: str) -> str:
    """Return the message that a team is listed again."""
    return f"{name} is restored, with all of its assessments."


def removal_warning(assessments: int, results: int, actions: int) -> str:
    """Return what is deleted together with a team."""
    return (
        f"With it go, for good: {counted('assessment', assessments)}, {counted('result', results)} and "
        f"{counted('action', actions)} of its plan."
    )


def remove_label(name: str) -> str:
    """Return the label of the button that removes a team."""
    return f"Remove {name} for good"


def removed(name: str) -> str:
    """Return the message that a team was removed."""
    return f"{name} is removed."
