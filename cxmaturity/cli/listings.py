"""Commands that show what is stored: teams, assessments, a result."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cxmaturity.cli.database import app_database
from cxmaturity.cli.output import local_day, print_json, print_table
from cxmaturity.errors import Gone, NotFound

if TYPE_CHECKING:
    from cxmaturity.report.document import Report

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
AssessmentId = Annotated[str, typer.Argument(help="Its id: see `cxmaturity assessments`.", metavar="ID")]


def teams(as_json: AsJson = False) -> None:
    """List the teams, including archived ones and those of the demo."""
    from cxmaturity.services import teams as services
    from cxmaturity.services.exports.result_json import team_json
    from cxmaturity.wording import command_line as words

    with app_database() as database:
        listed = services.every_team(database)
    if as_json:
        print_json([team_json(team, is_archived=is_archived) for team, is_archived in listed])
    elif listed:
        print_table(words.TEAM_HEADINGS, [words.team_row(team, is_archived=archived) for team, archived in listed])
    else:
        print(words.NO_TEAMS)


def assessments(
    as_json: AsJson = False,
    team: Annotated[str | None, typer.Option(help="Only those of this team: its name or its id.")] = None,
) -> None:
    """List the assessments, newest first."""
    from cxmaturity.services.assessments import listing
    from cxmaturity.services.exports.result_json import assessment_json
    from cxmaturity.services.teams import team_by_name_or_id
    from cxmaturity.wording import command_line as words

    with app_database() as database:
        rows = listing.every_assessment(database, None if team is None else team_by_name_or_id(database, team).id)
    if as_json:
        print_json([assessment_json(row) for row in rows])
    elif rows:
        print_table(words.ASSESSMENT_HEADINGS, [words.assessment_row(row, local_day) for row in rows])
    else:
        print(words.NO_ASSESSMENTS)


def result(assessment: AssessmentId, as_json: AsJson = False) -> None:
    """Show the result of an assessment.

    Only what may be shown; the JSON has the format of `score`.
    """
    with app_database() as database, unknown_id_named(assessment):
        if as_json:
            from cxmaturity.services.exports.exportable import exportable_view
            from cxmaturity.services.exports.result_json import result_json

            print_json(result_json(exportable_view(database, assessment)))
        else:
            from cxmaturity.services.reports import report

            _print_summary(report(database, assessment, datetime.now().astimezone()))


def _print_summary(report: "Report") -> None:
    """Print the sections of a report on the result, without the reasons."""
    cover = report.cover
    print(f"{cover.team} · {cover.label} · {cover.kind} · {cover.dated}", *cover.missing, sep="\n")
    for section in report.sections:
        if section.key in _SUMMARY:
            print("", section.headline, *(f"- {sentence}" for sentence in section.sentences), sep="\n")
            for table in section.tables[:1] if section.key == "dimensions" else ():
                print_table(table.headings, table.rows)


_SUMMARY = ("hidden", "stage", "holding_back", "dimensions", "decision")


@contextmanager
def unknown_id_named(assessment_id: str) -> Iterator[None]:
    """Context manager: replace NotFound by the command line's error that no assessment has this id."""
    from cxmaturity.wording import command_line as words

    try:
        yield
    except Gone:
        raise
    except NotFound:
        raise NotFound(*words.no_such_assessment(assessment_id)) from None
