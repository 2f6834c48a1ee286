"""The styles of Streamlit's pages beyond the theme file, and the app's mark."""

from pathlib import Path

import streamlit as st

from cxmaturity.browser import assets
from cxmaturity.charts.palette import ACCENT, ATTENTION, ON_DARK, TARGET

_IMAGES = Path(assets.__file__).parent / "images"
ICON, WORDMARK = ((_IMAGES / name).read_text("utf-8") for name in ("icon.svg", "wordmark.svg"))

_INKS = ("#000000", "#FFFFFF")


def _stages_on_dark() -> str:
    """Return the rules that give the stages of a chart, and the words on them, their colours of the dark page."""
    rules = ""
    for light, dark in ON_DARK.items():
        red, green, blue = (int(light[i : i + 2], 16) for i in (1, 3, 5))
        part = "text" if light in _INKS else ":not(text)"
        rules += (
            f'.stPlotlyChart {part}[style*="fill: rgb({red}, {green}, {blue})"]:not(.hoverlayer *)'
            f"{{fill:light-dark({light},{dark})!important}}"
        )
    return f"@media screen{{{rules}}}"


_COLOURS = f":root{{--cx-chart-accent:{ACCENT};--cx-target:{TARGET};--cx-attention:{ATTENTION}}}"
_SHEETS = assets.styles("frame.css", "controls.css", "app.css")
_STYLE = f"<style>{_COLOURS}\n{_stages_on_dark()}\n{_SHEETS}</style>"


def apply_styles() -> None:
    """Put the shared style and the app's mark on the page."""
    st.html(_STYLE)
    st.logo(WORDMARK, size="large")
