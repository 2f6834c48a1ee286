"""Texts of Home: what the app is for, the ways to start, and the cards of teams."""

from collections.abc import Sequence

from cxmaturity.analysis.outcome import Outcome
from cxmaturity.questionnaire.schema import BOTH, Question, Questionnaire
from cxmaturity.records import Action, Assessment
from cxmaturity.scoring.equality import is_equal
from cxmaturity.wording.language.dates import format_day_short
from cxmaturity.wording.language.numbers import NO_NUMBER, distinct_levels, grouped
from cxmaturity.wording.language.plurals import counted, joined, plural
from cxmaturity.wording.questionnaire.levels import level_limits, shown_overall_level
from cxmaturity.wording.questionnaire.reading_time import answering_time
from cxmaturity.wording.result.bars import stands_out
from cxmaturity.wording.result.ties import dimension_levels

NO_QUESTIONNAIRE = "How mature is what you do, and what would improve it first?"
NEXT_STEP = "Fill in the fields, then start."
STAYS_HERE = "Everything stays on this machine."

WAYS = {"pulse": "Quick check", "full": "Full", "survey": "Ask several people"}
"""The heading of each way to start, by its name in the address."""

START_LABELS = {"pulse": "Start the quick check", "full": "Start the full assessment"}
"""The labels of the buttons on the two cards that start a solo assessment, by scope."""

LENGTH_NOTES = {
    "pulse": "One number, the pulse, shows a direction.",
    "full": "Your stage, what holds you back, and first steps.",
}
"""The kind of result of each scope."""


def title(questionnaires: Sequence[Questionnaire], shipped: Questionnaire | None) -> str:
    """Return the title for a new visitor: the question that the main questionnaire answers, or its name."""
    shown = shipped or next(iter(questionnaires), None)
    return NO_QUESTIONNAIRE if shown is None else shown.headline or shown.title


def definition(questionnaire: Questionnaire) -> str:
    """Return the first sentence of the questionnaire's definition of its subject."""
    first, dot, _ = questionnaire.about.partition(". ")
    return f"{first}{'.' if dot else ''}"


def lead(questionnaire: Questionnaire) -> str:
    """Return the subject of the questionnaire, its dimensions, and what its result shows."""
    names = joined([dimension.name for dimension in questionnaire.dimensions])
    return (
        f"{definition(questionnaire)} Answer plain questions on {names}. "
        "See where you stand, what holds you back, and what to do first."
    )


def way_heading(way: str, questions: Sequence[Question]) -> str:
    """Return the heading of a way to start a solo assessment, such as "Quick check · 10 questions"."""
    return f"{WAYS[way]} · {counted('question', len(questions))}"


def way_time(questions: Sequence[Question]) -> str:
    """Return how long answering takes, such as "About 8 minutes"."""
    about = answering_time(questions, BOTH).partition(", ")[2]
    return f"{about[0].upper()}{about[1:]}"


def name_in_use(team_name: str, label: str, free: str) -> str:
    """Return the message that the team has an assessment of this name already, and the next free name."""
    return f"{team_name} already has an assessment named “{label}”. The name “{free}” is free."


def level_since(now: Outcome, before: Outcome, label: str) -> str | None:
    """Return the overall level compared with the last assessment, called `label`; None when either has no level."""
    level, earlier = now.result.overall.level, before.result.overall.level
    if level is None or earlier is None:
        return None
    if is_equal(level, earlier):
        return f"Level {shown_overall_level(now.questionnaire, level)}, the same as last time ({label})."
    sides = ((before.questionnaire, earlier), (now.questionnaire, level))
    as_usual = shown_overall_level(*sides[0]), shown_overall_level(*sides[1])
    limits = level_limits(now.questionnaire, is_overall=True)
    shown_before, shown_now = distinct_levels((earlier, level), as_usual, limits)
    direction = "up" if level > earlier else "down"
    return f"Level {shown_now}, {direction} from {shown_before} last time ({label})."


def why_no_stage(outcome: Outcome) -> str:
    """Return how many of the questions that apply are rated, beside a result without a stage."""
    measures = outcome.result.dimensions.values()
    asked = sum(measure.asked for measure in measures)
    return f"{sum(m.rated for m in measures)} of {counted('question', asked)} rated" if asked else "No question applies"


def part_asked(row: Assessment, outcome: Outcome) -> str:
    """Return what an assessment of picked questions or chosen dimensions asked, with the levels of the dimensions."""
    if row.questions is not None:
        return f"{counted('question', len(row.questions))} asked"
    shown = dimension_levels(outcome.questionnaire, outcome.result)
    asked = [d for d in outcome.questionnaire.dimensions if d.id in (row.dimensions or ())]
    levels = {d.id: shown[d.id] if shown[d.id] != NO_NUMBER else "without a level" for d in asked}
    return joined([f"{d.name} {levels[d.id]}" for d in asked])


def see_since(row: Assessment) -> str:
    """Return the label of the link to a result that is newer than the one that a card is about."""
    return "See workshop" if row.is_part else "See pulse"


def lowest_dimensions(outcome: Outcome) -> set[str]:
    """Return the ids of the lowest dimensions; empty when all levels are equal."""
    return {d.id for d in outcome.questionnaire.dimensions if stands_out(outcome, d.id)}


def profile(outcome: Outcome) -> str:
    """Return the levels of all dimensions in one line."""
    shown = dimension_levels(outcome.questionnaire, outcome.result)
    return ", ".join(f"{d.name} {shown[d.id]}" for d in outcome.questionnaire.dimensions)


def profile_note(outcome: Outcome) -> str:
    """Return which dimensions are lowest, as the caption of small bars."""
    lowest = lowest_dimensions(outcome)
    return f"Lowest: {joined([d.name for d in outcome.questionnaire.dimensions if d.id in lowest])}"


def teams_found(shown: int, count: int) -> str:
    """Return how many of all teams match a search."""
    return counted("team", count) if shown == count else f"{shown} of {counted('team', count)}"


def all_teams_label(count: int) -> str:
    """Return the label of the switch that shows all teams."""
    return f"Show all {count} teams"


def next_round_terms(last: Assessment, kind: str) -> str:
    """Return the terms that the next round of an assessment keeps; `kind` is that of `assessment_kind`."""
    people = "" if last.mode == "solo" else " on the same terms"
    return f"The same questions as in {last.label} ({kind}), asked again{people}. The earlier answers stay as they are."


def next_due(action: Action) -> str:
    """Return the action of a plan that is due next, with its date."""
    due = f", due {format_day_short(action.due)}" if action.due else ""
    return f"Next: {action.do.rstrip('.')}{due}."


DUE_NEXT = "Due next"


def due_day(action: Action, *, is_overdue: bool) -> str:
    """Return when an action of a plan is due, and whether it is overdue; empty without a date."""
    return f"{format_day_short(action.due)}{', overdue' if is_overdue else ''}" if action.due else ""


def due_step(action: Action) -> str:
    """Return what is to be done, and who does it."""
    return f"{action.do.rstrip('.')}{f' · {action.owner}' if action.owner else ''}"


def plan_of(team_name: str) -> str:
    """Return the label of the link to a team's plan."""
    return f"Plan of {team_name}"


def overdue_steps(count: int) -> str:
    """Return how many actions of a plan are overdue."""
    return f"{counted('step', count)} {plural(count, 'is', 'are')} overdue."


def all_listed(status: str, count: int) -> str:
    """Return the label of the switch that shows all "unfinished" or "finished" assessments, not only the newest."""
    return f"Show all {grouped(count)} {status} assessments"


def list_label(kind: str, count: int) -> str:
    """Return the label of the list of all "unfinished", "finished" or "removed" assessments."""
    return f"All {kind} assessments · {grouped(count)}"
