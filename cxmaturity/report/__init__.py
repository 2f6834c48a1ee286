"""The content of a report: sections with figures, sentences and tables, the same for every format; pure."""
