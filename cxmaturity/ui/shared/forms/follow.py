"""Forms that follow what other windows store: untouched fields show it, and only touched ones are written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st


@dataclass
class FollowedForm:
    """What a window shows in the fields of a form.

    `shown` holds the values before the person changed any, by field; `replaced` the values that this window showed in
    those fields that another window has changed since, and `overwritten` what another window had stored in fields that
    this one then changed.
    """

    shown: dict[str, Any]
    replaced: dict[str, Any] = field(default_factory=dict)
    overwritten: dict[str, Any] = field(default_factory=dict)

    def changes(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values that the person changed."""
        return {name: value for name, value in values.items() if value != self.shown.get(name)}


def follow(form: str, stored: Mapping[str, Any], keys: Mapping[str, str]) -> FollowedForm:
    """Return what this window shows in a form, once its untouched fields have followed what is `stored`.

    `keys` are the keys of its widgets by field. To be called before they are drawn.
    """
    session_key = f"followed-{form}"
    before = st.session_state.get(session_key)
    followed = FollowedForm(dict(stored))
    if before is not None:
        followed.replaced = {name: value for name, value in before.replaced.items() if value != stored.get(name)}
        followed.overwritten = before.overwritten
        for name, key in keys.items():
            shown = before.shown.get(name, stored[name])
            if key not in st.session_state or stored[name] in (shown, st.session_state[key]):
                continue
            if st.session_state[key] == shown:
                st.session_state[key] = stored[name]
                followed.replaced.setdefault(name, shown)
            else:  # both changed it: it stays as the person has it here
                followed.shown[name] = shown
    st.session_state[session_key] = followed
    return followed


def written(
    form: str, stored: Mapping[str, Any], overwritten: Mapping[str, Any], replaced: Mapping[str, Any] | None = None
) -> None:
    """Remember that this window has stored what it shows.

    `overwritten` is what another window had stored of that, `replaced` what this one showed of the rest before.
    """
    st.session_state[f"followed-{form}"] = FollowedForm(dict(stored), dict(replaced or {}), dict(overwritten))
