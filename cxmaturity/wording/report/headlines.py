"""Titles and headlines of a report's sections; a headline is the conclusion of its section."""

from collections.abc import Sequence
from datetime import date

from cxmaturity.analysis.roadmap import Roadmap
from cxmaturity.questionnaire.schema import OVERALL, Questionnaire
from cxmaturity.records import Action, Assessment
from cxmaturity.wording.language.plurals import counted, joined, noun, plural, spelled
from cxmaturity.wording.result.groups import AGREED_LEVEL
from cxmaturity.wording.trends.planned_steps import counted_results

WHOM, WHOSE, WHO = "us", "our", "we"
"""How a report refers to its team; pages say "you"."""


def deck_title(team: str, label: str) -> str:
    """Return the title of a deck."""
    return f"{team} · {label}"


def cover_lines(title: str, kind: str, dated: str) -> list[str]:
    """Return the lines of the cover: the questionnaire, who answered, and when."""
    return [title, f"{kind}, {dated}"]


def notes_of_cover(questionnaire: str, digest: str, address: str) -> list[str]:
    """Return how the result can be found and verified."""
    lines = [f"Questionnaire {questionnaire}, digest {digest}."]
    return [*lines, f"The result: {address}"] if address else lines


def continued(title: str, number: int) -> str:
    """Return the title of a slide; from the second slide with the same title on, followed by its number."""
    return f"{title} ({number})" if number > 1 else title


QUICK_WINS_LEAD = "The number of steps of each kind. Quick and important, with a thick edge:"

TITLES = {
    "hidden": "Nothing to show",
    "decision": "The decision asked for",
    "stage": "Where we are",
    "holding_back": "What holds us back",
    "dimensions": "Now, target and last time",
    "moved": "What moved",
    "people": "Leaders and everyone else",
    "agreement": "Where we agree",
    "strengths": "Our strengths",
    "priorities": "Importance and ease",
    "roadmap": "Now, next, later",
    "actions": "Actions",
    "planned_steps": "Planned last time",
    "method": "Method and limits",
    "appendix": "Every question",
    "session": "The workshop, question by question",
}


def decision_headline(first_steps: int, dimensions: Sequence[str]) -> str:
    """Return the request to decide on `first_steps` (at least one), which begin with the first of `dimensions`."""
    steps = f"{spelled(first_steps)} first {noun('step', first_steps)}"
    start = "in" if len(set(dimensions)) == 1 else "beginning in"
    return f"Decide on {steps}, {start} {dimensions[0]}"


def decision_request(first_steps: int, planned: int) -> str:
    """Return what to decide about the first steps, of which `planned` are in the plan already."""
    if planned == first_steps:
        return f"{plural(planned, 'It is', 'They are')} in the plan. Asked for: the time to do {_them(planned)}."
    asked = "Asked for: an owner and a date for each."
    if first_steps == 1:
        return "Asked for: an owner and a date."
    return f"{asked} {_are_planned(planned)}" if planned else asked


def _are_planned(planned: int) -> str:
    return f"{spelled(planned).capitalize()} {plural(planned, 'is', 'are')} in the plan already."


def _them(count: int) -> str:
    return plural(count, "it", "them")


def level_and_evidenced(level: str, evidenced: str) -> str:
    """Return a sentence with the overall and the evidenced level, which are given as text."""
    return f"Overall level {level}; {evidenced} as far as a document, a number or a second person backs it."


def strengths_headline(names: Sequence[str], level: str) -> str:
    """Return which dimensions are highest, and their level; `names` is empty when all levels are equal."""
    return f"{joined(list(names))} {plural(len(names), 'is', 'are')} our strength, at {level}"


def strong_answers_headline(count: int, level: str, stage_name: str) -> str:
    """Return how many answers have the highest level that was given."""
    return f"{counted('answer', count)} {plural(count, 'stands', 'stand')} at {level}, {stage_name}"


def roadmap_headline(plan: Roadmap) -> str:
    """Return the number of steps for now, next and later."""
    parts = [f"{spelled(len(plan.first))} {noun('step', len(plan.first))} now"] if plan.first else []
    parts += [f"{spelled(len(plan.next))} next"] if plan.next else []
    parts += [f"{spelled(len(plan.later))} later"] if plan.later else []
    text = joined(parts)
    return f"{text[0].upper()}{text[1:]}"


ROADMAP_LABELS = ("Now", "Next", "Later")
ROADMAP_MEANINGS = (
    "Now: the first steps.",
    "Next: other steps that take a week at most.",
    "Later: steps that need another department, a quarter or a budget.",
)


def more_steps(count: int) -> str:
    """Return the message that there are more steps than are listed."""
    return f"and {counted('more step', count)}"


def actions_headline(actions: Sequence[Action], today: date) -> str:
    """Return how many actions (at least one) are open, and how many of them are overdue or have no date."""
    overdue = sum(action.is_overdue(today) for action in actions)
    undated = sum(action.due is None for action in actions)
    details = [f"{overdue} overdue"] if overdue else []
    details += [f"{undated} without a date"] if undated else []
    lead = f"{counted('action', len(actions))} to do"
    return f"{lead}, {joined(details)}" if details else f"{lead}, none overdue"


def planned_steps_headline(steps: Sequence[Action], label: str) -> str:
    """Return how many of the steps planned after an assessment (at least one) are done, and what became of them."""
    done = [step for step in steps if step.status == "done"]
    lead = f"{len(done)} of {counted('step', len(steps))} planned after {label} {plural(len(done), 'is', 'are')} done"
    if all(step.outcome is None for step in done):
        return f"{lead}, not judged yet" if done else lead
    return f"{lead}, {joined(counted_results(done))}"


def method_headline(asked: int) -> str:
    """Return how many questions were asked, and that every number can be recalculated."""
    return f"{counted('question', asked)}, and rules anyone can redo with a pencil"


def questionnaire_sentence(questionnaire: Questionnaire) -> str:
    """Return which questionnaire it is, with the digest of its text."""
    return (
        f"Questionnaire: {questionnaire.title}, {questionnaire.id} version {questionnaire.version}. "
        f"Digest of its text: {questionnaire.digest}."
    )


def appendix_headline(asked: int) -> str:
    """Return how many questions there are with their answers."""
    return f"{'All ' if asked > 1 else ''}{counted('question', asked)} with the statement chosen"


def agreed_because(level: str, reason: str) -> str:
    """Return which level a group agreed on, and why."""
    return f"Agreed on level {level}: {reason}"


def counts_by_level(counts: Sequence[int], numbers: Sequence[str]) -> str:
    """Return how many gave each level, without the levels that nobody gave; `numbers` are those of the levels."""
    return ", ".join(f"{count} × {number}" for number, count in zip(numbers, counts, strict=True) if count)


def left_out(reason: str) -> str:
    """Return the message that a dimension is left out of the comparison, and why."""
    return f"Left out. {reason}"


def agreement_headline(agreements: Sequence[str]) -> str:
    """Return on how many questions votes are far apart; without any, that they vary or are close together, or agreed.

    `agreements` are the codes of `tables.groups.vote_table`.
    """
    total = counted("question", len(agreements))
    for code, words in (("split", "far apart"), ("mixed", "varied"), ("agree", "close together")):
        if count := agreements.count(code):
            return f"Votes are {words} on {count} of {total}"
    return f"A level is agreed on {agreements.count(AGREED_LEVEL)} of {total}"


def session_headline(revealed: int, agreed: int, asked: int) -> str:
    """Return how many of the questions of a workshop were voted on, and on how many a level was agreed."""
    lead = f"We voted on {revealed} of {counted('question', asked)}"
    return f"{lead} and agreed on {agreed}" if agreed else lead


def hidden_headline(is_sealed: bool) -> str:
    """Return why a report has no result: it is suppressed, or people are still answering."""
    return SEALED if is_sealed else "The result comes when it is closed"


def still_open(assessment: Assessment) -> str:
    """Return why an open assessment of several people shows nothing yet."""
    return (
        f"“{assessment.label}” of {assessment.team_name} is still open. Until it is closed nobody sees its answers, so "
        "that no answer is swayed by another."
    )


WORKSHOP_RUNS = "This workshop is still running: here is what was shown so far."
SEALED = "Sealed to protect those who answered"
DEMO_NOTICE = "Demo data: this team is invented."
QUESTIONS = "Questions"
TREND, PULSE = "The levels over time", "Pulse"


def plan_as_of(day: str) -> str:
    """Return the date of the plan's state."""
    return f"The plan as of {day}."


HEADINGS = {
    "first_steps": ("What to do", "Why", "Who", "Time", "Worked if"),
    "lowest_steps": ("What to do", "Question", "Who", "Time", "Worked if"),
    "statements": ("Question", "Today", "To reach"),
    "unknown": ("Question", "Ask"),
    "dimensions": ("Dimension", "Level", "Stage", "Target", "Last time", "Rated"),
    "questions": ("Question", "Level", "Last time"),
    "strengths": ("Question", "Level", "Today", "Rests on"),
    "roadmap": ("When", "What to do", "For", "Time"),
    "priorities": ("Question", "Dimension", "Gap", "Importance", "Ease", "What to do", "Time"),
    "actions": ("What to do", "Who", "Review on", "Worked if", "Status"),
    "planned_steps": ("What was planned", "Who", "What became of it", "What was seen"),
    "pairs": ("Question", "Leaders", "Everyone else"),
    "votes": ("Question", "Level", "Agreement", "Votes"),
    "trend": ("Assessment", OVERALL),
    "answers": ("Question", "Answer", "Statement", "Rests on", "Notes"),
    "session": ("Question", "Votes", "Agreed level and why", "What people wrote"),
    "dotted_steps": ("Step", "Dots", "For"),
    "polls": ("Question", "What it came to", "Answers"),
    "gaps": ("Capability", "Level", "Target", "Gap"),
}
"""The headings of a report's tables."""

PRIVATE_NOTES = "Notes of the facilitator"
FROM_PARTICIPANTS = "Written in the workshop"
