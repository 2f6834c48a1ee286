"""What holds a result back, in a sentence, with the statement of the answer that does; the statement after it."""

from cxmaturity.analysis.outcome import Outcome
from cxmaturity.questionnaire.schema import Dimension, Question
from cxmaturity.wording.language.plurals import joined, plural
from cxmaturity.wording.questionnaire.answers import describe_answer
from cxmaturity.wording.questionnaire.levels import stage_number
from cxmaturity.wording.result.stages import TOO_LITTLE_RATED, explain_stage, what_is_missing
from cxmaturity.wording.result.ties import dimension_levels

NOTHING_APPLIES = ("No question applies.", "")
ONLY_SOME_ASKED = ("Only some dimensions were asked.", "An overall stage needs all of them.")


def holding_back(outcome: Outcome, variant: str, whom: str = "you") -> tuple[str, str]:
    """Return what holds the overall stage back, and the statement behind it in the wording of `variant`.

    The first text names the dimensions that cap the stage, else the lowest ones. The second quotes the statement of
    the answer that caps the first of these, else of its lowest answer. Without a stage it says what is missing, and at
    the highest stage how far answers could fall. `whom` is the pronoun for the readers.
    """
    overall = outcome.result.overall
    if overall.reason.kind == "unknown":
        return (TOO_LITTLE_RATED, what_is_missing(outcome)) if overall.applies else NOTHING_APPLIES
    if overall.reason.kind == "top":
        return f"Nothing holds {whom} back.", explain_stage(outcome)
    by_id = {d.id: d for d in outcome.questionnaire.dimensions}
    is_capped = overall.reason.kind == "cap"
    holding = [by_id[name] for name in (overall.reason.blockers if is_capped else outcome.result.lowest_dimensions)]
    names = joined([d.name for d in holding])
    if is_capped:
        stage = stage_number(outcome.questionnaire, overall.stage or 1)
        lead = f"{names} {plural(len(holding), 'holds', 'hold')} {whom} at stage {stage}."
    elif len(holding) == sum(measure.applies for measure in outcome.result.dimensions.values()):
        every = f"{names} is" if len(holding) == 1 else f"All dimensions{_that_apply(len(holding), len(by_id))} are"
        lead = f"{every} at {_level(outcome, holding[0])}."
    else:
        lead = f"{names} {plural(len(holding), 'is', 'are')} lowest, at {_level(outcome, holding[0])}."
    place = "There" if len(holding) == 1 else f"In {holding[0].name}"
    return lead, f"{place}{_weakest_answer(outcome, holding[0], variant)}"


def _that_apply(applying: int, asked: int) -> str:
    return " that apply" if applying < asked else ""


def _level(outcome: Outcome, dimension: Dimension) -> str:
    return dimension_levels(outcome.questionnaire, outcome.result)[dimension.id]


def _weakest_answer(outcome: Outcome, dimension: Dimension, variant: str) -> str:
    """Return the answer that caps the dimension, else its lowest answer, quoted after a colon.

    A statement that several questions share, such as "No", tells nothing without its question, which then precedes it.
    """
    levels = {q.id: level for q in dimension.questions if (level := outcome.response.level_of(q.id)) is not None}
    blockers = outcome.result.dimensions[dimension.id].reason.blockers
    weakest = blockers[0] if blockers else min(levels, key=lambda name: levels[name])
    question = outcome.questionnaire.by_id[weakest]
    statement, _ = chosen_and_next(outcome, question, variant)
    is_shared = sum(statement in q.levels_in(variant) for q in dimension.questions) > 1
    return f", to “{question.prompt_in(variant)}”: “{statement}”" if is_shared else f": “{statement}”"


def chosen_and_next(
    outcome: Outcome, question: Question, variant: str, unanswered: str = "open"
) -> tuple[str, str | None]:
    """Return the statement of a question's level and the next one (None at the highest level).

    Without a level they are the answer in words, and None; `unanswered` as for `describe_answer`.
    """
    answer = outcome.response.answer(question.id)
    if answer.level is None:
        return describe_answer(outcome.questionnaire, answer, unanswered), None
    statements = question.levels_in(variant)
    following = statements[answer.level] if answer.level < outcome.questionnaire.scale_max else None
    return statements[answer.level - 1], following
