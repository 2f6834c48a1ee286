"""The changes made in this window while it shows a plan: changed rows stay in place, and nothing typed is lost.

A visit ends when another page or team is shown, or when the list is sorted again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import streamlit as st

from cxmaturity.errors import CxMaturityError
from cxmaturity.records import Action, DueGroup
from cxmaturity.ui.shared.frame import session

Group = DueGroup | Literal["to_ask_about", "settled"]

OWN_ACTION_KEY = "own-action"
"""Key of the expander that every plan has; Streamlit forgets its state once another page is shown."""

_VISIT = "plan-visit"  # session key


@dataclass(frozen=True, slots=True)
class Place:
    """The position of an action on the page: its group, and in it the date to sort by (without one: last)."""

    group: Group
    due: date


@dataclass(frozen=True, slots=True)
class UnsavedChange:
    """Values by field that could not be stored, and the reason."""

    values: Mapping[str, Any]
    error: CxMaturityError


@dataclass
class Visit:
    """The actions of a plan that this window changed, by their ids.

    `places` holds their positions before the change, `deleted` those that can be restored, `late` their values to store
    then, `gone` those that another window had deleted, `unsaved` the values that could not be stored. `drawn` counts
    the rows beyond the first ones.
    """

    team_id: str
    places: dict[str, Place] = field(default_factory=dict)
    deleted: dict[str, Action] = field(default_factory=dict)
    late: dict[str, dict[str, Any]] = field(default_factory=dict)
    gone: dict[str, Action] = field(default_factory=dict)
    unsaved: dict[str, UnsavedChange] = field(default_factory=dict)
    own_action_error: CxMaturityError | None = None
    drawn: int = 0

    def place(self, action: Action) -> Place:
        """Return the position at which the action is shown: the kept one, else the current one."""
        return self.places.get(action.id) or current_place(action)

    def keep_place(self, action: Action) -> None:
        """Keep the action at its current position for this visit."""
        self.places.setdefault(action.id, current_place(action))


def current_place(action: Action) -> Place:
    """Return the position that the action's values give it today."""
    group = action.due_group(session.today()) or ("to_ask_about" if action.is_to_ask_about else "settled")
    return Place(group, action.due or date.max)


def current_visit() -> Visit:
    """Return the visit that `open_visit` started."""
    visit: Visit = st.session_state[_VISIT]
    return visit


def open_visit(team_id: str) -> Visit:
    """Return the visit to the plan of a team; a new one when another page or team was shown before.

    Values that could not be stored are kept in the new visit too, also those of other teams.
    """
    before: Visit | None = st.session_state.get(_VISIT)
    if before is None or before.team_id != team_id or OWN_ACTION_KEY not in st.session_state:
        st.session_state[_VISIT] = Visit(team_id, unsaved=before.unsaved if before else {})
    return current_visit()


def end_visit() -> None:
    """Sort all rows anew; deleted actions can still be restored."""
    before = current_visit()
    st.session_state[_VISIT] = Visit(before.team_id, deleted=before.deleted, late=before.late, unsaved=before.unsaved)
