"""Fetching the charts' code while people answer, so that the result does not wait for it."""

from functools import cache
from pathlib import Path

import streamlit as st

_SCRIPT = """
export default function (component) {
  if (window.cxWarmed) return
  window.cxWarmed = true
  const fetchQuietly = () => component.data.files.forEach((href) => {
    const link = Object.assign(document.createElement('link'), { rel: 'modulepreload', href, fetchPriority: 'low' })
    document.head.append(link)
  })
  const later = window.requestIdleCallback ?? ((work) => setTimeout(work, 2000))
  later(fetchQuietly)
}
"""

_fetch = st.components.v2.component("cx_warming", html="<span hidden></span>", js=_SCRIPT)


def warm_charts() -> None:
    """Let the browser fetch the charts' code when it has nothing else to do."""
    _fetch(key="warming", data={"files": _chart_files()}, height=1)


@cache
def _chart_files() -> list[str]:
    """Return the addresses of the files Streamlit loads for a plotly chart; none when their names have changed."""
    folder = Path(st.__file__).parent / "static" / "static" / "js"
    return [f"/static/js/{file.name}" for file in sorted(folder.glob("*[Pp]lotly*.js"))]
