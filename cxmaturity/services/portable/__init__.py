"""Portable files: writing and importing assessments, teams or everything, and verifying files."""
