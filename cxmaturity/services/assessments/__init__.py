"""Assessments from creation to closing."""
