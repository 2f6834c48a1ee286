"""The styles of Streamlit's pages beyond the theme file, and the app's icon."""

import streamlit as st

from cxmaturity.browser import assets
from cxmaturity.charts.palette import ACCENT, STAGES

# Drawn here: an icon by name would be fetched from another host.
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    + "".join(
        f'<rect x="{1 + 6 * i}" y="{25 - 5 * i}" width="5" height="{6 + 5 * i}" rx="1" fill="{colour}"/>'
        for i, colour in enumerate(STAGES)
    )
    + "</svg>"
)

_STYLE = (
    f"<style>:root {{ --cx-chart-accent: {ACCENT} }}\n{assets.styles('frame.css', 'controls.css', 'app.css')}</style>"
)


def apply_styles() -> None:
    """Put the shared style on the page."""
    st.html(_STYLE)
