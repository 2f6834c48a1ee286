"""Tidy tables of many assessments and teams for analysts: one row per item, one column per property.

They contain only what the app's pages show: suppressed figures are missing. Each function begins with its columns.
Levels and stages are the questionnaire's numbers, coverage is 0..1, an index 0..100; times are ISO 8601 as text.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from cxmaturity.analysis.trends.verdicts import judge_comparison
from cxmaturity.errors import Refused
from cxmaturity.questionnaire.schema import OVERALL
from cxmaturity.records import Assessment
from cxmaturity.services import plans, teams
from cxmaturity.services.assessments import listing, views
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.services.exports.result_json import action_json, assessment_json
from cxmaturity.services.trends.comparison import compare_assessments
from cxmaturity.store.database.engine import Database

Rows = list[dict[str, Any]]

ASSESSMENT_COLUMNS = ("assessment", "team", "label", "closed_at")


def assessments_table(database: Database, team_id: str | None) -> pd.DataFrame:
    """Return one row per assessment, newest first.

    `people_answered` is missing for one person; without a visible result the questionnaire is missing too.
    """
    columns = ("id", "team", "label", "mode", "scope", "status", "closed_at", "questionnaire", "people_answered")
    rows = []
    for row in listing.every_assessment(database, team_id):
        view = views.load_view(database, row.id) if row.has_result else None
        group = view.group if view else None
        rows.append(
            assessment_json(row)
            | {
                "questionnaire": f"{view.questionnaire.id} {view.questionnaire.version}" if view else None,
                "people_answered": group.disclosure.answered if group else None,
            }
        )
    return _frame(rows, columns)


def levels_table(database: Database, team_id: str | None) -> pd.DataFrame:
    """Return one row per dimension of each full assessment, and one for its overall level (dimension None)."""
    columns = (
        *ASSESSMENT_COLUMNS, "dimension", "name", "level", "low", "high", "coverage", "stage", "strict_stage",
        "evidenced_level", "index", "rated", "asked", "target",
    )  # fmt: skip
    rows: Rows = []
    for view in _views(database, team_id):
        if view.assessment.scope != "full":
            continue
        outcome = view.outcome()
        names = {d.id: d.name for d in view.questionnaire.dimensions}
        for key, measure in [(None, outcome.result.overall), *outcome.result.dimensions.items()]:
            figures = {name: getattr(measure, name) for name in columns[6:-1]}
            reached = {name: _stage(view, figures[name]) for name in ("stage", "strict_stage")}
            target = _stage(view, outcome.targets.get(key or ""))
            about = {"dimension": key, "name": names.get(key or "", OVERALL)}
            rows.append(_about(view.assessment) | about | figures | reached | {"target": target})
    return _frame(rows, columns)


def _stage(view: AssessmentView, stage: int | None) -> int | None:
    """Return the number of the stage at a position."""
    return None if stage is None else view.questionnaire.stage(stage).level


def answers_table(database: Database, team_id: str | None) -> pd.DataFrame:
    """Return one row per question of each assessment with its answer: one person's, or a group's disclosable one."""
    columns = (
        *ASSESSMENT_COLUMNS, "question", "dimension", "answer", "level", "evidence_grade", "people_rated", "agreement"
    )  # fmt: skip
    rows: Rows = []
    for view in _views(database, team_id):
        disclosed = view.group.disclosure.questions if view.group else {}
        for question in view.questions:
            answer, shown = view.response.answer(question.id), disclosed.get(question.id)
            kind = "not_applicable" if answer.not_applicable is not None else "dont_know" if answer.dont_know else None
            rows.append(
                _about(view.assessment)
                | {
                    "question": question.id,
                    "dimension": view.questionnaire.dimension_of[question.id].id,
                    "answer": "level" if answer.level is not None else kind,
                    "level": None if answer.level is None else view.questionnaire.level_numbers[answer.level - 1],
                    "evidence_grade": None if answer.evidence_grade is None else int(answer.evidence_grade),
                    "people_rated": shown.rated if shown else None,
                    "agreement": shown.agreement if shown else None,
                }
            )
    return _frame(rows, columns)


def verdicts_table(database: Database, team_id: str | None) -> pd.DataFrame:
    """Return one row per dimension of each assessment that compares with the one before: its change and verdict."""
    columns = (*ASSESSMENT_COLUMNS, "before", "dimension", "change", "like_for_like", "verdict")
    rows: Rows = []
    for view in _views(database, team_id):
        before = views.previous_view(database, view) if view.assessment.closed_at else None
        if before is None or "pulse" in (view.assessment.scope, before.assessment.scope):
            continue
        try:
            comparison = compare_assessments(database, before.assessment.id, view.assessment.id)
        except Refused:  # assessments that cannot be compared have no row
            continue
        judged = judge_comparison(comparison)
        for dimension in comparison.dimensions:
            part = comparison.parts[dimension.id]
            verdict = judged.by_dimension.get(dimension.id) if judged else None
            rows.append(
                _about(view.assessment)
                | {
                    "before": before.assessment.id,
                    "dimension": dimension.id,
                    "change": part.after - part.before if part else None,
                    "like_for_like": part.like_for_like if part else None,
                    "verdict": verdict.kind if verdict and not verdict.is_withheld else None,
                }
            )
    return _frame(rows, columns)


def actions_table(database: Database, team_id: str | None) -> pd.DataFrame:
    """Return one row per action of every plan: what to do, owner, due date, status, and whether it worked."""
    columns = (
        "id", "team", "assessment", "question", "from_level", "do", "owner", "due", "status", "outcome",
        "outcome_note", "worked_if", "created_at", "done_at",
    )  # fmt: skip
    rows: Rows = []
    for team, _ in teams.every_team(database):
        if team_id in (None, team.id):
            actions = plans.all_actions(database, team.id)
            asked = plans.asked_questions_of(database, actions)
            rows += [action_json(action, team.name, asked.get(action.id)) for action in actions]
    return _frame(rows, columns)


TABLES: Mapping[str, Callable[[Database, str | None], pd.DataFrame]] = {
    "assessments": assessments_table,
    "levels": levels_table,
    "answers": answers_table,
    "verdicts": verdicts_table,
    "actions": actions_table,
}
"""The function of each table by the table's name; its second argument is a team's id, or None for all teams."""


def _views(database: Database, team_id: str | None) -> list[AssessmentView]:
    """Return the views of the assessments that have a visible result, newest first."""
    rows = listing.every_assessment(database, team_id)
    return [views.load_view(database, row.id) for row in rows if row.has_result]


def _about(row: Assessment) -> dict[str, Any]:
    about = assessment_json(row)
    return {"assessment": row.id, "team": row.team_name, "label": row.label, "closed_at": about["closed_at"]}


def _frame(rows: Rows, columns: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(columns))
