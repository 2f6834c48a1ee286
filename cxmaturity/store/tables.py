"""The tables: one schema for SQLite and PostgreSQL. `migrations/` brings an existing database to it."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    false,
    text,
)

NEWEST_MIGRATION = "0016"
"""The newest migration. A database with an unknown one was written by a newer version and is refused."""


class UTCDateTime(TypeDecorator[datetime]):
    """A date and time in UTC. SQLite stores no time zone, so it is removed on writing and added on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the time in UTC, as stored."""
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the stored time in UTC; PostgreSQL returns it in the session's time zone."""
        if value is None or value.tzinfo is None:
            return value and value.replace(tzinfo=UTC)
        return value.astimezone(UTC)


ModelId = String(80).with_variant(String(40), "sqlite")
"""An id from a questionnaire. SQLite ignores lengths, so its tables keep the one they were created with."""

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
    }
)


def _reference(name: str, to: str, **options: Any) -> Column[Any]:
    """Return a column that references `to`; deleting the referenced row deletes this row."""
    return Column(name, ForeignKey(to, ondelete="CASCADE"), nullable=False, **options)


team = Table(
    "team",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("name", Text, nullable=False),
    Column("is_demo", Boolean, nullable=False),
    Column("created_at", UTCDateTime, nullable=False),
    Column("archived_at", UTCDateTime),
)

questionnaire_archive = Table(
    "questionnaire_archive",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("content", Text, nullable=False),
)

assessment = Table(
    "assessment",
    metadata,
    Column("id", String(40), primary_key=True),
    _reference("team_id", "team.id"),
    Column("label", Text, nullable=False),
    Column("digest", ForeignKey("questionnaire_archive.digest"), nullable=False),
    Column("scope", String(10), CheckConstraint("scope in ('full', 'pulse')", name="scope"), nullable=False),
    Column("variant", ModelId, nullable=False),
    Column("mode", String(10), CheckConstraint("mode in ('solo', 'survey', 'workshop')", name="mode"), nullable=False),
    Column("privacy", String(10), CheckConstraint("privacy in ('open', 'anonymous')", name="privacy"), nullable=False),
    Column("status", String(10), CheckConstraint("status in ('open', 'closed')", name="status"), nullable=False),
    Column("opened_at", UTCDateTime, nullable=False),
    Column("closed_at", UTCDateTime),
    Column("removed_at", UTCDateTime),  # a removed assessment is hidden and can be restored
    # For surveys and workshops: the invitation link, and the settings chosen at the start.
    Column("invitation", String(40)),
    Column("asks_role", Boolean, nullable=False, server_default=false()),
    Column("is_linked", Boolean, nullable=False, server_default=false()),
    Column("expected", Integer),
    Column("dimensions", Text),
    Column("places", Integer),  # set when the owner admits more people than expected
    Column("is_locked", Boolean, nullable=False, server_default=false()),
    Column("slips", Integer),  # how many one-time slips were printed
    Column("closes_at", Text),  # ISO 8601 with the owner's UTC offset, which determines their day
    Column("is_shared", Boolean, nullable=False, server_default=false()),  # participants may view the result
    Column("repeat_months", Integer),
    Column("series_id", String(40), index=True),  # the id of the first round of the series
    Column("questions", Text),  # the picked question ids, in questionnaire order
    Index("ix_assessment_team_id_opened_at", "team_id", "opened_at"),
    Index("ix_assessment_status_closed_at", "status", "closed_at"),
    Index("ix_assessment_team_id_status_scope_closed_at", "team_id", "status", "scope", "closed_at"),
    Index("ix_assessment_invitation", "invitation", unique=True),
)

response = Table(
    "response",
    metadata,
    Column("id", String(40), primary_key=True),
    _reference("assessment_id", "assessment.id", index=True),
    Column("participant_hash", String(64)),
    Column("role_group", Text),
    Column("revision", Integer, nullable=False),  # counts writes: shows whether another window wrote since
    Column("started_at", UTCDateTime, nullable=False),
    Column("changed_at", UTCDateTime, nullable=False),
    Column("finished_at", UTCDateTime),
    Column("is_removed", Boolean, nullable=False, server_default=false()),  # kept, because results with it were shown
    Column("dots_revision", Integer, nullable=False, server_default=text("0")),  # counts writes of this person's dots
    Index("ix_response_participant", "assessment_id", "participant_hash", unique=True),
)

slip = Table(  # one-time slips of paper that nobody has used yet
    "slip",
    metadata,
    _reference("assessment_id", "assessment.id", primary_key=True),
    Column("slip_hash", String(64), primary_key=True),
)

waiting = Table(  # browsers waiting for admission; deleted once admitted
    "waiting",
    metadata,
    _reference("assessment_id", "assessment.id", primary_key=True),
    Column("visitor_hash", String(64), primary_key=True),
)

participant = Table(  # people invited by name, or who entered one; open mode only
    "participant",
    metadata,
    _reference("assessment_id", "assessment.id", primary_key=True),
    Column("participant_hash", String(64), primary_key=True),
    Column("name", Text, nullable=False),
)

answer = Table(
    "answer",
    metadata,
    _reference("response_id", "response.id", primary_key=True),
    Column("question_id", ModelId, primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("level", Integer),
    Column("not_applicable", Text),
    Column("dont_know", Boolean, nullable=False),
    Column("note", Text, nullable=False),
    Column("evidence_grade", Integer),
    Column("evidence", Text, nullable=False),
    Column("revision", Integer, nullable=False),  # the response's, at the last write; for a vote, its own count
    Column("answered_at", UTCDateTime, nullable=False),
    Column("part_changes", Text),  # JSON, see store/answers.py; null: all parts as old as the row
    Column("is_note_shown", Boolean, nullable=False, server_default=false()),  # on the projected screen
    CheckConstraint(
        "(case when level is null then 0 else 1 end) + (case when not_applicable is null then 0 else 1 end)"
        " + (case when dont_know then 1 else 0 end) <= 1",
        name="one_kind",
    ),
)

agreed_level = Table(
    "agreed_level",
    metadata,
    _reference("assessment_id", "assessment.id", primary_key=True),
    Column("question_id", ModelId, primary_key=True),
    Column("level", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("agreed_at", UTCDateTime, nullable=False),
)

aim = Table(  # target and importance of a dimension (`DimensionTarget`)
    "aim",
    metadata,
    _reference("assessment_id", "assessment.id", primary_key=True),
    Column("dimension_id", ModelId, primary_key=True),
    Column("target", Integer),
    Column("importance", Integer),
)

action = Table(
    "action",
    metadata,
    Column("id", String(40), primary_key=True),
    _reference("team_id", "team.id", index=True),
    Column("assessment_id", ForeignKey("assessment.id", ondelete="SET NULL")),
    Column("question_id", ModelId),
    Column("from_level", Integer),
    Column("do", Text, nullable=False),
    Column("effort", Text, nullable=False),
    Column("worked_if", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("due", Date),
    Column(
        "status",
        String(10),
        CheckConstraint("status in ('planned', 'started', 'done', 'dropped')", name="status"),
        nullable=False,
    ),
    Column("outcome", String(10), CheckConstraint("outcome in ('yes', 'partly', 'no')", name="outcome")),
    Column("outcome_note", Text, nullable=False),
    Column("created_at", UTCDateTime, nullable=False),
    Column("done_at", UTCDateTime),
)

frozen_result = Table(
    "frozen_result",
    metadata,
    _reference("assessment_id", "assessment.id", primary_key=True),
    Column("frozen_at", UTCDateTime, nullable=False),
    Column("content", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("sequence", Integer, primary_key=True),  # order of results; clocks of processes may differ
)

published_link = Table(  # a result as published at a secret address
    "published_link",
    metadata,
    Column("id", String(40), primary_key=True),
    _reference("assessment_id", "assessment.id", index=True),
    Column("secret_hash", String(64), nullable=False, unique=True),
    Column("content", Text, nullable=False),  # the report as JSON
    Column("created_at", UTCDateTime, nullable=False),
    Column("expires_at", UTCDateTime, nullable=False),
    Column("revoked_at", UTCDateTime),
    Column("is_whole", Boolean, nullable=False, server_default=false()),  # with what people wrote, for them
)

access_token = Table(  # lets a program read the data of one team, or (null) of all
    "access_token",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("team_id", ForeignKey("team.id", ondelete="CASCADE")),
    Column("created_at", UTCDateTime, nullable=False),
    Column("last_used_at", UTCDateTime),
    Column("revoked_at", UTCDateTime),
)

workshop = Table(
    "workshop",
    metadata,
    _reference("assessment_id", "assessment.id", primary_key=True),
    Column("code", String(12), nullable=False, unique=True),
    Column("screen", String(40), nullable=False, unique=True),
    Column("pace", String(10), CheckConstraint("pace in ('together', 'self_paced')", name="pace"), nullable=False),
    Column("state", Text, nullable=False),
    Column("number", Integer, nullable=False),  # counts the changes of the state
    Column("expires_at", UTCDateTime, nullable=False),
    Column("wifi_name", Text, nullable=False, server_default=text("''")),
    Column("wifi_password", Text, nullable=False, server_default=text("''")),
)

reveal = Table(  # the result of a question, as revealed in a workshop
    "reveal",
    metadata,
    _reference("assessment_id", "assessment.id", primary_key=True),
    Column("question_id", ModelId, primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("content", Text, nullable=False),
    Column("revealed_at", UTCDateTime, nullable=False),
)

dot = Table(  # how many dots a person gave to a first step
    "dot",
    metadata,
    _reference("response_id", "response.id", primary_key=True),
    Column("question_id", ModelId, primary_key=True),
    Column("count", Integer, nullable=False),
)

poll_answer = Table(  # an answer to a poll; options count from 1
    "poll_answer",
    metadata,
    _reference("response_id", "response.id", primary_key=True),
    Column("poll", String(10), primary_key=True),
    Column("choice", Integer, nullable=False),
    Column("revision", Integer, nullable=False),  # counts its writes
)

poll_result = Table(  # a poll's result when it was shown or the workshop ended
    "poll_result",
    metadata,
    _reference("assessment_id", "assessment.id", primary_key=True),
    Column("poll", String(10), primary_key=True),
    Column("content", Text, nullable=False),
)

room_step = Table(  # first steps written by participants; no column says who wrote one
    "room_step",
    metadata,
    Column("id", String(40), primary_key=True),
    _reference("assessment_id", "assessment.id", index=True),
    Column("do", Text, nullable=False),
    Column("is_accepted", Boolean, nullable=False),  # the facilitator put it to the vote
)

private_note = Table(  # the facilitator's private notes
    "private_note",
    metadata,
    _reference("assessment_id", "assessment.id", primary_key=True),
    Column("question_id", ModelId, primary_key=True),
    Column("text", Text, nullable=False),
)

import_mapping = Table(  # how files of one shape were read; proposed for the next such file
    "import_mapping",
    metadata,
    Column("shape", String(64), primary_key=True),
    Column("content", Text, nullable=False),
)
