"""Assessments, from creation to closing and removal."""
