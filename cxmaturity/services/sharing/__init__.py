"""Sharing with others: published results, and access tokens for other programs."""
