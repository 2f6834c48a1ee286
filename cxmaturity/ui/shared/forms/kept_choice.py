"""What is chosen in a list stays chosen when its label changes."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

_KNOWN = "labels-known"  # session key: by widget key, the options of all labels that the list has had


def keep_choice(key: str, labels: Mapping[Any, str]) -> None:
    """Let a list of these options, by their labels, show what was chosen in it; drop a choice that it does not offer.

    A browser sends the label that it shows of the chosen option. Once that has changed, Streamlit takes it for none of
    the options, and returns the former label. Call it before the list is drawn.
    """
    chosen, known = st.session_state.get(key), st.session_state.setdefault(_KNOWN, {}).setdefault(key, {})
    if chosen not in labels and (former := known.get(chosen)) in labels:
        st.session_state[key] = former
    elif chosen not in labels:
        st.session_state.pop(key, None)
    elif known and known.get(labels[chosen]) != chosen:
        st.session_state[key] = chosen
    known.update({label: option for option, label in labels.items()})


def kept_choice(key: str) -> Any:
    """Return the option that is chosen in a list drawn with `keep_choice`, also in a callback; None without one."""
    chosen = st.session_state.get(key)
    return st.session_state.get(_KNOWN, {}).get(key, {}).get(chosen, chosen)
