"""DataFrame → plotly Figure, nothing else. Colours come from `palette.py`."""

from plotly.graph_objects import Figure as Figure
