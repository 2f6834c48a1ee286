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
    """Return what may be exported of an assessment; raises NotFound, Gone for a removed one.

    Of a workshop that runs, what was revealed so far. Of a survey that is open, how many have answered and nothing of
    what they said: its result does not exist before it is closed.
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
