"""The server's work for the result page's charts: from numbers to the messages sent to the browser."""

import os
import time
from collections.abc import Callable
from functools import wraps
from statistics import median
from typing import Any

import streamlit as st
from streamlit.testing.v1 import AppTest

from bench import fixtures
from bench.servers import ROOT, temporary_servers
from bench.table import Row, number
from cxmaturity.tables import results
from cxmaturity.ui.result import pictures
from cxmaturity.ui.result.targets import what_if
from cxmaturity.ui.shared.frame import page_frame

_STEPS = (
    (results, ("dimension_profile", "capability_gaps", "priority_table", "answer_table")),
    (pictures, ("radar", "dumbbells", "priorities", "heatmap")),
    (what_if, ("radar",)),
    (st, ("plotly_chart",)),
)

_CALLS = 15  # for each of five charts: its table, its figure, sending it


def build_and_emit(rounds: int) -> list[Row]:
    """Measure what the result page spends on its charts, from the DataFrames to the messages for Streamlit.

    The whole page runs in Streamlit's test runner. The calls that build and show charts are measured, in processor time
    of the script's thread, so that other programs do not count.
    """
    spent: list[float] = []

    def timed(call: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(call)
        def run(*args: Any, **options: Any) -> Any:
            began = time.thread_time()
            try:
                return call(*args, **options)
            finally:
                spent.append((time.thread_time() - began) * 1000)

        return run

    plain = {(module, name): getattr(module, name) for module, names in _STEPS for name in names}
    totals: list[float] = []
    with temporary_servers() as servers:
        url, (assessment,) = fixtures.database(servers.folder, "script", answered=True)
        os.environ["CXMATURITY_DATABASE_URL"] = url
        for (module, name), call in plain.items():
            setattr(module, name, timed(call))
        try:
            page = AppTest.from_file(str(ROOT / "pages" / "main.py"), default_timeout=30)
            page.session_state[page_frame.IS_DRAWN] = True  # the whole page, as from the second run on
            page.run()
            page.switch_page("result.py").query_params["assessment"] = assessment
            page.session_state["try"] = True  # the radar of the what-if is the fifth chart
            for _ in range(3 * rounds + 3):
                spent.clear()
                page.run()
                if page.exception or len(spent) != _CALLS:
                    raise RuntimeError(f"{len(spent)} calls built and showed the charts, not {_CALLS}")
                totals.append(sum(spent))
        finally:
            for (module, name), call in plain.items():
                setattr(module, name, call)
    what = "result script: 5 charts built and emitted"
    return [number(what, median(totals[3:]), "ms", 30)]
