"""What is chosen in a list stays chosen when its label changes."""

from collections.abc import Mapping
from typing import Any, TypeVar

import streamlit as st

from cxmaturity.tables.over_time import numbered_labels

T = TypeVar("T")
_KNOWN = "labels-known"  # session key: by widget key, the options of all labels that the list has had


def keep_choice(key: str, labels: Mapping[Any, str]) -> None:
    """Let a list of these options, by their labels, show what was chosen in it; drop a choice that it does not offer.

    A browser sends the label that it shows of the chosen option. Once that has changed, Streamlit takes it for none of
    the options, and returns the former label. Call it before the list is drawn.
    """
    chosen, known = st.session_state.get(key), st.session_state.setdefault(_KNOWN, {}).setdefault(key, {})
    sent = chosen if isinstance(chosen, list) else [chosen]
    kept = [option for one in sent if (option := one if one in labels else known.get(one, one)) in labels]
    has_other_labels = bool(known) and any(known.get(labels[option]) != option for option in kept)
    if isinstance(chosen, list):
        if kept != sent or has_other_labels:
            st.session_state[key] = kept
    elif not kept:
        st.session_state.pop(key, None)
    elif kept != sent or has_other_labels:
        st.session_state[key] = kept[0]
    known.update({label: option for option, label in labels.items()})


def kept_choice(key: str) -> Any:
    """Return the option that is chosen in a list drawn with `keep_choice`, also in a callback; None without one.

    Of a list in which several are chosen, it is the list of these.
    """
    chosen, known = st.session_state.get(key), st.session_state.get(_KNOWN, {}).get(key, {})
    return [known.get(option, option) for option in chosen] if isinstance(chosen, list) else known.get(chosen, chosen)


def distinct_choices(labels: Mapping[T, str]) -> dict[T, str]:
    """Return the labels by option, equal ones with a number.

    A browser sends the label that it shows of the chosen option: of two equal ones only one could be chosen.
    """
    return dict(zip(labels, numbered_labels(list(labels.values())), strict=True))
