"""What is stored of workshops: state, votes, dots, polls and steps written by participants."""
