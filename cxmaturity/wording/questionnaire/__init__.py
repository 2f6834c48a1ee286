"""Sentences about the questions of a questionnaire."""
