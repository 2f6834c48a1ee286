"""The colours, the same in app, charts and, later, slides. `.streamlit/config.toml` repeats them; a test compares."""

from collections.abc import Sequence

ACCENT = "#2A7FB0"
"""The one accent colour. It and the greys read on white and on dark pages alike, so a chart needs no theme."""

MUTED = "#7A8A96"
GRID = "rgba(143,160,172,0.35)"  # a quiet line on either page

# One hue from pale to deep: the order is plain in grey and for colour-blind eyes, and it never is the only signal.
STAGES = ("#CFE6F3", "#94C6E3", "#529FCB", "#1F75A6", "#0A466B")
"""The five stage colours, lowest first."""


def stage_colours(count: int) -> tuple[str, ...]:
    """Return `count` (2..7) stage colours, lowest first, spread over the ramp."""
    places = [i * (len(STAGES) - 1) / (count - 1) for i in range(count)]
    return tuple(_between(STAGES, place) for place in places)


def ink_on(colour: str) -> str:
    """Return the text colour, black or white, that reads better on `colour`: one of them always reaches 4.5 : 1."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#000000" if (light + 0.05) / 0.05 > 1.05 / (light + 0.05) else "#FFFFFF"


def _between(ramp: Sequence[str], place: float) -> str:
    low, share = int(place), place - int(place)
    if share == 0:
        return ramp[low]
    pairs = zip(_channels(ramp[low]), _channels(ramp[low + 1]), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
