"""Files of answers as form tools export them: made by chance, and one of each kind that went wrong for somebody."""
