"""What a group's result shows, in plain sentences."""

import pandas as pd

from cxmaturity.analysis.disclosure import MIN_GROUP_SIZE
from cxmaturity.analysis.groups import GroupResult


def who_answered(group: GroupResult) -> str:
    """Return how many people answered, of how many, and on what terms."""
    invited = f" of {group.invited} invited" if group.invited else ""
    people = "person" if group.seen.answered == 1 and not group.invited else "people"
    terms = "anonymously" if group.privacy == "anonymous" else "with their names"
    return f"{group.seen.answered}{invited} {people} answered, {terms}."


def suppressed_result(group: GroupResult) -> str:
    """Return why nothing is shown of a group."""
    return (
        f"Fewer than {MIN_GROUP_SIZE} people rated each question, so no answer and no level is shown: "
        "it could be told who said what."
    )


def suppressed_questions(group: GroupResult) -> str | None:
    """Return how many questions are hidden because too few rated them, None when none is."""
    if group.privacy == "open":
        return None
    missing = sum(
        not shown.answer.is_answered for name, shown in group.seen.questions.items() if name not in group.agreed
    )
    if not missing:
        return None
    named = "1 question is" if missing == 1 else f"{missing} questions are"
    return f"{named} hidden and count as missing: fewer than {MIN_GROUP_SIZE} people rated them."


def agreement_takeaway(rows: pd.DataFrame) -> str:
    """Return where a group disagrees most (`rows`: see vote_table)."""
    split = list(rows.loc[rows["agreement"] == "split", "id"])
    mixed = list(rows.loc[rows["agreement"] == "mixed", "id"])
    agree = int((rows["agreement"] == "agree").sum())
    said = [f"split on {', '.join(split[:5])}{' and more' if len(split) > 5 else ''}"] if split else []
    said += [f"mixed on {len(mixed)}"] if mixed else []
    said += [f"agreeing on {agree}"] if agree else []
    if not said:
        return perception_takeaway(rows) or "Too few people rated these questions to show how far they agree."
    return f"Of {len(rows)} questions, the group is {', '.join(said)}."


def perception_takeaway(rows: pd.DataFrame) -> str | None:
    """Return where leaders and others see different worlds, None when neither is shown (`rows`: see vote_table)."""
    shown = [
        (name, int(leaders), int(others))
        for name, leaders, others in zip(rows["id"], rows["leaders"], rows["others"], strict=True)
        if pd.notna(leaders) and pd.notna(others)
    ]
    apart = [(name, leaders, others) for name, leaders, others in shown if leaders != others]
    if not shown:
        return None
    if not apart:
        return "Leaders and everyone else see the same levels everywhere."
    name, leaders, others = max(apart, key=lambda row: abs(row[1] - row[2]))
    higher = sum(one > other for _, one, other in apart)
    return (
        f"Leaders and everyone else differ on {len(apart)} of {len(shown)} questions; leaders are higher on {higher}. "
        f"Widest: {name}, leaders {leaders}, everyone else {others}."
    )
