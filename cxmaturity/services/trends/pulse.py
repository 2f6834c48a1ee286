"""A team's pulse over time: the index of its finished assessments, a full one read as its pulse (section 10)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cxmaturity.answers import Answer, Response
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.records import Assessment
from cxmaturity.scoring.result import score_pulse
from cxmaturity.services import questionnaires
from cxmaturity.services.trends.milestones import comparison_key
from cxmaturity.store import trends as stored
from cxmaturity.store.engine import Database

POINTS_SHOWN = 12
"""How many are shown."""


@dataclass(frozen=True, slots=True)
class PulsePoint:
    """One finished assessment read as its pulse. `index` is 0..100, None where too little is rated or may be seen.

    `change` is what the index, in whole numbers as it is shown, moved since the one before; None where the two did not
    ask the same questions.
    """

    assessment: Assessment
    closed_at: datetime
    index: float | None
    change: int | None


def pulse_points(database: Database, team_id: str) -> list[PulsePoint]:
    """Return a team's newest beats, the oldest first; empty where none of its finished assessments is a pulse."""
    with database.reading() as connection:
        rows = stored.newest_with_pulses(connection, team_id, POINTS_SHOWN)
        contents = stored.frozen_contents(connection, [row.id for row in rows])
    found: list[PulsePoint] = []
    before: tuple[object, float | None] = (None, None)
    for row in reversed(rows):
        of = questionnaires.archived_questionnaire(database, row.digest)
        asked, now = (comparison_key(of), tuple(q.id for q in of.pulse)), _index(of, contents[row.id])
        then = before[1] if before[0] == asked else None
        assert row.closed_at  # chosen so
        change = None if now is None or then is None else round(now) - round(then)
        found.append(PulsePoint(row, row.closed_at, now, change))
        before = asked, now
    return found


def _index(questionnaire: Questionnaire, content: str) -> float | None:
    given = json.loads(content)["answers"]
    said = {name: Answer(a["level"], a["not_applicable"], a["dont_know"]) for name, a in given.items()}
    return score_pulse(questionnaire, Response(said)).index


def pulse_rows(beats: Sequence[PulsePoint], names: Sequence[str]) -> list[tuple[str, str, str, str]]:
    """Return each beat as (name, day, index, change), as it is shown."""
    return [
        (
            name,
            f"{beat.closed_at:%-d %B %Y}",
            "–" if beat.index is None else str(round(beat.index)),
            "–" if beat.change is None else f"{beat.change:+d}",
        )
        for beat, name in zip(beats, names, strict=True)
    ]
