"""Scans and other files that hang on documents."""

# The statements stand exactly as the tables wrote them then.

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TABLES = (
    """CREATE TABLE attachment (
        id INTEGER NOT NULL,
        uid BLOB NOT NULL,
        about BLOB NOT NULL,
        name TEXT DEFAULT '' NOT NULL,
        media_type TEXT DEFAULT '' NOT NULL,
        size INTEGER NOT NULL,
        added_us INTEGER NOT NULL,
        vault_name TEXT NOT NULL,
        wrapped_key BLOB,
        sealed_sha256 BLOB NOT NULL,
        sealed_size INTEGER NOT NULL,
        deleted_us INTEGER,
        PRIMARY KEY (id),
        CONSTRAINT ck_attachment_key_gone_when_deleted CHECK ((wrapped_key IS NULL) = (deleted_us IS NOT NULL)),
        CONSTRAINT uq_attachment_uid UNIQUE (uid),
        CONSTRAINT uq_attachment_vault_name UNIQUE (vault_name)
    )
     STRICT""",
    "CREATE INDEX ix_attachment_about ON attachment (about, added_us)",
)


def upgrade() -> None:
    """Make the table; nothing that was there is touched."""
    for statement in _TABLES:
        op.execute(statement)
