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
    """Return what the team's last group result shows, by question id; empty without one."""
    for assessment in _finished(database, team_name, questionnaire):
        if assessment.mode != "solo" and (group := views.load_view(database, assessment.id).group):
            return group.disclosure.questions
    return {}


def last_order(database: Database, team_name: str, questionnaire: Questionnaire) -> tuple[str, ...]:
    """Return the question ids of the team's last closed workshop, in its order; empty without one."""
    for assessment in _finished(database, team_name, questionnaire):
        if assessment.mode == "workshop":
            with database.reading() as connection:
                workshop = stored.workshop(connection, assessment.id)
            order = workshop.state.order if workshop else ()
            return tuple(name for name in order if name in questionnaire.by_id)
    return ()


def _finished(database: Database, team_name: str, questionnaire: Questionnaire) -> list[Assessment]:
    """Return the team's closed assessments of a questionnaire, newest first."""
    with database.reading() as connection:
        team = stored_teams.team_named(connection, team_name)
    rows = [row for row in choosing.offered_of_team(database, team.id) if not row.is_open] if team else []
    return [r for r in rows if questionnaires.archived_questionnaire(database, r.digest).id == questionnaire.id]
