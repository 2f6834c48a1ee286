"""The state machine of a workshop, as pure functions."""
