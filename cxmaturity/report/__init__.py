"""What a report says, in order, with its figures, sentences and tables; pure, and the same in every format."""
