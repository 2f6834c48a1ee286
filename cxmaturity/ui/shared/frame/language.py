"""The language of what a questionnaire says, on pages whose own words are the app's."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from cxmaturity.questionnaire.schema import APP_LANGUAGE

NAMES = "names-"
"""Begins the `key` of a block in which only the words of figures and the labels of what opens bear the language."""


@contextmanager
def in_language(language: str, key: str) -> Iterator[None]:
    """Let what the block shows bear a questionnaire's language; in the app's own nothing changes.

    `key` tells the block from others of the page. The script of the page frame puts the language on it.
    """
    if language == APP_LANGUAGE:
        yield
        return
    with st.container(key=f"lang-{language}-of-{key}", gap=None):
        yield
