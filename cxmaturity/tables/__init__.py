"""Results as tidy DataFrames: the input of charts and of the tables beside them."""
