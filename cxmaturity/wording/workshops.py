"""What a workshop's console says, in plain words."""

import pandas as pd

from cxmaturity.analysis.disclosure import MIN_GROUP_SIZE, QuestionDisclosure
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.wording.groups import AGREEMENT_LABELS
from cxmaturity.wording.plurals import counted
from cxmaturity.workshops.state import Pace, Phase, WorkshopState

_ROUNDS = ("First", "Second", "Third")
_AGREEMENT_ORDER = ("split", "mixed", "agree")
_AGREEMENT_VERBS = {"agree": "are close together", "mixed": "vary", "split": "are far apart"}

PACE_LABELS: dict[Pace, str] = {
    "together": "Question by question",
    "self_paced": "Self-paced, then walk through",
}
PACE_DESCRIPTIONS: dict[Pace, str] = {
    "together": "All vote on one question, see the result and talk, then the next. Good for the pulse.",
    "self_paced": "All answer everything first; then you go through it, most disagreement first. "
    "Good for many questions.",
}


def round_name(number: int) -> str:
    """Return what a round of votes is called."""
    return f"{_ROUNDS[number - 1]} vote" if number <= len(_ROUNDS) else f"Vote {number}"


def count_template(phase: Phase, expected: int | None) -> str:
    """Return how the count reads in this phase, with {voted} and {joined} where the numbers go."""
    if phase == "vote":
        return "Votes in: {voted} of {joined}"
    if phase == "self_paced":
        return "Finished all questions: {voted} of {joined}"
    if phase == "lobby" and expected:
        return f"Joined: {{joined}} of {expected} expected"
    return "In the room: {joined}"


def describe_reveal(disclosure: QuestionDisclosure, questionnaire: Questionnaire) -> str:
    """Return what the room sees of one question after a vote, or why it sees nothing."""
    level = disclosure.answer.level
    if level is None:
        if disclosure.answer.not_applicable is not None:
            return "Most say it does not apply."
        if disclosure.rated is None:
            return f"Fewer than {MIN_GROUP_SIZE} people rated it, so nothing is shown: it could be told who said what."
        return "Nobody gave a level." if disclosure.answer.dont_know else "Nobody has voted."
    said = [f"Level {level}, {questionnaire.stage(level).name}."]
    facts = [counted("vote", disclosure.rated)] if disclosure.rated is not None else []
    if disclosure.agreement and disclosure.rated != 1:
        facts += [f"{'they' if facts else 'The votes'} {_AGREEMENT_VERBS[disclosure.agreement]}"]
    said += [f"{'; '.join(facts)}."] if facts else []
    said += (
        [f"Leaders {disclosure.leaders}, everyone else {disclosure.others}."]
        if disclosure.perception_gap is not None
        else []
    )
    return " ".join(said)


def describe_movement(before: QuestionDisclosure, now: QuestionDisclosure) -> str | None:
    """Return how the room moved from one vote to the next, None where a level of either is not shown."""
    if before.answer.level is None or now.answer.level is None:
        return None
    rise = now.answer.level - before.answer.level
    said = "The level stayed" if rise == 0 else f"The level {'rose' if rise > 0 else 'fell'} by {abs(rise)}"
    if before.agreement is None or now.agreement is None or before.agreement == now.agreement:
        return f"{said}."
    closer = _AGREEMENT_ORDER.index(now.agreement) > _AGREEMENT_ORDER.index(before.agreement)
    return f"{said}, and the votes are {'closer together' if closer else 'further apart'} than before."


def progress_summary(state: WorkshopState, agreed: int) -> str:
    """Return how far a workshop is: questions revealed of all, agreed on, skipped."""
    said = [f"{len(state.revealed)} of {len(state.order)} revealed"]
    said += [f"{agreed} agreed"] if agreed else []
    said += [f"{len(state.skipped)} skipped"] if state.skipped else []
    return " · ".join(said)


def question_status(disclosure: QuestionDisclosure | None, agreed: int | None, is_skipped: bool) -> str:
    """Return in a few words how one question stands; `disclosure` is what was last revealed of it."""
    if disclosure is None:
        return "Skipped" if is_skipped else "Not revealed yet"
    said = "Nothing may be shown" if disclosure.answer.level is None else f"Level {disclosure.answer.level}"
    said += f", {AGREEMENT_LABELS[disclosure.agreement]}" if disclosure.agreement else ""
    return f"{said} · agreed on level {agreed}" if agreed else said


def ending_notice(state: WorkshopState, agreed: int) -> str:
    """Return what is kept when a workshop ends now, and what is missing from it."""
    done, left = len(state.revealed), len(state.order) - len(state.revealed)
    if not done:
        return "Nothing was revealed yet: the result would be empty."
    kept = f"Kept: the votes on {counted('question', done)}"
    kept += f", {counted('agreed level', agreed)} with what led there" if agreed else ""
    missing = f" Not revealed, so missing: {counted('question', left)}." if left else ""
    return f"{kept}.{missing}"


def rounds_takeaway(rows: pd.DataFrame) -> str:
    """Return how the room moved between its first and last votes (`rows`: see round_table)."""
    ends = [(of.iloc[0], of.iloc[-1]) for _, of in rows.groupby("id", sort=False) if len(of) > 1]
    if not ends:
        return "No question was voted on twice."
    rises = [int(b["level"]) - int(a["level"]) for a, b in ends if pd.notna(a["level"]) and pd.notna(b["level"])]
    closer = sum(_rank(b["agreement"]) > _rank(a["agreement"]) >= 0 for a, b in ends)
    said = [
        f"{count} {what}"
        for count, what in (
            (sum(rise > 0 for rise in rises), "rose"),
            (sum(rise < 0 for rise in rises), "fell"),
            (sum(rise == 0 for rise in rises), "kept the level"),
            (closer, "came closer together"),
        )
        if count
    ]
    return (
        f"Of {counted('question', len(ends))} voted on again, {', '.join(said)}."
        if said
        else (f"{counted('question', len(ends))} voted on again; too few votes to show how they moved.")
    )


def _rank(word: str) -> int:
    return _AGREEMENT_ORDER.index(word) if word in _AGREEMENT_ORDER else -1
