"""Texts about other frameworks that the questionnaire is compared with."""

from cxmaturity.questionnaire.references import Framework, FrameworkPart
from cxmaturity.wording.language.plurals import counted

CROSSWALK_INTRODUCTION = (
    "Which questions speak to the parts of frameworks you may know, in our own words, and what of them is thin or "
    "missing here. This is our reading; their publishers have not checked it."
)


def framework_title(framework: Framework) -> str:
    """Return the name of a framework with the number of its parts."""
    return f"{framework.name} · {counted('part', len(framework.parts))}"


def covering_questions(part: FrameworkPart) -> str:
    """Return the ids of the questions that cover a part of a framework, as text."""
    return ", ".join(part.questions) or "no question"
