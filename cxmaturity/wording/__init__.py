"""Every sentence, date, plural, list and shown number.

Functions return the text that is shown. Their docstrings name its content: "Return how many faults are listed" is the
sentence with these counts.
"""
