"""What the database itself refuses, whatever the code above it does: triggers, installed again after every migration.

They guard against bugs; whoever has the key can drop them. The chain and the signature are the evidence.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection

SIGNED: Final = "signed rating"
"""How every refusal about a locked rating begins."""

_RATING_SIGNED = "(SELECT signed_us FROM rating WHERE id = {row}.rating_id) IS NOT NULL"

_CORRECTS_OTHER = """NEW.supersedes_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM rating AS old WHERE old.id = NEW.supersedes_id AND old.signed_us IS NOT NULL
    AND old.session_id = NEW.session_id AND old.person_id = NEW.person_id
    AND old.scale_id = NEW.scale_id AND old.purpose = NEW.purpose)"""

_OUT_OF_LINE = """NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM rating_event WHERE rating_id = NEW.rating_id)
    OR EXISTS (SELECT 1 FROM rating_event WHERE rating_id = NEW.rating_id AND seq = NEW.seq - 1 AND kind = 'signed')"""

_HEADLESS = """NEW.head_seq <= OLD.head_seq
    OR NEW.head_seq <> (SELECT max(seq) FROM rating_event WHERE rating_id = NEW.id) OR NOT EXISTS (
    SELECT 1 FROM rating_event WHERE rating_id = NEW.id AND seq = NEW.head_seq AND hash = NEW.head_hash)"""

_SIGNED_WITHOUT_EVENT = """NEW.signed_us IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM rating_event WHERE rating_id = NEW.id AND seq = NEW.head_seq AND kind = 'signed')"""

_NOT_A_BARE_DRAFT = """OLD.seq <> 1 OR OLD.kind <> 'opened'
    OR (SELECT head_seq > 1 OR signed_us IS NOT NULL FROM rating WHERE id = OLD.rating_id)"""

_REVIVED = "OLD.deleted_us IS NOT NULL AND (NEW.wrapped_key IS NOT NULL OR NEW.deleted_us IS NULL)"

_SPEAKS_ON = """OLD.deleted_us IS NULL AND NEW.deleted_us IS NOT NULL
    AND EXISTS (SELECT 1 FROM transcript WHERE recording_id = NEW.id)"""

_CLIPS_PLAY_ON = """OLD.deleted_us IS NULL AND NEW.deleted_us IS NOT NULL
    AND EXISTS (SELECT 1 FROM clip WHERE recording = NEW.uid AND wrapped_key IS NOT NULL)"""

_RECORDING_DELETED = "(SELECT deleted_us FROM recording WHERE id = NEW.recording_id) IS NOT NULL"

_CLIP_OF_DELETED = """NEW.wrapped_key IS NOT NULL
    AND EXISTS (SELECT 1 FROM recording WHERE uid = NEW.recording AND deleted_us IS NOT NULL)"""

_OTHER_SOUND = """NEW.sha256 <> OLD.sha256 OR NEW.size <> OLD.size
    OR NEW.sealed_sha256 <> OLD.sealed_sha256 OR NEW.sealed_size <> OLD.sealed_size"""

_SOUND = "sha256, size, sealed_sha256, sealed_size"

_FIXED = (
    "uid, session_id, person_id, role, purpose, scale_id, created_us, supersedes_id, correction_reason, session_named"
)


def _trigger(name: str, moment: str, table: str, when: str, refusal: str) -> str:
    return f"CREATE TRIGGER {name} BEFORE {moment} ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{refusal}'); END"


def _locked(table: str) -> dict[str, str]:
    """Refuse every change to a signed rating's rows of a table."""
    made = {}
    for moment, rows in (("INSERT", ("NEW",)), ("UPDATE", ("OLD", "NEW")), ("DELETE", ("OLD",))):
        when = " OR ".join(_RATING_SIGNED.format(row=row) for row in rows)
        name = f"{table}_{moment.lower()}_locked"
        made[name] = _trigger(name, moment, table, when, f"{SIGNED}: its {table} rows stay as they are")
    return made


_OTHERS: Final = (
    ("event_insert_locked", "INSERT", "rating_event", _RATING_SIGNED.format(row="NEW"), f"{SIGNED}: no event follows"),
    ("event_insert_order", "INSERT", "rating_event", _OUT_OF_LINE, "event out of sequence"),
    ("event_update", "UPDATE", "rating_event", "1", "events are never changed"),
    ("event_delete", "DELETE", "rating_event", _NOT_A_BARE_DRAFT, "events are never deleted"),
    ("rating_insert_correction", "INSERT", "rating", _CORRECTS_OTHER, "corrects something else"),
    ("rating_insert_head", "INSERT", "rating", "NEW.head_seq <> 0 OR NEW.signed_us IS NOT NULL", "begins empty"),
    ("rating_update_locked", "UPDATE", "rating", "OLD.signed_us IS NOT NULL", f"{SIGNED}: it stays as it is"),
    ("rating_update_fixed", f"UPDATE OF {_FIXED}", "rating", "1", "what a rating is about never changes"),
    ("rating_update_head", "UPDATE OF head_seq, head_hash", "rating", _HEADLESS, "head without its event"),
    ("rating_update_sign", "UPDATE OF signed_us", "rating", _SIGNED_WITHOUT_EVENT, "signed without its event"),
    ("rating_delete_locked", "DELETE", "rating", "OLD.signed_us IS NOT NULL", f"{SIGNED}: it stays"),
    ("recording_stays_deleted", "UPDATE OF wrapped_key, deleted_us", "recording", _REVIVED, "its key is destroyed"),
    ("recording_same_sound", f"UPDATE OF {_SOUND}", "recording", _OTHER_SOUND, "it stands for another sound"),
    ("recording_words_go_too", "UPDATE OF deleted_us", "recording", _SPEAKS_ON, "its transcript goes with its key"),
    ("recording_clips_go_too", "UPDATE OF deleted_us", "recording", _CLIPS_PLAY_ON, "its clips go with its key"),
    ("clip_stays_deleted", "UPDATE OF wrapped_key, deleted_us", "clip", _REVIVED, "its key is destroyed"),
    ("attachment_stays_deleted", "UPDATE OF wrapped_key, deleted_us", "attachment", _REVIVED, "its key is destroyed"),
    ("clip_insert_deleted", "INSERT", "clip", _CLIP_OF_DELETED, "its recording is deleted"),
    ("transcript_insert_deleted", "INSERT", "transcript", _RECORDING_DELETED, "its recording is deleted"),
    ("transcript_update_deleted", "UPDATE", "transcript", _RECORDING_DELETED, "its recording is deleted"),
)

TRIGGERS: Final = {**_locked("score"), **_locked("heard"), **{parts[0]: _trigger(*parts) for parts in _OTHERS}}
"""SQL by name; the only triggers a library has."""


def installed(connection: Connection) -> dict[str, str]:
    """The triggers that the open library has, as it knows them."""
    rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return {row.name: row.sql for row in rows}


def install(connection: Connection) -> None:
    """Drop whatever triggers there are and make exactly these; raises ``RuntimeError`` if that did not come out."""
    remove(connection)
    for sql in TRIGGERS.values():
        connection.exec_driver_sql(sql)
    if installed(connection) != TRIGGERS:
        raise RuntimeError("the library's triggers are not those of this program")


def remove(connection: Connection) -> None:
    """Take every trigger away, for a migration that rebuilds tables."""
    for name in installed(connection):
        quoted = name.replace('"', '""')
        connection.exec_driver_sql(f'DROP TRIGGER "{quoted}"')
