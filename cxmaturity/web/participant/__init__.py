"""The pages of survey participants, and how a participant is identified."""
