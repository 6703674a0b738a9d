"""Make a consensus: find what several people rated, lay it side by side, keep the draft, sign it, check it later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from fidelity_rater.app.bus import Bus
from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.consensus.listing import kind_words, label_of, shared_sessions
from fidelity_rater.app.consensus.models import AgreedSheet, EvidenceLine, SharedSession
from fidelity_rater.app.consensus.originals import SealedRating, hidden_as_reference, sealed, successor, told_faults
from fidelity_rater.app.consensus.sheet import Around, evidence_of, notes_of, sheet_of
from fidelity_rater.app.consensus.table import AgreementTable
from fidelity_rater.app.errors import NotAllowed
from fidelity_rater.app.feedback.draft_saver import DraftSaver
from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.app.ports.identity import IdentityStore
from fidelity_rater.app.ports.jobs import JobRunner
from fidelity_rater.app.ports.library import Library, UnitOfWork
from fidelity_rater.app.ports.wall_clock import WallClock
from fidelity_rater.app.saved import SavedState
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.app.spoken_time import day_and_time
from fidelity_rater.domain.consensus import Consensus
from fidelity_rater.domain.people import Person
from fidelity_rater.domain.ratings.events import Score
from fidelity_rater.i18n import tr


@dataclass(frozen=True, slots=True)
class ConsensusNote:
    """That there is a signed consensus on a session: for lists beside its ratings."""

    uid: str
    words: str
    rating_uids: tuple[str, ...]


class Agreeing:
    """One consensus under the hands: its table, what is shown of it, and its saver."""

    def __init__(self, table: AgreementTable, around: Around, saver: DraftSaver) -> None:
        self.table, self.around, self.saver = table, around, saver

    @property
    def sheet(self) -> AgreedSheet:
        return sheet_of(self.table, self.around)

    def evidence(self, item: str) -> tuple[EvidenceLine, ...]:
        return evidence_of(self.table, item)

    def notes(self, item: str) -> dict[str, str]:
        """What each rater noted on an item, by initials."""
        return dict(notes_of(self.table, item))


class Consensuses:
    """The consensus of the raters of a session: a record of its own, never over theirs."""

    def __init__(
        self,
        library: Library,
        *,
        person: Person,
        scales: ScaleShelf,
        identities: IdentityStore,
        clock: WallClock,
        bus: Bus,
    ) -> None:
        self._library, self._person, self._scales = library, person, scales
        self._identities, self._clock, self._bus = identities, clock, bus

    def sessions(self) -> tuple[SharedSession, ...]:
        """Sessions that two people or more have signed ratings of, on one scale, form and purpose."""
        return shared_sessions(self._library, person=self._person, scales=self._scales)

    def begin(self, rating_uids: tuple[str, ...]) -> str:
        """Begin a consensus on these signed ratings; return its uid. Nothing is agreed yet."""
        with self._library.work() as uow:
            originals = self._checked(uow, rating_uids)
            head, state = originals[0].head, originals[0].state
            consensus = Consensus(
                uid=new_uid(),
                session_uid=head.session_uid,
                author_uid=self._person.uid,
                scale_sha256=head.scale_sha256,
                form=head.form,
                phase=state.phase,
                focal_areas=state.focal_areas,
                originals=tuple(one.as_original() for one in originals),
            )
            uow.people.keep(self._person)
            uow.documents.keep(self._document(consensus))
            uow.commit()
        self._bus.publish(Changed.ASSIGNMENTS)
        return consensus.uid

    def open(
        self, uid: str, *, jobs: JobRunner, on_saved: Callable[[SavedState], None] = lambda state: None
    ) -> Agreeing:
        """Lay a consensus on the table: a draft to go on with, or a signed one to look at."""
        with self._library.read() as uow:
            document, consensus = self._kept(uow, uid)
            self._refuse_while_rating(uow, consensus.session_uid)
            if hidden := hidden_as_reference(uow, consensus, self._person):
                raise NotAllowed(hidden)
            faults = self._faults(uow, consensus)
            here = tuple(one for o in consensus.originals if (one := sealed(uow, o.rating_uid)) is not None)
            label = label_of(uow, uow.aliases.local(consensus.session_uid))
            author = next((one.name for one in uow.people.all() if one.uid == consensus.author_uid), tr("somebody"))
            known = consensus.scale_sha256 in uow.scales.all()
        if not known:
            raise NotAllowed(tr("The scale of this consensus is not in the library."))
        scale = self._scales.kept_in(self._library, consensus.scale_sha256)
        purpose = str(here[0].head.purpose) if here else ""
        saver = DraftSaver(self._library, jobs=jobs, clock=self._clock, changed=on_saved)
        editable = not document.final and consensus.author_uid == self._person.uid

        def keep(draft: Consensus) -> None:
            saver.save(self._document(draft, created=document))

        signed = ""
        if consensus.agreed_at is not None and consensus.signed:
            when = day_and_time(consensus.agreed_at)
            signed = tr("Signed by {name} on {time}", name=author, time=when)
        around = Around(label, kind_words(scale, consensus.form, purpose), faults, signed)
        return Agreeing(AgreementTable(consensus, here, scale, editable=editable, kept=keep), around, saver)

    def renew(self, uid: str) -> None:
        """Let a draft stand on the ratings as they are now; what was agreed and why is kept."""
        with self._library.work() as uow:
            document, consensus = self._kept(uow, uid)
            self._refuse_final(document)
            now = tuple(successor(uow, o.rating_uid) for o in consensus.originals if uow.ratings.has(o.rating_uid))
            originals = self._checked(uow, now)
            renewed = replace(consensus, originals=tuple(one.as_original() for one in originals))
            uow.documents.keep(self._document(renewed, created=document))
            uow.commit()
        self._bus.publish(Changed.ASSIGNMENTS)

    def discard(self, uid: str) -> None:
        """Take a draft away; the sealed ratings are not touched."""
        with self._library.work() as uow:
            document, _ = self._kept(uow, uid)
            self._refuse_final(document)
            uow.documents.remove(uid)
            uow.commit()
        self._bus.publish(Changed.ASSIGNMENTS)

    def bring_back(self, draft: Consensus) -> None:
        """Keep a draft that was discarded again."""
        with self._library.work() as uow:
            if uow.documents.get(draft.uid) is None and draft.author_uid == self._person.uid and not draft.signed:
                uow.documents.keep(self._document(draft))
                uow.commit()
        self._bus.publish(Changed.ASSIGNMENTS)

    def sign(self, agreeing: Agreeing, passphrase: str) -> Consensus:
        """Seal a draft under its author's signature. Slow (key derivation): in a job, the saver flushed before.

        Raises ``WrongPassphrase``, or ``NotAllowed`` while something is left, or a rating is not what it was.
        """
        blocking = [line for line in agreeing.sheet.missing if line.blocking]
        if blocking:
            raise NotAllowed(blocking[0].sentence, tr("Signing waits until this is settled."))
        identity = self._identities.unlock(self._person.uid, passphrase)
        draft = agreeing.table.consensus
        with self._library.work() as uow:
            document, _ = self._kept(uow, draft.uid)
            self._refuse_final(document)
            faults = told_faults(uow, draft.originals)
            if faults:
                raise NotAllowed(faults[0], tr("Let the consensus stand on the ratings as they are now."))
            sealed_at = replace(draft, agreed_at=self._clock.now())
            signed = replace(sealed_at, signature=identity.sign(sealed_at.message()))
            uow.documents.keep(self._document(signed, created=document, final=True))
            uow.commit()
        self._bus.publish(Changed.ASSIGNMENTS | Changed.RATINGS)
        return signed

    def get(self, uid: str) -> Consensus:
        with self._library.read() as uow:
            return self._kept(uow, uid)[1]

    def faults(self, uid: str) -> tuple[str, ...]:
        """What is wrong with a consensus, or with the ratings that it stands on; nothing where all holds."""
        with self._library.read() as uow:
            return self._faults(uow, self._kept(uow, uid)[1])

    def of_session(self, session_uid: str) -> tuple[ConsensusNote, ...]:
        """The signed ones on a session, oldest first."""
        with self._library.read() as uow:
            return notes_of_session(uow, session_uid)

    def _checked(self, uow: UnitOfWork, rating_uids: tuple[str, ...]) -> tuple[SealedRating, ...]:
        """The ratings, in this order. Raises ``NotAllowed`` where no consensus can stand on them."""
        found = tuple(one for uid in rating_uids if (one := sealed(uow, uid)) is not None)
        if len(found) != len(rating_uids) or len({one.person.uid for one in found}) < 2:
            raise NotAllowed(tr("A consensus needs signed ratings by two people or more."))
        if len({one.person.uid for one in found}) < len(found) or any(one.superseded for one in found):
            raise NotAllowed(tr("A consensus stands on the latest rating of each person."))
        if any(one.head.role == "trainee" for one in found):
            raise NotAllowed(tr("A self-rating takes no part in a consensus."))
        if any(uow.documents.about(one.head.uid, DocumentKind.CALIBRATION) for one in found):
            raise NotAllowed(tr("A rating made to calibrate takes no part in a consensus."))
        alike = {(h.session_uid, h.scale_sha256, h.form, h.purpose) for h in (one.head for one in found)}
        if len(alike) > 1:
            raise NotAllowed(tr("A consensus is of one session, on one scale and form, for one purpose."))
        self._refuse_while_rating(uow, found[0].head.session_uid)
        return found

    def _refuse_while_rating(self, uow: UnitOfWork, session_uid: str) -> None:
        """Nobody sees others' scores of a session while their own rating of it is being made."""
        try:
            heads = uow.ratings.of_session(uow.aliases.local(session_uid))
        except KeyError:
            return
        if any(h.person_uid == self._person.uid and h.signed_at is None and h.supersedes_uid is None for h in heads):
            raise NotAllowed(
                tr("You have begun a rating of this session."), tr("Sign it first: until then the others stay hidden.")
            )

    def _kept(self, uow: UnitOfWork, uid: str) -> tuple[Document, Consensus]:
        document = uow.documents.get(uid)
        if document is None or document.kind is not DocumentKind.CONSENSUS:
            raise NotAllowed(tr("This consensus is not in the library any more."))
        return document, Consensus.from_json(document.body)

    def _refuse_final(self, document: Document) -> None:
        if document.final:
            raise NotAllowed(tr("This consensus is signed and stays as it is."))
        if document.author_uid != self._person.uid:
            raise NotAllowed(tr("This draft is somebody else's."))

    def _faults(self, uow: UnitOfWork, consensus: Consensus) -> tuple[str, ...]:
        return (*self._signature_fault(uow, consensus), *told_faults(uow, consensus.originals))

    def _signature_fault(self, uow: UnitOfWork, consensus: Consensus) -> tuple[str, ...]:
        if not consensus.signed:
            return ()
        try:
            author = uow.people.get(consensus.author_uid)
        except KeyError:
            return (tr("Who signed this consensus is not known here, so its signature cannot be checked."),)
        if self._identities.verify(author, consensus.message(), consensus.signature):
            return ()
        return (tr("The signature of this consensus does not fit its contents."),)

    def _document(self, consensus: Consensus, *, created: Document | None = None, final: bool = False) -> Document:
        now = self._clock.now()
        return Document(
            uid=consensus.uid,
            kind=DocumentKind.CONSENSUS,
            about=consensus.session_uid,
            author_uid=consensus.author_uid,
            body=consensus.as_json(),
            created_at=created.created_at if created else now,
            changed_at=now,
            final=final,
        )


def notes_of_session(uow: UnitOfWork, session_uid: str) -> tuple[ConsensusNote, ...]:
    """The signed ones on a session, as a line each."""
    found = []
    for document in uow.documents.about(session_uid, DocumentKind.CONSENSUS):
        consensus = Consensus.from_json(document.body)
        if consensus.signed and consensus.agreed_at is not None:
            raters = ", ".join(original.initials for original in consensus.originals)
            words = tr("Consensus of {raters}, signed {date}", raters=raters, date=consensus.agreed_at.date())
            found.append(ConsensusNote(consensus.uid, words, tuple(o.rating_uid for o in consensus.originals)))
    return tuple(found)


def scores_of(consensus: Consensus) -> dict[tuple[str, str], Score]:
    """What was agreed, by item and dimension."""
    return {(one.item, one.dimension): one.score for one in consensus.scores}
