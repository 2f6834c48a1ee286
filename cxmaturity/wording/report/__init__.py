"""Sentences that occur in reports only: headlines, the cover, the facilitation guide."""
