"""Workshops: facilitation, people and live status; before it (`preparing`), its votes, and its end (`finishing`)."""
