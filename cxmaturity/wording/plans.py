"""Steps and the plan: why a step is proposed, what it takes, and how an action stands."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from cxmaturity.analysis.gaps import MOST_FIRST_STEPS, FirstStep
from cxmaturity.analysis.outcome import Outcome
from cxmaturity.questionnaire.schema import APP_LANGUAGE, Questionnaire
from cxmaturity.records import Action, Status, Worked
from cxmaturity.wording.language.dates import format_day, format_day_short
from cxmaturity.wording.language.numbers import grouped
from cxmaturity.wording.language.plurals import counted, joined, noun, plural, spelled
from cxmaturity.wording.questionnaire.levels import level_number, stage_number

EASE_LABELS = {
    5: "one person, an hour at most",
    4: "half a day",
    3: "a week",
    2: "another department or a quarter",
    1: "needs budget",
}
"""What each degree of ease means."""

EASE_SHORT_LABELS = {5: "an hour", 4: "half a day", 3: "a week", 2: "others or a quarter", 1: "needs budget"}
"""The same in so few words that they fit beneath a chart on a phone."""

STATUS_LABELS: dict[Status, str] = {"planned": "Planned", "started": "Started", "done": "Done", "dropped": "Dropped"}
WORKED_LABELS: dict[Worked, str] = {"yes": "Yes", "partly": "Partly", "no": "No"}
WORKED_SENTENCES: dict[Worked, str] = {
    "yes": "it worked",
    "partly": "it worked in part",
    "no": "it did not work",
}
"""Whether an action worked, by its outcome."""


def steps_added(count: int) -> str:
    """Return that so many steps are in the plan now."""
    return f"{counted('step', count)} {plural(count, 'is', 'are')} in the plan now."


def step_reason(outcome: Outcome, step: FirstStep, whose: str = "your") -> str:
    """Return why a first step is proposed: what it holds back, that it is quickly done, or what it lifts.

    `whose` says whose dimensions these are.
    """
    name = outcome.questionnaire.dimension_of[step.gap.question.id].name
    if step.reason == "blocker":
        reached = outcome.result.dimensions[step.gap.dimension].stage or 1
        stage = stage_number(outcome.questionnaire, reached)
        return f"It holds {name} at stage {stage}"
    if step.reason == "quick_win":
        return "A quick win"
    if len(outcome.result.lowest_dimensions) > 1:
        return f"It lifts {name}, one of {whose} lowest dimensions"
    return f"It lifts {whose} lowest dimension, {name}"


def why_fewer_steps(outcome: Outcome) -> str | None:
    """Return why fewer than three first steps are proposed; None where there are three, or none."""
    count = len(outcome.first_steps)
    if not 0 < count < MOST_FIRST_STEPS:
        return None
    lowest = joined([d.name for d in outcome.questionnaire.dimensions if d.id in outcome.result.lowest_dimensions])
    missing = {
        "blocker": "no answer holds a stage back",
        "quick_win": "no other gap that matters can be closed in half a day",
        "lowest_dimension": f"no other gap is left in {lowest}" if lowest else "no dimension has a level yet",
    }
    there = {step.reason for step in outcome.first_steps}
    reasons = joined([why for reason, why in missing.items() if reason not in there])
    return f"Only {spelled(count)} {noun('step', count)}: {reasons}."


def steps_from_lowest(has_steps: bool, open_questions: int) -> str:
    """Return what introduces the next steps from the lowest answers, or why there are none."""
    if has_steps:
        return "From your lowest answers, the easiest first:"
    if open_questions:
        return "Answer a question to see its next step."
    return "No answer has a next step."


def step_factors(gap: int, importance: int, ease: int | None) -> str:
    """Return the factors that put a proposed step where it is in the order; `ease` is None where it is not known."""
    eased = f" · ease {ease} of 5 ({EASE_LABELS[ease]})" if ease else ""
    return f"Gap {gap} · importance {importance} of 5{eased}"


def in_plan(action: Action) -> str:
    """Return that a step is in the plan, with whoever was named there and the day it is reviewed."""
    due = f", review on {format_day(action.due)}" if action.due else ""
    return f"In your plan: {action.owner or 'nobody named yet'}{due}."


def of_question(label: str, question_id: str) -> str:
    """Return a label that several steps on a page have, with the question that tells them apart when read aloud."""
    return f"{label} ({question_id})"


def printed_plan_heading(actions: int, listed: int) -> str:
    """Return the heading of the plan on paper, of whose open actions so many are listed."""
    return "In the plan" if actions == listed else f"In the plan: the next {listed} of {counted('action', actions)}"


def step_lead(questionnaire: Questionnaire, level: int, effort: str) -> str:
    """Return from which level to which a step leads, and the time it needs where that is known."""
    lead = f"level {level_number(questionnaire, level)} to {level_number(questionnaire, level + 1)}"
    return f"{lead} · {effort}" if effort else lead


NO_PLAN = "There is no plan yet. Assess yourself, then add a first step to the plan from the result."
WHAT_A_PLAN_IS = "A plan holds what you will do next: who does it, by when, and later whether it worked."
WHERE_ACTIONS_COME_FROM = "Open the result and choose “Add to plan” below a first step. Or write your own action here."
OWNER, REVIEW_ON, STATUS, OUTCOME_NOTE = "Owner", "Review on", "Status", "What did you see?"
DO, WORKED_IF = "What to do", "Worked if"
NOBODY_YET, DID_IT_WORK, OWN_ACTION = "Nobody yet", "Did it work?", "An own action"
ALL_OWNERS, DONE_TO_ASK_ABOUT = "All owners", "Done: did it work?"
OVERDUE, THIS_MONTH, LATER = "Overdue", "This month", "Later"
_NAMING_WORDS = 8
_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")


def empty_plan(team_name: str) -> str:
    """Return that a team has no action in its plan yet."""
    return f"{team_name} has no action in its plan yet."


def group_heading(name: str, count: int) -> str:
    """Return the heading of a group of actions with how many there are."""
    return f"{name} · {grouped(count)}"


def settled_heading(actions: Sequence[Action]) -> str:
    """Return the heading of the actions of which nothing is left to do or to say."""
    dropped = sum(action.status == "dropped" for action in actions)
    name = "Done" if not dropped else "Dropped" if dropped == len(actions) else "Done and dropped"
    return group_heading(name, len(actions))


def plan_summary(actions: Sequence[Action]) -> str:
    """Return how many actions there are, and what became of them so far."""
    outcomes = [action.outcome for action in actions if action.status == "done"]
    counts = (
        (sum(action.is_open for action in actions), "to do"),
        (outcomes.count("yes"), "done and worked"),
        (outcomes.count("partly"), "worked in part"),
        (outcomes.count("no"), "did not work"),
        (outcomes.count(None), "done and not judged yet"),
        (sum(action.status == "dropped" for action in actions), "dropped"),
    )
    parts = [f"{grouped(count)} {what}" for count, what in counts if count]
    return f"{counted('action', len(actions))}: {joined(parts)}." if parts else f"{counted('action', 0)}."


def short_name(action: Action) -> str:
    """Return the first words of an action, which tell its fields from those of others when they are read aloud.

    Nothing but letters and digits is left of them, for screen readers read out the marks that keep text from being
    Markdown.
    """
    question = [action.question_id] if action.question_id and action.from_level else []
    return " ".join([short_text(action.do), *question])


def short_text(do: str) -> str:
    """Return the first words of what to do, without any marks."""
    return " ".join(_WORD.findall(do)[:_NAMING_WORDS]) or "this action"


def field_name(label: str, action: Action) -> str:
    """Return the name of a field or button of an action, which says whose it is."""
    return f"{label} {short_name(action)}"


class AskedQuestion(NamedTuple):
    """The question that an action is for, as it was asked, and between which levels the action leads; empty for none.

    The levels are named by the numbers of the questionnaire: "level 0.25 to 0.5". `language` is the questionnaire's.
    """

    prompt: str
    levels: str
    language: str = APP_LANGUAGE


def asked_question(questionnaire: Questionnaire, action: Action, variant: str) -> AskedQuestion:
    """Return the question of an action, which has one, in the wording of `variant`."""
    question = questionnaire.by_id[action.question_id or ""]
    levels = step_lead(questionnaire, action.from_level, "") if action.from_level else ""
    return AskedQuestion(question.prompt_in(variant), levels, questionnaire.language)


def asked_texts(action: Action, asked: AskedQuestion) -> list[str]:
    """Return what an action takes from its questionnaire, whole and shortened; not what a team wrote itself."""
    if action.from_level is None:
        return [asked.prompt]
    texts = (asked.prompt, action.do, short_text(action.do), action.effort, action.worked_if)
    return [text for text in texts if text]


def action_source(action: Action, asked: AskedQuestion | None) -> str:
    """Return which question an action is for, from which level to which it leads, and the time that it needs."""
    if asked is None:
        question = OWN_ACTION if action.question_id is None else "A question of an assessment that was removed"
    else:
        question = f"{asked.prompt} {action.question_id}"
    return " · ".join(part for part in (question, asked.levels if asked else "", action.effort) if part)


def done_on(day: date) -> str:
    """Return on which day an action was done."""
    return f"Done on {format_day_short(day)}"


def owner_choice(owner: str) -> str:
    """Return an owner in the list from which to choose one."""
    return owner or NOBODY_YET


def field_saved(name: str, value: Any) -> str:
    """Return that a field of an action is saved, and what it holds now."""
    return f"Saved: {_described(name, value)}."


def deleted(action: Action) -> str:
    """Return that an action is deleted."""
    return f"Deleted: “{action.do}”"


def deleted_elsewhere(action: Action) -> str:
    """Return that another window deleted an action, so that a change of it could not be saved."""
    return f"“{action.do}” was deleted in another window. Your change is not saved."


def moved_actions(count: int) -> str:
    """Return that actions stay where they were when they were changed, until the list is sorted again."""
    return f"{counted('action', count)} {plural(count, 'stays', 'stay')} in place until you sort again."


def calendar_note(action: Action, asked: AskedQuestion | None) -> str:
    """Return what an event of a calendar says of an action, in lines."""
    worked_if = f"Worked if: {action.worked_if}" if action.worked_if else ""
    lines = (f"{OWNER}: {action.owner or NOBODY_YET}", worked_if, action_source(action, asked))
    return "\n".join(line for line in lines if line)


def action_state(action: Action) -> str:
    """Return who does an action, how far it is, and whether it worked."""
    outcome = f", {WORKED_SENTENCES[action.outcome]}" if action.outcome else ""
    return f"{action.owner or 'Nobody'} · {action.status}{outcome}"


def _described(name: str, value: Any) -> str:
    """Return what a field of an action holds."""
    match name:
        case "owner":
            return f"owner “{value}”" if value else "no owner"
        case "due":
            return f"review on {format_day(value)}" if value else "no review date"
        case "status":
            return f"status “{STATUS_LABELS[value]}”"
        case "do":
            return f"action “{value}”"
        case "worked_if":
            return f"worked if “{value}”" if value else "no sign that it worked"
        case "outcome":
            return f"“Did it work?” answered with “{WORKED_LABELS[value]}”" if value else "“Did it work?” not answered"
        case _:
            return f"note “{value}”" if value else "no note"


def changed_elsewhere(values: Mapping[str, Any]) -> str:
    """Return that another window changed an action; `values` are those that were shown here before, by field."""
    before = joined([_described(*item) for item in values.items()])
    return f"This was changed in another window; that one is shown. Here it was: {before}."


def overwritten(values: Mapping[str, Any]) -> str:
    """Return that another window had changed an action shortly before; `values` are what it had stored, by field."""
    theirs = joined([_described(*item) for item in values.items()])
    return f"You saved over what another window had changed meanwhile to: {theirs}."


def planned_already(action: Action) -> str:
    """Return that a step is in the plan already, and as whose."""
    due = f", review on {format_day(action.due)}" if action.due else ""
    return f"“{action.do}” is in the plan already: {action_state(action)}{due}. It stays as it is."


def more_actions(count: int) -> str:
    """Return the label of the button that shows more of the actions that are not shown yet."""
    return f"Show more: {counted('action', count)} left"
