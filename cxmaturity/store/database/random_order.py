"""Rewrites the rows of a closed anonymous round, so that their order in the file does not show who answered first."""

from datetime import datetime

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    FromClause,
    MetaData,
    Table,
    case,
    delete,
    false,
    insert,
    literal,
    null,
    select,
)

from cxmaturity.store import tables as t


def rewrite_in_random_order(connection: Connection, assessment_id: str, day: datetime) -> None:
    """Rewrite the responses of an assessment and all that belongs to them in random order, all dated `day`.

    Databases keep rows in the order in which they were written. Afterwards neither that order nor times nor revisions
    show who answered before whom. Rows are sorted by their keys, which are random: each row then goes to the end of its
    index, which for 10,000 people takes a third of the time of another random order. Nothing says any more which person
    was removed from a workshop. Call it in the transaction that closes the assessment.
    """
    of_round = t.response.c.assessment_id == assessment_id
    sources: dict[Table, FromClause] = {
        t.response: t.response,
        t.answer: t.answer.join(t.response),
        t.dot: t.dot.join(t.response),
        t.poll_answer: t.poll_answer.join(t.response),
    }
    mixed = {table: _mixed(connection, table, source, of_round, day) for table, source in sources.items()}
    connection.execute(delete(t.response).where(of_round))  # answers and dots are deleted with it
    for table, copy in mixed.items():
        connection.execute(insert(table).from_select(table.columns.keys(), select(copy)))
        copy.drop(connection)


def _mixed(
    connection: Connection, table: Table, source: FromClause, of_round: ColumnElement[bool], day: datetime
) -> Table:
    """Return a temporary table with those rows of `table` sorted by key, in which every time is replaced by `day`.

    A missing time stays missing: people who have not finished may do so if the survey is reopened. Each answer gets the
    revision of its response, so that a window opened earlier still notices a later answer, and loses the revisions of
    its parts. It runs inside the database, because fetching the rows of 10,000 people would take four times as long.
    """
    copy = Table(
        f"mixed_{table.name}", MetaData(), *(Column(c.name, c.type) for c in table.columns), prefixes=["TEMPORARY"]
    )
    instead = {"revision": t.response.c.revision, "part_changes": null(), "is_removed": false()}
    columns = [
        case((c.is_not(None), literal(day, c.type))) if isinstance(c.type, t.UTCDateTime) else instead.get(c.name, c)
        for c in table.columns
    ]
    copy.create(connection)
    rows = select(*columns).select_from(source).where(of_round).order_by(*table.primary_key.columns)
    connection.execute(insert(copy).from_select(copy.columns.keys(), rows))
    return copy
