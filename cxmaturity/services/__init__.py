"""The use cases: what pages, the command line and, later, participants' pages all call."""
