"""Draws the figures of a report as SVG: one module per kind, the basic elements in `canvas`."""
