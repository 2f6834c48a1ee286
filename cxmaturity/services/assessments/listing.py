"""Lists assessments, for Home and for the command line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cxmaturity.errors import Refused
from cxmaturity.records import Action, Assessment, Mode, Team, asked_questions
from cxmaturity.services import plans, questionnaires
from cxmaturity.services.assessments import views
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.services.workshops.people.people_count import people_present
from cxmaturity.store import answers as store_answers
from cxmaturity.store import assessments
from cxmaturity.store import teams as stored_teams
from cxmaturity.store.database.engine import Database
from cxmaturity.text_cleaning import comparable_name, to_one_line
from cxmaturity.wording.command_line import label_taken

MOST_LISTED = 40
"""The largest number of unfinished, and of finished, assessments that are listed at once."""


@dataclass(frozen=True, slots=True)
class ListedAssessment:
    """An assessment as Home lists it.

    `answered` is, for a solo assessment, how many questions are answered; for a running workshop, how many people are
    present; else how many people answered. `asked` is the number of its questions.
    """

    assessment: Assessment
    answered: int
    asked: int


@dataclass(frozen=True, slots=True)
class TeamSummary:
    """The state of a team: its last result, its open assessment and its plan.

    `finished` is its newest closed full assessment, else its newest pulse, else its newest of some dimensions or
    questions; `last_time` is the one that compares with it; `since` is the newest of the others that was closed after
    a full one; `unfinished` is the open assessment that was started last. Each is None where there is none.
    `next_step` is the open action of the plan that is due first; `overdue` is how many are overdue.
    """

    team: Team
    finished: AssessmentView | None
    last_time: AssessmentView | None
    since: AssessmentView | None
    unfinished: ListedAssessment | None
    next_step: Action | None
    overdue: int


def teams_by_activity(database: Database, *, is_demo: bool = False) -> list[Team]:
    """Return the teams with an assessment, own ones or the demo's; the team that started one last comes first."""
    with database.reading() as connection:
        begun = assessments.teams_last_begun(connection)
        teams = [team for team in stored_teams.teams(connection) if team.id in begun and team.is_demo == is_demo]
    return sorted(teams, key=lambda team: begun[team.id], reverse=True)


def summarize_team(database: Database, team: Team, today: date) -> TeamSummary:
    """Return the state of a team; `today` is the viewer's day."""
    with database.reading() as connection:
        full = assessments.newest_closed(connection, team.id, "full")
        pulse = assessments.newest_closed(connection, team.id, "pulse")
        part = assessments.newest_closed(connection, team.id, None, is_part=True)
        unfinished = assessments.newest_open(connection, team.id)
    closed = full or pulse or part
    view = views.load_view(database, closed.id) if closed else None
    later = [row for row in (pulse, part) if row and full and full.dated_at < row.dated_at]
    since = max(later, key=lambda row: row.dated_at, default=None)
    steps = [action for action in plans.list_plan(database, team.id, today) if action.is_open]
    return TeamSummary(
        team=team,
        finished=view,
        last_time=views.previous_view(database, view) if view else None,
        since=views.load_view(database, since.id) if since else None,
        unfinished=next(iter(_with_progress(database, [unfinished] if unfinished else [])), None),
        next_step=next(iter(steps), None),
        overdue=sum(action.is_overdue(today) for action in steps),
    )


def sample_result(database: Database) -> Assessment | None:
    """Return the newest closed full solo assessment of the demo, None without the demo."""
    teams = teams_by_activity(database, is_demo=True)
    with database.reading() as connection:
        closed = [assessments.newest_closed(connection, team.id, "full") for team in teams]
    by_one = [row for row in closed if row is not None and row.mode == "solo"]
    return next(iter(by_one), None)


def labels_of_team(database: Database, name: str) -> list[str]:
    """Return the labels of the assessments of the own team with this name; empty without one."""
    with database.reading() as connection:
        team = stored_teams.team_named(connection, name)
        return assessments.labels_of_team(connection, team.id) if team else []


def refuse_taken_label(database: Database, team_name: str, label: str) -> None:
    """Raise Refused when the team has an assessment of this name: a file that is imported again changes nothing."""
    if comparable_name(label) in map(comparable_name, labels_of_team(database, team_name)):
        raise Refused(*label_taken(to_one_line(team_name), to_one_line(label)))


def list_assessments(
    database: Database,
    *,
    most_open: int | None = MOST_LISTED,
    most_closed: int | None = MOST_LISTED,
    mode: Mode | None = None,
    is_demo: bool | None = None,
) -> list[ListedAssessment]:
    """Return unfinished assessments, then finished ones, each newest first.

    At most `most_open` and `most_closed` (None: all) are returned. `mode` selects one mode. `is_demo` selects the
    demo's (True) or the user's own (False).
    """
    with database.reading() as connection:
        rows = assessments.newest_of_status(connection, "open", most_open, mode, is_demo)
        if most_closed != 0:
            rows += assessments.newest_of_status(connection, "closed", most_closed, mode, is_demo)
    return _with_progress(database, rows)


def every_assessment(
    database: Database, team_id: str | None = None, limit: int | None = None, offset: int = 0
) -> list[Assessment]:
    """Return the assessments that are not removed, including those of archived teams and of the demo; newest first.

    With `team_id` those of one team; at most `limit` after the first `offset`.
    """
    with database.reading() as connection:
        return assessments.every_assessment(connection, team_id, limit, offset)


def _with_progress(database: Database, rows: Sequence[Assessment]) -> list[ListedAssessment]:
    with database.reading() as connection:
        answers = store_answers.answered_counts(connection, [row.id for row in rows if row.mode == "solo"])
        people = store_answers.people_counts(connection, [row.id for row in rows if row.mode != "solo"])
        people |= {row.id: people_present(connection, row.id) for row in rows if row.mode == "workshop" and row.is_open}
    return [
        ListedAssessment(
            assessment=row,
            answered=(people if row.mode != "solo" else answers).get(row.id, 0),
            asked=len(asked_questions(questionnaires.archived_questionnaire(database, row.digest), row)),
        )
        for row in rows
    ]


def count_assessments(database: Database) -> tuple[int, int]:
    """Return how many unfinished and how many finished assessments the user's own teams have."""
    with database.reading() as connection:
        return assessments.count_own(connection, "open"), assessments.count_own(connection, "closed")
