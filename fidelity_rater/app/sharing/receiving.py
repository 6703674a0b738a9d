"""Take a package in: open and check it, say what it is, ask what must be asked, then put all of it in its place."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from fidelity_rater.app.bus import Bus
from fidelity_rater.app.ports.identity import IdentityStore
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.app.ports.library import Library
from fidelity_rater.app.ports.packages import Cards, PackageFiles
from fidelity_rater.app.ports.wall_clock import WallClock
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.app.sharing.models import Incoming, Taken
from fidelity_rater.domain.people import Person


class Receiving:
    """Holds at most one opened package. :meth:`look` and :meth:`take_in` are slow and belong in a job."""

    def __init__(
        self,
        library: Library,
        *,
        person: Person,
        identities: IdentityStore,
        files: PackageFiles,
        cards: Cards,
        scales: ScaleShelf,
        clock: WallClock,
        bus: Bus,
    ) -> None:
        self._library, self._person, self._identities = library, person, identities
        self._files, self._cards, self._scales = files, cards, scales
        self._clock, self._bus = clock, bus

    def asks_passphrase(self, path: Path) -> bool:
        """Whether a passphrase of its own opens it, told by its sender; else one's own identity does.

        Reads its head only. Raises ``UserFacingError`` where it is no package.
        """
        raise NotImplementedError

    def look(
        self, path: Path, *, my_passphrase: str = "", package_passphrase: str = "", progress: Progress
    ) -> Incoming:
        """Open and check a package; what was open before is put away. One's own passphrase is not needed for a
        package that has one of its own.

        Raises ``WrongPassphrase``, ``Cancelled``, or ``UserFacingError`` with one sentence for whatever is wrong.
        """
        raise NotImplementedError

    def take_in(self, package_uid: str, *, answers: Mapping[str, str], keep_contact: bool, progress: Progress) -> Taken:
        """Take in the package that was looked at, in one transaction, and put it away.

        ``answers``: the local uid, or "" for a new one, by foreign uid, to :class:`PlaceQuestion`; where one is left
        out, what it proposes. ``keep_contact``: remember the signer's card, fingerprint not compared yet.
        Raises ``Cancelled`` or ``UserFacingError``; then nothing has changed and the package is still open.
        """
        raise NotImplementedError

    def put_away(self) -> None:
        """Forget the opened package; idempotent."""

    def close(self) -> None:
        self.put_away()
