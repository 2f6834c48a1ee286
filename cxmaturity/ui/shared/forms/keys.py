"""Widget keys, made from stable ids, so that a widget stays the same widget from run to run."""


def what_if(question_id: str) -> str:
    """The level tried out for a question."""
    return f"whatif-{question_id}"


def target(dimension_id: str) -> str:
    """The target of a dimension."""
    return f"target-{dimension_id}"


def importance(dimension_id: str) -> str:
    """The importance of a dimension."""
    return f"importance-{dimension_id}"


ACTION_FIELDS = {
    "owner": "owner",
    "due": "due",
    "status": "status",
    "outcome": "worked",
    "outcome_note": "saw",
    "do": "do",
    "worked_if": "worked-if",
}
"""The fields of an action that are changed on the page, each with the beginning of its key."""


def action_field(action_id: str, name: str) -> str:
    """A field of an action."""
    return f"{ACTION_FIELDS[name]}-{action_id}"


def agreed_level(question_id: str) -> str:
    """The level that a group agrees on for a question."""
    return f"agree-level-{question_id}"


def agreed_reason(question_id: str) -> str:
    """The reason for that level."""
    return f"agree-reason-{question_id}"


def private_note(question_id: str) -> str:
    """The facilitator's note on a question."""
    return f"note-{question_id}"
