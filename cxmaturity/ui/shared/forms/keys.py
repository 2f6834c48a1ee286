"""Widget keys made from stable ids, so that a widget keeps its state from run to run."""


def what_if(assessment_id: str, question_id: str) -> str:
    """Return the key of the level tried out for a question of one assessment, since a window may show several."""
    return f"whatif-{question_id}-{assessment_id}"


def target(dimension_id: str) -> str:
    """Return the key of a dimension's target."""
    return f"target-{dimension_id}"


def importance(dimension_id: str) -> str:
    """Return the key of a dimension's importance."""
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
"""The editable fields of an action, each with the beginning of its widget key."""


def action_field(action_id: str, name: str) -> str:
    """Return the key of an action's field."""
    return f"{ACTION_FIELDS[name]}-{action_id}"


def agreed_level(question_id: str) -> str:
    """Return the key of the level that a group agrees on for a question."""
    return f"agree-level-{question_id}"


def agreed_reason(question_id: str) -> str:
    """Return the key of the reason for the agreed level."""
    return f"agree-reason-{question_id}"


def private_note(assessment_id: str, question_id: str) -> str:
    """Return the key of the facilitator's note on a question in one workshop, since a window may show several."""
    return f"note-{question_id}-{assessment_id}"
