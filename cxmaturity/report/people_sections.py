"""The sections on groups: leaders and others, or agreement; and the record of a workshop question by question."""

import pandas as pd

from cxmaturity.analysis.groups import GroupResult
from cxmaturity.analysis.outcome import Outcome
from cxmaturity.questionnaire.schema import Question
from cxmaturity.report.document import Section, Table
from cxmaturity.report.figures import LeadersAndOthers, LevelPair, QuestionVotes, VoteSpread
from cxmaturity.report.scales import answer_scale_of
from cxmaturity.report.source import ReportSource
from cxmaturity.tables.groups import round_table, vote_table
from cxmaturity.wording.language.numbers import NO_NUMBER
from cxmaturity.wording.questionnaire.levels import level_number, level_numbers
from cxmaturity.wording.questionnaire.questions import quoted_prompt
from cxmaturity.wording.report import captions, headlines
from cxmaturity.wording.report.discussion_guide import Disagreement, discussion_guide
from cxmaturity.wording.report.headlines import HEADINGS, TITLES
from cxmaturity.wording.result import groups as wording
from cxmaturity.wording.workshop import polls as poll_wording
from cxmaturity.wording.workshop import votes as workshop_wording


def people(source: ReportSource, outcome: Outcome, group: GroupResult) -> Section | None:
    """Return the section on leaders and others if they are shown separately, else on agreement; None without both."""
    shown = group.disclosure
    frame = vote_table(outcome.questionnaire, source.questions, shown.questions, shown.agreed)
    ordered = [outcome.questionnaire.by_id[name] for name in frame["id"]]
    pairs = _pairs(source, ordered, group)
    rows = _vote_rows(source, ordered, group)
    if not pairs and not any(row.counts or row.agreement != NO_NUMBER for row in rows):
        return None
    figures: list[LeadersAndOthers | VoteSpread] = []
    tables = []
    perceived = wording.perception_takeaway(frame, outcome.questionnaire)
    takeaway = wording.agreement_takeaway(frame, outcome.questionnaire)
    if pairs and perceived:
        title = TITLES["people"]
        figures.append(LeadersAndOthers("leaders", title, perceived, answer_scale_of(outcome.questionnaire), pairs))
        cells = tuple((quoted_prompt(p.question, p.id), f"{p.leaders:g}", f"{p.others:g}") for p in pairs)
        tables.append(Table(captions.PAIRS, HEADINGS["pairs"], cells))
    if takeaway != perceived:
        figures.append(VoteSpread("votes", TITLES["agreement"], takeaway, answer_scale_of(outcome.questionnaire), rows))
        tables.append(Table(captions.VOTES, HEADINGS["votes"], tuple(_vote_cells(source, r) for r in rows)))
    codes = [code for code, row in zip(frame["agreement"], frame["level"], strict=True) if row is not pd.NA]
    headline = perceived.split(". ", 1)[0] if pairs and perceived else headlines.agreement_headline(codes)
    others = [text for text in (perceived, takeaway) if text]
    return Section(
        "people",
        TITLES["people" if pairs else "agreement"],
        headline.removesuffix("."),
        (wording.who_answered(group), *dict.fromkeys(others)),
        tuple(figures),
        tuple(tables),
        guide=discussion_guide(_disagreements(source, ordered, group)),
    )


def _pairs(source: ReportSource, questions: list[Question], group: GroupResult) -> tuple[LevelPair, ...]:
    pairs = []
    for question in questions:
        shown = group.disclosure.questions[question.id]
        if shown.leaders is not None and shown.others is not None:
            numbers = source.questionnaire.level_numbers
            leaders, others = numbers[shown.leaders - 1], numbers[shown.others - 1]
            pairs.append(LevelPair(question.prompt_in(source.variant), question.id, leaders, others))
    return tuple(sorted(pairs, key=lambda pair: -abs(pair.leaders - pair.others)))


def _vote_rows(source: ReportSource, questions: list[Question], group: GroupResult) -> tuple[QuestionVotes, ...]:
    rows = []
    for question in questions:
        shown, agreed = group.disclosure.questions[question.id], group.agreed.get(question.id)
        word = wording.AGREEMENT_LABELS[shown.agreement] if shown.agreement else NO_NUMBER
        level = agreed.level if agreed else shown.answer.level
        if level is not None:
            agreement = wording.AGREED_LEVEL if agreed else word
            number = source.questionnaire.level_numbers[level - 1]
            rows.append(QuestionVotes(question.prompt_in(source.variant), question.id, number, agreement, shown.counts))
    return tuple(rows)


def _vote_cells(source: ReportSource, row: QuestionVotes) -> tuple[str, ...]:
    numbers = level_numbers(source.questionnaire)
    counts = headlines.counts_by_level(row.counts, numbers) if row.counts else NO_NUMBER
    level = NO_NUMBER if row.level is None else f"{row.level:g}"
    return quoted_prompt(row.question, row.id), level, row.agreement, counts


def _number(source: ReportSource, level: int | None) -> float | None:
    return None if level is None else source.questionnaire.level_numbers[level - 1]


def _disagreements(source: ReportSource, questions: list[Question], group: GroupResult) -> list[Disagreement]:
    return [
        Disagreement(
            question.prompt_in(source.variant),
            question.id,
            shown.agreement,
            _number(source, shown.leaders),
            _number(source, shown.others),
        )
        for question in questions
        if (shown := group.disclosure.questions[question.id]).answer.level is not None
    ]


def session(source: ReportSource, group: GroupResult) -> Section | None:
    """Return the section with votes, agreed levels and comments of a workshop, in its order; None if it has none."""
    by_id = source.questionnaire.by_id
    notes = source.session.private_notes
    order = [by_id[name] for name in source.session.order or [q.id for q in source.questions]]
    named = [q for q in order if group.rounds.get(q.id) or q.id in notes or q.id in group.agreed]
    if not named:
        return None
    heading = HEADINGS["session"] + ((headlines.PRIVATE_NOTES,) if notes else ())
    rows = []
    for question in named:
        rounds = group.rounds.get(question.id, ())
        votes = [
            f"{workshop_wording.round_name(r.round)}. {workshop_wording.describe_reveal(r.shown, source.questionnaire)}"
            for r in rounds
        ]
        agreed = group.agreed.get(question.id)
        cells = (
            source.asked_in_words(question),
            "\n".join(votes) or NO_NUMBER,
            f"{level_number(source.questionnaire, agreed.level)}: {agreed.reason}" if agreed else NO_NUMBER,
            "\n".join(map(wording.comment_text, group.comments.get(question.id, ()))) or NO_NUMBER,
        )
        rows.append(cells + ((notes.get(question.id, NO_NUMBER),) if notes else ()))
    shown = {name: {r.round: r.shown for r in results} for name, results in group.rounds.items()}
    agreed_levels = {name: a.level for name, a in group.agreed.items()}
    frame = round_table(source.questionnaire, order, shown, agreed_levels)
    return Section(
        "session",
        TITLES["session"],
        headlines.session_headline(len(group.rounds), len(group.agreed), len(source.questions)),
        (wording.who_answered(group), workshop_wording.rounds_takeaway(frame)),
        tables=(Table(captions.SESSION, heading, tuple(rows)), *_steps(source), *_polls(source)),
    )


def _steps(source: ReportSource) -> tuple[Table, ...]:
    """Return the table of steps that got dots or were written by participants, with dots if these may be shown."""
    by_id = source.questionnaire.by_id
    rows = tuple(
        (
            step.do,
            NO_NUMBER if step.dots is None else str(step.dots),
            headlines.FROM_PARTICIPANTS if step.question_id is None else source.asked_in_words(by_id[step.question_id]),
        )
        for step in source.session.steps
    )
    return (Table(captions.DOTTED_STEPS, HEADINGS["dotted_steps"], rows),) if rows else ()


def _polls(source: ReportSource) -> tuple[Table, ...]:
    """Return the tables with the results of warm-up and closing question."""
    rows = tuple(
        (
            poll.prompt,
            poll_wording.describe_result(poll.result, poll.labels),
            poll_wording.describe_counts(poll.result, poll.labels) or NO_NUMBER,
        )
        for poll in source.session.polls
    )
    return (Table(captions.POLLS, HEADINGS["polls"], rows),) if rows else ()
