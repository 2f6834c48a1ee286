"""The styles of Streamlit's pages beyond the theme file, and the app's logo."""

from pathlib import Path

import streamlit as st

from cxmaturity.browser import assets
from cxmaturity.charts.palette import ACCENT, ATTENTION, ON_DARK, TARGET, THEMES

_IMAGES = Path(assets.__file__).parent / "images"
ICON, WORDMARK = ((_IMAGES / name).read_text("utf-8") for name in ("icon.svg", "wordmark.svg"))

_INKS = ("#000000", "#FFFFFF")


def _stages_on_dark() -> str:
    """Return the CSS rules for the dark theme's stage colours in charts, and the texts on them."""
    rules = ""
    for light, dark in ON_DARK.items():
        red, green, blue = (int(light[i : i + 2], 16) for i in (1, 3, 5))
        part = "text" if light in _INKS else ":not(text)"
        rules += (
            f'.stPlotlyChart {part}[style*="fill: rgb({red}, {green}, {blue})"]:not(.hoverlayer *)'
            f"{{fill:light-dark({light},{dark})!important}}"
        )
    return f"@media screen{{{rules}}}"


def _colours() -> str:
    """Return the CSS variables of the colours; those of the themes follow the page's theme."""
    names = {"chart-accent": ACCENT, "target": TARGET, "attention": ATTENTION}
    for name in ("background", "text", "link", "border", "primary"):
        light, dark = (THEMES[mode][f"{name}Color"] for mode in ("light", "dark"))
        names[name] = f"light-dark({light},{dark})"
    return ":root{" + "".join(f"--cx-{name}:{colour};" for name, colour in names.items()) + "}"


_SHEETS = assets.styles("frame.css", "controls.css", "app.css", "bars.css", "home.css")
_STYLE = f"<style>{_colours()}\n{_stages_on_dark()}\n{_SHEETS}</style>"


def apply_styles() -> None:
    """Add the shared styles and the app's logo to the page."""
    st.html(_STYLE)
    st.logo(WORDMARK, size="large")
