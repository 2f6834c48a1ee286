"""Who may open what, from where, and how much: middleware and limits around everything that is served."""
