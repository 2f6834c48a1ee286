"""The page Questionnaires: reading, copying, changing and publishing them."""
