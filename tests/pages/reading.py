"""Functions with which tests read a page."""

import json
import re
from collections.abc import Iterable
from typing import Any, TypeVar

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Element, Widget

W = TypeVar("W", bound=Widget)

_STYLE = re.compile("<style>.*?</style>", re.DOTALL)
FIELDS = (
    *("button", "checkbox", "date_input", "file_uploader", "multiselect", "number_input", "pills", "radio"),
    *("segmented_control", "select_slider", "selectbox", "text_area", "text_input", "toggle"),
)
KINDS = ("title", "header", "subheader", "markdown", "caption", "text", "info", "warning", "error", "html")


def elements(page: AppTest, *kinds: str) -> list[Element]:
    """Return the elements of these kinds, which hold no others; kind by kind, each in the order of the page."""
    parts = []
    for kind in kinds:
        for part in page.get(kind):
            assert isinstance(part, Element), kind
            parts.append(part)
    return parts


def texts(page: AppTest) -> str:
    """Return all text of a page, one line per element, without styles."""
    alerts = [*page.info, *page.warning, *page.error]
    labels = [e.label for e in page.expander]
    pieces = [_STYLE.sub("", str(e.value)) for e in elements(page, *KINDS)]
    return "\n".join(pieces + [a.proto.title for a in alerts] + labels)


def plain_texts(page: AppTest) -> str:
    """Return all text of a page as people read it, without the signs that keep it from being Markdown or turning."""
    return re.sub("[\\\\\u2068\u2069]", "", texts(page))


def headers(page: AppTest) -> list[str]:
    return [_unescaped(h.value) for h in page.header]


def _unescaped(markdown: str) -> str:
    return re.sub(r"\\(.)", r"\1", markdown)


def metrics(page: AppTest) -> list[tuple[str, ...]]:
    """Return the metrics of a page, each as (label, number, explanation)."""
    pattern = r"^(.+)  \n\*\*(.+)\*\*  \n:small\[(.+)\]$"
    tiles = [tile for m in page.markdown for tile in re.findall(pattern, m.value, re.MULTILINE)]
    return [tuple(_unescaped(part) for part in tile) for tile in tiles]


def labels(page: AppTest) -> list[str]:
    """Return the visible label of each button, without the hidden part that tells equal ones apart."""
    return [_without_hint(b.label) for b in page.button]


def field(fields: Iterable[W], label: str) -> W:
    """Return the only one of these fields with a label."""
    [labelled] = [each for each in fields if _unescaped(each.label) == label]
    return labelled


def component_data(page: AppTest, name: str) -> dict[str, Any]:
    """Return the data passed to the component with this name; empty if the page has none."""
    shown = (component.proto for component in page.get("bidi_component"))
    data: dict[str, Any] = next((json.loads(c.json) for c in shown if c.component_name == name), {})
    return data


def key_of(page: AppTest, name: str) -> str:
    """Return the key of the widget `name`, which ends with the id of the assessment, team … that the page shows."""
    keys = [str(widget.key) for kind in FIELDS for widget in page.get(kind) if isinstance(widget, Widget)]
    return min((key for key in keys if key.startswith(f"{name}-")), key=len)


def announced(page: AppTest) -> str:
    """Return the last announcement of the page; empty if there is none."""
    return str(component_data(page, "cx_page_frame")["text"])


def links(page: AppTest) -> list[str]:
    """Return the visible text of each link, as for `labels`."""
    return [_without_hint(link.value) for link in page.page_link]


def _without_hint(label: str) -> str:
    return re.sub(r" :gray\[.*\]$", "", label)


def titles(alerts: Iterable[Element]) -> list[str]:
    return [a.proto.title for a in alerts]


def places(block: Block, *around: int) -> dict[str, tuple[int, ...]]:
    """Return by id where fields and buttons stand, and what holds them: the positions of the blocks around, outermost
    first.

    Browsers draw anew what gets another place: half-typed text, the focus and an open expander are lost.
    """
    inside: dict[str, tuple[int, ...]] = {}
    for position, child in block.children.items():
        if isinstance(child, Block):
            inside |= places(child, *around, position)
            if child.key is not None:
                inside[child.key] = (*around, position)
        elif isinstance(child, Widget):
            inside[child.id] = around  # browsers know it by its id among those beside it
    return inside
