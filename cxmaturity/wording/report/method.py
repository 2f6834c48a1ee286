"""The rules of the page Method as plain sentences, for files without Markdown."""

import re

from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.wording import method

_ITEM = re.compile(r"^(?:\d+\.|-) ")
_STAR = "\ufdd0"  # replaces the asterisks in texts of the questionnaire while Markdown is removed; no text contains it


def scoring_rules(questionnaire: Questionnaire) -> tuple[str, ...]:
    """Return how answers become levels and stages, one rule per text."""
    return plain_items(method.scoring_rules(questionnaire, _escaped))


def first_step_rules() -> tuple[str, ...]:
    """Return how gaps become first steps."""
    return plain_items(method.first_step_rules())


def several_people_rules() -> tuple[str, ...]:
    """Return how several people's answers become the group's, and what is shown of them."""
    return plain_items(method.several_people_rules())


def over_time_rules() -> tuple[str, ...]:
    """Return when a change is called real."""
    return plain_items(method.over_time_rules())


def limits(questionnaire: Questionnaire) -> tuple[str, ...]:
    """Return the limits of the result."""
    return plain_items(method.limits(questionnaire, _escaped))


def plain_items(markdown: str) -> tuple[str, ...]:
    """Return the items and paragraphs of a text in Markdown, each as one plain line."""
    items: list[str] = []
    begins = True
    for line in markdown.splitlines():
        if not line.strip():
            begins = True
            continue
        if begins or _ITEM.match(line):
            items.append(_ITEM.sub("", line.strip()))
        else:
            items[-1] += f" {line.strip()}"
        begins = False
    return tuple(item.replace("*", "").replace(_STAR, "*") for item in items)


def _escaped(text: str) -> str:
    return " ".join(text.split()).replace("*", _STAR)
