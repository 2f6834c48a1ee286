"""The result stored at closing: its formats and their reader."""
