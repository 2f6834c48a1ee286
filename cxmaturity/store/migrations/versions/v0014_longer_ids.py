"""Ids of questionnaires may have 80 signs."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

_COLUMNS = (
    ("questionnaire_archive", "questionnaire_id"),
    ("assessment", "variant"),
    ("answer", "question_id"),
    ("agreed_level", "question_id"),
    ("aim", "dimension_id"),
    ("action", "question_id"),
    ("reveal", "question_id"),
    ("dot", "question_id"),
    ("private_note", "question_id"),
)


def upgrade() -> None:
    """Lengthen the columns; SQLite keeps no length, so there is nothing to do."""
    if op.get_context().dialect.name == "sqlite":
        return
    for table, column in _COLUMNS:
        op.alter_column(table, column, type_=sa.String(length=80))
