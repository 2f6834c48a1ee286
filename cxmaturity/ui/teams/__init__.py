"""Choosing, managing and comparing teams."""
