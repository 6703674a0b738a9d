"""What rules ask about signed ratings, in an index of its own: the rows of a whole service need not be read for it."""

# The statement stands exactly as the tables wrote it then.

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index; nothing that was there is touched."""
    op.execute("CREATE INDEX ix_rating_counted ON rating (session_id, role, signed_us) WHERE signed_us IS NOT NULL")
