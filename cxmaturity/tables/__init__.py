"""Results as tidy DataFrames, for charts and for the tables beside them."""
