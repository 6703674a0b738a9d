"""Make a package: see what would go along, then write it, signed and locked, with codes only."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from fidelity_rater.app.bus import Bus
from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.errors import NotAllowed, UserFacingError
from fidelity_rater.app.ports.clips import ClipCutter
from fidelity_rater.app.ports.documents import PackageNote
from fidelity_rater.app.ports.identity import IdentityStore
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.app.ports.library import Library, UnitOfWork
from fidelity_rater.app.ports.packages import Lock, PackageFiles, PackageHead, PackageKind, Signer
from fidelity_rater.app.ports.wall_clock import WallClock
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.app.sharing.composed import Composed, Composing
from fidelity_rater.app.sharing.contents import parts_of
from fidelity_rater.app.sharing.covering import remember
from fidelity_rater.app.sharing.models import (
    AssignmentOrder,
    CoveredParts,
    DecisionOrder,
    FeedbackOrder,
    Order,
    PortfolioOrder,
    Preview,
    RatingsOrder,
    ReferenceOrder,
    ReplyOrder,
    Sent,
    SubmissionOrder,
    VotesOrder,
)
from fidelity_rater.app.sharing.panel_work import compose_decision, compose_portfolio, compose_votes
from fidelity_rater.app.sharing.rating_work import compose_assignment, compose_ratings
from fidelity_rater.app.sharing.reference_work import compose_references
from fidelity_rater.app.sharing.scans import carried
from fidelity_rater.app.sharing.sounds import step_of, with_sound
from fidelity_rater.app.sharing.teaching import compose_feedback, compose_reply, compose_submission
from fidelity_rater.domain.people import Person
from fidelity_rater.i18n import tr

log = logging.getLogger(__name__)


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
        with self._library.read() as uow:
            made = self._compose(uow, order)
        return Preview(
            lines=tuple(made.lines),
            cautions=tuple(made.cautions),
            obstacles=tuple(made.obstacles),
            proposed_name=made.name,
            proposed_person=made.person,
        )

    def remember_covered(self, covered: CoveredParts) -> None:
        """Keep what must not be heard, so that it is covered the next time too, whatever becomes of this sending."""
        with self._library.work() as uow:
            if remember(uow, covered, author_uid=self._person.uid, now=self._clock.now()):
                uow.commit()

    def send(self, order: Order, path: Path, *, passphrase_of_mine: str, lock: Lock, progress: Progress) -> Sent:
        """Write the package, whole or not at all, over nothing, and note that it was sent.

        Raises ``WrongPassphrase``, ``NotAllowed`` with the first obstacle, ``Cancelled``, or ``UserFacingError``.
        """
        with self._library.read() as uow:
            made = self._compose(uow, order)
        if made.obstacles:
            raise NotAllowed(made.obstacles[0])
        if made.only_for and lock.person is not None and lock.person.uid != made.only_for:
            raise NotAllowed(tr("This assignment is somebody else's."), tr("Send it to the rater whom it asks."))
        identity = self._identities.unlock(self._person.uid, passphrase_of_mine)
        head = self._head(made, lock)
        steps = 2 if made.wanted else 1
        with ExitStack() as room:
            contents, sounds = with_sound(
                made.contents,
                tuple(made.wanted),
                vault=self._library.vault,
                cutter=self._cutter,
                room=room,
                progress=step_of(progress, 0, steps),
            )
            scans, scanned = carried(made.scans, vault=self._library.vault, progress=progress)
            contents = replace(contents, scans=scans)
            self._files.write(
                path,
                replace(head, counts=contents.counts()),
                [*parts_of(contents), *sounds, *scanned],
                identity=identity,
                lock=lock,
                progress=step_of(progress, steps - 1, steps),
            )
        size = self._note(made, head, path)
        log.info("sent a package of the kind %s, %d bytes", made.kind, size)
        if made.kind in (PackageKind.ASSIGNMENT, PackageKind.RATINGS, PackageKind.REFERENCE):
            self._bus.publish(Changed.ASSIGNMENTS)
        self._bus.publish(Changed.FEEDBACK | Changed.PANEL)
        return Sent(path, head.uid, size, tuple(made.lines))

    def _compose(self, uow: UnitOfWork, order: Order) -> Composed:
        kind, compose = _KINDS[type(order)]
        work = Composing(
            uow,
            kind,
            person=self._person,
            now=self._clock.now(),
            scale_of=lambda sha256: self._scales.kept_in(self._library, sha256),
        )
        return compose(work, order)

    def _head(self, made: Composed, lock: Lock) -> PackageHead:
        mine = self._person
        return PackageHead(
            uid=new_uid(),
            kind=made.kind,
            made_at=self._clock.now(),
            signer=Signer(mine.uid, mine.initials, mine.signing_key, mine.receiving_key),
            addressee_uid=lock.person.uid if lock.person else "",
            about=made.about,
            in_reply_to=made.in_reply_to,
            app_version=self._version,
        )

    def _note(self, made: Composed, head: PackageHead, path: Path) -> int:
        """Note the package, and let what was sent stay as it is; without that, the file goes away again."""
        note = PackageNote(head.uid, head.kind, True, head.addressee_uid, head.about, head.made_at)
        try:
            size = path.stat().st_size
            with self._library.work() as uow:
                uow.packages.note(note)
                for document in (found for found in made.finals if not found.final):
                    uow.documents.keep(replace(document, final=True, changed_at=head.made_at, package_uid=head.uid))
                if made.mine and uow.therapists.person_of(made.mine) is None:
                    uow.people.keep(self._person)
                    uow.therapists.set_person(made.mine, self._person.uid)
                uow.commit()
        except BaseException as fault:
            with suppress(OSError):
                path.unlink(missing_ok=True)
            if isinstance(fault, OSError):
                raise UserFacingError(tr("The package that was just written is not there any more.")) from None
            raise
        return size


_KINDS: Final[dict[type[Any], tuple[PackageKind, Callable[[Composing, Any], Composed]]]] = {
    FeedbackOrder: (PackageKind.FEEDBACK, compose_feedback),
    SubmissionOrder: (PackageKind.SUBMISSION, compose_submission),
    ReplyOrder: (PackageKind.REPLY, compose_reply),
    AssignmentOrder: (PackageKind.ASSIGNMENT, compose_assignment),
    RatingsOrder: (PackageKind.RATINGS, compose_ratings),
    ReferenceOrder: (PackageKind.REFERENCE, compose_references),
    PortfolioOrder: (PackageKind.PORTFOLIO, compose_portfolio),
    VotesOrder: (PackageKind.VOTES, compose_votes),
    DecisionOrder: (PackageKind.DECISION, compose_decision),
}
