"""How sure a stage is: open questions, the effect of one more or one lower answer, and the stages by other rules."""

from collections import Counter
from collections.abc import Sequence

from cxmaturity.analysis.one_answer_away import MAX_RISES, OneAnswerAway, Proofs
from cxmaturity.analysis.outcome import Outcome
from cxmaturity.analysis.sensitivity import OtherRule
from cxmaturity.answers import EvidenceGrade
from cxmaturity.questionnaire.schema import NO_CAP, Questionnaire
from cxmaturity.scoring.equality import is_equal
from cxmaturity.scoring.levels import MIN_COVERAGE
from cxmaturity.scoring.result import PulseResult
from cxmaturity.wording.language.numbers import format_index, format_percent, grouped
from cxmaturity.wording.language.plurals import counted, joined, plural, spelled
from cxmaturity.wording.questionnaire.levels import shown_alike, shown_level_change, stage_number
from cxmaturity.wording.questionnaire.questions import questions_in_words

_SET_NAMES = {2: "pairs", 3: "sets of three"}
_NO_STAGE = "no stage"


def sureness(outcome: Outcome) -> str:
    """Return in a few words the basis of the result: coverage, range and evidenced level."""
    overall = outcome.result.overall
    if not overall.applies:
        return "No question applies."
    rated = [outcome.response.answer(q.id) for q in outcome.questionnaire.questions]
    proven = sum(a.level is not None and (a.evidence_grade or 0) >= EvidenceGrade.DOCUMENT for a in rated)
    proofs = f", {proven or 'none'} with a document, number or second person" if overall.rated else ""
    are_rated = (
        "rated" if overall.asked == len(rated) else f"that {plural(overall.asked, 'applies is', 'apply are')} rated"
    )
    asked = f"{counted('question', overall.asked)} {are_rated}"
    if not overall.missing:
        return f"{'All ' if overall.asked > 1 else ''}{asked}{proofs}."
    if overall.low is None or overall.high is None:
        return f"{overall.rated} of {asked}{proofs}."
    _, low, high = shown_alike(outcome.questionnaire, overall.level, overall.low, overall.high)
    return f"{overall.rated} of {asked}{proofs}; the level is {_between(low, high)}."


def pulse_sureness(result: PulseResult, asked: int, ends: tuple[float, float]) -> str:
    """Return how many of a pulse's questions are rated, and the range of its index when an answer is missing.

    `ends` are the lowest and the highest level of the scale.
    """
    rated = sum(level is not None for level in result.levels.values())
    if result.low is None or result.high is None or is_equal(result.low, result.high):
        return f"{counted('question', rated)} rated."
    low, high = (format_index(100 * (level - ends[0]) / (ends[1] - ends[0])) for level in (result.low, result.high))
    return f"{rated} of {counted('question', asked)} rated: once the others are, it is {_between(low, high)}."


def _between(low: str, high: str) -> str:
    return f"between {low} and {high}" if low != high else f"{low}, whatever is missing"


def near_sentences(outcome: Outcome, away: OneAnswerAway, proofs: Proofs | None) -> list[str]:
    """Return what one more answer, one more proof or one level less would change in the overall stage."""
    lines = (
        lifting_sentence(outcome, away),
        lowering_sentence(outcome, away),
        settling_sentence(outcome, away),
        proofs_sentence(outcome, proofs),
    )
    return [line for line in lines if line]


def lifting_sentence(outcome: Outcome, away: OneAnswerAway) -> str:
    """Return the fewest answers that, one level higher, would lift the overall stage, and which they are."""
    stage, questionnaire = outcome.result.overall.stage or 1, outcome.questionnaire
    if stage == len(questionnaire.stages):
        return "It is the highest stage, so no answer can lift it."
    following = stage_number(questionnaire, stage + 1)
    reached = following if stage + 1 == len(questionnaire.stages) else f"{following}{_or_above(questionnaire)}"
    if not away.lifting:
        return f"Stage {following} is more than {spelled(MAX_RISES)} answers away, each one level higher."
    size, count = len(away.lifting[0]), len(away.lifting)
    if size > 1:
        others = f", one of {grouped(count)} such {_SET_NAMES[size]}" if count > 1 else ""
        lift = f"{spelled(size).capitalize()} answers, each one level higher, would lift it to stage {reached}"
        return f"{lift}: {_named(outcome, away.lifting[0])}{others}."
    names = [columns[0] for columns in away.lifting]
    return f"One answer, one level higher, would lift it to stage {reached}: {_any_of(outcome, names)}."


def _or_above(questionnaire: Questionnaire) -> str:
    """Return the addition to the next stage where one level can lift the average by more than one stage."""
    is_rounded = questionnaire.stages_are_levels and all(stage.threshold is None for stage in questionnaire.stages)
    return "" if is_rounded else " or above"


def lowering_sentence(outcome: Outcome, away: OneAnswerAway) -> str:
    """Return which single answers, one level lower, would lower the overall stage."""
    if not away.lowering:
        if outcome.result.overall.stage == 1:
            return "It is the lowest stage, so no answer can lower it."
        return "No single answer, one level lower, would lower it."
    return f"One answer, one level lower, would lower it: {_any_of(outcome, away.lowering)}."


def settling_sentence(outcome: Outcome, away: OneAnswerAway) -> str | None:
    """Return which missing answers, once known, decide the overall stage; None when it is certain."""
    overall = outcome.result.overall
    if not overall.is_open:
        return None
    if not away.settling:
        return f"Knowing two of the {spelled(overall.missing)} missing answers would not settle it."
    if len(away.settling[0]) == 1:
        names = [columns[0] for columns in away.settling]
        return f"Knowing one missing answer would settle it: {_any_of(outcome, names)}."
    others = f", one of {grouped(len(away.settling))} such pairs" if len(away.settling) > 1 else ""
    return f"Knowing two missing answers would settle it: {_named(outcome, away.settling[0])}{others}."


def proofs_sentence(outcome: Outcome, proofs: Proofs | None) -> str | None:
    """Return which proofs would lift the evidenced level most, None when a proof lifts nothing."""
    if proofs is None:
        return None
    before, after, _ = shown_level_change(outcome.questionnaire, proofs.before, proofs.after, is_overall=True)
    return (
        f"A document or number for one answer would lift the evidenced level most, from {before:f} to {after:f}: "
        f"{_any_of(outcome, proofs.questions)}."
    )


def _named(outcome: Outcome, ids: Sequence[str]) -> str:
    return questions_in_words(outcome.questionnaire, ids)


def _any_of(outcome: Outcome, ids: Sequence[str]) -> str:
    return f"{'any of ' if len(ids) > 1 else ''}{_named(outcome, ids)}"


def other_rules_sentence(outcome: Outcome, rules: Sequence[OtherRule]) -> str:
    """Return under how many of the other rules (at least one) the overall stage differs."""
    questionnaire, stage, count = outcome.questionnaire, outcome.result.overall.stage, len(rules)
    stages = Counter(rule.stage for rule in rules)
    if set(stages) == {stage}:
        which = plural(count, "this other rule", f"any of these {count} other rules")
        return f"With {which} the stage would still be {_stage(questionnaire, stage)}."
    ordered = sorted(stages, key=lambda reached: -stages[reached])
    if count == 1:
        return f"With this other rule the stage would be {_stage(questionnaire, ordered[0])}."
    results = []
    for reached in ordered:
        number = stages[reached]
        named = _NO_STAGE if reached is None else f"stage {stage_number(questionnaire, reached)}"
        results.append(f"{spelled(number)} {plural(number, 'gives', 'give')} {named}")
    return f"Of these {count} other rules, {joined(results)}."


def _cap(cap: int) -> str:
    return "no such rule" if cap == NO_CAP else f"at most {cap}"


def _stage(questionnaire: Questionnaire, stage: int | None) -> str:
    return _NO_STAGE if stage is None else stage_number(questionnaire, stage)


def describe_other_rule(outcome: Outcome, rule: OtherRule) -> tuple[str, str, str]:
    """Return a row for another rule: the rule, the one it replaces, and the stage by it."""
    caps = outcome.questionnaire.caps
    stage = _stage(outcome.questionnaire, rule.stage)
    if rule.rule == "practice cap":
        return f"A dimension at most {rule.value:g} above its lowest answer", _cap(caps.practice), stage
    if rule.rule == "dimension cap":
        return f"The whole at most {rule.value:g} above its lowest dimension", _cap(caps.dimension), stage
    if rule.rule == "coverage floor":
        return (
            f"A level once {format_percent(rule.value)} of its questions are rated",
            f"once {format_percent(MIN_COVERAGE)} are",
            stage,
        )
    return "Dimensions weigh by the importance you set", "all weigh the same", stage


def first_view_notice(open_questions: int, questions: int) -> str:
    """Return how many questions of an open assessment are unanswered, so that the result is preliminary."""
    are = plural(open_questions, "is", "are")
    return f"{open_questions} of {counted('question', questions)} {are} still open, so this is a first view."


def unanswered_notice(unanswered: int, questions: int) -> str:
    """Return how many questions of a finished assessment are unanswered."""
    return f"{unanswered} of {counted('question', questions)} {plural(unanswered, 'is', 'are')} not answered."
