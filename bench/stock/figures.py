"""Ready-made figures from the file in BENCH_FIGURES, a JSON list of figures. Nothing is computed."""

import json
import os
from pathlib import Path

import plotly.graph_objects as go
import streamlit as st


@st.cache_resource(show_spinner=False)
def figures() -> list[go.Figure]:
    return [go.Figure(figure) for figure in json.loads(Path(os.environ["BENCH_FIGURES"]).read_text(encoding="utf-8"))]


for place, figure in enumerate(figures()):
    st.plotly_chart(figure, key=f"figure-{place}")
