"""Frozen results: a sequence number within the assessment says which is the newest, not the clock."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_KEY = "pk_frozen_result"


def upgrade() -> None:
    """Number the results of each assessment in the order in which they were frozen, and make that the key."""
    op.add_column("frozen_result", sa.Column("sequence", sa.Integer(), nullable=True))
    until = "earlier.assessment_id = frozen_result.assessment_id AND earlier.frozen_at <= frozen_result.frozen_at"
    place = f"SELECT count(*) FROM frozen_result AS earlier WHERE {until}"
    op.execute(sa.text(f"UPDATE frozen_result SET sequence = ({place})"))
    with op.batch_alter_table("frozen_result") as frozen_result:
        frozen_result.drop_constraint(op.f(_KEY), type_="primary")
        frozen_result.alter_column("sequence", existing_type=sa.Integer(), nullable=False)
        frozen_result.create_primary_key(op.f(_KEY), ["assessment_id", "sequence"])
