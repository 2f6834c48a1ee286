"""The parts of Home: the ways to begin, the cards of teams, and the demo data."""
