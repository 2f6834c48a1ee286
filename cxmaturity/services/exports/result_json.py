"""An assessment and its result as JSON values, for the command line, exports and the API."""

from dataclasses import asdict
from typing import Any

from cxmaturity.analysis.groups import GroupResult
from cxmaturity.analysis.outcome import outcome_json, pulse_json
from cxmaturity.answers import Answer
from cxmaturity.files.answers_json import answer_json
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.records import Action, Assessment, Team
from cxmaturity.report.source import SessionRecord
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.wording.plans import AskedQuestion
from cxmaturity.wording.result.stages import stage_headline


def team_json(team: Team, *, is_archived: bool) -> dict[str, Any]:
    """Return a team as JSON values."""
    return {"id": team.id, "name": team.name, "is_demo": team.is_demo, "is_archived": is_archived}


def assessment_json(row: Assessment) -> dict[str, Any]:
    """Return the properties of an assessment as JSON values: times in ISO 8601, `closed_at` None while it is open."""
    return {
        "id": row.id,
        "team": row.team_name,
        "label": row.label,
        "mode": row.mode,
        "scope": row.scope,
        "status": row.status,
        "closed_at": row.closed_at.isoformat() if row.closed_at else None,
    }


def action_json(action: Action, team_name: str, asked: AskedQuestion | None) -> dict[str, Any]:
    """Return an action of a plan as JSON values: dates in ISO 8601, the level as the questionnaire numbers it.

    `asked` is its question, None without one.
    """
    return {
        "id": action.id,
        "team": team_name,
        "assessment": action.assessment_id,
        "question": action.question_id,
        "from_level": asked.from_level if asked else None,
        "do": action.do,
        "owner": action.owner,
        "due": action.due.isoformat() if action.due else None,
        "status": action.status,
        "outcome": action.outcome,
        "outcome_note": action.outcome_note,
        "worked_if": action.worked_if,
        "created_at": action.created_at.isoformat(),
        "done_at": action.done_at.isoformat() if action.done_at else None,
    }


def result_json(view: AssessmentView) -> dict[str, Any]:
    """Return the result of an assessment in the format of `outcome_json` or `pulse_json`.

    The properties of the assessment and its questionnaire are added; for a full one `headline`, the stage in words,
    where it is open or between two too; and `group`, the disclosable result of several people, None for one person.
    """
    questionnaire = view.questionnaire
    if view.assessment.scope == "full":
        outcome = view.outcome()
        scores = {"headline": stage_headline(outcome), **outcome_json(outcome)}
    else:
        scores = pulse_json(questionnaire, view.response)
    about = {name: getattr(questionnaire, name) for name in ("id", "title", "version", "digest")}
    group = None if view.group is None else _group_json(view.questionnaire, view.group)
    return {"assessment": assessment_json(view.assessment), "questionnaire": about, **scores, "group": group}


def answers_file(view: AssessmentView, session: SessionRecord | None = None) -> dict[str, Any]:
    """Return an assessment as an answers file, which can be scored again, with its result beside the answers.

    For a group it holds the disclosable answers. `session` is the record of a workshop, None for other assessments.
    """
    result = result_json(view)
    if session is not None and view.group is not None:
        result["session"] = _session_json(view.questionnaire, view.group, session)
    targets, stages = view.targets.items(), view.questionnaire.stages
    return {
        "assessment": result.pop("assessment"),
        "questionnaire": view.questionnaire.id,
        "answers": {
            q.id: _answer_json(view.questionnaire, a)
            for q in view.questions
            if (a := view.response.answer(q.id)) != Answer()
        },
        "targets": {name: stages[t.target - 1].level for name, t in targets if t.target is not None},
        "importance": {name: t.importance for name, t in targets if t.importance is not None},
        "result": result,
    }


def _answer_json(questionnaire: Questionnaire, answer: Answer) -> dict[str, Any]:
    """Return an answer in the format of an answers file: with the level's number."""
    fields = answer_json(answer)
    if answer.level is not None:
        fields["level"] = questionnaire.level_numbers[answer.level - 1]
    return fields


def _session_json(questionnaire: Questionnaire, group: GroupResult, session: SessionRecord) -> dict[str, Any]:
    """Return the record of a workshop: the disclosable results of each round, and what people wrote."""
    numbers = questionnaire.level_numbers
    return {
        "order": list(session.order),
        "rounds": {
            name: [
                {
                    "round": one.round,
                    "rated": one.shown.rated,
                    "level": None if (level := one.shown.answer.level) is None else numbers[level - 1],
                    "agreement": one.shown.agreement,
                    "counts": one.shown.counts,
                }
                for one in rounds
            ]
            for name, rounds in group.rounds.items()
        },
        "comments": {
            name: [asdict(one) | {"level": None if one.level is None else numbers[one.level - 1]} for one in comments]
            for name, comments in group.comments.items()
        },
        "steps": [asdict(step) for step in session.steps],
        "polls": [{"prompt": p.prompt, "labels": list(p.labels), **asdict(p.result)} for p in session.polls],
        "private_notes": dict(session.private_notes),
    }


def _group_json(questionnaire: Questionnaire, group: GroupResult) -> dict[str, Any]:
    """Return the disclosable result of a group; levels as the levels' numbers."""

    def number(level: int | None) -> float | None:
        return None if level is None else questionnaire.level_numbers[level - 1]

    disclosure = group.disclosure
    questions = {
        name: asdict(shown) for name, shown in disclosure.questions.items() if name not in disclosure.suppressed
    }
    return {
        "privacy": group.privacy,
        "invited": group.invited,
        "answered": disclosure.answered,
        "hidden": sorted(disclosure.suppressed - set(group.agreed)),
        "agreed": {name: asdict(agreed) | {"level": number(agreed.level)} for name, agreed in group.agreed.items()},
        "questions": {
            name: {part: value for part, value in shown.items() if part != "answer"}
            | {"level": number(shown["answer"]["level"])}
            | {side: number(shown[side]) for side in ("leaders", "others")}
            for name, shown in questions.items()
        },
    }
