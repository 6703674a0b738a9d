"""Make a package: see what would go along, then write it, signed and locked, with codes only."""

from __future__ import annotations

from pathlib import Path

from fidelity_rater.app.bus import Bus
from fidelity_rater.app.ports.clips import ClipCutter
from fidelity_rater.app.ports.identity import IdentityStore
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.app.ports.library import Library
from fidelity_rater.app.ports.packages import Lock, PackageFiles
from fidelity_rater.app.ports.wall_clock import WallClock
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.app.sharing.models import Order, Preview, Sent
from fidelity_rater.domain.people import Person


class Sending:
    """Sends parts of a library. :meth:`send` is slow and belongs in a job."""

    def __init__(
        self,
        library: Library,
        *,
        person: Person,
        identities: IdentityStore,
        files: PackageFiles,
        cutter: ClipCutter,
        scales: ScaleShelf,
        clock: WallClock,
        bus: Bus,
        app_version: str,
    ) -> None:
        self._library, self._person, self._identities = library, person, identities
        self._files, self._cutter, self._scales = files, cutter, scales
        self._clock, self._bus, self._version = clock, bus, app_version

    def preview(self, order: Order) -> Preview:
        """Say what would go along and what forbids it; quick, nothing is made."""
        raise NotImplementedError

    def send(self, order: Order, path: Path, *, passphrase_of_mine: str, lock: Lock, progress: Progress) -> Sent:
        """Write the package, whole or not at all, over nothing, and note that it was sent.

        Raises ``WrongPassphrase``, ``NotAllowed`` with the first obstacle, ``Cancelled``, or ``UserFacingError``.
        """
        raise NotImplementedError
