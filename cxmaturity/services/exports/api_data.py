"""The data that other programs may read, in pages: no more than the app's own pages show."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cxmaturity.errors import NotFound, Refused
from cxmaturity.records import Assessment
from cxmaturity.services import plans, questionnaires, teams
from cxmaturity.services.assessments import listing, views
from cxmaturity.services.exports.result_json import action_json, assessment_json, result_json, team_json
from cxmaturity.store import assessments
from cxmaturity.store.database.engine import Database
from cxmaturity.wording.errors import NO_ASSESSMENT
from cxmaturity.wording.exports import sharing as words

DEFAULT_LIMIT, MAX_LIMIT = 50, 200


@dataclass(frozen=True, slots=True)
class Query:
    """A request for a part of a list: at most `limit` items after the first `offset`, of one team or with None of all.

    `scope` is the id of the team that the access token is limited to, None for all teams. Raises Refused for a `limit`
    or an `offset` out of range, and NotFound for a team outside `scope`.
    """

    scope: str | None
    team: str | None = None
    limit: int = DEFAULT_LIMIT
    offset: int = 0

    def __post_init__(self) -> None:
        if not (1 <= self.limit <= MAX_LIMIT and self.offset >= 0):
            raise Refused(*words.BAD_PAGE)
        if self.scope is not None and self.team not in (None, self.scope):
            raise NotFound(*words.NO_TEAM)

    @property
    def only_team(self) -> str | None:
        """The id of the only team whose data is returned, None for all teams."""
        return self.scope or self.team


@dataclass(frozen=True, slots=True)
class Page:
    """Some items of a list as JSON values, and whether more items follow."""

    items: list[dict[str, Any]]
    has_more: bool


def list_teams(database: Database, query: Query) -> Page:
    """Return the teams, archived ones last."""
    known = teams.every_team(database)
    items = [team_json(team, is_archived=archived) for team, archived in known if query.only_team in (None, team.id)]
    return _page(items, query)


def list_assessments(database: Database, query: Query) -> Page:
    """Return the assessments, newest first."""
    rows = listing.every_assessment(database, query.only_team, query.limit + 1, query.offset)
    return Page([assessment_json(row) for row in rows[: query.limit]], len(rows) > query.limit)


def list_results(database: Database, query: Query) -> Page:
    """Return the results of the assessments that have a visible result, newest first."""
    rows = [row for row in listing.every_assessment(database, query.only_team) if row.has_result]
    shown = rows[query.offset : query.offset + query.limit]
    items = [result_json(views.load_view(database, row.id)) for row in shown]
    return Page(items, len(rows) > query.offset + query.limit)


def list_actions(database: Database, query: Query) -> Page:
    """Return the actions of the plans, team by team, oldest first."""
    wanted = [team for team, _ in teams.every_team(database) if query.only_team in (None, team.id)]
    actions = [(team.name, action) for team in wanted for action in plans.all_actions(database, team.id)]
    asked = plans.asked_questions_of(database, [action for _, action in actions])
    return _page([action_json(action, name, asked.get(action.id)) for name, action in actions], query)


def list_questionnaires(database: Database, query: Query) -> Page:
    """Return id, version, title, digest and language of the questionnaires of these assessments."""
    digests = {row.digest: None for row in listing.every_assessment(database, query.only_team)}
    known = [questionnaires.archived_questionnaire(database, digest) for digest in digests]
    return _page([{n: getattr(q, n) for n in ("id", "version", "title", "digest", "language")} for q in known], query)


LISTS: Mapping[str, Callable[[Database, Query], Page]] = {
    "teams": list_teams,
    "assessments": list_assessments,
    "results": list_results,
    "actions": list_actions,
    "questionnaires": list_questionnaires,
}
"""The functions that return lists, by the list's name in its URL."""


def _page(items: list[dict[str, Any]], query: Query) -> Page:
    return Page(items[query.offset : query.offset + query.limit], len(items) > query.offset + query.limit)


def one_assessment(database: Database, scope: str | None, assessment_id: str) -> dict[str, Any]:
    """Return one assessment as JSON values; raises NotFound, also when its team is outside the token's `scope`."""
    return assessment_json(_assessment(database, scope, assessment_id))


def one_result(database: Database, scope: str | None, assessment_id: str) -> dict[str, Any]:
    """Return one result as JSON values; raises NotFound, and StillOpen while several people are answering."""
    return result_json(views.load_view(database, _assessment(database, scope, assessment_id).id))


def one_questionnaire(database: Database, scope: str | None, digest: str) -> dict[str, Any]:
    """Return a questionnaire with all its texts; raises NotFound when no assessment within `scope` uses it."""
    if digest not in {row.digest for row in listing.every_assessment(database, scope)}:
        raise NotFound(*words.NOTHING_HERE)
    questionnaire = questionnaires.archived_questionnaire(database, digest)
    return questionnaire.model_dump(mode="json") | {"digest": digest}


ITEMS: Mapping[str, Callable[[Database, str | None, str], dict[str, Any]]] = {
    "assessments": one_assessment,
    "results": one_result,
    "questionnaires": one_questionnaire,
}
"""The functions that return single items, by the list's name in its URL; other lists have no single items."""


def _assessment(database: Database, scope: str | None, assessment_id: str) -> Assessment:
    with database.reading() as connection:
        row = assessments.assessment(connection, assessment_id)
    if row is None or scope not in (None, row.team_id):
        raise NotFound(*NO_ASSESSMENT)
    return row
