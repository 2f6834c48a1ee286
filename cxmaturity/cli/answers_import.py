"""Imports files of answers by the command line: tables of a form tool, and exported answers files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from cxmaturity.answers import Privacy
from cxmaturity.cli.json_files import parse_json
from cxmaturity.cli.output import local_day
from cxmaturity.errors import Refused, ValidationErrors
from cxmaturity.questionnaire.schema import BOTH
from cxmaturity.text_cleaning import MAX_NAME_LENGTH

if TYPE_CHECKING:
    from cxmaturity.records import Assessment
    from cxmaturity.store.database.engine import Database

TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".ods")
ANSWERS_FILE = ".json"


@dataclass(frozen=True, slots=True)
class Terms:
    """The team, name, date and privacy of a file's answers; None when the value is taken from the file."""

    questionnaire: Path
    team: str | None
    label: str | None
    privacy: Privacy
    day: date | None


def import_table(database: "Database", file: Path, data: bytes, terms: Terms) -> tuple["Assessment", Sequence[str]]:
    """Store the answers of a CSV file or a workbook as a closed survey, and return it with sentences on what was read.

    Raises ValidationErrors with every fault.
    """
    from cxmaturity.files.imports import reader_process
    from cxmaturity.files.imports.mapping import NO_MAPPING
    from cxmaturity.questionnaire.loading import load_questionnaire
    from cxmaturity.services.assessments import listing
    from cxmaturity.services.imports import rounds

    model = load_questionnaire(terms.questionnaire)
    answers = reader_process.TableFile(file.name, data, model)
    summary = reader_process.summarise(answers)
    if summary.issues:
        raise ValidationErrors(file.name, list(reader_process.read_issues(answers, NO_MAPPING)))
    people, now = reader_process.read_people(answers, NO_MAPPING), datetime.now(UTC)
    closed_at = _closing(terms.day, now)
    team = file.stem[:MAX_NAME_LENGTH] if terms.team is None else terms.team
    label = _unnamed(closed_at) if terms.label is None else terms.label
    listing.refuse_taken_label(database, team, label)
    stored = rounds.import_round(database, model, team, label, BOTH, people, terms.privacy, closed_at, now)
    return _stored(database, stored), summary.sentences


def import_answers(database: "Database", file: Path, data: bytes, terms: Terms) -> tuple["Assessment", Sequence[str]]:
    """Store an answers file as one person's closed assessment; raises ValidationErrors with every fault."""
    from cxmaturity.questionnaire.loading import load_questionnaire
    from cxmaturity.services.portable.answers_file import import_answers_file
    from cxmaturity.wording import command_line as words

    model, now = load_questionnaire(terms.questionnaire), datetime.now(UTC)
    content = parse_json(data, file.name, "The answers file")
    about = content.get("assessment") if isinstance(content, dict) else None
    named = about if isinstance(about, dict) else {}
    closed_at = _closing(terms.day, now) if terms.day else _stated_closing(named.get("closed_at"), now)
    team = named.get("team") or file.stem[:MAX_NAME_LENGTH] if terms.team is None else terms.team
    label = named.get("label") or _unnamed(closed_at or now) if terms.label is None else terms.label
    texts = {"team": team, "label": label}
    issues = [words.not_text(file.name, name) for name, text in texts.items() if not isinstance(text, str)]
    if closed_at is None:
        issues.append(words.no_past_time(file.name, named["closed_at"]))
    if closed_at is None or issues:
        raise ValidationErrors("The answers file", issues)
    stored = import_answers_file(database, content, model, file.name, team, label, closed_at)
    return _stored(database, stored), ()


def _closing(day: date | None, now: datetime) -> datetime:
    """Return the middle of a day, or `now` if that is earlier.

    Raises Refused for a day in the future or before EARLIEST_DAY.
    """
    from cxmaturity.services.imports.round_days import middle_of_day
    from cxmaturity.services.imports.rounds import EARLIEST_DAY
    from cxmaturity.wording.errors import CLOSED_IN_FUTURE, CLOSED_TOO_EARLY

    if day is not None and day > local_day(now):
        raise Refused(*CLOSED_IN_FUTURE)
    if day is not None and day < EARLIEST_DAY:
        raise Refused(*CLOSED_TOO_EARLY)
    return now if day is None else min(now, middle_of_day(day, None))


def _stated_closing(stated: object, now: datetime) -> datetime | None:
    """Return the time at which a file says that its assessment was closed, `now` where it does not say it.

    None where that is no time, before EARLIEST_DAY or in the future; another machine's clock may be some hours ahead.
    """
    from cxmaturity.services.imports.rounds import EARLIEST_DAY

    if stated is None:
        return now
    try:
        moment = datetime.fromisoformat(stated).astimezone(UTC) if isinstance(stated, str) else None
    except (ValueError, OverflowError):
        return None
    if moment is None or moment.date() < EARLIEST_DAY or moment > now + timedelta(days=1):
        return None
    return min(moment, now)


def _unnamed(closed_at: datetime) -> str:
    return f"Imported {local_day(closed_at)}"


def _stored(database: "Database", assessment_id: str) -> "Assessment":
    from cxmaturity.store import assessments
    from cxmaturity.wording import command_line as words

    with database.reading() as connection:
        row = assessments.assessment(connection, assessment_id)
    if row is None:
        raise Refused(*words.no_such_assessment(assessment_id))
    return row
