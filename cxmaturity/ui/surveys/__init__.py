"""Surveys: terms, invitations, progress, schedule."""
