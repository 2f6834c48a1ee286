"""Assessments that several people answer from their own links."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add what belongs to several people; what is there stays as it is."""
    op.add_column("assessment", sa.Column("invitation", sa.String(length=40), nullable=True))
    op.add_column("assessment", sa.Column("asks_role", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("assessment", sa.Column("is_linked", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("assessment", sa.Column("expected", sa.Integer(), nullable=True))
    op.create_index("ix_assessment_invitation", "assessment", ["invitation"], unique=True)
    op.create_index("ix_assessment_status_closed_at", "assessment", ["status", "closed_at"], unique=False)
    own = ["team_id", "status", "scope", "closed_at"]
    op.create_index("ix_assessment_team_id_status_scope_closed_at", "assessment", own, unique=False)
    op.create_index("ix_response_participant", "response", ["assessment_id", "participant_hash"], unique=True)
    op.create_table(
        "participant",
        sa.Column("assessment_id", sa.String(length=40), nullable=False),
        sa.Column("participant_hash", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_participant_assessment_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("assessment_id", "participant_hash", name=op.f("pk_participant")),
    )
