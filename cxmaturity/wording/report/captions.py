"""The captions of a report's tables."""

FIRST_STEPS = "First steps"
UNKNOWN = "To find out: nobody knew the answer"
STATEMENTS = "The answers that decide"
DIMENSIONS = "Levels of the dimensions"
CAPABILITIES = "Levels of the capabilities"
QUESTIONS = "Levels of the questions"
STRENGTHS = "The highest answers"
PRIORITIES = "Questions below their target, those to do first on top"
ROADMAP = "Steps by when"
PAIRS = "Leaders and everyone else, the widest difference first"
VOTES = "Votes, the furthest apart first"
SESSION = "Votes and agreed levels, in the order of the workshop"
DOTTED_STEPS = "First steps that dots were given to, or that were written in the workshop"
POLLS = "Questions outside the score"
VERDICTS = "The verdicts with what they rest on"
ACTIONS = "Actions to do"


def change_since(label: str) -> str:
    """Return the caption of the changes since an assessment."""
    return f"Change since {label}"


def oldest_first(title: str) -> str:
    """Return the caption of the values of a trend."""
    return f"{title}, the oldest first"


def planned_after(label: str) -> str:
    """Return the caption of the steps planned after an assessment."""
    return f"Planned after {label}"
