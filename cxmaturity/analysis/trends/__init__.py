"""Change over time: compared levels, tests and verdicts."""
