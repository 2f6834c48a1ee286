"""Which questions stay hidden because another anonymous result of the team was shown shortly before or after."""

from collections.abc import Sequence
from datetime import datetime

from cxmaturity.analysis.disclosure import MIN_TIME_BETWEEN_RESULTS, SUPPRESSED
from cxmaturity.analysis.frozen.frozen_result import read_frozen_result, read_round_result
from cxmaturity.answers import Role
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.records import Assessment, ParticipantResponse
from cxmaturity.services import questionnaires
from cxmaturity.store import assessments, responses, teams
from cxmaturity.store import frozen_results as stored_results
from cxmaturity.store.database.engine import Connection, Database
from cxmaturity.store.workshop import reveals as stored_reveals


def questions_shown_too_recently(
    connection: Connection,
    assessment: Assessment,
    questionnaire: Questionnaire,
    closed_at: datetime,
    people: Sequence[ParticipantResponse] = (),
) -> frozenset[str]:
    """Return the ids of the questions of an anonymous assessment that stay hidden; empty in open mode.

    These are the questions that another anonymous result of the team, within MIN_TIME_BETWEEN_RESULTS of `closed_at`,
    shows, unless private codes prove that exactly the same people, in the same roles, rated both. `closed_at` is when
    this assessment is closed or revealed; `people` are those who answered it, where codes link them.
    """
    if assessment.privacy == "open":
        return frozenset()
    teams.lock_team(connection, assessment.team_id)  # else two that close at once would not see each other
    hidden: set[str] = set()
    for other, shared in _results_near(connection, assessment.team_id, questionnaire, closed_at):
        if other.id == assessment.id:
            continue
        shown = _shown_questions(connection, other)
        again = {name: theirs & shown for name, theirs in shared.items() if theirs & shown}
        if assessment.is_linked and other.is_linked:
            others = responses.all_responses(connection, other.id)
            raters = {name: _raters(others, name) for name in shown}
            hidden |= {n for n, theirs in again.items() if any(_raters(people, n) != raters[one] for one in theirs)}
        else:
            hidden |= again.keys()
    return frozenset(hidden)


def last_result_too_recent(
    database: Database, team_name: str, questionnaire: Questionnaire, now: datetime
) -> Assessment | None:
    """Return the team's latest anonymous assessment whose shown result would hide one made now, else None."""
    with database.reading() as connection:
        team = teams.team_named(connection, team_name)
        near = _results_near(connection, team.id, questionnaire, now) if team else []
        showing = [
            row for row, shared in near if _shown_questions(connection, row) & set[str]().union(*shared.values())
        ]
    return max(showing, key=lambda assessment: assessment.closed_at or now, default=None)


def _results_near(
    connection: Connection, team_id: str, questionnaire: Questionnaire, moment: datetime
) -> list[tuple[Assessment, dict[str, set[str]]]]:
    """Return a team's anonymous assessments near `moment`, each with the questions that it shares.

    These are its ids of them, by their ids in `questionnaire`.
    """
    near = assessments.anonymous_near(connection, team_id, moment, MIN_TIME_BETWEEN_RESULTS)
    others = [questionnaires.read_archived_questionnaire(connection, assessment.digest) for assessment in near]
    shared = [_shared_questions(questionnaire, other) for other in others]
    return [(assessment, ids) for assessment, ids in zip(near, shared, strict=True) if ids]


def _shared_questions(questionnaire: Questionnaire, other: Questionnaire) -> dict[str, set[str]]:
    """Return the questions that two questionnaires share: their ids in `other` by those in `questionnaire`.

    Questions asked in the same words are the same, whatever their ids; so are those of two versions with the same id.
    """
    are_versions = questionnaire.id == other.id
    shared = {
        q.id: {o.id for o in other.questions if o.prompt == q.prompt or (are_versions and o.id == q.id)}
        for q in questionnaire.questions
    }
    return {name: ids for name, ids in shared.items() if ids}


def _shown_questions(connection: Connection, assessment: Assessment) -> set[str]:
    """Return the ids of the questions that a closed anonymous assessment, or a running workshop, has shown.

    What a workshop has revealed counts even if the reveal was undone: the room has seen it.
    """
    reveals = stored_reveals.reveals(connection, assessment.id)
    shown = {name for name, _, content in reveals if read_round_result(content).shown != SUPPRESSED}
    content = None if assessment.is_open else stored_results.newest_frozen_result(connection, assessment.id)
    group = read_frozen_result(content).group if content else None
    return shown | {name for name, q in group.disclosure.questions.items() if q != SUPPRESSED} if group else shown


def _raters(people: Sequence[ParticipantResponse], question_id: str) -> set[tuple[str, Role | None]]:
    """Return who rated a question, with their roles where the survey asks for them.

    Levels of leaders and of others, shown once, beside the counts of the same people, shown the other time, could
    reveal the answers of one part.
    """
    return {(p.key, p.role) for p in people if (a := p.answers.get(question_id)) is not None and a.level is not None}
