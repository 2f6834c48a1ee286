"""Texts of the PDF report beside those of its sections."""

from collections.abc import Sequence

from cxmaturity.text_cleaning import cut
from cxmaturity.wording.report.charts import NOW, TARGET

PAGE = "Page {page} of {pages}"
"""The footer; the template inserts the page's number and the number of pages."""

RULES = "The rules"
REASONS = "How this comes about"
ATTACHMENT = "The answers and the result as a portable file of CX Maturity, by which this report can be checked"
OTHER_SCRIPTS = "Where □ stands, a character is in a script that this file has no letters for; in the app it is whole."
UNKNOWN_CHARACTER = "□"
PROOF = (
    "The answers and the result are attached to this file as {name}. Drop the report on the page Import, or run "
    "“cxmaturity verify” on it: it is scored again, and every difference is named."
)
LEADERS_AND_OTHERS = "Filled square: leaders. Open circle: everyone else."
PRIORITIES = "Across: ease, from hard to easy. Down: importance, the highest on top. Tinted: quick wins."

VOTES = "Numbers: how many people chose this level. Framed: the level of the group."


def with_cut(legend: str, rows: int, most: int) -> str:
    """Return a legend; with more than `most` rows it adds that the chart shows the first ones only."""
    cut = f"The first {most} of {rows}; the table has all." if rows > most else ""
    return " ".join(part for part in (legend, cut) if part)


def logo(team: str) -> str:
    """Return the text alternative of the logo."""
    return f"Logo of {team}"


def proof(name: str) -> str:
    """Return how to verify the report with the attached file of this name."""
    return PROOF.format(name=name)


def level_label(level: float, stage: str) -> str:
    """Return the label of a level with its stage above a chart."""
    return f"{level:g} · {stage}" if stage else f"{level:g}"


def bars_legend(last_label: str | None, has_targets: bool) -> str:
    """Return the legend of the bars' marks."""
    parts = (
        [f"Bar: {NOW}"] + [f"dashes: {last_label}"] * (last_label is not None) + [f"hexagon: {TARGET}"] * has_targets
    )
    return ", ".join(parts) + "." if len(parts) > 1 else ""


def importance_label(importance: int) -> str:
    """Return the name of a row of the priorities."""
    return f"Importance {importance}"


def question_label(question: str, question_id: str) -> str:
    """Return a question's id with its text, cut to fit beside a chart."""
    return f"{question_id} {cut(question, 48)}"


def bar_label(name: str) -> str:
    """Return the name of a bar, cut to two lines."""
    return cut(name, 84)


def head(parts: Sequence[str]) -> str:
    """Return the non-empty `parts` as the line below the team's name on the first page."""
    return " · ".join(part for part in parts if part)


def document_name(parts: Sequence[str]) -> str:
    """Return the non-empty `parts` as the title of the document."""
    return ", ".join(part for part in parts if part)
