"""Which answers of a closed assessment may be exported."""

from collections.abc import Iterable

from cxmaturity.errors import NotFound, Refused
from cxmaturity.files.answers_table import GROUP, RespondentAnswers
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.store import assessments, responses
from cxmaturity.store import teams as stored_teams
from cxmaturity.store.database.engine import Database


def named_responses(database: Database, assessment_id: str) -> list[RespondentAnswers]:
    """Return the answers of each person of a closed survey in open mode; raises NotFound and Refused."""
    with database.snapshot() as connection:  # reading 10,000 people takes time
        row = assessments.assessment(connection, assessment_id)
        people = responses.all_responses(connection, assessment_id) if row and row.privacy == "open" else []
    if row is None or row.mode == "solo" or row.is_open:
        raise NotFound("There is no closed survey at this link.", "All surveys are on Home.")
    if row.privacy == "anonymous":
        raise Refused("This survey was answered anonymously.", "Only the group's answers can be exported.")
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


def is_any_left(database: Database, ids: Iterable[str]) -> bool:
    """Return whether any of these ids is that of an assessment or team that still exists."""
    with database.reading() as connection:
        teams = {team.id for team in stored_teams.every_team(connection)}
        return any(name in teams or assessments.assessment(connection, name) for name in ids)
