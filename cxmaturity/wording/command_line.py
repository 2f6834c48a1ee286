"""Texts of the command line about teams, assessments, files and the database."""

import errno
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from cxmaturity.errors import Issue
from cxmaturity.records import AccessToken, Assessment, Team
from cxmaturity.text_cleaning import cut, to_one_line
from cxmaturity.wording.assessments import assessment_kind
from cxmaturity.wording.exports import portable
from cxmaturity.wording.exports.portable import assessment_place
from cxmaturity.wording.language.plurals import counted

NO_TEAMS = "There is no team yet. Start an assessment in the app, or put the demo data in: cxmaturity demo"
NO_ASSESSMENTS = "There is no assessment yet. Start one in the app, or put the demo data in: cxmaturity demo"
DEMO_LOADED = "The demo data is in. To see it: cxmaturity assessments"
DEMO_THERE = "The demo data was in already; nothing was changed."

DayOf = Callable[[datetime], date]
"""Returns the date of a moment in the reader's time zone."""

_LONGEST_VALUE = 60  # characters of a file's value in a message

TEAM_HEADINGS = ("id", "team", "kind")
TOKEN_HEADINGS = ("id", "name", "team", "made", "last used")
NO_TOKENS = "There is no token. Make one: cxmaturity token create NAME"
ASSESSMENT_HEADINGS = ("id", "team", "name", "kind", "status")


def team_row(team: Team, *, is_archived: bool) -> tuple[str, str, str]:
    """Return a team as a row beneath TEAM_HEADINGS."""
    return team.id, team.name, ", ".join(["demo"] * team.is_demo + ["archived"] * is_archived)


def assessment_row(row: Assessment, day_of: DayOf) -> tuple[str, str, str, str, str]:
    """Return an assessment as a row beneath ASSESSMENT_HEADINGS."""
    status = f"finished {day_of(row.closed_at)}" if row.closed_at else "open"
    return row.id, row.team_name, row.label, assessment_kind(row), status


def token_row(token: AccessToken, teams: Mapping[str, str], day_of: DayOf) -> tuple[str, str, str, str, str]:
    """Return a token as a row beneath TOKEN_HEADINGS; `teams` are the names of the teams by their ids."""
    used = str(day_of(token.last_used_at)) if token.last_used_at else "never"
    team = "all" if token.team_id is None else teams.get(token.team_id, token.team_id)
    return token.id, token.name, team, str(day_of(token.created_at)), used


def no_such_team(name: str) -> tuple[str, str]:
    """Return the message that no team has this name, and what to do."""
    return f"There is no team “{to_one_line(name)}”.", "Look at the names: cxmaturity teams"


def no_such_assessment(assessment_id: str) -> tuple[str, str]:
    """Return the message that no assessment has this id, and what to do."""
    return (
        f"There is no assessment with the id “{to_one_line(assessment_id)}”.",
        "Look at the ids: cxmaturity assessments",
    )


WHAT_TO_EXPORT = (
    "Name one thing to export: the ID of an assessment, --team NAME or --all.",
    "Look at the ids: cxmaturity assessments",
)
GROUP_AS_ANSWERS = (
    "This file holds what may be seen of a group, which is no single person's answers.",
    "Export the assessment as a portable file (--format cxm), and import that.",
)


def label_taken(team: str, label: str) -> tuple[str, str]:
    """Return the error for answers that may have been imported before, and its fix."""
    problem = f"{team} has an assessment named “{label}” already, so nothing was stored."
    return problem, "Give another name with --label, unless it is this file."


TEMPLATE_FOR_DECKS = ("Only a deck has a template.", "Choose --format pptx, or leave --template out.")


def not_text(file: str, name: str) -> Issue:
    """Return the fault of an answers file whose team or name is no text."""
    return Issue(file, f"assessment.{name}", "it must be text", f'Write "{name}": "…", or give --{name}')


def no_past_time(file: str, stated: object) -> Issue:
    """Return the fault of an answers file whose day of closing cannot be read, or cannot be."""
    problem = f"{cut(json.dumps(stated, ensure_ascii=False), _LONGEST_VALUE)} is no time from 2000 until now"
    return Issue(file, "assessment.closed_at", problem, "Write it as 2026-03-31T12:00:00+00:00, or give --day")


NO_SHEETS = ("Only a workbook has sheets.", "Leave --sheet out, or give a workbook (.xlsx, .ods).")
NOTES_OF_ONE = ("Only the file of one assessment has private notes.", "Name its ID, or leave --private-notes out.")
TABLE_OF_MANY = ("Only --all or --team as parquet or csv is one table.", "Leave --table out, or choose such a file.")
SAME_NAME = "Give --same-name join to put it into that one, or --same-name rename to give it a new name."


def terms_of_answers(option: str) -> tuple[str, str]:
    """Return the error for an option that is given with a portable file, and its fix."""
    fix = f"Leave {option} out; it is for answers (.csv, .xlsx, .json)."
    return "A portable file says itself which teams and assessments it has.", fix


def terms_of_portable_files(option: str) -> tuple[str, str]:
    """Return the error for an option that is given with answers, and its fix."""
    return f"Answers have no use for {option}.", f"Leave {option} out; it is for portable files (.cxm, .pdf)."


def only_one_assessment(format: str) -> tuple[str, str]:
    """Return the message that a format holds one assessment only."""
    return f"A file of the kind {format} holds one assessment.", "Name its ID, or choose cxm, xlsx, parquet or csv."


def only_many(format: str) -> tuple[str, str]:
    """Return the message that a format holds a table of many assessments."""
    return f"A file of the kind {format} holds many assessments.", "Give --all or --team NAME in place of an ID."


def unknown_table(name: str, names: Sequence[str]) -> tuple[str, str]:
    """Return the message that there is no tidy table of this name, and which there are."""
    return f"There is no table “{to_one_line(name)}”.", f"Choose one of these: {', '.join(names)}."


def file_too_large(file: str, most: int) -> tuple[str, str]:
    """Return the message that a file is larger than `most` megabytes."""
    return f"{file} has more than {most} MB.", "Give a file that CX Maturity wrote."


def file_problem(error: OSError) -> str:
    """Return what is wrong with a file, or with the output where the error names no file, and how to fix it."""
    reason = error.strerror or str(error)
    return f"{error.filename or 'The output cannot be written'}: {reason}. {_FIXES.get(error.errno or 0, _CHECK)}"


_CHECK = "Check that it is there and that you may use it, or give another."
_FIXES = {
    errno.ENOENT: "Check the name and the folder.",
    errno.ENOSPC: "Free some space or write to another place, then run the command again.",
    errno.EACCES: "Get the right to it, or give another.",
    errno.EISDIR: "Give a file.",
    errno.ENOTDIR: "Check the name and the folder.",
}


def verified(differences: Sequence[str]) -> list[str]:
    """Return the message that a file matches, or each difference on a line."""
    return [portable.MATCHES] if not differences else [portable.differ(len(differences)), *differences]


def import_lines(added: Sequence[Assessment], replaced: Sequence[Assessment], actions: int, kept: int) -> list[str]:
    """Return what an import added and replaced, each assessment on a line."""
    listed = [f"  {row.id}  {assessment_place(row)}" for row in (*added, *replaced)]
    return [portable.imported(added, replaced, actions, kept), *listed]


def database_contents(teams: int, assessments: int, answers: int) -> str:
    """Return the counts of teams, assessments and answers in a database."""
    return f"{counted('team', teams)}, {counted('assessment', assessments)}, {counted('answer', answers)}"
