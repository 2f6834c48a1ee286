"""Sentences of a workshop's agenda: the time for each question, and a question that opens the discussion."""

from collections.abc import Sequence

from cxmaturity.analysis.agenda import AgendaItem
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.wording.language.plurals import counted, plural
from cxmaturity.wording.questionnaire.levels import level_number

NO_RESULT_YET = "There is no result of this team yet from which to propose an order."
NOTHING_DIFFERS = "The last result shows no question on which people differ."


def agenda_total(items: Sequence[AgendaItem]) -> str:
    """Return how many questions there are and how long they take."""
    return f"{counted('question', len(items))}, about {counted('minute', sum(item.minutes for item in items))}."


def questions_picked(count: int) -> str:
    """Return the message that so many questions are picked."""
    return f"{counted('question', count)} {plural(count, 'is', 'are')} picked."


def item_minutes(item: AgendaItem) -> str:
    """Return how long one question takes, such as "about 8 minutes"."""
    return f"about {counted('minute', item.minutes)}"


def opening_question(item: AgendaItem, questionnaire: Questionnaire) -> str:
    """Return a question that opens the discussion: about last time's differences if shown, else about facts."""
    shown = item.shown
    if shown and shown.leaders and shown.others and shown.perception_gap:
        leaders, others = (level_number(questionnaire, side) for side in (shown.leaders, shown.others))
        return f"Last time leaders said {leaders}, everyone else {others}. What does each side see?"
    if shown and shown.agreement == "split":
        return "Last time votes were far apart. What did you think of when you voted?"
    if shown and shown.agreement == "mixed":
        return "Last time votes varied. Who saw it go well, and who did not?"
    if not item.question.evidence:
        return "What have you seen yourself that speaks for a level?"
    return f"What could we look at? For example: {item.question.evidence}."
