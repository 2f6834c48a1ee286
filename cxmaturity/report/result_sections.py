"""Sections on the result itself: the stage, what holds it back, the dimensions and what is strong."""

from cxmaturity.analysis.one_answer_away import best_proofs, one_answer_away
from cxmaturity.analysis.outcome import Outcome
from cxmaturity.analysis.sensitivity import stages_under_other_rules
from cxmaturity.questionnaire.schema import Question
from cxmaturity.report.document import Section, Table
from cxmaturity.report.figures import Bar, Bars, StageRamp
from cxmaturity.report.scales import answer_scale_of, scale_of, stages_of
from cxmaturity.report.source import ReportSource
from cxmaturity.scoring.equality import keys_of_highest
from cxmaturity.scoring.result import score_pulse
from cxmaturity.wording.language.numbers import NO_NUMBER
from cxmaturity.wording.questionnaire.answers import EVIDENCE_GRADE_LABELS, describe_answer
from cxmaturity.wording.questionnaire.levels import level_name, level_number, shown_alike, shown_level
from cxmaturity.wording.report import captions, headlines
from cxmaturity.wording.report.headlines import HEADINGS, TITLES
from cxmaturity.wording.result import bars as bar_wording
from cxmaturity.wording.result import certainty, holding_back, stages, sums, takeaways
from cxmaturity.wording.result.pulse import PULSE_IS_A_DIRECTION, pulse_headline
from cxmaturity.wording.result.ties import dimension_levels

_MOST_STATEMENTS = 4
_MOST_STRENGTHS = 5


def stage(source: ReportSource, outcome: Outcome) -> Section:
    """Return the section on the stage and how sure it is, or on the index of a pulse."""
    tables = _unknown_table(source, outcome)
    if not source.is_full:
        pulse = score_pulse(outcome.questionnaire, outcome.response)
        asked = len(source.questions)
        answered = takeaways.answers_takeaway(outcome, source.questions, source.unanswered)
        sure = certainty.pulse_sureness(pulse, asked, outcome.questionnaire.level_range)
        return Section(
            "stage",
            TITLES["stage"],
            pulse_headline(pulse.index),
            (sure, PULSE_IS_A_DIRECTION, answered),
            tables=tables,
        )
    overall, questionnaire = outcome.result.overall, outcome.questionnaire
    meaning = "" if overall.stage is None else questionnaire.stage(overall.stage).meaning
    is_whole = not source.assessment.is_part
    rule = stages.stage_by_the_rule(outcome) if is_whole else None
    # In one: where the headline names two stages, it is the rule that says which of them the meaning belongs to.
    sentences = [" ".join(filter(None, (rule, meaning)))] if rule or meaning else []
    reasons: list[str] = []
    if is_whole:
        sentences.append(certainty.sureness(outcome))
        sentences += near_results(outcome)
        reasons = [sums.overall_sum(outcome), stages.explain_stage(outcome)]
        if overall.stage is not None and (
            rules := stages_under_other_rules(questionnaire, outcome.response, outcome.importance)
        ):
            reasons.append(certainty.other_rules_sentence(outcome, rules))
        if overall.level is not None:
            level, evidenced = shown_alike(questionnaire, overall.level, overall.evidenced_level)
            reasons.append(headlines.level_and_evidenced(level, evidenced))
    elif overall.stage is None:
        sentences += holding_back.ONLY_SOME_ASKED
    reached = None if overall.stage is None else questionnaire.stage(overall.stage).level
    ramp = StageRamp("stage", TITLES["stage"], stages.stage_headline(outcome), stages_of(questionnaire), reached)
    return Section(
        "stage",
        TITLES["stage"],
        stages.stage_headline(outcome),
        tuple(sentences),
        (ramp,) if overall.stage is not None else (),
        tables,
        tuple(reasons),
    )


def near_results(outcome: Outcome) -> list[str]:
    """Return sentences on the effect of one more answer or proof, and of one lower level; empty without a stage."""
    if outcome.result.overall.stage is None:
        return []
    away = one_answer_away(outcome.questionnaire, outcome.response)
    return certainty.near_sentences(outcome, away, best_proofs(outcome.questionnaire, outcome.response))


def _unknown_table(source: ReportSource, outcome: Outcome) -> tuple[Table, ...]:
    unknown = outcome.response.unknown_questions(source.questions)
    if not unknown:
        return ()
    rows = tuple((source.asked_in_words(question), question.ask or NO_NUMBER) for question in unknown)
    return (Table(captions.UNKNOWN, HEADINGS["unknown"], rows),)


def holds_back(source: ReportSource, outcome: Outcome) -> Section | None:
    """Return the section on what holds the stage back: its caps, else the lowest dimensions, with their statements.

    None for a pulse, and without a stage.
    """
    overall = outcome.result.overall
    if not source.is_full or overall.reason.kind == "unknown":
        return None
    lead, rest = holding_back.holding_back(outcome, source.variant, headlines.WHOM)
    blocking = overall.reason.blockers or outcome.result.lowest_dimensions
    questions = [q for name in blocking for q in _deciding_questions(outcome, name)][:_MOST_STATEMENTS]
    rows = []
    for question in questions:
        chosen, following = holding_back.chosen_and_next(outcome, question, source.variant)
        level = outcome.response.level_of(question.id)
        rows.append(
            (
                source.asked_in_words(question),
                f"{level_number(outcome.questionnaire, level)} · {chosen}",
                following or NO_NUMBER,
            )
        )
    explained = [stages.explain_stage(outcome), *(f"{_name(outcome, d)}: {_why(outcome, d)}" for d in blocking)]
    return Section(
        "holding_back",
        TITLES["holding_back"],
        lead.removesuffix("."),
        tuple(sentence for sentence in dict.fromkeys((rest, stages.explain_stage(outcome))) if sentence),
        tables=(Table(captions.STATEMENTS, HEADINGS["statements"], tuple(rows)),) if rows else (),
        reasons=tuple(dict.fromkeys(explained)),
    )


def _deciding_questions(outcome: Outcome, dimension_id: str) -> list[Question]:
    """Return the questions that cap a dimension's stage, else its lowest rated ones."""
    reason = outcome.result.dimensions[dimension_id].reason
    names = reason.blockers or reason.furthest or reason.nearest_to_falling
    return [outcome.questionnaire.by_id[name] for name in names]


def _why(outcome: Outcome, dimension_id: str) -> str:
    calculation = sums.dimension_sum(outcome, dimension_id).removesuffix(".")
    return f"{calculation}. {stages.explain_stage(outcome, dimension_id)}"


def dimensions(source: ReportSource, outcome: Outcome) -> Section | None:
    """Return the section with levels, targets and last levels of the dimensions, or of a pulse's questions."""
    if not source.is_full:
        return _questions(source, outcome)
    questionnaire, before = outcome.questionnaire, source.last.result if source.last and source.is_full else None
    asked = {questionnaire.dimension_of[q.id].id for q in source.questions}
    bars, rows, reasons, shown = [], [], [], dimension_levels(outcome.questionnaire, outcome.result)
    for dimension in (dimension for dimension in questionnaire.dimensions if dimension.id in asked):
        measure, then = outcome.result.dimensions[dimension.id], before.dimensions.get(dimension.id) if before else None
        last = then.level if then else None
        target = outcome.targets.get(dimension.id)
        bars.append(
            Bar(
                dimension.name,
                measure.level,
                shown[dimension.id],
                measure.stage,
                None if target is None else questionnaire.level_at_stage(target),
                last,
                shown_level(questionnaire, last) if last is not None else "",
                bar_wording.dimension_mark(outcome, dimension.id, strict=False),
                bar_wording.stands_out(outcome, dimension.id),
            )
        )
        reached = stages.dimension_stage(outcome, dimension.id, strict=False)
        wanted = (
            NO_NUMBER if target is None else f"{questionnaire.stage(target).level} {questionnaire.stage(target).name}"
        )
        rated = f"{measure.rated} of {measure.asked}"
        rows.append((dimension.name, shown[dimension.id], reached, wanted, shown_level(questionnaire, last), rated))
        reasons.append(f"{dimension.name}: {_why(outcome, dimension.id)}")
    takeaway = takeaways.profile_takeaway(outcome)
    label = source.last_label if any(bar.last is not None for bar in bars) else None
    figure = Bars("dimensions", TITLES["dimensions"], takeaway, scale_of(questionnaire), tuple(bars), label)
    gaps = [takeaways.gap_takeaway(outcome), takeaways.capabilities_without_level(outcome)]
    tables = [Table(captions.DIMENSIONS, HEADINGS["dimensions"], tuple(rows))]
    if capabilities := _capability_rows(source, outcome):
        tables.append(Table(captions.CAPABILITIES, HEADINGS["gaps"], capabilities))
    return Section(
        "dimensions",
        TITLES["dimensions"],
        takeaway.removesuffix("."),
        tuple(sentence for sentence in gaps if sentence),
        (figure,) if any(bar.level is not None for bar in bars) else (),
        tuple(tables),
        tuple(reasons),
    )


def _capability_rows(source: ReportSource, outcome: Outcome) -> tuple[tuple[str, ...], ...]:
    asked, rows = {q.capability for q in source.questions}, []
    for dimension in outcome.questionnaire.dimensions:
        stage = outcome.targets.get(dimension.id)
        target = None if stage is None else outcome.questionnaire.level_at_stage(stage)
        for capability in dimension.capabilities:
            if capability.id in asked:
                level = outcome.result.capabilities[capability.id].level
                rows.append((capability.name, *takeaways.capability_texts(level, target)))
    return tuple(rows)


def _questions(source: ReportSource, outcome: Outcome) -> Section | None:
    last = source.last.response if source.last else None
    bars, rows = [], []
    for question in source.questions:
        answer, then = outcome.response.answer(question.id), last.level_of(question.id) if last else None
        prompt = question.prompt_in(source.variant)
        answered = describe_answer(outcome.questionnaire, answer, source.unanswered)
        mark = "" if answer.level is not None else answered
        shown, last_shown = (level_number(outcome.questionnaire, level) for level in (answer.level, then))
        numbers = outcome.questionnaire.level_numbers
        now, before = (None if level is None else numbers[level - 1] for level in (answer.level, then))
        bars.append(Bar(prompt, now, shown, answer.level, None, before, last_shown, mark))
        rows.append((source.asked_in_words(question), answered, last_shown))
    takeaway = takeaways.answers_takeaway(outcome, source.questions, source.unanswered)
    label = source.last_label if any(bar.last is not None for bar in bars) else None
    figure = Bars(
        "questions", TITLES["dimensions"], takeaway, answer_scale_of(outcome.questionnaire), tuple(bars), label
    )
    table = Table(captions.QUESTIONS, HEADINGS["questions"], tuple(rows))
    figures = (figure,) if any(bar.level is not None for bar in bars) else ()
    return Section("dimensions", TITLES["dimensions"], takeaway.removesuffix("."), figures=figures, tables=(table,))


def strengths(source: ReportSource, outcome: Outcome) -> Section | None:
    """Return the section on answers in the upper half of the scale and above the lowest; None without any."""
    questionnaire = outcome.questionnaire
    levels = {q.id: level for q in source.questions if (level := outcome.response.level_of(q.id)) is not None}
    lowest = min(levels.values(), default=0)
    is_strong = {name: level > lowest and level * 2 > questionnaire.scale_max for name, level in levels.items()}
    strong = [q for q in source.questions if is_strong.get(q.id)]
    if not strong:
        return None
    ordered = sorted(strong, key=lambda q: (-levels[q.id], -(outcome.response.answer(q.id).evidence_grade or 0)))
    rows = []
    for question in ordered[:_MOST_STRENGTHS]:
        chosen, _ = holding_back.chosen_and_next(outcome, question, source.variant)
        rests_on = _rests_on(outcome, question)
        rows.append(
            (
                source.asked_in_words(question),
                level_number(outcome.questionnaire, levels[question.id]),
                chosen,
                rests_on,
            )
        )
    measures = outcome.result.dimensions
    known = {d.id: mean for d in questionnaire.dimensions if (mean := measures[d.id].level) is not None}
    highest = keys_of_highest(known) if source.is_full else ()
    if highest and len(highest) < len(known):
        names = [d.name for d in questionnaire.dimensions if d.id in highest]
        shown = dimension_levels(questionnaire, outcome.result)
        headline = headlines.strengths_headline(names, shown[highest[0]])
    else:
        top = max(levels.values())
        count = sum(level == top for level in levels.values())
        headline = headlines.strong_answers_headline(
            count, level_number(questionnaire, top), level_name(questionnaire, top)
        )
    table = Table(captions.STRENGTHS, HEADINGS["strengths"], tuple(rows))
    return Section("strengths", TITLES["strengths"], headline, tables=(table,))


def _rests_on(outcome: Outcome, question: Question) -> str:
    grade = outcome.response.answer(question.id).evidence_grade
    return NO_NUMBER if grade is None else EVIDENCE_GRADE_LABELS[grade]


def _name(outcome: Outcome, dimension_id: str) -> str:
    return next(d.name for d in outcome.questionnaire.dimensions if d.id == dimension_id)
