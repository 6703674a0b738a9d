"""Take a package in: open and check it, say what it is, ask what must be asked, then put all of it in its place."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from fidelity_rater.app.bus import Bus
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.errors import NotAllowed, UserFacingError
from fidelity_rater.app.ports.documents import PackageNote
from fidelity_rater.app.ports.identity import IdentityStore, UnlockedIdentity
from fidelity_rater.app.ports.jobs import Cancelled, Progress
from fidelity_rater.app.ports.library import Library
from fidelity_rater.app.ports.packages import Cards, PackageFiles, PackageKind
from fidelity_rater.app.ports.sealed import SealedSound
from fidelity_rater.app.ports.wall_clock import WallClock
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.app.sharing.judging import judge
from fidelity_rater.app.sharing.models import Incoming, Taken
from fidelity_rater.app.sharing.opened import Opened, read_opened
from fidelity_rater.app.sharing.sealing import seal_all, wanted_sounds
from fidelity_rater.app.sharing.taking import Taking
from fidelity_rater.domain.people import Person
from fidelity_rater.i18n import tr

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Held:
    """An opened package, and the room that its bytes lie in."""

    opened: Opened
    room: ExitStack


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
        # Held for moments only: whoever closes the dialog must not wait for the job that is under way.
        self._lock = Lock()
        self._held: _Held | None = None
        self._turn = 0

    def asks_passphrase(self, path: Path) -> bool:
        """Whether a passphrase of its own opens it, told by its sender; else one's own identity does.

        Reads its head only. Raises ``UserFacingError`` where it is no package.
        """
        return self._files.by_passphrase(path)

    def look(
        self, path: Path, *, my_passphrase: str = "", package_passphrase: str = "", progress: Progress
    ) -> Incoming:
        """Open and check a package; what was open before is put away.

        One's own passphrase is not needed for a package that has one of its own. Raises ``WrongPassphrase``,
        ``Cancelled``, or ``UserFacingError`` with one sentence for whatever is wrong.
        """
        turn = self._next_turn()
        key: UnlockedIdentity | str = package_passphrase
        if not self._files.by_passphrase(path):
            key = self._identities.unlock(self._person.uid, my_passphrase)
        with ExitStack() as room:
            package = room.enter_context(
                self._files.open(path, key=key, scratch=self._library.vault.scratch, progress=progress)
            )
            opened = read_opened(package, scales=self._scales, identities=self._identities, progress=progress)
            with self._library.read() as uow:
                incoming = judge(uow, opened, me=self._person, cards=self._cards)
            if not self._hold(_Held(opened, room.pop_all()), turn):
                raise Cancelled
        return incoming

    def take_in(self, package_uid: str, *, answers: Mapping[str, str], keep_contact: bool, progress: Progress) -> Taken:
        """Take in the package that was looked at, in one transaction, and put it away.

        ``answers``: the local uid, or "" for a new one, by foreign uid, to :class:`PlaceQuestion`; where one is left
        out, what it proposes. ``keep_contact``: remember the signer's card, fingerprint not compared yet.
        Raises ``Cancelled`` or ``UserFacingError``; then nothing has changed and the package is still open.
        """
        held, turn = self._let_go(package_uid)
        try:
            taken = self._take_in(held.opened, answers, keep_contact=keep_contact, progress=progress)
        except BaseException:
            self._hold(held, turn)
            raise
        held.room.close()
        return taken

    def _take_in(self, opened: Opened, answers: Mapping[str, str], *, keep_contact: bool, progress: Progress) -> Taken:
        with self._library.read() as uow:
            incoming = judge(uow, opened, me=self._person, cards=self._cards)
            wanted = wanted_sounds(uow, opened)
        if incoming.refusal:
            raise NotAllowed(incoming.refusal)
        if incoming.taken_at is not None:
            return Taken(opened.head.kind, lines=(tr("This package was taken in before; nothing has changed."),))
        taken = self._take(opened, wanted, answers, keep_contact=keep_contact, progress=progress)
        log.info("took in a package of the kind %s", taken.kind)
        self._bus.publish(_changed(taken, keep_contact=keep_contact))
        return taken

    def _take(
        self,
        opened: Opened,
        wanted: tuple[str, ...],
        answers: Mapping[str, str],
        *,
        keep_contact: bool,
        progress: Progress,
    ) -> Taken:
        sealed: dict[str, SealedSound] = {}
        used: set[str] = set()
        try:
            seal_all(self._library.vault, opened, wanted, into=sealed, progress=progress)
            progress.check()
            with self._library.work() as uow:
                taking = Taking(uow, opened, sealed, self._person, self._clock.now(), self._scales.read)
                taken = taking.take(answers, keep_contact=keep_contact)
                uow.packages.note(_note(opened, taking))
                uow.commit()
            used = taking.used
        finally:
            for part in sealed.keys() - used:
                self._library.vault.discard(sealed[part])
        return taken

    def put_away(self) -> None:
        """Forget the opened package; one that is being looked at or taken in is forgotten as soon as it can be."""
        self._next_turn()

    def close(self) -> None:
        self.put_away()

    # Whose turn it is: what was begun before the package was put away must not bring it back.

    def _next_turn(self) -> int:
        with self._lock:
            self._turn += 1
            held, self._held = self._held, None
            turn = self._turn
        if held is not None:
            held.room.close()
        return turn

    def _hold(self, held: _Held, turn: int) -> bool:
        with self._lock:
            mine = turn == self._turn
            if mine:
                self._held = held
        if not mine:
            held.room.close()
        return mine

    def _let_go(self, package_uid: str) -> tuple[_Held, int]:
        with self._lock:
            held = self._held
            if held is None or held.opened.head.uid != package_uid:
                raise UserFacingError(tr("This package is not open any more."), tr("Open it again."))
            self._held = None
            return held, self._turn


def _note(opened: Opened, taking: Taking) -> PackageNote:
    """What is remembered of a package: what it is about by its uid here."""
    head, placement = opened.head, taking.placement
    about = placement.sessions.get(head.about) or placement.therapists.get(head.about) or head.about
    return PackageNote(head.uid, head.kind, False, head.signer.uid, about, taking.now)


def _changed(taken: Taken, *, keep_contact: bool) -> Changed:
    changed = Changed.FEEDBACK | Changed.CASELOAD
    if taken.kind in (PackageKind.ASSIGNMENT, PackageKind.RATINGS, PackageKind.REFERENCE):
        changed |= Changed.ASSIGNMENTS
    if taken.kind in (PackageKind.PORTFOLIO, PackageKind.VOTES, PackageKind.DECISION, PackageKind.REPLY):
        changed |= Changed.PANEL
    if taken.recordings or taken.clips:
        changed |= Changed.RECORDINGS
    if taken.new or taken.forwarded or taken.forks:
        changed |= Changed.RATINGS | Changed.SCORES
    return changed | Changed.PEOPLE if keep_contact else changed
