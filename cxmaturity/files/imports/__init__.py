"""Files of answers that other tools wrote: read, matched with a questionnaire, and checked cell by cell."""
