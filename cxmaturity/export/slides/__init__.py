"""Parts of the deck: its template, the fitting of texts, native charts, and the slides themselves."""
