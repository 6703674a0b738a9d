"""The tables of a library, as they are now. How older ones become these is told in ``migrations``.

Every table is STRICT. Local integer keys join; ``uid`` columns are what leaves the machine. Foreign keys restrict:
nothing clinical goes because something else went. Names stand in tables of their own.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import (
    REAL,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from fidelity_rater.domain.caseload import Attendance, Phase
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.storage.types import Day, HexDigest, Instant, JsonText, MaybeUid, Truth, Uid

metadata = MetaData(
    naming_convention={"ck": "ck_%(table_name)s_%(constraint_name)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s"}
)


def _one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def _local_id() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _uid() -> Column[str]:
    return Column("uid", Uid, nullable=False, unique=True)


def _to(column: str, target: str, *, nullable: bool = False, primary_key: bool = False) -> Column[int]:
    key = ForeignKey(target, ondelete="RESTRICT", onupdate="RESTRICT")
    return Column(column, Integer, key, nullable=nullable, primary_key=primary_key)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default=text("''"))


def _truth(name: str) -> Column[bool]:
    return Column(
        name, Truth, CheckConstraint(f"{name} IN (0, 1)", name=name), nullable=False, server_default=text("0")
    )


def _table(name: str, *parts: Any, rowid: bool = True) -> Table:
    return Table(name, metadata, *parts, sqlite_strict=True, sqlite_with_rowid=rowid)


library = _table(
    "library",
    Column("id", Integer, CheckConstraint("id = 1", name="single"), primary_key=True),
    _uid(),
    Column("name", Text, nullable=False),
    _truth("demo"),
)

person = _table(
    "person",
    _local_id(),
    _uid(),
    Column("name", Text, nullable=False),
    Column("initials", Text, nullable=False),
    Column("signing_key", LargeBinary, nullable=False),
    Column("receiving_key", LargeBinary, nullable=False),
)

therapist = _table(
    "therapist",
    _local_id(),
    _uid(),
    Column("code", Text, nullable=False, unique=True),
    _text("occupation"),
    Column("year_qualified", Integer),
    _text("route_to_skill"),
    _text("supervision_kind"),
    _text("supervision_frequency"),
    _truth("archived"),
)

therapist_name = _table(
    "therapist_name",
    _to("therapist_id", "therapist.id", primary_key=True),
    Column("name", Text, nullable=False),
)

# Which person, by their public card, this therapist is.
therapist_person = _table(
    "therapist_person",
    _to("therapist_id", "therapist.id", primary_key=True),
    _to("person_id", "person.id"),
)

case = _table(
    "case_",
    _local_id(),
    _uid(),
    _to("therapist_id", "therapist.id"),
    Column("code", Text, nullable=False),
    Column("planned_sessions", Integer, nullable=False),
    _text("adaptation"),
    _text("presenting_problem"),
    Column("suitability", JsonText, nullable=False),
    _truth("archived"),
    UniqueConstraint("therapist_id", "code"),
)

case_name = _table(
    "case_name",
    _to("case_id", "case_.id", primary_key=True),
    Column("name", Text, nullable=False),
)

focus = _table(
    "focus",
    _to("case_id", "case_.id", primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("since", Day, nullable=False),
    Column("areas", JsonText, nullable=False),
    _text("reason"),
    rowid=False,
)

session = _table(
    "session",
    _local_id(),
    _uid(),
    _to("case_id", "case_.id"),
    Column("scheduled", Integer, nullable=False),
    Column("attended", Integer),
    Column("held_on", Day),
    Column("attendance", Text, _one_of("attendance", Attendance), nullable=False),
    Column("phase", Text, _one_of("phase", Phase)),
    _truth("archived"),
    Index("ix_session_case", "case_id", "scheduled"),
)

recording = _table(
    "recording",
    _local_id(),
    _uid(),
    _to("session_id", "session.id"),
    Column("part", Integer, nullable=False),
    Column("duration_ms", Integer, nullable=False),
    _text("container"),
    _text("codec"),
    Column("sample_rate", Integer, nullable=False),
    Column("channels", Integer, nullable=False),
    Column("sha256", HexDigest, nullable=False),
    Column("size", Integer, nullable=False),
    Column("added_us", Instant, nullable=False),
    _truth("timing_approximate"),
    Column("consent_purposes", JsonText, nullable=False),
    Column("consent_hearers", JsonText, nullable=False),
    Column("consent_given_on", Day),
    Column("consent_withdrawn_on", Day),
    Column("consent_review_on", Day),
    Column("vault_name", Text, nullable=False, unique=True),
    Column("wrapped_key", LargeBinary),
    Column("sealed_sha256", HexDigest, nullable=False),
    Column("sealed_size", Integer, nullable=False),
    Column("deleted_us", Instant),
    CheckConstraint("(wrapped_key IS NULL) = (deleted_us IS NOT NULL)", name="key_gone_when_deleted"),
    Index("ix_recording_session", "session_id", "part"),
    Index("ix_recording_sha256", "sha256"),
)

# Kept apart from its recording, whose rows are read for every list.
transcript = _table(
    "transcript",
    _to("recording_id", "recording.id", primary_key=True),
    Column("body", Text, nullable=False),
)

scale = _table(
    "scale",
    _local_id(),
    Column("sha256", HexDigest, nullable=False, unique=True),
    Column("data", LargeBinary, nullable=False),
)

rating = _table(
    "rating",
    _local_id(),
    _uid(),
    _to("session_id", "session.id"),
    _to("person_id", "person.id"),
    Column("role", Text, _one_of("role", Role), nullable=False),
    Column("purpose", Text, _one_of("purpose", Purpose), nullable=False),
    _to("scale_id", "scale.id"),
    Column("created_us", Instant, nullable=False),
    _to("supersedes_id", "rating.id", nullable=True),
    _text("correction_reason"),
    Column("head_seq", Integer, nullable=False, server_default=text("0")),
    Column("head_hash", LargeBinary, nullable=False, server_default=text("x''")),
    # What the events say of the cover sheet and how much is answered, kept beside them for lists and charts.
    _text("form"),
    _text("phase"),
    Column("focal_areas", JsonText, nullable=False, server_default=text("'[]'")),
    Column("harm_actions", JsonText, nullable=False, server_default=text("'{}'")),
    Column("n_scored", Integer, nullable=False, server_default=text("0")),
    Column("signed_us", Instant),
    Column("signature", LargeBinary),
    Column("packed", LargeBinary),
    # As the rating's own record and signature call its session, where that is not the uid used here.
    Column("session_named", MaybeUid),
    CheckConstraint("(signed_us IS NULL) = (signature IS NULL)", name="signature"),
    CheckConstraint("supersedes_id IS NULL OR correction_reason <> ''", name="reason"),
    # One line of corrections per person, session, scale and purpose: one beginning, and at most one successor each.
    Index(
        "ux_rating_first",
        "session_id",
        "person_id",
        "scale_id",
        "purpose",
        unique=True,
        sqlite_where=text("supersedes_id IS NULL"),
    ),
    Index("ux_rating_successor", "supersedes_id", unique=True, sqlite_where=text("supersedes_id IS NOT NULL")),
    Index("ix_rating_session", "session_id", "signed_us", "supersedes_id"),
    # What rules ask about ratings, without their blocks: those of a whole service lie on a few hundred pages.
    Index(
        "ix_rating_counted",
        "session_id",
        "role",
        "signed_us",
        sqlite_where=text("signed_us IS NOT NULL"),
    ),
    Index("ix_rating_draft", "person_id", "created_us", sqlite_where=text("signed_us IS NULL")),
)

rating_event = _table(
    "rating_event",
    _to("rating_id", "rating.id", primary_key=True),
    Column("seq", Integer, CheckConstraint("seq >= 1", name="seq"), primary_key=True),
    # No list of permitted kinds here: a new kind must not mean rebuilding the largest table.
    Column("kind", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("at_us", Instant, nullable=False),
    Column("media_ms", Integer),
    Column("clock", Text, nullable=False),
    _to("recording_id", "recording.id", nullable=True),
    _to("actor_id", "person.id"),
    Column("hash", LargeBinary, CheckConstraint("length(hash) = 32", name="hash"), nullable=False),
    # What the event, and so its hash, calls its recording, where that is not the uid used here.
    Column("recording_named", Uid),
    rowid=False,
)

score = _table(
    "score",
    _to("rating_id", "rating.id", primary_key=True),
    Column("item", Text, primary_key=True),
    Column("dimension", Text, primary_key=True),
    Column("value", Integer),
    Column("state", Text),
    _text("reason"),
    Column("at_us", Instant, nullable=False),
    Column("media_ms", Integer),
    Column("clock", Text, nullable=False),
    _to("recording_id", "recording.id", nullable=True),
    CheckConstraint("(value IS NULL) <> (state IS NULL)", name="number_or_state"),
    rowid=False,
)

heard = _table(
    "heard",
    _to("rating_id", "rating.id", primary_key=True),
    _to("recording_id", "recording.id", primary_key=True),
    Column("rate", REAL, primary_key=True),
    Column("start_ms", Integer, primary_key=True),
    Column("end_ms", Integer, nullable=False),
    CheckConstraint("end_ms > start_ms", name="forwards"),
    rowid=False,
)

place = _table(
    "place",
    _to("rating_id", "rating.id", primary_key=True),
    _to("recording_id", "recording.id"),
    Column("media_ms", Integer, nullable=False),
)

# What stands beside the ratings. Much of it is about what lies in somebody else's library, so uids join, not keys.

document = _table(
    "document",
    _local_id(),
    _uid(),
    # No list of permitted kinds here: a new one must not mean rebuilding the table.
    Column("kind", Text, nullable=False),
    Column("about", Uid, nullable=False),
    Column("author", MaybeUid),
    Column("body", JsonText, nullable=False),
    Column("created_us", Instant, nullable=False),
    Column("changed_us", Instant, nullable=False),
    _truth("final"),
    Column("package", MaybeUid),
    Index("ix_document_about", "about", "kind", "created_us"),
    Index("ix_document_kind", "kind", "created_us"),
)

clip = _table(
    "clip",
    _local_id(),
    _uid(),
    Column("recording", Uid, nullable=False),
    Column("start_ms", Integer, nullable=False),
    Column("end_ms", Integer, nullable=False),
    _text("codec"),
    Column("package", MaybeUid),
    Column("moment", MaybeUid),
    _truth("altered"),
    Column("vault_name", Text, nullable=False, unique=True),
    Column("wrapped_key", LargeBinary),
    Column("sealed_sha256", HexDigest, nullable=False),
    Column("sealed_size", Integer, nullable=False),
    Column("deleted_us", Instant),
    CheckConstraint("end_ms > start_ms", name="forwards"),
    CheckConstraint("(wrapped_key IS NULL) = (deleted_us IS NOT NULL)", name="key_gone_when_deleted"),
    Index("ix_clip_recording", "recording", "start_ms"),
    Index("ix_clip_package", "package"),
)

# A scan, or another file, that hangs on a document.
attachment = _table(
    "attachment",
    _local_id(),
    _uid(),
    Column("about", Uid, nullable=False),
    _text("name"),
    _text("media_type"),
    Column("size", Integer, nullable=False),
    Column("added_us", Instant, nullable=False),
    Column("vault_name", Text, nullable=False, unique=True),
    Column("wrapped_key", LargeBinary),
    Column("sealed_sha256", HexDigest, nullable=False),
    Column("sealed_size", Integer, nullable=False),
    Column("deleted_us", Instant),
    CheckConstraint("(wrapped_key IS NULL) = (deleted_us IS NOT NULL)", name="key_gone_when_deleted"),
    Index("ix_attachment_about", "about", "added_us"),
)

contact = _table(
    "contact",
    _to("person_id", "person.id", primary_key=True),
    Column("added_us", Instant, nullable=False),
    Column("compared_us", Instant),
)

package_log = _table(
    "package_log",
    _local_id(),
    _uid(),
    Column("kind", Text, nullable=False),
    _truth("sent"),
    Column("other", MaybeUid),
    Column("about", MaybeUid),
    Column("at_us", Instant, nullable=False),
    Index("ix_package_log_at", "at_us"),
)

alias = _table(
    "alias",
    Column("foreign_uid", Uid, primary_key=True, nullable=False),
    Column("local_uid", Uid, nullable=False),
    Index("ix_alias_local", "local_uid"),
    rowid=False,
)

measure = _table(
    "measure",
    _to("session_id", "session.id", primary_key=True),
    Column("measure", Text, primary_key=True),
    Column("value", REAL, nullable=False),
    Column("taken_on", Day),
    rowid=False,
)
