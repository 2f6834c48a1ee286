"""What is stored of workshops: where they stand, votes, dots, polls and steps of the room."""
