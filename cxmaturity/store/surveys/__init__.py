"""Rows of surveys: who may take part, and the receipt that a participant can fetch."""
