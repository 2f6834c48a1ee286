"""What is in a database, in words."""

from cxmaturity.wording.language.plurals import counted


def database_contents(teams: int, assessments: int, answers: int) -> str:
    """Return how much is in a database."""
    return f"{counted('team', teams)}, {counted('assessment', assessments)}, {counted('answer', answers)}"
