"""Seal a package's sound and scans into the vault, before anything of the package is in the library."""

from __future__ import annotations

from collections.abc import Sequence

from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.app.ports.library import UnitOfWork, Vault
from fidelity_rater.app.ports.sealed import SealedSound
from fidelity_rater.app.sharing.opened import Opened
from fidelity_rater.app.sharing.placing import Known
from fidelity_rater.app.sharing.scans import wanted_scans


def wanted_sounds(uow: UnitOfWork, opened: Opened) -> tuple[str, ...]:
    """The parts whose sound is not here yet, and was not deleted here; and scans that are not here."""
    known = Known(uow, opened.contents)
    local = {r.recording.uid: known.recording(r.recording.uid) for r in opened.contents.recordings}
    deleted = {uid for uid, here in local.items() if here and uow.recordings.get(here).deleted_at is not None}
    recordings = (r.sound for r in opened.contents.recordings if r.sound and local[r.recording.uid] is None)
    clips = (
        carried.sound
        for carried in opened.contents.clips
        if carried.clip.recording_uid not in deleted and uow.clips.get(carried.clip.uid) is None
    )
    return (*recordings, *clips, *wanted_scans(uow, opened.contents.scans))


class _Together:
    """Progress over several sounds, in bytes."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._total = progress, max(1, total)
        self.before = 0

    def tell(self, done: int, total: int) -> None:
        self._progress.tell(min(self.before + done, self._total), self._total)

    def check(self) -> None:
        self._progress.check()


def seal_all(
    vault: Vault, opened: Opened, wanted: Sequence[str], *, into: dict[str, SealedSound], progress: Progress
) -> None:
    """Seal these parts ``into`` the mapping, one after another, so that whoever fails can discard what is there."""
    package = opened.package
    together = _Together(progress, sum(package.size(part) for part in wanted))
    for part in wanted:
        with package.open(part) as reader:
            into[part] = vault.seal(reader, size=package.size(part), progress=together)
        together.before += package.size(part)
