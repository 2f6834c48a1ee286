"""Scoring: pure, vectorised, a row per answer set; one implementation for one assessment and for a hundred thousand."""
