"""The styles of the result page, and the footer of its printed pages."""

import streamlit as st

from cxmaturity.browser import assets

_STYLES = assets.styles("result.css", "result_print.css")


def result_styles(foot: str) -> None:
    """Add the styles to the page; `foot` is printed in the footer of every page, beside the page's number."""
    st.html(f'<style>{_STYLES}\n@page {{ @bottom-left {{ content: "{_css_text(foot)}" }} }}</style>')


def _css_text(text: str) -> str:
    """Return text escaped for a CSS string: everything except letters, digits and spaces as code points."""
    return "".join(c if c.isascii() and (c.isalnum() or c == " ") else f"\\{ord(c):x} " for c in text)
