"""The ledger of backups: when and where full copies of a library were made, kept encrypted beside it."""

from __future__ import annotations

import json
import logging
import os
from datetime import datetime
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fidelity_rater.app.ports.library import BackupNote
from fidelity_rater.storage.durable import told_plainly, write_whole

_BOUND: Final = b"fidelity-backup-ledger-v1"
_NONCE: Final = 12

log = logging.getLogger(__name__)


class BackupLedger:
    """Notes of full backups, oldest first."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._cipher = AESGCM(key)

    def notes(self) -> tuple[BackupNote, ...]:
        """Read the notes; a ledger that cannot be read counts as empty, since it only helps to remember."""
        try:
            sealed = self._path.read_bytes()
            lines = json.loads(self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], _BOUND))
            return tuple(_note(str(made_at), Path(place)) for made_at, place in lines)
        except FileNotFoundError:
            return ()
        except (OSError, InvalidTag, ValueError, TypeError):
            log.warning("the ledger of backups cannot be read")
            return ()

    def add(self, note: BackupNote) -> None:
        """Write down a backup."""
        lines = [(known.made_at.isoformat(), str(known.place)) for known in (*self.notes(), note)]
        nonce = os.urandom(_NONCE)
        with told_plainly():
            write_whole(self._path, nonce + self._cipher.encrypt(nonce, json.dumps(lines).encode(), _BOUND))


def _note(made_at: str, place: Path) -> BackupNote:
    return BackupNote(datetime.fromisoformat(made_at), place, within_reach=place.exists())
