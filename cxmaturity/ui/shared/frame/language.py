"""The language of a questionnaire's texts on pages whose other texts are in the app's language."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from cxmaturity.questionnaire.schema import APP_LANGUAGE

NAMES = "names-"
"""Prefix of `key` for blocks where only chart texts and expander labels get the language."""


@contextmanager
def in_language(language: str, key: str) -> Iterator[None]:
    """Context manager: mark the elements of the block with a questionnaire's language; nothing for the app's own.

    `key` is unique on the page. The script of the page frame sets the lang attribute.
    """
    if language == APP_LANGUAGE:
        yield
        return
    with st.container(key=f"lang-{language}-of-{key}", gap=None):
        yield
