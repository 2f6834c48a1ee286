"""The use cases: what the pages, the participants' pages and the command line call."""
