"""A workshop at its end: first steps, the end itself, and what it leaves."""
