"""A workshop before it begins: its set-up, its questions, and the card to join by."""
