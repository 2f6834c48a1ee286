"""The sentences of the page Questionnaires."""

from collections.abc import Sequence

from cxmaturity.questionnaire.changes import Change, VersionPart
from cxmaturity.questionnaire.schema import Question, Questionnaire, Step
from cxmaturity.text_cleaning import searchable
from cxmaturity.wording.language.plurals import counted

WHAT_A_DRAFT_IS = (
    "A draft is yours to change. What is published stays as it is until you publish the draft, and assessments that "
    "are open keep the words they began with."
)
PUBLISHED, DRAFTED, DISCARDED = "Published", "The draft is here. Change what you like.", "The draft is removed."
NO_FAULTS = "No faults: the draft can be published."
NOTHING_CHANGED = "Nothing is changed yet."
NO_MATCH = "No question has these words."
IMPORT_KINDS = {
    "bundle": "A file of this page (ZIP)",
    "csv": "A plain table: workbook or CSV",
    "xlsform": "An XLSForm (KoboToolbox, ODK)",
    "csf": "NIST Cybersecurity Framework (JSON or workbook)",
}
PARTS: dict[VersionPart, str] = {
    "major": "First number: levels mean something else",
    "minor": "Middle number: other questions are asked",
    "patch": "Last number: other words, same meaning",
}
_COMPARISON: dict[VersionPart, str] = {
    "major": "Results of this version are not compared with earlier ones: lines over time break here, and teams "
    "compare anew once they have answered it.",
    "minor": "Results go on comparing with earlier ones, over the questions that were rated both times.",
    "patch": "Results go on comparing with earlier ones, question by question.",
}
_KINDS = {
    "scale": "The scale is another one.",
    "rules": "Caps or the pass mark are others.",
    "dimension added": "The dimension {subject} is new.",
    "dimension left out": "The dimension {subject} is left out.",
    "question added": "The question {subject} is new.",
    "question left out": "The question {subject} is left out.",
    "question moved": "The question {subject} belongs to another dimension.",
    "weight": "The question {subject} counts in another way.",
    "pulse": "The question {subject} joins or leaves the pulse.",
    "statement reworded": "The question {subject} is worded anew.",
    "statement rewritten": "The question {subject}, or one of its statements, says something else.",
}
_FIELDS = {
    "title": "The title",
    "headline": "The headline of Home",
    "about": "What it is about",
    "language": "The language",
    "rule": "The rule for choosing",
    "variants": "The kinds of organisation",
    "groups": "The groups",
    "limits": "What the result is not",
    "stages": "Names or meanings of stages",
    "why": "Why it matters",
    "evidence": "What to look at",
    "ask": "Whom to ask",
    "steps": "The steps",
    "claims": "The claims",
    "capability": "The capability",
    "order of the questions": "The order of the questions",
    "order of the dimensions": "The order of the dimensions",
}


def describe_change(change: Change) -> str:
    """Return a change between two versions in a sentence."""
    if change.kind != "wording":
        return _KINDS[change.kind].format(subject=change.subject)
    what = _FIELDS.get(change.field, change.field[:1].upper() + change.field[1:]) or "Names or what it is about"
    return f"{what} of {change.subject} changed." if change.subject else f"{what} changed."


def what_it_means(part: VersionPart) -> str:
    """Return what raising this part of the version means for comparisons."""
    return _COMPARISON[part]


def draft_title(title: str) -> str:
    """Return the title of a draft in the list of questionnaires."""
    return f"Draft: {title}"


def summary(questionnaire: Questionnaire) -> str:
    """Return the size of a questionnaire, its version and the size of its pulse."""
    pulse = f"{counted('question', len(questionnaire.pulse))} in the pulse" if questionnaire.pulse else "no pulse"
    return (
        f"Version {questionnaire.version} · {counted('question', len(questionnaire.questions))} in "
        f"{counted('dimension', len(questionnaire.dimensions))} · {pulse}"
    )


def matches(count: int) -> str:
    """Return how many questions a search shows."""
    return f"{counted('question', count)} shown."


def faults(count: int) -> str:
    """Return how many faults a draft has."""
    return f"{counted('fault', count)} to mend before it can be published." if count else NO_FAULTS


def step_line(step: Step) -> str:
    """Return the texts of a step that the model has, in one line."""
    ease = f"ease {step.ease} of 5" if step.ease else ""
    worked = f"worked if: {step.worked_if}" if step.worked_if else ""
    return " · ".join(part for part in (step.do, step.effort, ease, step.owner, worked) if part)


def searched_text(question: Question) -> str:
    """Return all texts of a question in the form in which they are searched."""
    steps = (step_line(step) for step in question.steps)
    texts: Sequence[str] = (question.id, question.prompt, question.why, question.evidence, question.ask)
    wordings = (
        text for w in question.variants.values() for text in (w.prompt or "", w.think_of or "", *(w.levels or ()))
    )
    return searchable("\n".join((*texts, *question.levels, *steps, *wordings)))
