"""Sentences that only reports say: headlines, the cover, the facilitation guide."""
