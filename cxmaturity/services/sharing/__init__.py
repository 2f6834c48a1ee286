"""What others may read: published results, and tokens for other programs."""
