"""Code that tests run in a separate process: python -m tests.store.child open|score|record URL …"""

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count

from sqlalchemy import text

from cxmaturity.store.database.engine import open_database


def print_line(words: str) -> None:
    """Print a line at once, for the test to read."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def open_with_others(url: str) -> None:
    """Wait for a signal, open the database, and print the version of its schema."""
    print_line("ready")
    sys.stdin.readline()
    with open_database(url).reading() as connection:
        print_line(str(connection.scalar(text("SELECT version_num FROM alembic_version"))))


def score(url: str, assessment_id: str) -> None:
    """Print the result of an assessment, by the questionnaire in the database."""
    from cxmaturity.analysis.outcome import outcome_json
    from cxmaturity.services.assessments import views

    print_line(json.dumps(outcome_json(views.load_view(open_database(url), assessment_id).outcome()), sort_keys=True))


def record(url: str, assessment_id: str) -> None:
    """Save answers endlessly, each with a number in its note, and print each number after its answer was stored."""
    from cxmaturity.answers import Answer
    from cxmaturity.services.assessments import answering, views

    database = open_database(url)
    view = views.load_person_view(database, assessment_id)
    for number in count(1):
        question = view.questions[number % len(view.questions)].id
        answer = Answer(level=1 + number % 5, note=str(number))
        answering.save_answer(database, view, question, answer, None, datetime.now(UTC))
        print_line(f"{number} {question}")


if __name__ == "__main__":
    what, *arguments = sys.argv[1:]
    commands: dict[str, Callable[..., None]] = {"open": open_with_others, "score": score, "record": record}
    commands[what](*arguments)
