"""The team's plan."""
