"""Closes an assessment and freezes its result, and reopens one."""

from datetime import datetime
from hashlib import sha256

from cxmaturity.analysis.disclosure import may_reopen
from cxmaturity.analysis.frozen.frozen_result import read_frozen_result, write_frozen_result
from cxmaturity.analysis.groups import AgreedLevel, summarise_group
from cxmaturity.errors import NotFound, Refused
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.records import Assessment, asked_questions
from cxmaturity.services import questionnaires
from cxmaturity.services.assessments.recent_results import questions_shown_too_recently
from cxmaturity.services.assessments.views import AssessmentView, GroupView, PersonView
from cxmaturity.services.locking import lock_assessment
from cxmaturity.store import agreed_levels as stored_levels
from cxmaturity.store import answers as store_answers
from cxmaturity.store import assessments, responses
from cxmaturity.store import frozen_results as stored_results
from cxmaturity.store.database import random_order
from cxmaturity.store.database.engine import Connection, Database
from cxmaturity.store.surveys import admission
from cxmaturity.wording.errors import ASSESSMENT_REMOVED, SURVEY_OPEN_AGAIN


def close_assessment(database: Database, assessment_id: str, now: datetime) -> None:
    """Close an assessment and freeze its result; a closed one is not changed."""
    with database.writing(is_long=True) as connection:
        current = lock_assessment(connection, assessment_id)
        if current.is_open:
            close_locked(connection, current, now)


def close_locked(connection: Connection, row: Assessment, now: datetime) -> None:
    """Close an open assessment whose row the caller has locked, or just added, and freeze its result."""
    questionnaire = questionnaires.read_archived_questionnaire(connection, row.digest)
    view = _view_to_close(connection, row, questionnaire, now)
    mark_closed(connection, row, _closing_time(connection, row, now))
    stored_results.add_frozen_result(connection, row.id, *freeze(view), now)


def _closing_time(connection: Connection, row: Assessment, now: datetime) -> datetime:
    """Return the time at which an assessment is closed: now, or if it was reopened, perhaps when it was first closed.

    That is if another one of the team was closed since, because a correction must not move it behind that one. Not in
    anonymous mode, in which a result counts as shown from now on.
    """
    first = next(iter(stored_results.frozen_moments(connection, row.id)), None)
    if first is None or row.privacy == "anonymous" or not assessments.has_closed_since(connection, row.team_id, first):
        return now
    return first


def mark_closed(connection: Connection, row: Assessment, now: datetime) -> None:
    """Mark an assessment as closed; nobody waits for admission any more.

    In anonymous mode its rows are rewritten, so that nothing shows the order in which people answered.
    """
    assessments.mark_closed(connection, row.id, now)
    admission.remove_waiting(connection, row.id)
    if row.privacy == "anonymous":
        random_order.rewrite_in_random_order(connection, row.id, row.recorded_time(now))


def _view_to_close(
    connection: Connection, row: Assessment, questionnaire: Questionnaire, now: datetime
) -> AssessmentView:
    """Return the view of an assessment being closed, read within the closing transaction."""
    targets = assessments.dimension_targets(connection, row.id)
    if row.mode == "solo":
        stored = store_answers.solo_response(connection, row.id)  # read again: an answer may have arrived since
        if stored is None:
            raise NotFound(*ASSESSMENT_REMOVED)
        return PersonView(row, questionnaire, targets, stored)
    if row.mode == "workshop":
        raise Refused("This is a workshop.", "End it on its console.")
    people = responses.all_responses(connection, row.id)
    group = summarise_group(
        row,
        questionnaire,
        asked_questions(questionnaire, row),
        people,
        agreed_levels(connection, row.id),
        questions_shown_too_recently(connection, row, questionnaire, now, people),
    )
    return GroupView(row, questionnaire, targets, group)


def agreed_levels(connection: Connection, assessment_id: str) -> dict[str, AgreedLevel]:
    """Return the levels that a group agreed on, by question id."""
    return {
        name: AgreedLevel(level, reason)
        for name, (level, reason, _) in stored_levels.agreed_levels(connection, assessment_id).items()
    }


def freeze(view: AssessmentView) -> tuple[str, str]:
    """Return the frozen result of an assessment as JSON, and its SHA-256 in hex."""
    content = write_frozen_result(view.assessment, view.questionnaire, view.response, view.targets, view.group)
    return content, sha256(content.encode()).hexdigest()


def freeze_agreed_levels(connection: Connection, row: Assessment, questionnaire: Questionnaire, now: datetime) -> None:
    """Freeze the newest result of a closed group again, with the agreed levels and targets stored now.

    The caller must hold the lock on the assessment's row. Raises Refused when the assessment is open or has no frozen
    result.
    """
    content = stored_results.newest_frozen_result(connection, row.id)
    group = read_frozen_result(content).group if content else None
    if row.is_open or group is None:
        raise Refused(*SURVEY_OPEN_AGAIN)
    agreed = group.with_agreed(agreed_levels(connection, row.id))
    view = GroupView(row, questionnaire, assessments.dimension_targets(connection, row.id), agreed)
    stored_results.add_frozen_result(connection, row.id, *freeze(view), now)


def reopen_assessment(database: Database, assessment_id: str) -> None:
    """Reopen an assessment for answers; its frozen result stays stored beside the next one.

    Raises NotFound, and Refused when a result of anonymous people was shown: see `disclosure.may_reopen`.
    """
    with database.writing() as connection:
        current = lock_assessment(connection, assessment_id)
        content = stored_results.newest_frozen_result(connection, assessment_id)
        if current.mode == "workshop":
            raise Refused("A workshop that has ended stays as it is.", "Start another one.")
        group = read_frozen_result(content).group if content else None
        if group and not may_reopen(group.disclosure, current.privacy):
            raise Refused(
                "Its result was shown, so nobody may answer after it: what they say could be read off.",
                "Start a new assessment to ask again.",
            )
        reopened = {"status": "open", "closed_at": None, "closes_at": None}
        assessments.change_assessment(connection, assessment_id, reopened)
