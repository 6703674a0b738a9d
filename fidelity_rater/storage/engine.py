"""Connections to an encrypted database: the key, the pragmas, the pool and how a transaction begins."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlcipher3 import dbapi2

BUSY_MS: Final = 5000
KEY_BYTES: Final = 32
APPLICATION_ID: Final = 0x46524C62
"""Says in the file's header that it is a library of this program."""

_PRAGMAS: Final = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    # Without it INSERT OR REPLACE would slip past the triggers that lock a signed rating.
    "recursive_triggers = ON",
    "trusted_schema = OFF",
    "cell_size_check = ON",
    # A destroyed recording key must not linger in a free page.
    "secure_delete = ON",
    "temp_store = MEMORY",
    "cache_size = -65536",
)
_PRAGMAS_MACOS: Final = ("fullfsync = ON", "checkpoint_fullfsync = ON")


def raw_connection(path: Path, key: bytes, *, create: bool = False) -> Any:
    """Open a keyed DBAPI connection; makes a file only when told to. The key is not tried yet."""
    if len(key) != KEY_BYTES:
        raise ValueError("the database key is 32 bytes")
    mode = "rwc" if create else "rw"
    connection = dbapi2.connect(
        f"{path.resolve().as_uri()}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False
    )
    # Damage is told in a sentence of ours, never on standard error.
    connection.execute("PRAGMA cipher_log = off")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    return connection


def configured_connection(path: Path, key: bytes, *, create: bool = False) -> Any:
    """Open a connection with every setting that a library relies on."""
    connection = raw_connection(path, key, create=create)
    try:
        for pragma in (*_PRAGMAS, *(_PRAGMAS_MACOS if sys.platform == "darwin" else ())):
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection


def make_engine(path: Path, key: bytes) -> Engine:
    """The engine of one library. The pool is named: the default one crashes under threads with this driver."""
    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=lambda: configured_connection(path, key),
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=12,
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    mode = connection.get_execution_options().get("begin", "IMMEDIATE")
    if mode != "NONE":
        connection.exec_driver_sql(f"BEGIN {mode}")
