"""The first library: people, therapists, cases, sessions, recordings, ratings and their events."""

# ruff: noqa: E501
# The statements stand exactly as the tables wrote them then.

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TABLES = (
    """CREATE TABLE library (
        id INTEGER NOT NULL CONSTRAINT ck_library_single CHECK (id = 1),
        uid BLOB NOT NULL,
        name TEXT NOT NULL,
        demo INTEGER DEFAULT 0 NOT NULL CONSTRAINT ck_library_demo CHECK (demo IN (0, 1)),
        PRIMARY KEY (id),
        CONSTRAINT uq_library_uid UNIQUE (uid)
    )
     STRICT""",
    """CREATE TABLE person (
        id INTEGER NOT NULL,
        uid BLOB NOT NULL,
        name TEXT NOT NULL,
        initials TEXT NOT NULL,
        signing_key BLOB NOT NULL,
        receiving_key BLOB NOT NULL,
        PRIMARY KEY (id),
        CONSTRAINT uq_person_uid UNIQUE (uid)
    )
     STRICT""",
    """CREATE TABLE scale (
        id INTEGER NOT NULL,
        sha256 BLOB NOT NULL,
        data BLOB NOT NULL,
        PRIMARY KEY (id),
        CONSTRAINT uq_scale_sha256 UNIQUE (sha256)
    )
     STRICT""",
    """CREATE TABLE therapist (
        id INTEGER NOT NULL,
        uid BLOB NOT NULL,
        code TEXT NOT NULL,
        occupation TEXT DEFAULT '' NOT NULL,
        year_qualified INTEGER,
        route_to_skill TEXT DEFAULT '' NOT NULL,
        supervision_kind TEXT DEFAULT '' NOT NULL,
        supervision_frequency TEXT DEFAULT '' NOT NULL,
        archived INTEGER DEFAULT 0 NOT NULL CONSTRAINT ck_therapist_archived CHECK (archived IN (0, 1)),
        PRIMARY KEY (id),
        CONSTRAINT uq_therapist_uid UNIQUE (uid),
        CONSTRAINT uq_therapist_code UNIQUE (code)
    )
     STRICT""",
    """CREATE TABLE case_ (
        id INTEGER NOT NULL,
        uid BLOB NOT NULL,
        therapist_id INTEGER NOT NULL,
        code TEXT NOT NULL,
        planned_sessions INTEGER NOT NULL,
        adaptation TEXT DEFAULT '' NOT NULL,
        presenting_problem TEXT DEFAULT '' NOT NULL,
        suitability TEXT NOT NULL,
        archived INTEGER DEFAULT 0 NOT NULL CONSTRAINT ck_case__archived CHECK (archived IN (0, 1)),
        PRIMARY KEY (id),
        CONSTRAINT uq_case__therapist_id_code UNIQUE (therapist_id, code),
        CONSTRAINT uq_case__uid UNIQUE (uid),
        FOREIGN KEY(therapist_id) REFERENCES therapist (id) ON DELETE RESTRICT ON UPDATE RESTRICT
    )
     STRICT""",
    """CREATE TABLE therapist_name (
        therapist_id INTEGER NOT NULL,
        name TEXT NOT NULL,
        PRIMARY KEY (therapist_id),
        FOREIGN KEY(therapist_id) REFERENCES therapist (id) ON DELETE RESTRICT ON UPDATE RESTRICT
    )
     STRICT""",
    """CREATE TABLE case_name (
        case_id INTEGER NOT NULL,
        name TEXT NOT NULL,
        PRIMARY KEY (case_id),
        FOREIGN KEY(case_id) REFERENCES case_ (id) ON DELETE RESTRICT ON UPDATE RESTRICT
    )
     STRICT""",
    """CREATE TABLE focus (
        case_id INTEGER NOT NULL,
        n INTEGER NOT NULL,
        since TEXT NOT NULL,
        areas TEXT NOT NULL,
        reason TEXT DEFAULT '' NOT NULL,
        PRIMARY KEY (case_id, n),
        FOREIGN KEY(case_id) REFERENCES case_ (id) ON DELETE RESTRICT ON UPDATE RESTRICT
    )
     WITHOUT ROWID,
     STRICT""",
    """CREATE TABLE session (
        id INTEGER NOT NULL,
        uid BLOB NOT NULL,
        case_id INTEGER NOT NULL,
        scheduled INTEGER NOT NULL,
        attended INTEGER,
        held_on TEXT,
        attendance TEXT NOT NULL CONSTRAINT ck_session_attendance CHECK (attendance IN ('attended', 'missed', 'cancelled')),
        phase TEXT CONSTRAINT ck_session_phase CHECK (phase IN ('initial', 'middle', 'termination', 'maintenance')),
        archived INTEGER DEFAULT 0 NOT NULL CONSTRAINT ck_session_archived CHECK (archived IN (0, 1)),
        PRIMARY KEY (id),
        CONSTRAINT uq_session_uid UNIQUE (uid),
        FOREIGN KEY(case_id) REFERENCES case_ (id) ON DELETE RESTRICT ON UPDATE RESTRICT
    )
     STRICT""",
    """CREATE INDEX ix_session_case ON session (case_id, scheduled)""",
    """CREATE TABLE rating (
        id INTEGER NOT NULL,
        uid BLOB NOT NULL,
        session_id INTEGER NOT NULL,
        person_id INTEGER NOT NULL,
        role TEXT NOT NULL CONSTRAINT ck_rating_role CHECK (role IN ('supervisor', 'panel', 'trainee', 'peer')),
        purpose TEXT NOT NULL CONSTRAINT ck_rating_purpose CHECK (purpose IN ('formative', 'summative')),
        scale_id INTEGER NOT NULL,
        created_us INTEGER NOT NULL,
        supersedes_id INTEGER,
        correction_reason TEXT DEFAULT '' NOT NULL,
        head_seq INTEGER DEFAULT 0 NOT NULL,
        head_hash BLOB DEFAULT (x'') NOT NULL,
        form TEXT DEFAULT '' NOT NULL,
        phase TEXT DEFAULT '' NOT NULL,
        focal_areas TEXT DEFAULT '[]' NOT NULL,
        harm_actions TEXT DEFAULT '{}' NOT NULL,
        n_scored INTEGER DEFAULT 0 NOT NULL,
        signed_us INTEGER,
        signature BLOB,
        packed BLOB,
        PRIMARY KEY (id),
        CONSTRAINT ck_rating_signature CHECK ((signed_us IS NULL) = (signature IS NULL)),
        CONSTRAINT ck_rating_reason CHECK (supersedes_id IS NULL OR correction_reason <> ''),
        CONSTRAINT uq_rating_uid UNIQUE (uid),
        FOREIGN KEY(session_id) REFERENCES session (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
        FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
        FOREIGN KEY(scale_id) REFERENCES scale (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
        FOREIGN KEY(supersedes_id) REFERENCES rating (id) ON DELETE RESTRICT ON UPDATE RESTRICT
    )
     STRICT""",
    """CREATE INDEX ix_rating_draft ON rating (person_id, created_us) WHERE signed_us IS NULL""",
    """CREATE INDEX ix_rating_session ON rating (session_id, signed_us, supersedes_id)""",
    """CREATE UNIQUE INDEX ux_rating_first ON rating (session_id, person_id, scale_id, purpose) WHERE supersedes_id IS NULL""",
    """CREATE UNIQUE INDEX ux_rating_successor ON rating (supersedes_id) WHERE supersedes_id IS NOT NULL""",
    """CREATE TABLE recording (
        id INTEGER NOT NULL,
        uid BLOB NOT NULL,
        session_id INTEGER NOT NULL,
        part INTEGER NOT NULL,
        duration_ms INTEGER NOT NULL,
        container TEXT DEFAULT '' NOT NULL,
        codec TEXT DEFAULT '' NOT NULL,
        sample_rate INTEGER NOT NULL,
        channels INTEGER NOT NULL,
        sha256 BLOB NOT NULL,
        size INTEGER NOT NULL,
        added_us INTEGER NOT NULL,
        timing_approximate INTEGER DEFAULT 0 NOT NULL CONSTRAINT ck_recording_timing_approximate CHECK (timing_approximate IN (0, 1)),
        consent_purposes TEXT NOT NULL,
        consent_hearers TEXT NOT NULL,
        consent_given_on TEXT,
        consent_withdrawn_on TEXT,
        consent_review_on TEXT,
        vault_name TEXT NOT NULL,
        wrapped_key BLOB,
        sealed_sha256 BLOB NOT NULL,
        sealed_size INTEGER NOT NULL,
        deleted_us INTEGER,
        PRIMARY KEY (id),
        CONSTRAINT ck_recording_key_gone_when_deleted CHECK ((wrapped_key IS NULL) = (deleted_us IS NOT NULL)),
        CONSTRAINT uq_recording_uid UNIQUE (uid),
        FOREIGN KEY(session_id) REFERENCES session (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
        CONSTRAINT uq_recording_vault_name UNIQUE (vault_name)
    )
     STRICT""",
    """CREATE INDEX ix_recording_session ON recording (session_id, part)""",
    """CREATE INDEX ix_recording_sha256 ON recording (sha256)""",
    """CREATE TABLE heard (
        rating_id INTEGER NOT NULL,
        recording_id INTEGER NOT NULL,
        rate REAL NOT NULL,
        start_ms INTEGER NOT NULL,
        end_ms INTEGER NOT NULL,
        PRIMARY KEY (rating_id, recording_id, rate, start_ms),
        CONSTRAINT ck_heard_forwards CHECK (end_ms > start_ms),
        FOREIGN KEY(rating_id) REFERENCES rating (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
        FOREIGN KEY(recording_id) REFERENCES recording (id) ON DELETE RESTRICT ON UPDATE RESTRICT
    )
     WITHOUT ROWID,
     STRICT""",
    """CREATE TABLE place (
        rating_id INTEGER NOT NULL,
        recording_id INTEGER NOT NULL,
        media_ms INTEGER NOT NULL,
        PRIMARY KEY (rating_id),
        FOREIGN KEY(rating_id) REFERENCES rating (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
        FOREIGN KEY(recording_id) REFERENCES recording (id) ON DELETE RESTRICT ON UPDATE RESTRICT
    )
     STRICT""",
    """CREATE TABLE rating_event (
        rating_id INTEGER NOT NULL,
        seq INTEGER NOT NULL CONSTRAINT ck_rating_event_seq CHECK (seq >= 1),
        kind TEXT NOT NULL,
        body TEXT NOT NULL,
        at_us INTEGER NOT NULL,
        media_ms INTEGER,
        clock TEXT NOT NULL,
        recording_id INTEGER,
        actor_id INTEGER NOT NULL,
        hash BLOB NOT NULL CONSTRAINT ck_rating_event_hash CHECK (length(hash) = 32),
        PRIMARY KEY (rating_id, seq),
        FOREIGN KEY(rating_id) REFERENCES rating (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
        FOREIGN KEY(recording_id) REFERENCES recording (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
        FOREIGN KEY(actor_id) REFERENCES person (id) ON DELETE RESTRICT ON UPDATE RESTRICT
    )
     WITHOUT ROWID,
     STRICT""",
    """CREATE TABLE score (
        rating_id INTEGER NOT NULL,
        item TEXT NOT NULL,
        dimension TEXT NOT NULL,
        value INTEGER,
        state TEXT,
        reason TEXT DEFAULT '' NOT NULL,
        at_us INTEGER NOT NULL,
        media_ms INTEGER,
        clock TEXT NOT NULL,
        recording_id INTEGER,
        PRIMARY KEY (rating_id, item, dimension),
        CONSTRAINT ck_score_number_or_state CHECK ((value IS NULL) <> (state IS NULL)),
        FOREIGN KEY(rating_id) REFERENCES rating (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
        FOREIGN KEY(recording_id) REFERENCES recording (id) ON DELETE RESTRICT ON UPDATE RESTRICT
    )
     WITHOUT ROWID,
     STRICT""",
)


def upgrade() -> None:
    """Make every table as it was then, whatever the program's tables look like now."""
    for statement in _TABLES:
        op.execute(statement)
