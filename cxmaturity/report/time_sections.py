"""The sections over time: changes with verdicts, actions planned last time, and the open actions of the plan."""

from math import isnan, nan

import pandas as pd

from cxmaturity.analysis.trends.comparison import Comparison
from cxmaturity.analysis.trends.verdicts import Verdicts, judge_comparison
from cxmaturity.questionnaire.schema import OVERALL
from cxmaturity.report.document import Section, Table
from cxmaturity.report.figures import Trend, TrendLine, TrendPoint
from cxmaturity.report.source import ReportSource
from cxmaturity.tables import over_time
from cxmaturity.tables.frame import sentence_case
from cxmaturity.tables.over_time import TrendAssessment
from cxmaturity.wording import plans as plan_wording
from cxmaturity.wording.assessments import assessment_kind
from cxmaturity.wording.language.dates import format_day, format_day_short
from cxmaturity.wording.language.numbers import NO_NUMBER
from cxmaturity.wording.plans import STATUS_LABELS
from cxmaturity.wording.report import captions, headlines
from cxmaturity.wording.report.headlines import HEADINGS, TITLES
from cxmaturity.wording.trends import levels as level_wording
from cxmaturity.wording.trends import planned_steps as planned_wording
from cxmaturity.wording.trends import verdicts as verdict_wording
from cxmaturity.wording.trends.levels import change_takeaway
from cxmaturity.wording.trends.over_time import explain_left_out

_LEAST_PLACES = 2  # assessments that a trend needs


def moved(source: ReportSource) -> Section | None:
    """Return the section with changes since the last assessment, verdicts and trend; None without changes and trend."""
    trend = _trend(source)
    figures = (trend,) if trend else ()
    if source.comparison is None:
        if trend is None or not trend.alt:
            return None
        return Section("moved", TITLES["moved"], trend.alt.removesuffix("."), figures=figures, tables=_values(trend))
    comparison = source.comparison
    verdicts = judge_comparison(comparison)
    changes = _changes(comparison, verdicts)
    if changes.empty:
        return None
    takeaway = change_takeaway(changes)
    sentences: list[str] = []
    if verdicts is None:
        sentences.append(verdict_wording.explain_no_verdict(comparison))
    elif verdicts.by_dimension:
        sentences.append(verdict_wording.who_is_compared(verdicts))
        spoken = verdict_wording.verdict_sentences(comparison, verdicts)
        sentences += [f"{kind.capitalize()}: {sentence}" for kind, sentence in spoken]
        others = (
            verdict_wording.judged_from_counts(comparison, verdicts),
            verdict_wording.opposite_moves(comparison, verdicts),
        )
        sentences += [sentence for sentence in others if sentence]
    sentences += [headlines.left_out(why) for why in explain_left_out(comparison)]
    chance = verdict_wording.chance_moves(comparison.later.questionnaire)
    explained = [verdict_wording.TWO_DECIMALS, *([verdict_wording.MEANS_EXPLANATION, chance] if verdicts else [])]
    shown = over_time.without_zero_parts(changes)
    tables = [frame_table(captions.change_since(comparison.earlier.assessment.label), shown)]
    if verdicts and any(v.numbers for v in verdicts.by_dimension.values()):
        tables.append(frame_table(captions.VERDICTS, _verdict_frame(comparison, verdicts)))
        explained.append(verdict_wording.CHANGE_EXPLANATION)
    return Section(
        "moved",
        TITLES["moved"],
        verdict_wording.verdict_headline(comparison, verdicts, takeaway).removesuffix("."),
        tuple(sentences),
        figures,
        (*tables, *_values(trend)),
        tuple(explained),
    )


def _changes(comparison: Comparison, verdicts: Verdicts | None) -> pd.DataFrame:
    means = None
    if verdicts:
        names = {d.id: d.name for d in comparison.dimensions}
        means = {names[name]: verdict.means for name, verdict in verdicts.by_dimension.items()}
    return over_time.change_table(comparison.rows, comparison.later.questionnaire, means)


def _verdict_frame(comparison: Comparison, verdicts: Verdicts) -> pd.DataFrame:
    names = {d.id: d.name for d in comparison.dimensions}
    model = comparison.later.questionnaire
    rows = [verdict_wording.verdict_row(names[n], v, model) for n, v in verdicts.by_dimension.items()]
    return over_time.verdict_table(rows)


def frame_table(caption: str, frame: pd.DataFrame) -> Table:
    """Return a DataFrame of texts as a table, its columns as headings."""
    headings = tuple(sentence_case(name) for name in frame.columns)
    return Table(caption, headings, tuple(tuple(map(str, row)) for row in frame.itertuples(index=False)))


def _trend(source: ReportSource) -> Trend | None:
    """Return the levels, or the indices of the pulse, over time; None for fewer than two assessments."""
    if source.is_full:
        milestones = [m for m in source.milestones if any(level is not None for level in m.levels.values())]
        kinds = [assessment_kind(m.assessment) for m in milestones]
        labels = over_time.distinct_labels([m.assessment.label for m in milestones], kinds)
        points = [
            TrendAssessment(label, kind, "", m.questionnaire, m.levels, {})
            for label, kind, m in zip(labels, kinds, milestones, strict=True)
        ]
        frame = over_time.level_history(points) if points else pd.DataFrame()
        low, high = map(float, source.questionnaire.level_range)
    else:
        labels = over_time.distinct_labels(
            [p.closed.assessment.label for p in source.pulse_points],
            [assessment_kind(p.closed.assessment) for p in source.pulse_points],
        )
        frame = over_time.pulse_history(labels, source.pulse_points) if labels else pd.DataFrame()
        low, high = 0.0, 100.0
    if len(labels) < _LEAST_PLACES or not frame["level"].notna().any():
        return None
    names = list(dict.fromkeys(frame["dimension"]))
    whole = OVERALL if OVERALL in names else names[0]
    lines = [_line(frame, name, len(labels)) for name in (whole, *(n for n in names if n != whole))]
    finding = level_wording.level_finding(frame[frame["dimension"] == whole])
    alt = f"{OVERALL if source.is_full else headlines.PULSE}: {finding}"
    return Trend("trend", headlines.TREND, alt, low, high, tuple(labels), tuple(lines))


def _line(frame: pd.DataFrame, name: str, places: int) -> TrendLine:
    """Return the line of a dimension; it has no level at assessments that did not ask for it."""
    rows = frame[frame["dimension"] == name].set_index("at")
    levels, shown, anew = rows["level"].to_dict(), rows["shown"].to_dict(), rows["starts_anew"].to_dict()
    points = tuple(
        TrendPoint(
            None if isnan(levels.get(place, nan)) else levels[place],
            shown.get(place, NO_NUMBER),
            bool(anew.get(place, False)),
        )
        for place in range(places)
    )
    return TrendLine(name or headlines.PULSE, points)


def _values(trend: Trend | None) -> tuple[Table, ...]:
    if trend is None:
        return ()
    rows = tuple((place, *(line.points[i].shown for line in trend.lines)) for i, place in enumerate(trend.places))
    headings = (HEADINGS["trend"][0], *(line.name for line in trend.lines))
    return (Table(captions.oldest_first(trend.title), headings, rows),)


def planned_steps(source: ReportSource) -> Section | None:
    """Return the section with the actions planned after the last assessment and their outcome; None without any."""
    if not source.planned_last_time:
        return None
    label = source.planned_after
    rows = tuple(
        (a.do, a.owner or plan_wording.NOBODY_YET, planned_wording.step_result(a), a.outcome_note or NO_NUMBER)
        for a in source.planned_last_time
    )
    return Section(
        "planned_steps",
        TITLES["planned_steps"],
        headlines.planned_steps_headline(source.planned_last_time, label),
        (planned_wording.planned_steps_finding(source.planned_last_time, label, headlines.WHO),),
        tables=(Table(captions.planned_after(label), HEADINGS["planned_steps"], rows),),
    )


def actions(source: ReportSource) -> Section | None:
    """Return the section with the open actions of the plan, owners and dates; None without any."""
    still_open = [action for action in source.plan if action.is_open]
    if not still_open:
        return None
    rows = []
    for action in still_open:
        due = format_day_short(action.due) if action.due else NO_NUMBER
        status = STATUS_LABELS[action.status]
        if action.is_overdue(source.plan_day):
            status = f"{status}, {plan_wording.OVERDUE.lower()}"
        rows.append((action.do, action.owner or plan_wording.NOBODY_YET, due, action.worked_if or NO_NUMBER, status))
    return Section(
        "actions",
        TITLES["actions"],
        headlines.actions_headline(still_open, source.plan_day),
        (headlines.plan_as_of(format_day(source.plan_day)), plan_wording.plan_summary(source.plan)),
        tables=(Table(captions.ACTIONS, HEADINGS["actions"], tuple(rows)),),
        reasons=tuple(
            plan_wording.action_source(action, source.asked.get(action.id))
            for action in still_open
            if action.id in source.asked
        ),
    )
