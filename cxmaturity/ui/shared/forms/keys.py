"""Widget keys made from stable ids, so that a widget keeps its state from run to run."""


def scoped(name: str, shown_id: str) -> str:
    """Return the key of the widget `name` for what the page shows: an assessment, team, questionnaire or file, by id.

    A window shows several of them one after the other. With one key for all, what was typed or chosen for the one would
    be shown for the next, and stored there.
    """
    return f"{name}-{shown_id}"


def what_if(assessment_id: str, question_id: str) -> str:
    """Return the key of the level tried out for a question of an assessment."""
    return scoped(f"whatif-{question_id}", assessment_id)


def target(assessment_id: str, dimension_id: str) -> str:
    """Return the key of a dimension's target in an assessment."""
    return scoped(f"target-{dimension_id}", assessment_id)


def importance(assessment_id: str, dimension_id: str) -> str:
    """Return the key of a dimension's importance in an assessment."""
    return scoped(f"importance-{dimension_id}", assessment_id)


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


def agreed_level(assessment_id: str, question_id: str) -> str:
    """Return the key of the level that the group of an assessment agrees on for a question."""
    return scoped(f"agree-level-{question_id}", assessment_id)


def agreed_reason(assessment_id: str, question_id: str) -> str:
    """Return the key of the reason for the agreed level."""
    return scoped(f"agree-reason-{question_id}", assessment_id)


def private_note(assessment_id: str, question_id: str) -> str:
    """Return the key of the facilitator's note on a question in a workshop."""
    return scoped(f"note-{question_id}", assessment_id)
