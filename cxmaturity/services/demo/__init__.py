"""The demo data: its content, and adding and removing it."""
