"""Parts that several pages use: the page frame, forms, charts with their tables, cards."""
