"""Workshops: a room that votes question by question, or at its own pace."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add what belongs to workshops; what is there stays as it is."""
    op.add_column("assessment", sa.Column("dimensions", sa.Text(), nullable=True))
    op.create_table(
        "workshop",
        sa.Column("assessment_id", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("screen", sa.String(length=40), nullable=False),
        sa.Column("pace", sa.String(length=10), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("pace in ('together', 'own')", name=op.f("ck_workshop_pace")),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_workshop_assessment_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("assessment_id", name=op.f("pk_workshop")),
        sa.UniqueConstraint("code", name=op.f("uq_workshop_code")),
        sa.UniqueConstraint("screen", name=op.f("uq_workshop_screen")),
    )
    op.create_table(
        "reveal",
        sa.Column("assessment_id", sa.String(length=40), nullable=False),
        sa.Column("question_id", sa.String(length=40), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("revealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_reveal_assessment_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("assessment_id", "question_id", "round", name=op.f("pk_reveal")),
    )
    op.create_table(
        "dot",
        sa.Column("response_id", sa.String(length=40), nullable=False),
        sa.Column("question_id", sa.String(length=40), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name=op.f("fk_dot_response_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("response_id", "question_id", name=op.f("pk_dot")),
    )
    op.create_table(
        "private_note",
        sa.Column("assessment_id", sa.String(length=40), nullable=False),
        sa.Column("question_id", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_private_note_assessment_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("assessment_id", "question_id", name=op.f("pk_private_note")),
    )
