"""The changes of dimensions between two assessments, and answer by answer."""

import streamlit as st

from cxmaturity.analysis.trends.change_breakdown import QuestionChange
from cxmaturity.analysis.trends.comparison import Comments, Comparison
from cxmaturity.analysis.trends.verdicts import Verdicts
from cxmaturity.questionnaire.schema import Dimension, Question
from cxmaturity.tables import over_time
from cxmaturity.ui.shared import charts
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.frame.page_frame import live_text
from cxmaturity.wording.language.numbers import shown_parts
from cxmaturity.wording.language.plurals import counted
from cxmaturity.wording.questionnaire.levels import level_name, level_number
from cxmaturity.wording.result.groups import comment_text
from cxmaturity.wording.trends import levels
from cxmaturity.wording.trends import over_time as wording
from cxmaturity.wording.trends import verdicts as verdict_wording
from cxmaturity.wording.trends.planned_steps import describe_done_step
from cxmaturity.wording.trends.verdicts import middle_move

_MOST_COMMENTS = 8  # shown beside a moved answer


def change_section(comparison: Comparison, verdicts: Verdicts | None) -> str:
    """Show the change of each dimension, for two groups with the mean of people beside the group's level.

    Also show where the two moved in opposite directions, and the dimensions left out, with the reason. Return a
    sentence on the largest change.
    """
    means = None
    if verdicts:
        names = {d.id: d.name for d in comparison.dimensions}
        means = {names[dimension_id]: verdict.means for dimension_id, verdict in verdicts.by_dimension.items()}
    changes = over_time.change_table(comparison.rows, comparison.later.questionnaire, means)
    takeaway = levels.change_takeaway(changes)
    live_text(takeaway, "changes")
    if verdicts and (moves := verdict_wording.opposite_moves(comparison, verdicts)):
        st.markdown(plain(moves))
    if not changes.empty:
        charts.table(over_time.without_zero_parts(changes), takeaway)
        chance = verdict_wording.chance_moves(comparison.later.questionnaire)
        about_people = [verdict_wording.MEANS_EXPLANATION, chance] if verdicts else []
        st.caption(plain(" ".join([verdict_wording.TWO_DECIMALS, *about_people])))
    for reason in wording.explain_left_out(comparison):
        st.markdown(f":material/block: **Left out.** {plain(reason)}")
    return takeaway


def dimension_changes(comparison: Comparison, dimension: Dimension) -> None:
    """Show the changed answers of a dimension with their comments, and the questions added or removed."""
    parts = comparison.parts[dimension.id]
    if parts is None:
        return
    moved = [change for change in parts.shared if change.before != change.after]
    count = f"{counted('answer', len(moved))} moved" if moved else "nothing moved"
    box = st.expander(f"**{plain(dimension.name)}** · {count}", key=f"moved-{dimension.id}", on_change="rerun")
    if not box.open:
        return
    shown = (
        shown_parts([change.adds for change in moved], middle_move(parts, comparison.later.questionnaire))
        if moved
        else []
    )
    for change, adds in zip(moved, shown, strict=True):
        box.markdown("  \n".join(_lines(comparison, change, f"{adds:+f}")))
    for heading, side, names in (
        ("Rated now, not then", comparison.later, parts.entered),
        ("Rated then, not now", comparison.earlier, parts.left),
    ):
        if names:
            questions = [side.questionnaire.by_id[name] for name in names]
            box.markdown("\n".join([f"**{heading}:**", *(f"- {_question(question)}" for question in questions)]))
    if not moved and not parts.entered and not parts.left:
        box.markdown("Every answer is as it was.")


def _question(question: Question) -> str:
    return f"{plain(question.prompt)} :small[{question.id}]"


def _lines(comparison: Comparison, change: QuestionChange, adds: str) -> list[str]:
    """Return a changed answer as lines of Markdown: the question, both levels with comments, and the steps done.

    `adds` is its share of the dimension's change, as text.
    """
    question = comparison.later.questionnaire.by_id[change.question_id]
    sides = (
        ("Then", comparison.earlier, change.before, comparison.comments_before),
        ("Now", comparison.later, change.after, comparison.comments_after),
    )
    lines = [f"**{plain(question.prompt)}** :small[{question.id}] · adds {adds}"]
    for when, closed, level, comments in sides:
        named = f"{level_number(closed.questionnaire, level)} {level_name(closed.questionnaire, level)}"
        lines.append(" · ".join([f"**{when}:** {plain(named)}", *_comment_texts(comments, question.id)]))
    done = comparison.done_for(question.id)
    return lines + [f"**You did:** {plain(describe_done_step(action))}" for action in done]


def _comment_texts(comments: Comments, question_id: str) -> list[str]:
    """Return the comments on an answer as Markdown, with people's names in an open group."""
    written = comments.get(question_id, ())
    texts = [plain(comment_text(comment)) for comment in written[:_MOST_COMMENTS]]
    rest = len(written) - len(texts)
    return texts + ([f"and {rest} more, on the result page"] if rest else [])
