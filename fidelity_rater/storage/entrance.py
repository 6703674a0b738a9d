"""Who is let in: what a database file must be before anything else is done with it. Nothing here creates or changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from fidelity_rater.app.errors import NewerLibrary, NotALibrary
from fidelity_rater.i18n import tr
from fidelity_rater.storage.engine import APPLICATION_ID, raw_connection
from fidelity_rater.storage.faults import speaking
from fidelity_rater.storage.migrations import Lineage, revision_of

_PAGE: Final = 4096
_PLAIN: Final = b"SQLite format 3\x00"


def refuse_at_sight(path: Path) -> None:
    """Refuse what can be told without the key. Raises ``NotALibrary``."""
    if not path.is_file():
        raise NotALibrary(tr("There is no library here."), tr("Check whether its folder was moved or renamed."))
    size = path.stat().st_size
    if size == 0:
        raise NotALibrary(tr("This library is empty: its database holds nothing."), _restore())
    if size < _PAGE or (size % _PAGE and not _has_log(path)):
        raise _cut_short()
    with path.open("rb") as file:
        if file.read(len(_PLAIN)) == _PLAIN:
            raise _foreign()


def admitted_revision(path: Path, key: bytes, lineage: Lineage) -> str:
    """Look inside without changing anything; return the library's revision.

    Raises ``NotALibrary`` for another program's, a damaged or an unfinished one, ``NewerLibrary`` for a later one.
    """
    with speaking():
        connection = raw_connection(path, key)
        try:
            connection.execute("PRAGMA query_only = ON")
            return _revision(connection, path, lineage)
        finally:
            connection.close()


def _revision(connection: Any, path: Path, lineage: Lineage) -> str:
    def told(pragma: str) -> int:
        return int(connection.execute(f"PRAGMA {pragma}").fetchone()[0])

    if told("application_id") != APPLICATION_ID:
        raise _foreign()
    if path.stat().st_size < told("page_count") * _PAGE and not _has_log(path):
        raise _cut_short()
    revision = revision_of(connection.execute)
    if revision is None:
        raise NotALibrary(tr("This library was never finished."), tr("Make a new one, or restore a backup."))
    if revision not in lineage.revisions:
        raise NewerLibrary(
            tr("This library was written by a newer version of Fidelity Rater."),
            tr("Install the newest version to open it. Nothing was changed."),
        )
    return revision


def _foreign() -> NotALibrary:
    return NotALibrary(
        tr("This is a database of another program, not a library."), tr("Choose a library made by this program.")
    )


def _has_log(path: Path) -> bool:
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def _cut_short() -> NotALibrary:
    return NotALibrary(tr("This library is incomplete: its database was cut short."), _restore())


def _restore() -> str:
    return tr("Restore it from its latest backup.")
