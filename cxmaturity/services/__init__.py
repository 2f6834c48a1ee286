"""The use cases: what pages, the command line and, later, light pages all call."""
