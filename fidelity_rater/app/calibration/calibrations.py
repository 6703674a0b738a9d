"""Calibrate: make a reference of a consensus, rate it blind, see how far one lies from it, and how that moves."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date

from fidelity_rater.app.bus import Bus
from fidelity_rater.app.calibration.attempts import Beside, calibrations, evidence_of, signed_attempt, signed_attempts
from fidelity_rater.app.calibration.gate import KnownGate
from fidelity_rater.app.calibration.models import (
    Attempt,
    AttemptResult,
    CalibrationOverview,
    Candidate,
    Evidence,
    RaterStanding,
    ReferenceCard,
)
from fidelity_rater.app.calibration.standing import standing_of
from fidelity_rater.app.calibration.ways import Ways
from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.consensus.listing import Kept, kept_all, kind_words, label_of
from fidelity_rater.app.consensus.originals import hidden_as_reference
from fidelity_rater.app.errors import NotAllowed, UserFacingError
from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.app.ports.library import Library, UnitOfWork
from fidelity_rater.app.ports.wall_clock import WallClock
from fidelity_rater.app.rating.calibrated import CalibratedNote, calibrated_note, calibrated_on, span_words
from fidelity_rater.app.rating.calibrating import kept_consensus, kept_reference, why_not_begin
from fidelity_rater.app.rating.opening import Opening, RatingChoice
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.app.sharing.models import RatingsOrder
from fidelity_rater.domain.calibration import Calibration, Gate, Reference
from fidelity_rater.domain.caseload import ConsentPurpose
from fidelity_rater.domain.consensus import Consensus
from fidelity_rater.domain.people import Person, Purpose, Role
from fidelity_rater.i18n import tr, tr_n

ROLE = Role.PEER
"""The part in which one calibrates: not the therapist's supervisor, and on no panel."""


class Calibrations:
    """References, attempts at them, and how raters stand."""

    def __init__(
        self,
        library: Library,
        *,
        person: Person,
        scales: ScaleShelf,
        gate: KnownGate,
        opening: Opening,
        clock: WallClock,
        bus: Bus,
    ) -> None:
        self._library, self._person, self._scales = library, person, scales
        self._gate, self._opening, self._clock, self._bus = gate, opening, clock, bus

    def overview(self) -> CalibrationOverview:
        """References, what could be made one, raters and the gate. Belongs in a job."""
        gate, fault = self._known_gate()
        with self._library.read() as uow:
            documents = uow.documents.of_kind(DocumentKind.REFERENCE)
            references = tuple(Reference.from_json(each.body) for each in documents)
            tried, ways = calibrations(uow), Ways(uow, self._person.uid)
            cards = tuple(
                replace(self._card(uow, one, tried), **ways.told_of(document))
                for document, one in zip(documents, references, strict=True)
            )
            candidates = tuple(self._candidates(uow, references))
        standings = self._raters(gate)
        return CalibrationOverview(
            references=tuple(sorted(cards, key=lambda card: (card.retired, card.title.casefold()))),
            candidates=candidates,
            raters=standings,
            gate=gate_words(gate) if gate else "",
            gate_fault=fault,
            most_bias=gate.most_bias if gate else None,
            own_uid=self._person.uid,
        )

    def make(self, consensus_uid: str, *, title: str, purpose: str = "") -> str:
        """Make a signed consensus a reference; return its uid."""
        if not title.strip():
            raise NotAllowed(tr("A reference needs a title."), tr("Name it so that it gives no score away."))
        with self._library.work() as uow:
            kept = next((one for one in kept_all(uow) if one.consensus.uid == consensus_uid), None)
            if kept is None:
                raise NotAllowed(tr("This consensus is not in the library any more."))
            why = self._why_no_reference(uow, kept)
            if why:
                raise NotAllowed(why)
            now = self._clock.now()
            reference = Reference(
                uid=new_uid(),
                consensus_uid=consensus_uid,
                session_uid=kept.consensus.session_uid,
                title=title.strip(),
                author_uid=self._person.uid,
                made_at=now,
                purpose=purpose.strip(),
            )
            uow.people.keep(self._person)
            uow.documents.keep(_document(reference))
            uow.commit()
        self._bus.publish(Changed.ASSIGNMENTS)
        return reference.uid

    def begin(self, reference_uid: str) -> str:
        """Begin to rate blind by a reference; return the rating's uid. Raises ``NotAllowed`` where that cannot be."""
        with self._library.read() as uow:
            session_uid = uow.aliases.local(kept_reference(uow, reference_uid).session_uid)
        choice = RatingChoice(session_uid, Purpose.FORMATIVE, ROLE, reference_uid=reference_uid)
        return self._opening.begin(choice)

    def retire(self, reference_uid: str, *, retired: bool = True) -> None:
        """Let a reference be begun no more, or again; attempts at it stay."""
        with self._library.work() as uow:
            reference = kept_reference(uow, reference_uid)
            document = uow.documents.get(reference_uid)
            if document is not None and document.final:
                raise NotAllowed(tr("This reference came from somebody else, who retires it."))
            uow.documents.keep(_document(replace(reference, retired=retired)))
            uow.commit()
        self._bus.publish(Changed.ASSIGNMENTS)

    def to_return(self, reference_uid: str) -> RatingsOrder:
        """One's signed attempts at the references of whoever sent this one, all of them: what is there stays."""
        with self._library.read() as uow:
            document = uow.documents.get(reference_uid)
            return RatingsOrder(Ways(uow, self._person.uid).attempts_for(document.author_uid) if document else ())

    def result(self, rating_uid: str) -> AttemptResult:
        """A signed attempt beside its consensus. Raises ``NotAllowed`` while it is not signed."""
        with self._library.read() as uow:
            signed = signed_attempt(uow, rating_uid)
            label = label_of(uow, signed.rating.head.session_uid)
        return Beside(self._library, self._scales).result(signed, label)

    def evidence(self, rating_uid: str, item: str) -> Evidence:
        """The moments of an item, of the consensus and one's own."""
        with self._library.read() as uow:
            return evidence_of(uow, signed_attempt(uow, rating_uid), item)

    def raters(self) -> tuple[RaterStanding, ...]:
        """Everybody who has signed an attempt, by initials."""
        return self._raters(self._known_gate()[0])

    def calibrated_on(self, person_uid: str, at: date) -> date | None:
        """The day of a person's last signed calibration up to a day."""
        with self._library.read() as uow:
            return calibrated_on(uow, person_uid, at)

    def note(self, person_uid: str, at: date) -> CalibratedNote:
        """What is said beside a rating by this person of that day, and whether it is a warning."""
        with self._library.read() as uow:
            return calibrated_note(uow, person_uid, at, valid_days=self._gate.valid_days)

    def notes(self, person_uids: Iterable[str]) -> dict[str, CalibratedNote]:
        """How each of these people is calibrated today; nothing where nobody calibrates here."""
        today = self._clock.now().date()
        with self._library.read() as uow:
            found = {
                uid: calibrated_note(uow, uid, today, valid_days=self._gate.valid_days) for uid in set(person_uids)
            }
        return {uid: note for uid, note in found.items() if note.words}

    def told(self, rating_uids: Iterable[str]) -> dict[str, tuple[str, tuple[str, ...]]]:
        """What lists say beside these ratings, in short and at length; nothing of those that there is nothing to say.

        That one calibrates and is no rating of the therapist, that a consensus stands on it, how its rater was
        calibrated by then.
        """
        with self._library.read() as uow:
            agreed = {
                original.rating_uid: kept.consensus
                for kept in kept_all(uow)
                if kept.consensus.signed and not hidden_as_reference(uow, kept.consensus, self._person)
                for original in kept.consensus.originals
            }
            calibrate = {each.rating_uid for each in calibrations(uow)}
            if not agreed and not calibrate and not uow.documents.of_kind(DocumentKind.REFERENCE):
                return {}
            found = {uid: self._told(uow, uid, calibrate, agreed) for uid in rating_uids if uow.ratings.has(uid)}
        return {uid: said for uid, said in found.items() if said[0] or said[1]}

    def _told(
        self, uow: UnitOfWork, uid: str, calibrate: Collection[str], agreed: Mapping[str, Consensus]
    ) -> tuple[str, tuple[str, ...]]:
        if uid in calibrate:
            return tr("Calibration"), (tr("Made to calibrate: this is no rating of the therapist."),)
        head, why = uow.ratings.get(uid), []
        if uid in agreed:
            why.append(tr("A consensus was signed on it on {date}.", date=_day(agreed[uid])))
        if head.signed_at is not None and head.role is not Role.TRAINEE:
            at = head.signed_at.date()
            note = calibrated_note(uow, head.person_uid, at, valid_days=self._gate.valid_days)
            why += [tr("{told}.", told=note.words)] if note.words else []
        return (tr("In a consensus") if uid in agreed else ""), tuple(why)

    def _known_gate(self) -> tuple[Gate | None, str]:
        try:
            return self._gate.get(), ""
        except UserFacingError as fault:
            return None, str(fault)

    def _raters(self, gate: Gate | None) -> tuple[RaterStanding, ...]:
        beside = Beside(self._library, self._scales)
        people: dict[str, Person] = {}
        attempts: dict[str, list[Attempt]] = defaultdict(list)
        with self._library.read() as uow:
            found = tuple(signed_attempts(uow))
        for signed in found:
            people[signed.rating.person.uid] = signed.rating.person
            attempts[signed.rating.person.uid].append(beside.attempt(signed))
        today = self._clock.now().date()
        standings = (standing_of(people[uid], mine, gate, today=today) for uid, mine in attempts.items())
        return tuple(sorted(standings, key=lambda rater: (rater.initials, rater.name)))

    def _card(self, uow: UnitOfWork, reference: Reference, tried: tuple[Calibration, ...]) -> ReferenceCard:
        of_this = [each for each in tried if each.reference_uid == reference.uid and uow.ratings.has(each.rating_uid)]
        signed = {each.rating_uid for each in of_this if uow.ratings.get(each.rating_uid).signed_at is not None}
        mine = next((each.rating_uid for each in of_this if each.person_uid == self._person.uid), "")
        refusal, kind = "", ""
        try:
            consensus = kept_consensus(uow, reference)
            kind = self._kind(consensus)
            if not mine:
                refusal = why_not_begin(
                    uow, reference, consensus, person_uid=self._person.uid, role=ROLE, today=self._clock.now().date()
                )
        except UserFacingError as fault:
            refusal = fault.message
        return ReferenceCard(
            uid=reference.uid,
            session_uid=uow.aliases.local(reference.session_uid),
            title=reference.title,
            told=tr_n("{n} rater has rated it", "{n} raters have rated it", len(signed)) if signed else "",
            purpose=reference.purpose,
            kind=kind,
            author=_initials(uow, reference.author_uid),
            made_on=reference.made_at.date(),
            retired=reference.retired,
            refusal=refusal,
            rating_uid=mine,
            signed=mine in signed,
            attempts=len(signed),
        )

    def _kind(self, consensus: Consensus) -> str:
        return kind_words(self._scales.kept_in(self._library, consensus.scale_sha256), consensus.form)

    def _candidates(self, uow: UnitOfWork, references: tuple[Reference, ...]) -> list[Candidate]:
        taken = Counter(one.consensus_uid for one in references)
        found = []
        for kept in kept_all(uow):
            consensus = kept.consensus
            if not consensus.signed or taken[consensus.uid]:
                continue
            try:
                label = label_of(uow, uow.aliases.local(consensus.session_uid))
            except KeyError:
                continue
            raters = ", ".join(original.initials for original in consensus.originals)
            told = tr("{kind} · {raters}", kind=self._kind(consensus), raters=raters)
            found.append(Candidate(consensus.uid, label, told, self._why_no_reference(uow, kept)))
        return found

    def _why_no_reference(self, uow: UnitOfWork, kept: Kept) -> str:
        """Rating for training is what it is for, so the client must have allowed that."""
        consensus = kept.consensus
        if not consensus.signed:
            return tr("Only a signed consensus can be a reference.")
        recordings = [
            each
            for each in uow.recordings.of_session(uow.aliases.local(consensus.session_uid))
            if each.deleted_at is None
        ]
        if not recordings:
            return tr("The session has no recording to calibrate by.")
        if not any(ConsentPurpose.TRAINING in each.consent.purposes for each in recordings):
            return tr("The client's consent does not cover rater training.")
        return ""


def gate_words(gate: Gate) -> str:
    """What is asked, in a few sentences."""
    asked = [tr_n("{n} reference rated", "{n} references rated", gate.references)]
    if gate.least_within_one is not None:
        asked.append(tr("{share} % of items within one point", share=f"{100 * gate.least_within_one:.0f}"))
    if gate.least_exact is not None:
        asked.append(tr("{share} % of items exactly alike", share=f"{100 * gate.least_exact:.0f}"))
    if gate.most_bias is not None:
        asked.append(tr("a bias of at most {most}", most=gate.most_bias))
    if gate.valid_days is not None:
        asked.append(tr("not longer ago than {span}", span=span_words(gate.valid_days)))
    return tr("{name}: {asked}. {check}", name=gate.name, asked=", ".join(asked), check=gate.check).strip()


def _day(consensus: Consensus) -> date:
    assert consensus.agreed_at is not None
    return consensus.agreed_at.date()


def _initials(uow: UnitOfWork, person_uid: str) -> str:
    try:
        return uow.people.get(person_uid).initials
    except KeyError:
        return "?"


def _document(reference: Reference) -> Document:
    return Document(
        uid=reference.uid,
        kind=DocumentKind.REFERENCE,
        about=reference.session_uid,
        author_uid=reference.author_uid,
        body=reference.as_json(),
        created_at=reference.made_at,
        changed_at=reference.made_at,
    )
