"""What the command line says of teams and assessments."""

from cxmaturity.records import Assessment, Team
from cxmaturity.text_cleaning import to_one_line
from cxmaturity.wording.assessments import assessment_kind

NO_TEAMS = "There is no team yet. Start an assessment in the app, or put the demo data in: cxmaturity demo"
NO_ASSESSMENTS = "There is no assessment yet. Start one in the app, or put the demo data in: cxmaturity demo"
DEMO_LOADED = "The demo data is in. To see it: cxmaturity assessments"
DEMO_THERE = "The demo data was in already; nothing was changed."

TEAM_HEADINGS = ("id", "team", "kind")
ASSESSMENT_HEADINGS = ("id", "team", "name", "kind", "status")


def team_row(team: Team, *, is_archived: bool) -> tuple[str, str, str]:
    """Return a team as a row beneath TEAM_HEADINGS."""
    return team.id, team.name, ", ".join(["demo"] * team.is_demo + ["archived"] * is_archived)


def assessment_row(row: Assessment) -> tuple[str, str, str, str, str]:
    """Return an assessment as a row beneath ASSESSMENT_HEADINGS."""
    status = f"finished {row.closed_at.date()}" if row.closed_at else "open"
    return row.id, row.team_name, row.label, assessment_kind(row), status


def no_such_team(name: str) -> tuple[str, str]:
    """Return that no assessment is of a team of this name, and what to do."""
    return f"There is no assessment of a team “{to_one_line(name)}”.", "Look at the names: cxmaturity teams"


def no_such_assessment(assessment_id: str) -> tuple[str, str]:
    """Return that no assessment has this id, and what to do."""
    return (
        f"There is no assessment with the id “{to_one_line(assessment_id)}”.",
        "Look at the ids: cxmaturity assessments",
    )
