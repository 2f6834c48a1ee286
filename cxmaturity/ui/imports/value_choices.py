"""The meaning of each different text in answers and roles, chosen once for the whole file."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.text_cleaning import cut
from cxmaturity.ui.imports.file_in_hand import FileInHand
from cxmaturity.ui.shared.sure_button import sure_button
from cxmaturity.wording import imports

_VALUES = "import-values"  # key of the container that gets the focus
_MOST_SHOWN = 40  # different texts in a form; a column with more of them holds no scale
_LONGEST = 120  # characters of a text on the page
_UNDECIDED = ""


def values(in_hand: FileInHand, questionnaire: Questionnaire) -> None:
    """Show the numbers and texts in the answers with their meanings, and the fields that change these."""
    summary = in_hand.summary
    if not summary.values and not summary.roles:
        return
    with st.container(key=_VALUES):
        st.header("What the answers mean", anchor=False)
        if summary.numbers:
            st.markdown(imports.numbers_read(summary.numbers))
        if summary.asks_lowest or in_hand.mapping.lowest is not None:
            _lowest(in_hand)
        guessed = [use.is_guess for use in summary.values.values()]
        guessed += [use.is_guess for use in summary.roles.values()]
        unread = [use.meaning is None for use in summary.values.values()]
        unread += [not use.is_read for use in summary.roles.values()]
        to_check = imports.values_to_check(sum(guessed), sum(unread))
        if to_check:
            st.markdown(to_check)
        box = st.expander(
            "Check or change what each text means",
            expanded=bool(to_check),
            key=in_hand.key("values"),
            icon=":material/translate:",
            on_change="rerun",
        )
        if box.open:
            with box:
                _value_form(in_hand, questionnaire)


def _lowest(in_hand: FileInHand) -> None:
    """Show the choice of the number that stands for the lowest level in the file."""
    lowest = int(in_hand.summary.scale[0])
    chosen = lowest if in_hand.mapping.lowest is None else in_hand.mapping.lowest
    key = in_hand.show_as_read(in_hand.key("lowest"), chosen)
    options = sorted({max(lowest - 1, 0), lowest, lowest or 1, chosen})
    label, ask, args = (
        "Which number is the lowest level in this file?",
        in_hand.ask_for_chosen,
        (_VALUES, "lowest", key),
    )
    st.radio(label, options, key=key, horizontal=True, on_change=ask, args=args)


def _value_form(in_hand: FileInHand, questionnaire: Questionnaire) -> None:
    """Show each text with its meaning; saving decides the meanings that were changed and those that were guesses."""
    summary = in_hand.summary
    texts, role_texts = list(summary.values)[:_MOST_SHOWN], list(summary.roles)[:_MOST_SHOWN]
    with st.form(in_hand.key("values-form"), border=False):
        if summary.value_count > len(texts):
            st.markdown(imports.more_values(len(texts), summary.value_count))
        meanings = _meanings(questionnaire)
        for text in texts:
            _choose(in_hand, _value_key(in_hand, text), text, meanings, summary.values[text].meaning)
        for text in role_texts:
            role = summary.roles[text]
            current = (role.role or "none") if role.is_read else None
            _choose(in_hand, _role_key(in_hand, text), text, imports.ROLES, current)
        fields = [_value_key(in_hand, text) for text in texts] + [_role_key(in_hand, text) for text in role_texts]
        key, args = in_hand.key("values-use"), (in_hand, texts, role_texts)
        sure_button("Use these meanings", key=key, action=_use_meanings, args=args, fields=fields)


def _use_meanings(in_hand: FileInHand, texts: Sequence[str], role_texts: Sequence[str]) -> None:
    summary, mapping = in_hand.summary, in_hand.mapping
    chosen = {text: st.session_state[_value_key(in_hand, text)] for text in texts}
    roles = {text: st.session_state[_role_key(in_hand, text)] for text in role_texts}
    decided = {
        text: meaning
        for text, meaning in chosen.items()
        if meaning != _UNDECIDED and (summary.values[text].is_guess or meaning != summary.values[text].meaning)
    }
    decided_roles = {text: None if role == "none" else role for text, role in roles.items() if role != _UNDECIDED}
    in_hand.ask(_VALUES, values={**mapping.values, **decided}, roles={**mapping.roles, **decided_roles})


def _value_key(in_hand: FileInHand, text: str) -> str:
    return in_hand.key(f"value-{text}")


def _role_key(in_hand: FileInHand, text: str) -> str:
    return in_hand.key(f"role-{text}")


def _meanings(questionnaire: Questionnaire) -> dict[float | str, str]:
    """Return the label of each meaning: a level, or a text for does not apply, don't know or no answer."""
    names: dict[float | str, str] = {
        (int(number) if number == int(number) else number): imports.level_option(f"{number:g}", name)
        for number, name in zip(questionnaire.level_numbers, questionnaire.level_names, strict=True)
    }
    names.update(imports.MEANINGS)
    return names


def _choose(in_hand: FileInHand, key: str, text: str, names: Mapping[Any, str], current: Any) -> None:
    """Show the choice of a text's meaning, _UNDECIDED while there is none."""
    if current is None:
        names, current = {_UNDECIDED: imports.NOT_DECIDED, **names}, _UNDECIDED
    in_hand.choose(cut(text, _LONGEST), key, names, current)
