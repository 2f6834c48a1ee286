"""What several pages use: session, errors, styles, charts with their tables, cards."""
