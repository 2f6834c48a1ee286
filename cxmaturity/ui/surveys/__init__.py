"""Inviting people to a survey."""
