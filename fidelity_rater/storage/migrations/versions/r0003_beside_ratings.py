"""What stands beside ratings: documents, clips, contacts, packages, aliases, measures; and words for foreign uids."""

# The statements stand exactly as the tables wrote them then.

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ADDED_COLUMNS = (
    "ALTER TABLE rating ADD COLUMN session_named BLOB",
    "ALTER TABLE rating_event ADD COLUMN recording_named BLOB",
)

_TABLES = (
    """CREATE TABLE therapist_person (
        therapist_id INTEGER NOT NULL,
        person_id INTEGER NOT NULL,
        PRIMARY KEY (therapist_id),
        FOREIGN KEY(therapist_id) REFERENCES therapist (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
        FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT ON UPDATE RESTRICT
    )
     STRICT""",
    """CREATE TABLE document (
        id INTEGER NOT NULL,
        uid BLOB NOT NULL,
        kind TEXT NOT NULL,
        about BLOB NOT NULL,
        author BLOB,
        body TEXT NOT NULL,
        created_us INTEGER NOT NULL,
        changed_us INTEGER NOT NULL,
        final INTEGER DEFAULT 0 NOT NULL CONSTRAINT ck_document_final CHECK (final IN (0, 1)),
        package BLOB,
        PRIMARY KEY (id),
        CONSTRAINT uq_document_uid UNIQUE (uid)
    )
     STRICT""",
    "CREATE INDEX ix_document_about ON document (about, kind, created_us)",
    "CREATE INDEX ix_document_kind ON document (kind, created_us)",
    """CREATE TABLE clip (
        id INTEGER NOT NULL,
        uid BLOB NOT NULL,
        recording BLOB NOT NULL,
        start_ms INTEGER NOT NULL,
        end_ms INTEGER NOT NULL,
        codec TEXT DEFAULT '' NOT NULL,
        package BLOB,
        moment BLOB,
        altered INTEGER DEFAULT 0 NOT NULL CONSTRAINT ck_clip_altered CHECK (altered IN (0, 1)),
        vault_name TEXT NOT NULL,
        wrapped_key BLOB,
        sealed_sha256 BLOB NOT NULL,
        sealed_size INTEGER NOT NULL,
        deleted_us INTEGER,
        PRIMARY KEY (id),
        CONSTRAINT ck_clip_forwards CHECK (end_ms > start_ms),
        CONSTRAINT ck_clip_key_gone_when_deleted CHECK ((wrapped_key IS NULL) = (deleted_us IS NOT NULL)),
        CONSTRAINT uq_clip_uid UNIQUE (uid),
        CONSTRAINT uq_clip_vault_name UNIQUE (vault_name)
    )
     STRICT""",
    "CREATE INDEX ix_clip_package ON clip (package)",
    "CREATE INDEX ix_clip_recording ON clip (recording, start_ms)",
    """CREATE TABLE contact (
        person_id INTEGER NOT NULL,
        added_us INTEGER NOT NULL,
        compared_us INTEGER,
        PRIMARY KEY (person_id),
        FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT ON UPDATE RESTRICT
    )
     STRICT""",
    """CREATE TABLE package_log (
        id INTEGER NOT NULL,
        uid BLOB NOT NULL,
        kind TEXT NOT NULL,
        sent INTEGER DEFAULT 0 NOT NULL CONSTRAINT ck_package_log_sent CHECK (sent IN (0, 1)),
        other BLOB,
        about BLOB,
        at_us INTEGER NOT NULL,
        PRIMARY KEY (id),
        CONSTRAINT uq_package_log_uid UNIQUE (uid)
    )
     STRICT""",
    "CREATE INDEX ix_package_log_at ON package_log (at_us)",
    """CREATE TABLE alias (
        foreign_uid BLOB NOT NULL,
        local_uid BLOB NOT NULL,
        PRIMARY KEY (foreign_uid)
    )
     WITHOUT ROWID,
     STRICT""",
    "CREATE INDEX ix_alias_local ON alias (local_uid)",
    """CREATE TABLE measure (
        session_id INTEGER NOT NULL,
        measure TEXT NOT NULL,
        value REAL NOT NULL,
        taken_on TEXT,
        PRIMARY KEY (session_id, measure),
        FOREIGN KEY(session_id) REFERENCES session (id) ON DELETE RESTRICT ON UPDATE RESTRICT
    )
     WITHOUT ROWID,
     STRICT""",
)


def upgrade() -> None:
    """Make the tables and add the columns; nothing that was there is touched."""
    for statement in (*_ADDED_COLUMNS, *_TABLES):
        op.execute(statement)
