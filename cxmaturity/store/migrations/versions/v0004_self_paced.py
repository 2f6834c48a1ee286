"""Workshops: the pace and the phase "own" are called "self_paced"."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_CHECK = "ck_workshop_pace"


def upgrade() -> None:
    """Rename the value in the column `pace` and in the stored states."""
    with op.batch_alter_table("workshop") as workshop:
        workshop.drop_constraint(op.f(_CHECK), type_="check")
    op.execute(sa.text("UPDATE workshop SET pace = 'self_paced' WHERE pace = 'own'"))
    renamed = 'replace(state, \'"phase":"own"\', \'"phase":"self_paced"\')'
    op.execute(sa.text(f"UPDATE workshop SET state = {renamed}"))
    with op.batch_alter_table("workshop") as workshop:
        workshop.create_check_constraint(op.f(_CHECK), "pace in ('together', 'self_paced')")
