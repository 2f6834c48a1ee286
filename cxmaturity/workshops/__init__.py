"""The state machine of a workshop: pure functions."""
