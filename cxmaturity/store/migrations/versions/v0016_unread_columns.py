"""Columns that nothing reads are dropped."""

from alembic import op

revision = "0016"
down_revision = "0015"

_UNREAD = (
    ("questionnaire_archive", "questionnaire_id"),  # the text contains id and version
    ("questionnaire_archive", "version"),
    ("questionnaire_archive", "stored_at"),
    ("assessment", "reopened_at"),  # an open assessment with a frozen result was reopened
    ("action", "changed_at"),
    ("import_mapping", "used_at"),
)


def upgrade() -> None:
    """Drop the columns; no index or check uses them, so SQLite need not copy their tables."""
    for table, column in _UNREAD:
        op.drop_column(table, column)
