"""The colours of app, charts, reports and slides.

`.streamlit/config.toml` and the phones' style sheets repeat those of the themes; a test compares them.
"""

from collections.abc import Mapping, Sequence

ACCENT = "#2A7FB0"
"""The accent colour. It and the greys have enough contrast on light and dark pages, so charts need no theme."""

TARGET = "#C77A12"
"""The colour of targets. A shape or a word always carries the same meaning, as for ATTENTION."""

ATTENTION = "#C24D38"
"""The colour of what needs attention: lowest, overdue, open. Colour-blind people can tell it from TARGET and ACCENT."""

MUTED = "#7A8A96"
GRID = "rgba(143,160,172,0.35)"  # faint on light and dark pages

# One hue from pale to deep: the order is visible in greyscale and with colour blindness. It is never the only signal.
STAGES = ("#CFE6F3", "#94C6E3", "#529FCB", "#1F75A6", "#0A466B")
"""The five stage colours, lowest first."""

_STAGES_ON_DARK = ("#1B3547", "#1D4966", "#205C84", "#3F87B4", "#CFE6F3")  # reversed: bright stands out on dark

THEMES: Mapping[str, Mapping[str, str]] = {
    "light": {
        "primaryColor": "#0B5C8A",
        "backgroundColor": "#FFFFFF",
        "secondaryBackgroundColor": "#F1F5F8",
        "textColor": "#0B1820",
        "linkColor": "#0B5C8A",
        "borderColor": "#738592",
    },
    "dark": {
        "primaryColor": "#287AA9",
        "backgroundColor": "#10181E",
        "secondaryBackgroundColor": "#1B262E",
        "textColor": "#E6EDF2",
        "linkColor": "#7CC3EC",
        "borderColor": "#667A89",
    },
}
"""The light and the dark theme, by Streamlit's names of the options."""

_MOST_STAGES = 7


def stage_colours(count: int) -> tuple[str, ...]:
    """Return `count` (2..7) stage colours, lowest first, evenly spread over the ramp."""
    return _spread(STAGES, count)


def in_both_themes(colour: str) -> str:
    """Return the CSS value of a stage colour, or of the text colour on it, that follows the page's theme."""
    return f"light-dark({colour}, {ON_DARK[colour]})"


def ink_on(colour: str) -> str:
    """Return black or white, whichever has the higher contrast on `colour`: one of them always reaches 4.5 : 1."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#000000" if (light + 0.05) / 0.05 > 1.05 / (light + 0.05) else "#FFFFFF"


def _spread(ramp: Sequence[str], count: int) -> tuple[str, ...]:
    places = [i * (len(ramp) - 1) / (count - 1) for i in range(count)]
    return tuple(_between(ramp, place) for place in places)


def _between(ramp: Sequence[str], place: float) -> str:
    low, share = int(place), place - int(place)
    if share == 0:
        return ramp[low]
    pairs = zip(_channels(ramp[low]), _channels(ramp[low + 1]), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


ON_DARK: Mapping[str, str] = {
    light: dark
    for count in range(2, _MOST_STAGES + 1)
    for light, dark in zip(_spread(STAGES, count), _spread(_STAGES_ON_DARK, count), strict=True)
} | {"#000000": "#FFFFFF", "#FFFFFF": "#000000"}
"""By stage or text colour of the light theme: that of the dark theme. Each keeps the contrast of its text colour."""
