"""Teams: unique names, removal with its full impact confirmed, and comparison of their newest milestones."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event

from cxmaturity.errors import ChangedElsewhere, NotFound, Refused
from cxmaturity.records import Team
from cxmaturity.services import teams
from cxmaturity.services.assessments import closing, listing, views
from cxmaturity.services.teams import RemovalImpact
from cxmaturity.services.trends import milestones
from cxmaturity.store.database.engine import Database
from tests.store import workshop_fixtures as workshops
from tests.store.fixtures import NOW, begin, plan_step
from tests.store.trends.round_fixtures import people, quarter, surveyed


def names(database: Database, *, archived: bool = False) -> list[str]:
    return [team.name for team in teams.list_teams(database, archived=archived)]


def team_of(database: Database, name: str) -> Team:
    return next(team for team in teams.list_teams(database) if team.name == name)


def test_a_team_is_made_and_renamed(database: Database) -> None:
    """Whatever the case of the name; its assessments stay with it."""
    begin(database, team="Bakery")
    team = team_of(database, "Bakery")
    teams.create_team(database, "  dairy ", NOW)
    teams.rename_team(database, team.id, "Bakers", "Bakery")
    assert names(database) == ["Bakers", "dairy"]
    begin(database, team="bakers")
    assert teams.removal_impact(database, team.id) == RemovalImpact(2, 0, 0)


def test_a_name_is_changed_only_by_who_changed_it(database: Database) -> None:
    """Two windows show Bakery: a field that the second did not edit is not stored; an edit is, with a notice."""
    team = teams.create_team(database, "Bakery", NOW)
    assert teams.rename_team(database, team.id, "Bakers", "Bakery") is None
    assert teams.rename_team(database, team.id, " Bakery ", "Bakery") is None
    assert names(database) == ["Bakers"]
    assert teams.rename_team(database, team.id, "Ovens", "Bakery") == "Bakers"
    assert names(database) == ["Ovens"]


@pytest.mark.parametrize("name", ["Bakery", "BAKERY", "bakery "])
@pytest.mark.each_database
def test_no_two_teams_have_one_name(database: Database, name: str) -> None:
    """Neither a new nor a renamed team; changing the case of a team's own name is allowed."""
    mine = teams.create_team(database, "Bakery", NOW)
    theirs = teams.create_team(database, "Dairy", NOW)
    with pytest.raises(Refused, match="There is a team named Bakery already"):
        teams.create_team(database, name, NOW)
    with pytest.raises(Refused, match="There is a team named Bakery already"):
        teams.rename_team(database, theirs.id, name, "Dairy")
    teams.archive_team(database, mine.id, NOW)
    with pytest.raises(Refused, match="There is an archived team named Bakery already"):
        teams.create_team(database, name, NOW)
    teams.rename_team(database, mine.id, "BAKERY", "Bakery")
    assert names(database, archived=True) == ["BAKERY"]


def test_an_archived_team_is_put_away_whole(database: Database) -> None:
    """It is not listed and accepts no new assessment by its name until it is restored unchanged."""
    quarter(database, {}, 90)
    team = team_of(database, "Bakery")
    teams.archive_team(database, team.id, NOW)
    assert names(database) == []
    assert listing.list_assessments(database) == []
    with pytest.raises(Refused, match="was archived"):
        begin(database, team="Bakery")
    teams.restore_team(database, team.id)
    assert names(database) == ["Bakery"]
    assert milestones.count_milestones(database, team.id) == 1


@pytest.mark.each_database
def test_removing_deletes_exactly_what_was_shown(database: Database) -> None:
    """Two assessments, one of them frozen twice, an action of the plan; another team stays."""
    quarter(database, {}, 90, team="Dairy")
    opened = quarter(database, {}, 90)
    view = views.load_view(database, opened)
    begin(database)
    closing.reopen_assessment(database, opened)
    closing.close_assessment(database, opened, NOW)
    plan_step(database, view.assessment, view.questionnaire.by_id["P1"], 3, "Ada", None, NOW)
    reply = teams.removal_impact(database, view.assessment.team_id)
    assert reply == RemovalImpact(assessments=2, results=2, actions=1)
    teams.remove_team(database, view.assessment.team_id, reply)
    assert names(database) == ["Dairy"]
    assert teams.removal_impact(database, view.assessment.team_id) == RemovalImpact(0, 0, 0)
    assert teams.removal_impact(database, team_of(database, "Dairy").id) == RemovalImpact(1, 1, 0)


def test_removing_is_refused_when_more_would_be_deleted_than_shown(database: Database) -> None:
    """If an assessment was added since; and a team that is already removed is reported as such."""
    quarter(database, {}, 90)
    team = team_of(database, "Bakery")
    shown = teams.removal_impact(database, team.id)
    begin(database)
    with pytest.raises(ChangedElsewhere):
        teams.remove_team(database, team.id, shown)
    assert teams.removal_impact(database, team.id) == RemovalImpact(2, 1, 0)
    teams.remove_team(database, team.id, teams.removal_impact(database, team.id))
    changes: list[Callable[[], object]] = [
        lambda: teams.remove_team(database, team.id, shown),
        lambda: teams.rename_team(database, team.id, "Bakers", "Bakery"),
        lambda: teams.archive_team(database, team.id, NOW),
        lambda: teams.restore_team(database, team.id),
    ]
    for change in changes:
        with pytest.raises(NotFound, match="This team was removed"):
            change()


class TestSideBySide:
    """The newest milestone of each team."""

    @pytest.mark.each_database
    def test_the_newest_of_each(self, database: Database) -> None:
        """By closing date; without pulses, open assessments, archived teams and teams without a milestone."""
        quarter(database, {"P1": 1}, 180)
        newest = quarter(database, {"P1": 5}, 90)
        theirs = quarter(database, {}, 30, team="Dairy")
        closing.close_assessment(database, begin(database, scope="pulse").assessment.id, NOW)
        begin(database)
        teams.create_team(database, "Mill", NOW)
        teams_here = teams.list_teams(database)
        newest_closed = milestones.newest_milestones(database, teams_here)
        assert {team.name: newest_closed[team.id].assessment.id for team in teams_here if team.id in newest_closed} == {
            "Bakery": newest,
            "Dairy": theirs,
        }
        assert newest_closed[teams_here[0].id].levels["People"] == pytest.approx(26 / 8)
        assert milestones.newest_milestones(database, []) == {}

    def test_at_a_date(self, database: Database) -> None:
        """Milestones closed by that date; before the first there is none."""
        first, second = quarter(database, {}, 180), quarter(database, {}, 90)
        team = teams.list_teams(database)[0]

        def newest_id(days_ago: float) -> str | None:
            newest_closed = milestones.newest_milestones(database, [team], NOW - timedelta(days=days_ago))
            return newest_closed[team.id].assessment.id if newest_closed else None

        assert [newest_id(days) for days in (200, 180, 100, 90, 0)] == [None, first, first, second, second]

    @pytest.mark.each_database
    def test_the_last_two_rounds(self, database: Database) -> None:
        """The earlier date is that of the latest second-newest milestone, so each team with two has one on each side.

        None if no team has two.
        """

        def days_ago() -> list[int] | None:
            rounds = milestones.last_two_rounds(database, teams.list_teams(database))
            return [(NOW - moment).days for moment in rounds] if rounds else None

        quarter(database, {}, 180)
        assert days_ago() is None
        quarter(database, {}, 90)
        assert days_ago() == [180, 90]
        quarter(database, {}, 170, team="Dairy")
        assert days_ago() == [180, 90]
        quarter(database, {}, 80, team="Dairy")
        assert days_ago() == [170, 80]
        assert milestones.last_two_rounds(database, []) is None

    def test_chosen_dimensions_hide_no_whole_result(self, database: Database) -> None:
        """A later workshop on leadership, or on two questions, is not used to compare teams."""
        whole = quarter(database, {}, 90)
        workshops.do(database, workshops.begin(database, scope="full", dimensions=("leadership",)), "end")
        teams_here = teams.list_teams(database)
        assert milestones.count_milestones(database, teams_here[0].id) == 2
        picked = workshops.begin(database, scope="full", questions=("P1", "P2"))
        workshops.do(database, picked, "end")
        assert (
            milestones.count_milestones(database, teams_here[0].id) == 2
        )  # of single questions there is no level at all
        assert milestones.newest_milestones(database, teams_here)[teams_here[0].id].assessment.id == whole
        assert milestones.last_two_rounds(database, teams_here) is None

    def test_a_sealed_result_stays_sealed(self, database: Database) -> None:
        """Four anonymous people: their number is shown, and no level."""
        surveyed(database, people(4), "anonymous", 10)
        team = teams.list_teams(database)[0]
        newest_closed = milestones.newest_milestones(database, [team])[team.id]
        assert (newest_closed.is_suppressed, newest_closed.answered) == (True, 4)
        assert set(newest_closed.levels.values()) == {None}
        assert newest_closed.means == {}

    @pytest.mark.each_database
    def test_the_number_of_queries_does_not_grow_with_the_teams(self, database: Database) -> None:
        """Two teams with one milestone each, then four: the same statements."""
        counted = []
        for back in (30, 60, 90, 120):
            for team in ("Bakery", "Dairy"):
                surveyed(database, people(1), "open", back, team=team)
            teams_here = teams.list_teams(database)
            with counting(database) as statements:
                milestones.newest_milestones(database, teams_here)
                milestones.newest_milestones(database, teams_here, NOW - timedelta(days=20))
                milestones.last_two_rounds(database, teams_here)
                milestones.count_milestones(database, teams_here[0].id)
                milestones.milestone_page(database, teams_here[0].id)
                milestones.first_milestone(database, teams_here[0].id)
            counted.append(len(statements))
        assert counted[1:] == counted[:1] * 3


@contextmanager
def counting(database: Database) -> Iterator[list[str]]:
    """Collect the statements that reach the database in the block."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
