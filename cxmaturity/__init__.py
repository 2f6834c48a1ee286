"""CX Maturity: a questionnaire on customer experience, scored by rules anyone can redo with a pencil."""

__version__ = "0.1.0"
