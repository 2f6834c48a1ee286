"""Plotly figures from DataFrames; colours come from `palette.py`."""

from plotly.graph_objects import Figure as Figure
