"""The content of a database in words."""

from cxmaturity.wording.language.plurals import counted


def database_contents(teams: int, assessments: int, answers: int) -> str:
    """Return the counts of teams, assessments and answers in a database."""
    return f"{counted('team', teams)}, {counted('assessment', assessments)}, {counted('answer', answers)}"
