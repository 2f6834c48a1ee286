"""What preparing a workshop needs: the team's last result of each question, and its last order of questions."""

from collections.abc import Mapping

from cxmaturity.analysis.disclosure import QuestionDisclosure
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.records import Assessment
from cxmaturity.services import questionnaires
from cxmaturity.services.assessments import choosing, views
from cxmaturity.store import teams as stored_teams
from cxmaturity.store.database.engine import Database
from cxmaturity.store.workshop import workshops as stored


def last_shown(database: Database, team_name: str, questionnaire: Questionnaire) -> Mapping[str, QuestionDisclosure]:
    """Return what the team's last group result that compares with `questionnaire` shows, by question id; else empty."""
    for assessment, asked in _finished(database, team_name, questionnaire):
        is_comparable = asked.comparison_key == questionnaire.comparison_key
        if is_comparable and (group := views.load_view(database, assessment.id).group):
            return group.disclosure.questions
    return {}


def last_order(database: Database, team_name: str, questionnaire: Questionnaire) -> tuple[str, ...]:
    """Return the question ids of the team's last closed workshop, in its order; empty without one."""
    for assessment, _ in _finished(database, team_name, questionnaire):
        if assessment.mode == "workshop":
            with database.reading() as connection:
                workshop = stored.workshop(connection, assessment.id)
            order = workshop.state.order if workshop else ()
            return tuple(name for name in order if name in questionnaire.by_id)
    return ()


def _finished(
    database: Database, team_name: str, questionnaire: Questionnaire
) -> list[tuple[Assessment, Questionnaire]]:
    """Return the team's closed assessments of any version of a questionnaire, with that version, newest first."""
    with database.reading() as connection:
        team = stored_teams.team_named(connection, team_name)
    rows = [row for row in choosing.offered_of_team(database, team.id) if not row.is_open] if team else []
    asked = [(row, questionnaires.archived_questionnaire(database, row.digest)) for row in rows]
    return [(row, version) for row, version in asked if version.id == questionnaire.id]
