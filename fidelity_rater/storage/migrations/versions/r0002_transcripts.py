"""Recordings get transcripts."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TRANSCRIPT = """CREATE TABLE transcript (
        recording_id INTEGER NOT NULL,
        body TEXT NOT NULL,
        PRIMARY KEY (recording_id),
        FOREIGN KEY(recording_id) REFERENCES recording (id) ON DELETE RESTRICT ON UPDATE RESTRICT
    )
     STRICT"""


def upgrade() -> None:
    """Make the table; nothing that was there is touched."""
    op.execute(_TRANSCRIPT)
