"""The ranking of the first steps that a workshop votes on: their order, their dots, and what is stored at its end."""

from dataclasses import replace

from cxmaturity.analysis.disclosure import may_order_by_dots, may_show_dots
from cxmaturity.analysis.gaps import next_steps_from_lowest
from cxmaturity.questionnaire.schema import Step
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.store.database.engine import Connection, Database
from cxmaturity.store.workshop import dots as stored_dots
from cxmaturity.store.workshop import participant_steps, polls
from cxmaturity.wording.questionnaire.steps import step_to_do
from cxmaturity.workshops.dots import (
    DOTTED_STEPS_JSON,
    MAX_CANDIDATES,
    DottedStep,
    StepCandidate,
    dotted_steps,
    rank_candidates,
)

_RECORD = "steps"  # its key among the results of polls


def ranked_steps(connection: Connection, view: AssessmentView, *, are_dots_counted: bool) -> tuple[StepCandidate, ...]:
    """Return the steps put to the vote: the first steps, then other gaps by priority; after the vote by their dots.

    In an anonymous workshop five people must have given dots for the order, ten for their numbers; else all dots are 0.
    """
    assessment, dots, people = view.assessment, dict[str, int](), 0
    written = {
        step.id: step.do for step in participant_steps.participant_steps(connection, assessment.id) if step.is_accepted
    }
    if are_dots_counted:
        people = stored_dots.count_dot_voters(connection, assessment.id)
        if may_order_by_dots(people, assessment.privacy):
            dots = stored_dots.dot_totals(connection, assessment.id)
    outcome = view.outcome()
    other_gaps = sorted((gap for gap in outcome.gaps if gap.gap > 0), key=lambda gap: -gap.priority)
    gaps = [*(step.gap for step in outcome.first_steps), *other_gaps]
    lowest = next_steps_from_lowest(view.questions, view.response, MAX_CANDIDATES)
    ranked = rank_candidates([*((gap.question, gap.level) for gap in gaps), *lowest], dots, written)
    ranked = tuple(_with_words(candidate, assessment.variant) for candidate in ranked)
    first = {step.gap.question.id for step in outcome.first_steps}
    if first and not dots:  # what nobody's dots chose are the steps that the result proposes, and no others
        ranked = tuple(replace(candidate, is_proposed=candidate.key in first) for candidate in ranked)
    is_shown = may_show_dots(people, assessment.privacy)
    return ranked if is_shown else tuple(replace(candidate, dots=0) for candidate in ranked)


def _with_words(candidate: StepCandidate, variant: str) -> StepCandidate:
    """Return a candidate with a text of what to do, also where the questionnaire has none."""
    if candidate.question is None or candidate.level is None or not isinstance(candidate.step, Step):
        return candidate
    do = step_to_do(candidate.question, candidate.level, variant)
    return replace(candidate, step=candidate.step.model_copy(update={"do": do}))


def keep_steps(connection: Connection, view: AssessmentView) -> None:
    """Store the result of the dot vote of a workshop that ends, as far as it was shown; nothing without any dots."""
    people = stored_dots.count_dot_voters(connection, view.assessment.id)
    privacy = view.assessment.privacy
    if not people:
        return
    steps = dotted_steps(
        ranked_steps(connection, view, are_dots_counted=True),
        is_ordered=may_order_by_dots(people, privacy),
        is_counted=may_show_dots(people, privacy),
    )
    save_kept_steps(connection, view.assessment.id, steps)


def kept_steps(connection: Connection, assessment_id: str) -> tuple[DottedStep, ...]:
    """Return the result of the dot vote of a workshop that has ended, most dots first; empty without any dots."""
    content = polls.results(connection, [assessment_id], _RECORD).get(assessment_id)
    return () if content is None else DOTTED_STEPS_JSON.validate_json(content)


def save_kept_steps(connection: Connection, assessment_id: str, steps: tuple[DottedStep, ...]) -> None:
    """Store the result of the dot vote of a workshop that has ended; nothing without any dots."""
    if steps:
        polls.save_result(connection, assessment_id, _RECORD, DOTTED_STEPS_JSON.dump_json(steps).decode())


def load_kept_steps(database: Database, assessment_id: str) -> tuple[DottedStep, ...]:
    """Return the result of the dot vote; see `kept_steps`."""
    with database.reading() as connection:
        return kept_steps(connection, assessment_id)
