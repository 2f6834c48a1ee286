"""The styles of the result page, and what stands at the foot of every page of its print."""

import streamlit as st

from cxmaturity.browser import assets

_STYLES = assets.styles("result.css", "result_print.css")


def result_styles(foot: str) -> None:
    """Put the styles on the page; `foot` is printed at the foot of every page, beside its number."""
    st.html(f'<style>{_STYLES}\n@page {{ @bottom-left {{ content: "{_css_text(foot)}" }} }}</style>')


def _css_text(text: str) -> str:
    """Return text for a string of a style sheet: all but letters, digits and spaces by their numbers."""
    return "".join(c if c.isascii() and (c.isalnum() or c == " ") else f"\\{ord(c):x} " for c in text)
