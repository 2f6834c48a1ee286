"""DataFrame → plotly Figure, nothing else. Colours come from `palette.py`."""
