"""Pages for survey participants, and what identifies a participant."""
