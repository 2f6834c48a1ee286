"""Who is who: keys of open and anonymous rounds apart, days instead of times, no order of arrival; slips and places."""

import hmac
import json
from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256
from secrets import SystemRandom, token_bytes
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_RESPONSE = (
    "id",
    "assessment_id",
    "participant_hash",
    "role_group",
    "revision",
    "started_at",
    "changed_at",
    "finished_at",
)
_ANSWER = (
    *("response_id", "question_id", "round", "level", "not_applicable", "dont_know", "note"),
    *("evidence_grade", "evidence", "revision", "answered_at"),
)
_DOT = ("response_id", "question_id", "count")


def upgrade() -> None:
    """Add the columns, then let nothing that is stored join a name to an anonymous answer or tell who came first."""
    op.add_column("assessment", sa.Column("places", sa.Integer(), nullable=True))
    op.add_column("assessment", sa.Column("is_locked", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("assessment", sa.Column("slips", sa.Integer(), nullable=True))
    for name, column in (("slip", "slip_hash"), ("waiting", "visitor_hash")):
        op.create_table(
            name,
            sa.Column("assessment_id", sa.String(length=40), nullable=False),
            sa.Column(column, sa.String(length=64), nullable=False),
            sa.ForeignKeyConstraint(
                ["assessment_id"], ["assessment.id"], name=op.f(f"fk_{name}_assessment_id"), ondelete="CASCADE"
            ),
            sa.PrimaryKeyConstraint("assessment_id", column, name=op.f(f"pk_{name}")),
        )
    connection = op.get_bind()
    rounds = connection.execute(
        sa.text("SELECT id, team_id, privacy, is_linked, status FROM assessment WHERE mode <> 'solo'")
    ).all()
    keys = _new_keys(connection, rounds)
    _write_keys(connection, keys)
    for row in rounds:
        _write_frozen_results(connection, row.id)
        if row.privacy == "anonymous":
            _forget_times(connection, row.id)
            if row.status == "closed":
                _mix(connection, row.id)


def _new_keys(connection: sa.Connection, rounds: Iterable[Any]) -> dict[tuple[str, str], str]:
    """Return the new key of people by (assessment, old key), for those whose key changes.

    Open rounds get keys of their own kind. Where a key of an open round stands in anonymous rounds too, these get
    another, which still links them with each other, but neither the old key nor the code leads to it.
    """
    held = defaultdict(set)
    for table in ("response", "participant"):
        rows = connection.execute(
            sa.text(f"SELECT assessment_id, participant_hash FROM {table} WHERE participant_hash IS NOT NULL")
        )
        for assessment_id, key in rows:
            held[assessment_id].add(key)
    of_open_rounds = {key for row in rounds if row.privacy == "open" for key in held[row.id]}
    secret = token_bytes(32)  # kept nowhere
    keys = {}
    for row in rounds:
        for key in held[row.id]:
            if row.privacy == "open":
                keys[row.id, key] = sha256(f"open:{key}".encode()).hexdigest()
            elif key in of_open_rounds:
                keys[row.id, key] = hmac.new(secret, key.encode(), "sha256").hexdigest()
    return keys


def _write_keys(connection: sa.Connection, keys: dict[tuple[str, str], str]) -> None:
    changes = [{"id": assessment_id, "old": old, "new": new} for (assessment_id, old), new in keys.items()]
    for table in ("response", "participant"):
        if changes:
            change = f"UPDATE {table} SET participant_hash = :new WHERE assessment_id = :id AND participant_hash = :old"
            connection.execute(sa.text(change), changes)


def _write_frozen_results(connection: sa.Connection, assessment_id: str) -> None:
    """Take people's keys out of the frozen results of a round, and the order in which their levels stood there."""
    query = sa.text("SELECT sequence, content FROM frozen_result WHERE assessment_id = :id")
    for sequence, content in connection.execute(query, {"id": assessment_id}).all():
        stored = json.loads(content)
        group = stored.get("group") or {}
        people = group.get("participant_levels", group.get("own"))  # format 2, format 1
        if not people:
            continue
        for person in people:
            person["key"] = ""
        SystemRandom().shuffle(people)
        written = json.dumps(stored, ensure_ascii=False, sort_keys=True)
        connection.execute(
            sa.text(
                "UPDATE frozen_result SET content = :content, digest = :digest"
                " WHERE assessment_id = :id AND sequence = :sequence"
            ),
            {
                "content": written,
                "digest": sha256(written.encode()).hexdigest(),
                "id": assessment_id,
                "sequence": sequence,
            },
        )


def _forget_times(connection: sa.Connection, assessment_id: str) -> None:
    """Keep only the day, in UTC, of what people did in a round."""
    if connection.dialect.name == "postgresql":
        day = "date_trunc('day', {0} AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'"
    else:
        day = "substr({0}, 1, 10) || ' 00:00:00.000000'"
    for table, columns, condition in (
        ("response", ("started_at", "changed_at", "finished_at"), "assessment_id = :id"),
        ("answer", ("answered_at",), "response_id IN (SELECT id FROM response WHERE assessment_id = :id)"),
    ):
        days = ", ".join(f"{column} = {day.format(column)}" for column in columns)
        connection.execute(sa.text(f"UPDATE {table} SET {days} WHERE {condition}"), {"id": assessment_id})


def _mix(connection: sa.Connection, assessment_id: str) -> None:
    """Write the rows of a closed round in random order, each answer with the revision of its response."""
    below = "response_id IN (SELECT id FROM response WHERE assessment_id = :id)"
    tables = (("response", _RESPONSE, "assessment_id = :id"), ("answer", _ANSWER, below), ("dot", _DOT, below))
    contents = {}
    for table, columns, condition in tables:
        query = sa.text(f'SELECT {_quoted(columns)} FROM "{table}" WHERE {condition}')
        contents[table] = [dict(row) for row in connection.execute(query, {"id": assessment_id}).mappings()]
        SystemRandom().shuffle(contents[table])
    revisions = {response["id"]: response["revision"] for response in contents["response"]}
    for answer in contents["answer"]:
        answer["revision"] = revisions[answer["response_id"]]
    for table, _, condition in reversed(tables):
        connection.execute(sa.text(f'DELETE FROM "{table}" WHERE {condition}'), {"id": assessment_id})
    for table, columns, _ in tables:
        if contents[table]:
            values = ", ".join(f":{column}" for column in columns)
            insert = sa.text(f'INSERT INTO "{table}" ({_quoted(columns)}) VALUES ({values})')
            connection.execute(insert, contents[table])


def _quoted(columns: Iterable[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)
