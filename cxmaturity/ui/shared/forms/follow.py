"""Forms that follow changes from other windows: untouched fields are updated, and only edited ones are stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from cxmaturity.text_cleaning import clean_text, to_one_line


@dataclass
class FollowedForm:
    """The values by field that this window knows of a form.

    `shown` are the stored values that the fields showed before any edit. `replaced` are the values of untouched fields
    before another window changed them. `overwritten` are values of another window that this one has replaced. `is_new`:
    this window has not shown the form before.
    """

    shown: dict[str, Any]
    is_new: bool = False
    replaced: dict[str, Any] = field(default_factory=dict)
    overwritten: dict[str, Any] = field(default_factory=dict)

    def changes(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return those of `values` that the person edited."""
        return {name: value for name, value in values.items() if value != self.shown.get(name)}


def follow(form: str, stored: Mapping[str, Any], keys: Mapping[str, str]) -> FollowedForm:
    """Set the untouched fields of a form to the `stored` values, and return the state of the form.

    `keys` are the widget keys by field. Call it before the widgets are drawn.
    """
    session_key = f"followed-{form}"
    before = st.session_state.get(session_key)
    followed = FollowedForm(dict(stored), is_new=before is None)
    if before is not None:
        followed.replaced = {name: value for name, value in before.replaced.items() if value != stored.get(name)}
        followed.overwritten = before.overwritten
        for name, key in keys.items():
            shown, content = before.shown.get(name, stored[name]), st.session_state.get(key)
            if key not in st.session_state or stored[name] == shown or is_as_stored(content, stored[name]):
                continue
            if content == shown:
                st.session_state[key] = stored[name]
                followed.replaced.setdefault(name, shown)
            else:  # edited here as well: the field keeps the person's value
                followed.shown[name] = shown
    st.session_state[session_key] = followed
    return followed


def is_as_stored(content: Any, stored: Any) -> bool:
    """Return whether a field with this content holds what is stored; typed text is stored without spaces around it."""
    is_text = isinstance(content, str)
    return content == stored or (is_text and stored in (clean_text(content).strip(), to_one_line(content)))


def current(form: str) -> FollowedForm:
    """Return the state of a form that this window shows."""
    state: FollowedForm = st.session_state[f"followed-{form}"]
    return state


def written(
    form: str, stored: Mapping[str, Any], overwritten: Mapping[str, Any], replaced: Mapping[str, Any] | None = None
) -> None:
    """Record that this window has stored a form; parameters as the fields of `FollowedForm`.

    `stored` are the values that the form then shows.
    """
    st.session_state[f"followed-{form}"] = FollowedForm(
        dict(stored), replaced=dict(replaced or {}), overwritten=dict(overwritten)
    )
