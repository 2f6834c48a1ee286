"""Sentences about the result of a group."""

from collections.abc import Sequence

import pandas as pd

from cxmaturity.analysis.disclosure import MIN_GROUP_SIZE, MIN_TIME_BETWEEN_RESULTS
from cxmaturity.analysis.groups import AgreedLevel, Comment, GroupResult, Vote
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.records import Assessment
from cxmaturity.scoring.equality import keys_of_highest
from cxmaturity.scoring.group import Agreement
from cxmaturity.wording.language.numbers import plain_decimal
from cxmaturity.wording.language.other_windows import replaced_here
from cxmaturity.wording.language.plurals import counted, every, joined_first, plural
from cxmaturity.wording.questionnaire.levels import level_number, levels_apart
from cxmaturity.wording.questionnaire.questions import MOST_NAMED, quoted_prompt
from cxmaturity.wording.surveys.progress import beside_expected

AGREE_ON_LEVEL = "After talking it over, the group may settle on a level. It is used instead of the votes."

AGREED_LEVEL = "agreed level"
"""What stands in place of the agreement of a question's votes when the group agreed on a level."""

AGREEMENT_LABELS: dict[Agreement, str] = {
    "split": "votes far apart",
    "mixed": "votes vary",
    "agree": "votes close together",
}
"""The label of each agreement code, the least agreement first."""


def who_answered(group: GroupResult) -> str:
    """Return how many people answered, how many were expected (if entered), and the privacy."""
    answered = group.disclosure.answered
    terms = "anonymously" if group.privacy == "anonymous" else "with their names"
    return f"{counted('person', answered)} answered {terms}{beside_expected(answered, group.invited)}."


def chosen_by_names(questionnaire: Questionnaire, votes: Sequence[Vote]) -> str:
    """Return who chose which level; a dash stands for an answer without one.

    Each name is isolated, because one that is written from right to left would move the numbers beside it.
    """
    return " · ".join(f"\u2068{vote.name}\u2069: {level_number(questionnaire, vote.level)}" for vote in votes)


def comment_text(comment: Comment) -> str:
    """Return a comment on a question, with the person's name in open mode."""
    author = f"{comment.name}: " if comment.name else ""
    return author + " · ".join(text for text in (comment.note, comment.evidence) if text)


TOO_SOON = (
    f"another anonymous result of this team was shown less than {MIN_TIME_BETWEEN_RESULTS.days} days before or after, "
    "and the difference of the two could tell what one person said"
)
"""Why questions are hidden that enough people rated."""


def suppressed_result(group: GroupResult) -> str:
    """Return why the result of a group is suppressed."""
    if group.disclosure.too_soon:
        return f"{TOO_SOON[0].upper()}{TOO_SOON[1:]}."
    return (
        f"Fewer than {MIN_GROUP_SIZE} people rated each question: too few to show an answer or a level without "
        "revealing who said what."
    )


def way_to_show(group: GroupResult) -> str:
    """Return how a suppressed result can be shown after all; empty when it cannot, as that of a workshop."""
    return "Open it again, and close it later." if group.disclosure.too_soon and not group.rounds else ""


def unanswered_word(assessment: Assessment, group: GroupResult | None) -> str:
    """Return what a question without an answer is called: in an anonymous group hidden, else open until it is closed.

    It is a key of UNANSWERED_LABELS.
    """
    if group is not None and group.privacy == "anonymous":
        return "hidden"
    return "open" if assessment.is_open else "not answered"


def suppressed_questions(group: GroupResult) -> str | None:
    """Return how many questions are hidden because too few rated them, None when none is."""
    if group.privacy == "open":
        return None
    questions = group.disclosure.questions.items()
    hidden = [name for name, shown in questions if not shown.answer.is_answered and name not in group.agreed]
    too_soon = sum(name in group.disclosure.too_soon for name in hidden)
    too_few = len(hidden) - too_soon
    why_too_few = f"fewer than {MIN_GROUP_SIZE} people rated {plural(too_few, 'it', 'them')}"
    reasons = [(count, why) for count, why in ((too_few, why_too_few), (too_soon, TOO_SOON)) if count]
    return " ".join(_hidden_because(count, why) for count, why in reasons) or None


def _hidden_because(count: int, why: str) -> str:
    are_hidden = plural(count, "question is hidden and counts", "questions are hidden and count")
    return f"{count} {are_hidden} as missing: {why}."


def with_agreement_labels(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `vote_table` or `round_table` with labels in place of the agreement codes."""
    return rows.assign(agreement=[AGREEMENT_LABELS.get(code, code) for code in rows["agreement"]])


def agreement_takeaway(rows: pd.DataFrame, questionnaire: Questionnaire) -> str:
    """Return the questions on which a group's votes are furthest apart, and on how many it agreed on a level.

    `rows`: see `vote_table`.
    """
    by_code = {code: rows[rows["agreement"] == code] for code in AGREEMENT_LABELS}
    ids = {code: [*map(quoted_prompt, some["question"], some["id"])] for code, some in by_code.items()}
    parts = [f"{AGREEMENT_LABELS['split']} on {joined_first(ids['split'], MOST_NAMED)}"] if ids["split"] else []
    counts = {f"{AGREEMENT_LABELS[code]} on": len(ids[code]) for code in ("mixed", "agree")}
    parts += [f"{what} {count}" for what, count in counts.items() if count]
    if not parts and (perceived := perception_takeaway(rows, questionnaire)):
        return perceived
    agreed = int((rows["agreement"] == AGREED_LEVEL).sum())
    if not parts and agreed < len(rows):
        return "Too few people rated these questions to show how far they agree."
    counts["a level is agreed on"] = agreed
    if of_all := [what for what, count in counts.items() if count == len(rows)]:
        return f"{of_all[0].capitalize()} {every('question', len(rows))}."
    parts += [f"a level is agreed on {agreed}"] if agreed else []
    listed = "; ".join(parts)
    return f"{listed[0].upper()}{listed[1:]}." if len(rows) == 1 else f"Of {counted('question', len(rows))}: {listed}."


def perception_takeaway(rows: pd.DataFrame, questionnaire: Questionnaire) -> str | None:
    """Return where leaders and others differ, None when they are not shown separately (`rows`: see `vote_table`)."""
    shown = [
        (quoted_prompt(question, name), int(leaders), int(others))
        for question, name, leaders, others in zip(
            rows["question"], rows["id"], rows["leaders"], rows["others"], strict=True
        )
        if pd.notna(leaders) and pd.notna(others)
    ]
    apart = [(name, leaders, others) for name, leaders, others in shown if leaders != others]
    if not shown:
        return None
    if not apart:
        return "Leaders and everyone else see the same levels everywhere."
    gaps = {name: levels_apart(questionnaire, leaders, others) for name, leaders, others in apart}
    widest = keys_of_highest(gaps)
    higher = sum(one > other for _, one, other in apart)
    number, of_all = len(apart), counted("question", len(shown))
    questions = every("question", number) if number == len(shown) else f"{number} of {of_all}"
    which = f"higher on {higher}"
    if higher in (0, number):
        which = f"{'always ' if number > 1 else ''}{'higher' if higher else 'lower'}"
    counts = f"Leaders and everyone else differ on {questions}; leaders are {which}."
    if len(widest) > 1:
        return f"{counts} Widest: {joined_first(widest, MOST_NAMED)}, each by {plain_decimal(gaps[widest[0]])}."
    name, *sides = next(row for row in apart if row[0] == widest[0])
    one, other = (level_number(questionnaire, side) for side in sides)
    return f"{counts} Widest: {name}, leaders {one}, everyone else {other}."


def agreed_over(questionnaire: Questionnaire, question_id: str, theirs: AgreedLevel) -> str:
    """Return the message that a level was agreed on in place of one that another window had stored shortly before."""
    level = f"level {level_number(questionnaire, theirs.level)}, “{theirs.reason}”"
    return replaced_here(f"What is agreed on {question_id}", level)
