"""Files of answers as form tools export them: generated ones, and one of each kind that is easily misread."""
