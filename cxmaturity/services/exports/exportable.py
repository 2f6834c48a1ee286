"""Which part of an assessment may leave the app: of its result, also before it is finished, and of its answers."""

from dataclasses import replace

from cxmaturity.analysis.groups import summarise_group
from cxmaturity.errors import Gone, NotFound, Refused, StillOpen
from cxmaturity.files.answers_table import GROUP, RespondentAnswers
from cxmaturity.records import asked_questions
from cxmaturity.services import questionnaires
from cxmaturity.services.assessments import views
from cxmaturity.services.assessments.views import AssessmentView, GroupView
from cxmaturity.services.workshops import workshop_view
from cxmaturity.store import answers as store_answers
from cxmaturity.store import assessments, responses
from cxmaturity.store.database.engine import Database
from cxmaturity.wording.errors import ASSESSMENT_REMOVED, NO_ASSESSMENT, ONLY_GROUP_EXPORTED


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
                raise Gone(*ASSESSMENT_REMOVED) from None
        raise
    except StillOpen as error:
        if error.kind == "workshop":
            return workshop_view.result_so_far(database, assessment_id)
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


def named_responses(database: Database, assessment_id: str) -> list[RespondentAnswers]:
    """Return the answers of each person of a closed survey in open mode; raises NotFound and Refused."""
    with database.snapshot() as connection:  # reading 10,000 people takes time
        row = assessments.assessment(connection, assessment_id)
        people = responses.all_responses(connection, assessment_id) if row and row.privacy == "open" else []
    if row is None or row.mode == "solo" or row.is_open:
        raise NotFound("There is no closed survey at this link.", "All surveys are on Home.")
    if row.privacy == "anonymous":
        raise Refused("This survey was answered anonymously.", ONLY_GROUP_EXPORTED)
    return [RespondentAnswers(p.name or "", p.role, p.answers) for p in people if p.answers]


def exportable_responses(database: Database, view: AssessmentView) -> list[RespondentAnswers]:
    """Return those answers of an assessment that may be exported, one entry per person.

    There is a single entry, named GROUP, for anonymous groups, for workshops (which have votes of several rounds), and
    for open assessments, in which nobody may see single answers yet.
    """
    row = view.assessment
    if row.mode == "solo":
        return [RespondentAnswers("Respondent 1", None, view.response.answers)]
    if row.privacy == "anonymous" or row.mode == "workshop" or row.is_open:
        return [RespondentAnswers(GROUP, None, view.response.answers)]
    return named_responses(database, view.assessment.id)
