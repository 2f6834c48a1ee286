"""Results over time: milestones, comparison, verdicts, pulse."""
