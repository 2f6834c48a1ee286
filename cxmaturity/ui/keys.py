"""Widget keys, made from stable ids, so that a widget stays the same widget from run to run."""


def answer(question_id: str) -> str:
    """The choice of a question."""
    return f"answer-{question_id}"


def reason(question_id: str) -> str:
    """Why a question does not apply."""
    return f"reason-{question_id}"


def note(question_id: str) -> str:
    """The note of a question."""
    return f"note-{question_id}"


def grade(question_id: str) -> str:
    """The evidence grade of a question."""
    return f"grade-{question_id}"


def evidence(question_id: str) -> str:
    """The evidence of a question."""
    return f"evidence-{question_id}"


def what_if(question_id: str) -> str:
    """The level tried out for a question."""
    return f"whatif-{question_id}"


def target(dimension_id: str) -> str:
    """The target of a dimension."""
    return f"target-{dimension_id}"


def importance(dimension_id: str) -> str:
    """The importance of a dimension."""
    return f"importance-{dimension_id}"
