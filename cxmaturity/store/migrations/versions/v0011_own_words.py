"""A workshop's own words: polls outside the score, steps that the room writes, lines of why that the screen shows."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the tables and columns; nothing that is stored changes."""
    op.add_column("response", sa.Column("dots_revision", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.add_column("answer", sa.Column("is_note_shown", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "poll_answer",
        sa.Column("response_id", sa.String(length=40), nullable=False),
        sa.Column("poll", sa.String(length=10), nullable=False),
        sa.Column("choice", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name=op.f("fk_poll_answer_response_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("response_id", "poll", name=op.f("pk_poll_answer")),
    )
    op.create_table(
        "poll_result",
        sa.Column("assessment_id", sa.String(length=40), nullable=False),
        sa.Column("poll", sa.String(length=10), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_poll_result_assessment_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("assessment_id", "poll", name=op.f("pk_poll_result")),
    )
    op.create_table(
        "room_step",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("assessment_id", sa.String(length=40), nullable=False),
        sa.Column("do", sa.Text(), nullable=False),
        sa.Column("is_accepted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_room_step_assessment_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_step")),
    )
    op.create_index(op.f("ix_room_step_assessment_id"), "room_step", ["assessment_id"])
