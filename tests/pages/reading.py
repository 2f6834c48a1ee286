"""How the tests read a page."""

import json
import re
from typing import Any

from streamlit.testing.v1 import AppTest

_STYLE = re.compile("<style>.*?</style>", re.DOTALL)
KINDS = ("title", "header", "subheader", "markdown", "caption", "text", "info", "warning", "error", "html")


def texts(page: AppTest) -> str:
    """Return all text of a page, a line for each piece; styles are none."""
    alerts = [*page.info, *page.warning, *page.error]
    labels = [e.label for e in page.expander]
    pieces = [_STYLE.sub("", str(e.value)) for kind in KINDS for e in page.get(kind)]
    return "\n".join(pieces + [a.proto.title for a in alerts] + labels)


def headers(page: AppTest) -> list[str]:
    return [_unescaped(h.value) for h in page.header]


def _unescaped(markdown: str) -> str:
    return re.sub(r"\\(.)", r"\1", markdown)


def metrics(page: AppTest) -> list[tuple[str, ...]]:
    """Return the numbers that stand side by side, each as (what it is, the number, what it means)."""
    pattern = r"^(.+)  \n\*\*(.+)\*\*  \n:small\[(.+)\]$"
    found = [tile for m in page.markdown for tile in re.findall(pattern, m.value, re.MULTILINE)]
    return [tuple(_unescaped(part) for part in tile) for tile in found]


def labels(page: AppTest) -> list[str]:
    """Return what is seen on each button: without whose it is, where it repeats."""
    return [_seen(b.label) for b in page.button]


def component_data(page: AppTest, name: str) -> dict[str, Any]:
    """Return what the page gives the component of this name; empty when it shows none."""
    shown = (component.proto for component in page.get("bidi_component"))
    data: dict[str, Any] = next((json.loads(c.json) for c in shown if c.component_name == name), {})
    return data


def announced(page: AppTest) -> str:
    """Return the sentence that the page has announced last; empty when there was none."""
    return str(component_data(page, "cx_page_frame")["text"])


def links(page: AppTest) -> list[str]:
    """Return what is seen of each link: as for `labels`."""
    return [_seen(link.value) for link in page.page_link]


def _seen(label: str) -> str:
    return re.sub(r" :gray\[.*\]$", "", label)


def titles(alerts: object) -> list[str]:
    return [a.proto.title for a in alerts]  # type: ignore[attr-defined]  # a list of alerts
