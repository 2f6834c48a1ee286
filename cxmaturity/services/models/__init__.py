"""Questionnaires as files: published ones, and the drafts in which they are changed."""
