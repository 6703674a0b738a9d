"""The library in memory itself: snapshots instead of transactions."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.app.ports.library import BackupNote, LibraryInfo
from fidelity_rater.domain.caseload import Recording
from fidelity_rater.domain.ratings.chain import first_break
from fidelity_rater.i18n import tr
from fidelity_rater.storage.faults import in_use
from fidelity_rater.storage.memory.contents import Contents
from fidelity_rater.storage.memory.documents import (
    MemoryAliases,
    MemoryAttachments,
    MemoryClips,
    MemoryContacts,
    MemoryDocuments,
    MemoryMeasures,
    MemoryPackages,
)
from fidelity_rater.storage.memory.queries import MemoryQueries
from fidelity_rater.storage.memory.ratings import MemoryRatings
from fidelity_rater.storage.memory.stores import (
    MemoryCases,
    MemoryPeople,
    MemoryRecordings,
    MemoryScales,
    MemorySessions,
    MemoryTherapists,
    MemoryTranscripts,
)
from fidelity_rater.storage.memory.vault import MemoryVault

_PATIENCE_S = 5.0


class MemoryUnitOfWork:
    """The stores on one snapshot."""

    def __init__(self, library: MemoryLibrary, contents: Contents, *, writing: bool) -> None:
        self._library, self._contents, self._writing = library, contents, writing
        self.therapists = MemoryTherapists(contents)
        self.cases = MemoryCases(contents)
        self.sessions = MemorySessions(contents)
        self.recordings = MemoryRecordings(contents)
        self.transcripts = MemoryTranscripts(contents)
        self.people = MemoryPeople(contents)
        self.scales = MemoryScales(contents)
        self.ratings = MemoryRatings(contents)
        self.documents = MemoryDocuments(contents)
        self.clips = MemoryClips(contents)
        self.attachments = MemoryAttachments(contents)
        self.contacts = MemoryContacts(contents)
        self.packages = MemoryPackages(contents)
        self.aliases = MemoryAliases(contents)
        self.measures = MemoryMeasures(contents)

    def commit(self) -> None:
        if self._writing:
            self._library.take(self._contents.copy())


class MemoryLibrary:
    """A library that lives as long as the object. ``fail_commits_with`` makes every commit raise, for tests."""

    def __init__(self, name: str = "Library", *, folder: Path = Path("memory.fidelity"), demo: bool = False) -> None:
        self.info = LibraryInfo(uid=str(uuid.uuid4()), name=name, folder=folder, demo=demo)
        self.vault = MemoryVault(self._sealed)
        self.fail_commits_with: Exception | None = None
        self.closed = False
        self._contents = Contents()
        self._writer = threading.Lock()

    @contextmanager
    def work(self) -> Iterator[MemoryUnitOfWork]:
        if not self._writer.acquire(timeout=_PATIENCE_S):
            raise in_use()
        try:
            yield MemoryUnitOfWork(self, self._contents.copy(), writing=True)
        finally:
            self._writer.release()

    @contextmanager
    def read(self) -> Iterator[MemoryUnitOfWork]:
        yield MemoryUnitOfWork(self, self._contents.copy(), writing=False)

    @contextmanager
    def queries(self) -> Iterator[MemoryQueries]:
        yield MemoryQueries(self._contents.copy())

    def take(self, contents: Contents) -> None:
        """Let a unit of work's contents be the library's."""
        if self.fail_commits_with is not None:
            raise self.fail_commits_with
        self._contents = contents

    def check(self, progress: Progress) -> tuple[str, ...]:
        broken = [uid for uid, events in self._contents.events.items() if first_break(events) is not None]
        progress.tell(1, 1)
        return tuple(f"{tr('The record of a rating has been altered or cut short.')} ({uid[:8]})" for uid in broken)

    def back_up(self, folder: Path, progress: Progress) -> Path:
        """Only say where the backup would be."""
        progress.tell(1, 1)
        return folder / self.info.folder.name

    def back_up_automatically(self, progress: Progress) -> Path | None:
        """There is nothing beside which a copy could be kept."""
        return None

    def backups_holding(self, recording: Recording) -> tuple[BackupNote, ...]:
        return ()

    def close(self) -> None:
        self.closed = True

    def _sealed(self, uid: str) -> tuple[str, bytes] | None:
        found = self._contents.sealed.get(uid)
        return None if found is None else (found.vault_name, found.wrapped_key)
