"""What is measured works on: databases with assessments in them."""

from datetime import UTC, datetime
from pathlib import Path

from cxmaturity.answers import Answer
from cxmaturity.services import assessments, library
from cxmaturity.store.engine import open_database

NOW = datetime(2030, 1, 1, tzinfo=UTC)


def database(folder: Path, name: str, count: int = 1, *, answered: bool = False) -> tuple[str, list[str]]:
    """Return the address of a new SQLite database and the ids of `count` full assessments in it, each of its own team.

    `answered` gives every question a level, otherwise none has one.
    """
    url = f"sqlite:///{folder / name}.db"
    store = open_database(url)
    (questionnaire, *_), _ = library.shelf()
    ids = []
    for place in range(count):
        team = f"Team {place}"
        ids.append(assessments.start(store, questionnaire, team, "2030 Q1", "full", "both", NOW))
        for number, question in enumerate(questionnaire.questions if answered else ()):
            at = assessments.work(store, ids[-1])
            assessments.record(store, at, question.id, Answer(level=1 + (number * 7 + place) % 5), None, NOW)
    store.close()
    return url, ids
