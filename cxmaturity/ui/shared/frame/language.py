"""The language of a questionnaire's texts on pages whose other texts are in the app's language.

The script of the page frame finds the texts on the page and sets their language (`browser/page/languages.js`).
"""

import json
from collections.abc import Iterable
from html import escape

import streamlit as st

from cxmaturity.questionnaire.schema import APP_LANGUAGE, Questionnaire
from cxmaturity.wording.questionnaire.quotes import quotable_texts

_PLACE, _TEXTS = "language-place", "language-texts"  # session keys


def open_languages() -> None:
    """Add the invisible element that names the texts for the script; call it once at the beginning of each run."""
    st.session_state[_PLACE], st.session_state[_TEXTS] = st.empty(), {}


def mark_questionnaire(questionnaire: Questionnaire) -> None:
    """Mark all texts of a questionnaire with its language, unless it is the app's.

    They are also marked within sentences of the app and in announcements.
    """
    if questionnaire.language != APP_LANGUAGE:
        mark_texts(questionnaire.language, quotable_texts(questionnaire))


def mark_texts(language: str, texts: Iterable[str]) -> None:
    """Mark these texts with a language wherever the page shows them; nothing for the app's own language."""
    if language == APP_LANGUAGE or _PLACE not in st.session_state:
        return
    known = st.session_state[_TEXTS].setdefault(language, {})
    count = len(known)
    known.update(dict.fromkeys(texts))
    if len(known) > count:
        marked = json.dumps({name: list(each) for name, each in st.session_state[_TEXTS].items()})
        st.session_state[_PLACE].html(f'<div class="cx-languages" data-texts="{escape(marked)}"></div>')
