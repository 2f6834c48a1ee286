"""The figures of a report as SVG, drawn here: each kind in its module, the elements in `canvas`."""
