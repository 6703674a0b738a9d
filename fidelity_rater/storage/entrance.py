"""Who is let in: what a database file must be before anything else is done with it. Nothing here creates or changes."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from fidelity_rater.app.errors import NewerLibrary, NotALibrary
from fidelity_rater.i18n import tr
from fidelity_rater.storage.engine import APPLICATION_ID
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
            raise NotALibrary(
                tr("This is a database of another program, not a library."),
                tr("Choose a library made by this program."),
            )


def refuse_foreign(connection: Connection, path: Path, lineage: Lineage) -> None:
    """Refuse what the opened file shows to be another's, a newer one, or half of one."""
    if connection.exec_driver_sql("PRAGMA application_id").scalar_one() != APPLICATION_ID:
        raise NotALibrary(
            tr("This is a database of another program, not a library."), tr("Choose a library made by this program.")
        )
    pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    if path.stat().st_size < pages * _PAGE and not _has_log(path):
        raise _cut_short()
    revision = revision_of(connection)
    if revision is None:
        raise NotALibrary(tr("This library was never finished."), tr("Make a new one, or restore a backup."))
    if revision not in lineage.revisions:
        raise NewerLibrary(
            tr("This library was written by a newer version of Fidelity Rater."),
            tr("Install the newest version to open it. Nothing was changed."),
        )


def _has_log(path: Path) -> bool:
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def _cut_short() -> NotALibrary:
    return NotALibrary(tr("This library is incomplete: its database was cut short."), _restore())


def _restore() -> str:
    return tr("Restore it from its latest backup.")
