"""Begin a rating (its purpose, role, scale and form), go on with one that was begun, or correct a signed one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from fidelity_rater.app.bus import Bus
from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.documents import Clip, DocumentKind
from fidelity_rater.app.ports.library import Library, RatingHead, UnitOfWork
from fidelity_rater.app.ports.wall_clock import WallClock
from fidelity_rater.app.rating.assigned import kept_assignment, not_blind, says_of_blindness
from fidelity_rater.app.rating.calibrated import NOTHING_TOLD, CalibratedNote, ValidDays, calibrated_note, nothing_asked
from fidelity_rater.app.rating.calibrating import (
    calibrating,
    consensus_to_meet,
    keep_calibration,
    reference_in,
    refuse_after_calibrating,
)
from fidelity_rater.app.rating.clipped import clips_for
from fidelity_rater.app.rating.local_sound import as_heard_here, events_here
from fidelity_rater.app.rating.projection import rows_for, standing_drafts
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.app.self_rating import SEEN_OTHER
from fidelity_rater.domain.caseload import Case, ConsentPurpose, Recording, Session
from fidelity_rater.domain.consent import HeardFor, refusal
from fidelity_rater.domain.course import propose_phase
from fidelity_rater.domain.people import Person, Purpose, Role
from fidelity_rater.domain.ratings.blindness import saying
from fidelity_rater.domain.ratings.chain import next_event
from fidelity_rater.domain.ratings.events import Draft, EventKind, RatingEvent, Stamp
from fidelity_rater.domain.ratings.fold import RatingState, Slot, fold
from fidelity_rater.i18n import tr
from fidelity_rater.scales.model import Scale


@dataclass(frozen=True, slots=True)
class RatingChoice:
    """What is settled before the first score. ``phase`` None: as proposed. ``focal_areas`` None: as declared."""

    session_uid: str
    purpose: Purpose
    role: Role
    form: str | None = None
    scale_name: str | None = None
    phase: str | None = None
    focal_areas: tuple[str, ...] | None = None
    seen_other: bool = False
    """For a self-rating: another's scores of this session have been seen, wherever that was."""
    assignment_uid: str = ""
    """Where it was assigned: then the assignment settles everything else."""
    scale_sha256: str = ""
    """The very scale, of those kept in the library; goes before its name."""
    reference_uid: str = ""
    """Where it is made to calibrate by this reference: then the reference settles everything but the role."""


@dataclass(frozen=True, slots=True)
class OpenRating:
    """A rating with all that the desk needs to go on with it.

    ``events`` call recordings as they are called here, whatever their author's record calls them.
    ``recordings`` are all of its session's in their order, deleted ones too; ``silent`` those that may not be heard.
    """

    head: RatingHead
    events: tuple[RatingEvent, ...]
    scale: Scale
    case: Case
    session: Session
    recordings: tuple[Recording, ...] = ()
    silent: frozenset[str] = frozenset()
    clips: Mapping[str, Clip] = field(default_factory=dict)
    """By moment, the clip that it is heard in where its recording is not here."""
    calibrated: CalibratedNote = NOTHING_TOLD
    """When its rater was last calibrated by then; nothing for a calibration or a self-rating."""

    @property
    def reference_uid(self) -> str:
        """The reference that it was made to calibrate by; empty: it is a rating of a therapist."""
        return reference_in(self.events[0].data) if self.events else ""

    @property
    def heard_for(self) -> HeardFor:
        """What its recordings are played for."""
        return ConsentPurpose.TRAINING if self.reference_uid else self.head.purpose


class Opening:
    """Starts ratings and finds begun ones again."""

    def __init__(
        self,
        library: Library,
        *,
        person: Person,
        scales: ScaleShelf,
        clock: WallClock,
        bus: Bus,
        app_version: str,
        valid_days: ValidDays = nothing_asked,
    ) -> None:
        """``valid_days``: how long a rater's calibration counts."""
        self._library, self._person, self._scales = library, person, scales
        self._clock, self._bus, self._version, self._valid_days = clock, bus, app_version, valid_days

    def begin(self, choice: RatingChoice) -> str:
        """Open a new rating; return its uid. Raises ``UserFacingError`` where this person has one already."""
        choice = self._assigned(choice) if choice.assignment_uid else choice
        choice = self._calibrating(choice) if choice.reference_uid else choice
        scale = self._scale(choice)
        with self._library.work() as uow:
            session = uow.sessions.get(choice.session_uid)
            head = self._new_head(choice, scale)
            data = self._opening_data(choice, head, session=session, case=uow.cases.get(session.case_uid))
            data |= self._order(uow, head, seen_other=choice.seen_other)
            data |= self._blindness(uow, head, choice)
            data |= calibrating(choice.reference_uid)
            self._write(uow, head, data, scale)
            if choice.reference_uid:
                keep_calibration(uow, head, choice.reference_uid)
            uow.commit()
        asked = choice.assignment_uid or choice.reference_uid
        self._bus.publish(Changed.RATINGS | (Changed.ASSIGNMENTS if asked else Changed.NOTHING))
        return head.uid

    def _calibrating(self, choice: RatingChoice) -> RatingChoice:
        """What the reference asks for. Raises ``UserFacingError`` where this person would not be blind to it."""
        with self._library.read() as uow:
            today = self._clock.now().date()
            consensus = consensus_to_meet(
                uow, choice.reference_uid, person_uid=self._person.uid, role=choice.role, today=today
            )
        return RatingChoice(
            session_uid=consensus.session_uid,
            purpose=Purpose.FORMATIVE,
            role=choice.role,
            form=consensus.form,
            phase=consensus.phase,
            focal_areas=consensus.focal_areas,
            scale_sha256=consensus.scale_sha256,
            reference_uid=choice.reference_uid,
        )

    def _assigned(self, choice: RatingChoice) -> RatingChoice:
        """What the assignment asks for. Raises ``UserFacingError`` where it asks somebody else."""
        with self._library.read() as uow:
            asked, _ = kept_assignment(uow, choice.assignment_uid)
            refuse_after_calibrating(uow, asked, person_uid=self._person.uid)
        if asked.rater_uid != self._person.uid:
            raise UserFacingError(tr("This assignment is somebody else's."), tr("Only its rater can begin it."))
        return RatingChoice(
            session_uid=asked.session_uid,
            purpose=asked.purpose,
            role=asked.role,
            form=asked.form,
            phase=asked.phase,
            focal_areas=asked.focal_areas,
            assignment_uid=asked.uid,
            scale_sha256=asked.scale_sha256,
        )

    def _scale(self, choice: RatingChoice) -> Scale:
        if choice.scale_sha256:
            return self._scales.kept_in(self._library, choice.scale_sha256)
        return self._scales.named(choice.scale_name) if choice.scale_name else self._scales.default()

    def _blindness(self, uow: UnitOfWork, head: RatingHead, choice: RatingChoice) -> dict[str, object]:
        uid, reference = choice.assignment_uid, choice.reference_uid
        if not says_of_blindness(uow, head, uid or reference):
            return {}
        told = not_blind(uow, head.session_uid, person_uid=head.person_uid, assignment_uid=uid, reference_uid=reference)
        return saying(told, assignment_uid=uid)

    def _new_head(self, choice: RatingChoice, scale: Scale) -> RatingHead:
        return RatingHead(
            uid=new_uid(),
            session_uid=choice.session_uid,
            person_uid=self._person.uid,
            role=choice.role,
            purpose=choice.purpose,
            scale_sha256=scale.sha256,
            form=choice.form or scale.default_form.id,
            created_at=self._clock.now(),
        )

    def _opening_data(
        self, choice: RatingChoice, head: RatingHead, *, session: Session, case: Case
    ) -> dict[str, object]:
        declared = case.focus_on(session.held_on or self._clock.now().date())
        proposal = propose_phase(
            planned_sessions=case.planned_sessions,
            number=session.attended or session.scheduled,
            adaptation=case.adaptation,
        )
        areas = choice.focal_areas if choice.focal_areas is not None else tuple(str(a) for a in declared)
        return {
            **identity_of(head, self._version),
            "phase": choice.phase or str(session.phase or proposal.phase),
            "focal_areas": list(areas),
            "scheduled": session.scheduled,
            "attended": session.attended,
            "planned": case.planned_sessions,
            "adaptation": case.adaptation,
        }

    def _order(self, uow: UnitOfWork, head: RatingHead, *, seen_other: bool) -> dict[str, object]:
        """What a self-rating says of its order: whether its author had seen another's scores before it was begun.

        Wherever it is begun, what was shown here counts: nobody has to tell.
        """
        if head.role is not Role.TRAINEE:
            return {}
        return {SEEN_OTHER: seen_other or has_seen_feedback(uow, head.session_uid)}

    def _write(self, uow: UnitOfWork, head: RatingHead, data: dict[str, object], scale: Scale) -> None:
        uow.people.keep(self._person)
        uow.scales.keep(scale.sha256, scale.text.encode())
        uow.ratings.open(head)
        opened = next_event(
            rating_uid=head.uid,
            head_seq=0,
            head_hash=b"",
            draft=Draft(EventKind.OPENED, data),
            stamp=Stamp(self._clock.now()),
            actor=self._person.uid,
        )
        uow.ratings.append(opened)

    def correct(self, signed_uid: str, reason: str) -> str:
        """Begin the correction of a signed rating: a new one with its answers, that supersedes it once signed.

        What was heard for the first is what the second stands on too.
        """
        if not reason.strip():
            raise UserFacingError(tr("A correction needs a reason."), tr("Say in a few words what was wrong."))
        with self._library.work() as uow:
            before = uow.ratings.get(signed_uid)
            if before.signed_at is None:
                raise UserFacingError(tr("This rating is not signed yet."), tr("Change it where it is."))
            if before.person_uid != self._person.uid:
                raise UserFacingError(tr("Only the person who signed a rating can correct it."))
            scale = self._scales.kept_in(self._library, before.scale_sha256)
            state = fold(events_here(uow, signed_uid))
            if reference_in(state.opening):
                raise UserFacingError(
                    tr("A rating made to calibrate is not corrected: its consensus has been seen since."),
                    tr("Calibrate by another reference."),
                )
            head = RatingHead(
                uid=new_uid(),
                session_uid=before.session_uid,
                person_uid=before.person_uid,
                role=before.role,
                purpose=before.purpose,
                scale_sha256=before.scale_sha256,
                form=before.form,
                created_at=self._clock.now(),
                supersedes_uid=signed_uid,
                correction_reason=reason.strip(),
            )
            data = {
                **state.opening,
                **identity_of(head, self._version),
                "supersedes": signed_uid,
                "reason": reason.strip(),
            }
            data |= self._order(uow, head, seen_other=bool(state.opening.get(SEEN_OTHER)))
            self._write(uow, head, data, scale)
            carry_over(uow, state, head, actor=self._person.uid)
            for recording_uid, spans in uow.ratings.heard(signed_uid).items():
                uow.ratings.add_heard(head.uid, recording_uid, spans)
            uow.commit()
        self._bus.publish(Changed.RATINGS)
        return head.uid

    def resume(self, rating_uid: str) -> OpenRating:
        """Everything of a rating, begun or signed."""
        with self._library.read() as uow:
            head = uow.ratings.get(rating_uid)
            session = uow.sessions.get(head.session_uid)
            case = uow.cases.get(session.case_uid)
            events = as_heard_here(uow, head.session_uid, uow.ratings.events(rating_uid))
            recordings = uow.recordings.of_session(head.session_uid)
            calibrated = self._calibrated(uow, head, events)
            clips = clips_for(uow, rating_uid)
        scale = self._scales.kept_in(self._library, head.scale_sha256)
        rating = OpenRating(head, events, scale, case, session, recordings, clips=clips, calibrated=calibrated)
        return replace(rating, silent=self._silent(rating))

    def _calibrated(self, uow: UnitOfWork, head: RatingHead, events: tuple[RatingEvent, ...]) -> CalibratedNote:
        if head.role is Role.TRAINEE or (events and reference_in(events[0].data)):
            return NOTHING_TOLD
        at = (head.signed_at or self._clock.now()).date()
        return calibrated_note(uow, head.person_uid, at, valid_days=self._valid_days)

    def _silent(self, rating: OpenRating) -> frozenset[str]:
        heard_for, role, today = rating.heard_for, rating.head.role, self._clock.now().date()
        return frozenset(
            r.uid
            for r in rating.recordings
            if r.deleted_at is not None or refusal(r.consent, purpose=heard_for, role=role, today=today)
        )

    def discard(self, rating_uid: str) -> None:
        """Take away a rating in which nothing has been scored yet."""
        with self._library.work() as uow:
            uow.ratings.discard(rating_uid)
            for said in uow.documents.about(rating_uid, DocumentKind.CALIBRATION):
                uow.documents.remove(said.uid)
            uow.commit()
        self._bus.publish(Changed.RATINGS)


def has_seen_feedback(uow: UnitOfWork, session_uid: str) -> bool:
    """Whether feedback on this session that came from somebody else has been opened here, with its scores."""
    received = {document.uid for document in uow.documents.about(session_uid, DocumentKind.FEEDBACK_RECEIVED)}
    if not received:
        return False
    return any(reply.body.get("feedback") in received for reply in uow.documents.of_kind(DocumentKind.REPLY))


def identity_of(head: RatingHead, version: str) -> dict[str, object]:
    """What an opening event says of whose rating of what it is; the signature covers it with the chain."""
    return {
        "session_uid": head.session_uid,
        "person_uid": head.person_uid,
        "role": str(head.role),
        "purpose": str(head.purpose),
        "scale_sha256": head.scale_sha256,
        "form": head.form,
        "app": version,
    }


def carry_over(uow: UnitOfWork, state: RatingState, head: RatingHead, *, actor: str) -> None:
    """Give a correction every standing answer of what it corrects, each with the stamp it was first given with."""
    new = fold(uow.ratings.events(head.uid))
    events: list[RatingEvent] = []
    slots: set[Slot] = set()
    for draft, stamp in standing_drafts(state):
        event = next_event(
            rating_uid=head.uid,
            head_seq=new.head_seq,
            head_hash=new.head_hash,
            draft=draft,
            stamp=stamp,
            actor=actor,
        )
        slots.update(new.apply(event))
        events.append(event)
    # At once: one by one, ten thousand moments are many seconds.
    uow.ratings.append_all(events, rows_for(new, sorted(slots)))
