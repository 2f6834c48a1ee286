"""Questionnaires as files: published ones, and drafts in which they are changed."""
