"""Texts of the first page of a report, for a board, beside those of its sections."""

CONTENTS = "In this report"
WHERE_WE_STAND = "Where we stand"
WHAT_TO_DO_FIRST = "What we will do first"
