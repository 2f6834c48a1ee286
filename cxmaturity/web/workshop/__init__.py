"""Phones and projected screen of a workshop."""
