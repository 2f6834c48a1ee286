"""Reads files of answers from other tools, matches them with a questionnaire, and checks every cell."""
