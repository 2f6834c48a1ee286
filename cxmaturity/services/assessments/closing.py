"""Closing an assessment and freezing its result; reopening and removing one."""

import json
from datetime import datetime
from hashlib import sha256

from cxmaturity.analysis.disclosure import may_reopen
from cxmaturity.analysis.groups import GROUP_RESULT_JSON, AgreedLevel, frozen_group, summarise_group
from cxmaturity.analysis.outcome import outcome_json, pulse_json
from cxmaturity.errors import NotFound, Refused
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.records import Assessment, asked_questions
from cxmaturity.services import questionnaires
from cxmaturity.services.assessments.views import REMOVED, AssessmentView, GroupView, PersonView
from cxmaturity.store import answers as store_answers
from cxmaturity.store import assessments, responses
from cxmaturity.store.engine import Connection, Database


def close_assessment(database: Database, assessment_id: str, now: datetime) -> None:
    """Close the assessment and freeze its result with the questionnaire's digest; a second time changes nothing."""
    with database.reading() as connection:
        listed = assessments.assessment(connection, assessment_id)
    if listed is None:
        raise NotFound(*REMOVED)
    questionnaire = questionnaires.archived_questionnaire(database, listed.digest)
    with database.writing() as connection:
        current = assessments.assessment(connection, assessment_id, for_update=True)
        if current is None:
            raise NotFound(*REMOVED)
        if current.is_open:
            at = _view_to_close(connection, current, questionnaire)
            assessments.mark_closed(connection, assessment_id, now)
            assessments.add_frozen_result(connection, assessment_id, *freeze(at), now)


def _view_to_close(connection: Connection, row: Assessment, questionnaire: Questionnaire) -> AssessmentView:
    """Return the work on an assessment about to be closed."""
    aims = assessments.dimension_targets(connection, row.id)
    if row.mode == "solo":
        stored = store_answers.solo_response(connection, row.id)  # as it is now: an answer may have come in meanwhile
        if stored is None:
            raise NotFound(*REMOVED)
        return PersonView(row, questionnaire, aims, stored)
    if row.mode == "workshop":
        raise Refused("This is a workshop.", "End it on its console.")
    agreed = {name: AgreedLevel(*said) for name, said in responses.agreed_levels(connection, row.id).items()}
    seen = summarise_group(
        row, questionnaire, asked_questions(questionnaire, row), responses.all_responses(connection, row.id), agreed
    )
    return GroupView(row, questionnaire, aims, seen)


def freeze(view: AssessmentView) -> tuple[str, str]:
    """Return what is kept of an assessment when it is closed, as JSON, and its SHA-256 in hex."""
    content = json.dumps(_frozen_content(view), ensure_ascii=False, sort_keys=True)
    return content, sha256(content.encode()).hexdigest()


def _frozen_content(view: AssessmentView) -> dict[str, object]:
    scored = (
        outcome_json(view.outcome())
        if view.assessment.scope == "full"
        else pulse_json(view.questionnaire, view.response)
    )
    answers = {
        q.id: {
            "level": a.level,
            "not_applicable": a.not_applicable,
            "dont_know": a.dont_know,
            "evidence_grade": a.evidence_grade,
        }
        for q in view.questions
        if (a := view.response.answer(q.id)).is_answered
    }
    aims = {d: {"target": a.target, "importance": a.importance} for d, a in view.targets.items()}
    several = {} if view.group is None else {"group": GROUP_RESULT_JSON.dump_python(view.group, mode="json")}
    return {"questionnaire": view.assessment.digest, "answers": answers, "aims": aims, "result": scored, **several}


def reopen_assessment(database: Database, assessment_id: str, now: datetime) -> None:
    """Let answers change again; what was frozen stays kept beside the next result.

    Raises Refused where people answered anonymously and something of it was shown: see `may_reopen`.
    """
    with database.writing() as connection:
        current = assessments.assessment(connection, assessment_id, for_update=True)
        kept = assessments.newest_frozen_result(connection, assessment_id)
        if current is None:
            raise NotFound(*REMOVED)
        if current.mode == "workshop":
            raise Refused("A workshop that has ended stays as it is.", "Start another one.")
        shown = frozen_group(kept[0]) if kept else None
        if shown and not may_reopen(shown.seen, current.privacy):
            raise Refused(
                "Its result was shown, so nobody may answer after it: what they say could be read off.",
                "Start a new assessment to ask again.",
            )
        assessments.mark_open(connection, assessment_id, now)


def remove_assessment(database: Database, assessment_id: str) -> None:
    """Remove an assessment for good; actions taken on from it stay in the plan."""
    with database.writing() as connection:
        assessments.delete_assessment(connection, assessment_id)
