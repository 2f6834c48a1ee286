"""Texts about steps and the plan: why a step is proposed, its effort, and the status of an action."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from cxmaturity.analysis.gaps import MOST_FIRST_STEPS, FirstStep, Gap
from cxmaturity.analysis.outcome import Outcome
from cxmaturity.questionnaire.schema import APP_LANGUAGE, Questionnaire
from cxmaturity.records import Action, Status, Worked
from cxmaturity.wording.language.dates import format_day, format_day_short
from cxmaturity.wording.language.numbers import grouped
from cxmaturity.wording.language.other_windows import done_elsewhere, replaced_here, shown_as_changed
from cxmaturity.wording.language.plurals import counted, joined, noun, plural, spelled
from cxmaturity.wording.questionnaire.levels import level_number, stage_number
from cxmaturity.wording.result.bars import stands_out

EASE_LABELS = {
    5: "one person, an hour at most",
    4: "half a day",
    3: "a week",
    2: "another department or a quarter",
    1: "needs budget",
}
"""The meaning of each degree of ease, 1..5."""

EASE_SHORT_LABELS = {5: "an hour", 4: "half a day", 3: "a week", 2: "others or a quarter", 1: "needs budget"}
"""The same, short enough to fit beneath a chart on a phone."""

STATUS_LABELS: dict[Status, str] = {"planned": "Planned", "started": "Started", "done": "Done", "dropped": "Dropped"}
WORKED_LABELS: dict[Worked, str] = {"yes": "Yes", "partly": "Partly", "no": "No"}
WORKED_SENTENCES: dict[Worked, str] = {
    "yes": "it worked",
    "partly": "it worked partly",
    "no": "it did not work",
}
"""Whether an action worked, by its outcome."""


def steps_added(count: int) -> str:
    """Return the message that `count` steps were added to the plan."""
    return f"{counted('step', count)} {plural(count, 'is', 'are')} in the plan now."


def step_reason(outcome: Outcome, step: FirstStep, whose: str = "your") -> str:
    """Return why a first step is proposed: it holds a stage back, is a quick win, or lifts a level.

    `whose` is the pronoun before the dimensions, "your" or "the team's".
    """
    name = outcome.questionnaire.dimension_of[step.gap.question.id].name
    if step.reason == "blocker":
        reached = outcome.result.dimensions[step.gap.dimension].stage or 1
        stage = stage_number(outcome.questionnaire, reached)
        return f"It holds {name} at stage {stage}"
    if step.reason == "quick_win":
        return "A quick win"
    if not stands_out(outcome, step.gap.dimension):
        return f"It lifts {name}"
    if len(outcome.result.lowest_dimensions) > 1:
        return f"It lifts {name}, one of {whose} lowest dimensions"
    return f"It lifts {whose} lowest dimension, {name}"


def why_fewer_steps(outcome: Outcome) -> str | None:
    """Return why fewer than three first steps are proposed; None when there are three, or none."""
    count = len(outcome.first_steps)
    if not 0 < count < MOST_FIRST_STEPS:
        return None
    lowest = joined([d.name for d in outcome.questionnaire.dimensions if d.id in outcome.result.lowest_dimensions])
    missing = {
        "blocker": "no answer holds a stage back",
        "quick_win": "no other gap that matters can be closed in half a day",
        "lowest_dimension": f"no other gap is left in {lowest}" if lowest else "no dimension has a level",
    }
    there = {step.reason for step in outcome.first_steps}
    reasons = joined([why for reason, why in missing.items() if reason not in there])
    return f"Only {spelled(count)} {noun('step', count)}: {reasons}."


def steps_from_lowest(has_steps: bool, open_questions: int, is_rated: bool) -> str:
    """Return the introduction of the next steps from the lowest answers, or why there are none.

    `is_rated` is whether any question has a level.
    """
    if has_steps:
        return "From your lowest answers, the easiest first:"
    if open_questions:
        return "Answer a question to see its next step."
    if not is_rated:
        return "No question is rated, so no step follows from the answers."
    return "No answer has a next step: each is at the highest level or has none."


def describe_gap(questionnaire: Questionnaire, gap: Gap) -> str:
    """Return how many levels a question is below its target, with the numbers of both levels."""
    if not gap.gap:
        return "none"
    level, target = (level_number(questionnaire, position) for position in (gap.level, gap.target))
    return f"{counted('level', gap.gap)} ({level} to {target})"


def step_factors(questionnaire: Questionnaire, gap: Gap) -> str:
    """Return the factors of a proposed step's rank: gap, importance, and ease unless it is unknown."""
    ease = gap.step.ease if gap.step else None
    eased = f" · ease {ease} of 5 ({EASE_LABELS[ease]})" if ease else ""
    return f"Gap {describe_gap(questionnaire, gap)} · importance {gap.importance} of 5{eased}"


def in_plan(action: Action) -> str:
    """Return the message that a step is in the plan, with its owner and review date if there are any."""
    due = f", review on {format_day(action.due)}" if action.due else ""
    return f"In your plan: {action.owner or 'nobody named yet'}{due}."


def more_to_find_out(count: int) -> str:
    """Return what opens the rest of the questions that nobody knew the answer to."""
    return f"{count} more {plural(count, 'question', 'questions')} to find out"


def of_question(label: str, question_id: str) -> str:
    """Return a label that repeats for each step, followed by the question's id for screen readers."""
    return f"{label} ({question_id})"


def printed_plan_heading(actions: int, listed: int) -> str:
    """Return the heading of the printed plan, which lists `listed` of its open actions."""
    return "In the plan" if actions == listed else f"In the plan: the next {listed} of {counted('action', actions)}"


def step_lead(questionnaire: Questionnaire, level: int, effort: str) -> str:
    """Return the levels that a step leads from and to, and its effort if the model names one."""
    lead = f"level {level_number(questionnaire, level)} to {level_number(questionnaire, level + 1)}"
    return f"{lead} · {effort}" if effort else lead


NO_PLAN = "There is no plan yet. Start an assessment, then add a first step to the plan from its result."
PLAN_FILE = "plan"
"""What the file of a plan is, at the end of its name."""
WHAT_A_PLAN_IS = "A plan holds what you will do next: who does it, by when, and later whether it worked."
WHERE_ACTIONS_COME_FROM = "Open the result and choose “Add to plan” below a first step. Or write your own action here."
OWNER, REVIEW_ON, STATUS, OUTCOME_NOTE = "Owner", "Review on", "Status", "What did you see?"
DO, WORKED_IF = "What to do", "Worked if"
NOBODY_YET, DID_IT_WORK, OWN_ACTION = "Nobody yet", "Did it work?", "Your own action"
ALL_OWNERS, DONE_TO_ASK_ABOUT = "All owners", "Done: did it work?"
OVERDUE, THIS_MONTH, LATER = "Overdue", "This month", "Later"
_NAMING_WORDS = 8
_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")


def empty_plan(team_name: str) -> str:
    """Return the message that a team has no action in its plan yet."""
    return f"{team_name} has no action in its plan yet."


def group_heading(name: str, count: int) -> str:
    """Return the heading of a group of actions with how many there are."""
    return f"{name} · {grouped(count)}"


def settled_heading(actions: Sequence[Action]) -> str:
    """Return the heading of the actions that need nothing more."""
    dropped = sum(action.status == "dropped" for action in actions)
    name = "Done" if not dropped else "Dropped" if dropped == len(actions) else "Done and dropped"
    return group_heading(name, len(actions))


def plan_summary(actions: Sequence[Action]) -> str:
    """Return the number of actions by status."""
    outcomes = [action.outcome for action in actions if action.status == "done"]
    counts = (
        (sum(action.is_open for action in actions), "to do"),
        (outcomes.count("yes"), "done and worked"),
        (outcomes.count("partly"), "worked partly"),
        (outcomes.count("no"), "did not work"),
        (outcomes.count(None), "done and not judged yet"),
        (sum(action.status == "dropped" for action in actions), "dropped"),
    )
    kinds = [(grouped(count), what) for count, what in counts if count]
    number = counted("action", len(actions))
    if len(kinds) == 1:
        return f"{number} {kinds[0][1]}."
    return f"{number}: {joined([' '.join(kind) for kind in kinds])}." if kinds else f"{number}."


def short_name(action: Action) -> str:
    """Return the first words of an action, which make the accessible names of its fields unique.

    They contain letters and digits only, because screen readers would read the backslashes of escaped Markdown aloud.
    """
    question = [action.question_id] if action.question_id and action.from_level else []
    return " ".join([short_text(action.do), *question])


def short_text(do: str) -> str:
    """Return the first words of what to do, without punctuation."""
    return " ".join(_WORD.findall(do)[:_NAMING_WORDS]) or "this action"


def field_name(label: str, action: Action) -> str:
    """Return the accessible name of an action's field or button, which includes the action."""
    return f"{label} {short_name(action)}"


class AskedQuestion(NamedTuple):
    """The question of an action as it was asked, and the levels that the action leads from and to (empty for none).

    The levels have the questionnaire's numbers: "level 0.25 to 0.5"; `from_level` is the first of the two, None for
    none. `language` is that of the questionnaire.
    """

    prompt: str
    levels: str
    language: str = APP_LANGUAGE
    from_level: float | None = None


def asked_question(questionnaire: Questionnaire, action: Action, variant: str) -> AskedQuestion:
    """Return the question of an action in the wording of `variant`; the action must have one."""
    question = questionnaire.by_id[action.question_id or ""]
    prompt = question.prompt_in(variant)
    if not action.from_level:
        return AskedQuestion(prompt, "", questionnaire.language)
    levels, number = step_lead(questionnaire, action.from_level, ""), questionnaire.level_numbers[action.from_level - 1]
    return AskedQuestion(prompt, levels, questionnaire.language, number)


def asked_texts(action: Action, asked: AskedQuestion) -> list[str]:
    """Return what an action takes from its questionnaire, whole and shortened; not what a team wrote itself."""
    if action.from_level is None:
        return [asked.prompt]
    texts = (asked.prompt, action.do, short_text(action.do), action.effort, action.worked_if)
    return [text for text in texts if text]


def action_source(action: Action, asked: AskedQuestion | None) -> str:
    """Return the question of an action, the levels it leads from and to, and its effort."""
    if asked is None:
        question = OWN_ACTION if action.question_id is None else "A question of an assessment that was removed"
    else:
        question = f"{asked.prompt} {action.question_id}"
    return " · ".join(part for part in (question, asked.levels if asked else "", action.effort) if part)


def done_on(day: date) -> str:
    """Return on which day an action was done."""
    return f"Done on {format_day_short(day)}"


def owner_choice(owner: str) -> str:
    """Return the label of an owner in the filter."""
    return owner or NOBODY_YET


def field_saved(name: str, value: Any) -> str:
    """Return the message that a field of an action is saved, with its new value."""
    return f"Saved: {_described(name, value)}."


def deleted(action: Action) -> str:
    """Return the message that an action is deleted."""
    return f"Deleted: “{action.do}”"


def deleted_already(action: Action) -> str:
    """Return the message that another window deleted an action."""
    return done_elsewhere(f"“{action.do}”", "deleted")


def deleted_elsewhere(action: Action) -> str:
    """Return the message that another window deleted an action, so that a change of it could not be saved."""
    return f"{deleted_already(action)} Your change is not saved."


def added_again_elsewhere() -> str:
    """Return the message that another window added a deleted step to the plan again: it cannot be put back."""
    return f"{done_elsewhere('This step', 'added to the plan again')} That one stays."


def moved_actions(count: int) -> str:
    """Return the message that changed actions keep their position until the list is sorted again."""
    return f"{counted('action', count)} {plural(count, 'stays', 'stay')} in place until you sort again."


def calendar_note(action: Action, asked: AskedQuestion | None) -> str:
    """Return the description of an action's calendar event, in lines."""
    worked_if = f"Worked if: {action.worked_if}" if action.worked_if else ""
    lines = (f"{OWNER}: {action.owner or NOBODY_YET}", worked_if, action_source(action, asked))
    return "\n".join(line for line in lines if line)


def action_state(action: Action) -> str:
    """Return owner, status and outcome of an action."""
    outcome = f", {WORKED_SENTENCES[action.outcome]}" if action.outcome else ""
    return f"{action.owner or 'Nobody'} · {action.status}{outcome}"


def _described(name: str, value: Any) -> str:
    """Return the value of an action's field as text."""
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
    """Return the message that another window changed an action; `values` are those shown here before, by field."""
    before = joined([_described(*item) for item in values.items()])
    return f"{shown_as_changed('This action')} Here it was: {before}."


def overwritten(values: Mapping[str, Any]) -> str:
    """Return the message that this window replaced `values`, by field, which another window had stored."""
    return replaced_here("This action", joined([_described(*item) for item in values.items()]))


def planned_already(action: Action) -> str:
    """Return the message that a step is in the plan already, with its owner and date."""
    due = f", review on {format_day(action.due)}" if action.due else ""
    return f"“{action.do}” is in the plan already: {action_state(action)}{due}. It stays as it is."


def more_actions(count: int) -> str:
    """Return the label of the button that shows more actions."""
    return f"Show more: {counted('action', count)} left"
