"""What of an assessment may leave the app, also before it is finished."""

from dataclasses import replace

from cxmaturity.analysis.groups import summarise_group
from cxmaturity.errors import Gone, NotFound, StillOpen
from cxmaturity.records import asked_questions
from cxmaturity.services import questionnaires
from cxmaturity.services.assessments import views
from cxmaturity.services.assessments.views import NO_ASSESSMENT, REMOVED, AssessmentView, GroupView
from cxmaturity.services.workshops import facilitation
from cxmaturity.store import answers as store_answers
from cxmaturity.store import assessments
from cxmaturity.store.database.engine import Database


def exportable_view(database: Database, assessment_id: str) -> AssessmentView:
    """Return the part of an assessment that may be exported now; raises NotFound, and Gone for a removed assessment.

    For a running workshop it is the result of the revealed votes. For an open survey it is only the number of people
    who have answered, because the result does not exist before the survey is closed.
    """
    try:
        return views.load_view(database, assessment_id)
    except NotFound:
        with database.reading() as connection:
            if assessments.is_removed(connection, assessment_id):
                raise Gone(*REMOVED) from None
        raise
    except StillOpen as error:
        if error.kind == "workshop":
            return facilitation.result_so_far(database, assessment_id)
    with database.reading() as connection:
        row = assessments.assessment(connection, assessment_id)
        people = store_answers.people_counts(connection, [assessment_id])
        targets = assessments.dimension_targets(connection, assessment_id)
    if row is None:
        raise NotFound(*NO_ASSESSMENT)
    questionnaire = questionnaires.archived_questionnaire(database, row.digest)
    asked = asked_questions(questionnaire, row)
    nothing = summarise_group(row, questionnaire, asked, [], {}, {question.id for question in asked})
    disclosure = replace(nothing.disclosure, answered=people.get(assessment_id, 0), too_soon=())
    return GroupView(row, questionnaire, targets, replace(nothing, disclosure=disclosure))
