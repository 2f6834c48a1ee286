"""The portable file: taking an assessment, a team or everything along, bringing it in elsewhere, and checking it."""
