"""Runs our pages in Streamlit's test runner and measures the time of the page's script."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

import streamlit as st
from streamlit.navigation.page import StreamlitPage
from streamlit.testing.v1 import AppTest

from bench.servers import ROOT
from cxmaturity.ui.shared.frame import page_frame

_RUNS = 3  # per page and turn


class Stopwatch:
    """Measures the page's script in processor time of its thread, so that other programs do not count."""

    def __init__(self) -> None:
        self.taken: list[float] = []

    def page_ms(self, url: str, name: str, header: str, **address: str) -> float:
        """Return the milliseconds of a page's script on this database, once everything is warm.

        `header` is a heading that the page has only when it shows everything.
        """
        os.environ["CXMATURITY_DATABASE_URL"] = url
        st.cache_resource.clear()
        page = AppTest.from_file(str(ROOT / "pages" / "main.py"), default_timeout=60)
        page.query_params.update(address)
        page.session_state[page_frame.IS_DRAWN] = True  # the whole page, as from the second run on
        page.switch_page(name)
        self.taken.clear()
        for _ in range(_RUNS + 1):
            page.run()
            if page.exception or page.error or header not in [shown.value for shown in page.header]:
                raise RuntimeError(f"{name} does not show {header}")
        return median(self.taken[1:])


@contextmanager
def stopwatch() -> Iterator[Stopwatch]:
    """Yield a stopwatch that measures every page run in the block."""
    watch, plain = Stopwatch(), StreamlitPage.run

    def timed(page: StreamlitPage) -> Any:
        began = time.thread_time()
        try:
            return plain(page)
        finally:
            watch.taken.append((time.thread_time() - began) * 1000)

    StreamlitPage.run = timed  # type: ignore[assignment, method-assign]  # Streamlit has no hook around a run
    try:
        yield watch
    finally:
        StreamlitPage.run = plain  # type: ignore[method-assign]  # the method that stood there before
        st.cache_resource.clear()
