"""The trainee's door: lists received feedback, keeps it sealed until one has rated oneself, opens it as a letter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from fidelity_rater.app.bus import Bus
from fidelity_rater.app.door.answers import Answers, answers_to
from fidelity_rater.app.door.beside import Opened, beside_of
from fidelity_rater.app.door.body import all_received, received_in
from fidelity_rater.app.door.choosing import Choosing, portfolio_choice
from fidelity_rater.app.door.letters import letter_of
from fidelity_rater.app.door.listing import is_sealed, own_rating, own_ratings, place_of, row_of
from fidelity_rater.app.door.models import Beside, Letter, OwnSession, Part, ReceivedRow, Sealed, SessionPlace
from fidelity_rater.app.door.sounds import Sounds
from fidelity_rater.app.errors import NotAllowed
from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.app.ports.library import Library, UnitOfWork
from fidelity_rater.app.ports.wall_clock import WallClock
from fidelity_rater.app.recordings import Recordings
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.domain.people import Person
from fidelity_rater.i18n import tr
from fidelity_rater.scales.editions import same_measure
from fidelity_rater.scales.model import Scale


class Door:
    """What has come for one person, and their answers. Reading a letter folds ratings, so it belongs in a job."""

    def __init__(
        self,
        library: Library,
        *,
        person: Person,
        recordings: Recordings,
        scales: ScaleShelf,
        clock: WallClock,
        bus: Bus,
    ) -> None:
        self._library, self._person, self._scales = library, person, scales
        self.answers = Answers(library, person=person, clock=clock, bus=bus)
        self.choosing = Choosing(library, person=person, clock=clock, bus=bus)
        self.sounds = Sounds(library, recordings=recordings)

    # The list

    def any_received(self) -> bool:
        """Whether there is anything behind this door; quick."""
        with self._library.read() as uow:
            return bool(uow.documents.of_kind(DocumentKind.FEEDBACK_RECEIVED))

    def received(self) -> tuple[ReceivedRow, ...]:
        """Every received feedback, newest first."""
        with self._library.read() as uow:
            return tuple(row_of(uow, each, self._person) for each in all_received(uow))

    def open_now(self, session_uid: str) -> str:
        """The latest feedback on a session that is sealed no more and was never opened; empty: there is none."""
        rows = (row for row in self.received() if row.place.uid == session_uid)
        return next((row.uid for row in rows if row.unread and not row.sealed), "")

    # Sealed

    def sealed(self, uid: str) -> Sealed:
        """What may be told of feedback before it is opened."""
        with self._library.read() as uow:
            received = received_in(uow, uid)
            row = row_of(uow, received, self._person)
            drafts = [h.uid for h in own_ratings(uow, received.session_uid, self._person) if h.signed_at is None]
            silent = self._why_silent(uow, received.session_uid) if row.place.known else ""
        return Sealed(row, drafts[-1] if drafts else "", row.place.known, silent)

    def _why_silent(self, uow: UnitOfWork, session_uid: str) -> str:
        recordings = uow.recordings.of_session(session_uid)
        if not recordings:
            return tr("The session's recording is not in this library.")
        reasons = [self.sounds.why_silent(recording) for recording in recordings]
        return reasons[0] if all(reasons) else ""

    def show_now(self, uid: str) -> None:
        """Open it although one has not rated oneself; that is kept, and a later self-rating says so itself."""
        self.answers.open(uid, shown_first=True)

    # The letter

    def letter(self, uid: str) -> Letter:
        """Open feedback that is not sealed; the first time is noted as the receipt. Raises ``NotAllowed`` if sealed."""
        self._note_read(uid)
        with self._library.read() as uow:
            received = received_in(uow, uid)
            own = own_ratings(uow, received.session_uid, self._person)
        sha256 = received.snapshot.scale_sha256
        scales, alike = self._scales_for({sha256, *(head.scale_sha256 for head in own)}, sha256)
        with self._library.read() as uow:
            finder = self.sounds.finder(uow, received)
            row = row_of(uow, received, self._person)
            letter = letter_of(
                row,
                received,
                scales[sha256],
                moments=[finder.moment(moment, scales[sha256]) for moment in received.snapshot.moments],
                answer=answers_to(uow, received)[-1],
                own=own_rating(uow, received, self._person, alike=alike),
                ratable=row.place.known,
            )
            return replace(letter, portfolio=portfolio_choice(uow, received, self._person))

    def _note_read(self, uid: str) -> None:
        with self._library.read() as uow:
            received = received_in(uow, uid)
            answers = answers_to(uow, received)
            if is_sealed(uow, received, answers, self._person):
                raise NotAllowed(
                    tr("This feedback is sealed until you have rated the session yourself."),
                    tr("Rate it, or say that you want to see it now."),
                )
            own = own_ratings(uow, received.session_uid, self._person)
        signed = [head.uid for head in own if head.signed_at is not None]
        mine = signed[-1] if signed else ""
        last = answers[-1] if answers else None
        if last is None or (not last.document.final and mine and last.reply.self_rating_uid != mine):
            self.answers.open(uid, shown_first=False, self_rating_uid=mine)

    def _scales_for(self, wanted: Iterable[str], of: str) -> tuple[dict[str, Scale], frozenset[str]]:
        """These scales by hash, and those among them that measure as one does."""
        scales = {sha256: self._scales.kept_in(self._library, sha256) for sha256 in wanted}
        return scales, frozenset(sha256 for sha256, scale in scales.items() if same_measure(scale, scales[of]))

    # What stands beside it

    def beside(self, uid: str) -> Beside:
        """Earlier feedback on the same therapist's work, and the numbers and one's own view over time.

        Only what has been opened stands beside a letter, and only what is measured alike is counted with it.
        """
        with self._library.read() as uow:
            found = [(each, row_of(uow, each, self._person)) for each in all_received(uow)]
            own = {h.scale_sha256 for each, _ in found for h in own_ratings(uow, each.session_uid, self._person)}
        this, who = next((each, row.place.therapist) for each, row in found if each.uid == uid)
        mine = [(each, row) for each, row in found if not row.unread and row.place.therapist == who]
        shas = {each.snapshot.scale_sha256 for each, _ in mine}
        scales, alike = self._scales_for(shas | own, this.snapshot.scale_sha256)
        with self._library.read() as uow:
            opened = []
            for each, row in mine:
                rated = own_rating(uow, each, self._person, alike=alike)
                signed = rated if rated is not None and rated.signed and rated.alike else None
                opened.append(Opened(each, row, answers_to(uow, each), signed))
        return beside_of(uid, opened, scales, alike=alike)

    # Sending something in

    def session(self, session_uid: str) -> OwnSession:
        """What could be sent in of this session."""
        with self._library.read() as uow:
            place = place_of(uow, session_uid) or SessionPlace(session_uid, known=False)
            recordings = [r for r in uow.recordings.of_session(session_uid) if r.deleted_at is None]
            silent = self._why_silent(uow, session_uid)
            own = own_ratings(uow, session_uid, self._person)
        signed = [head.uid for head in own if head.signed_at is not None]
        drafts = [head.uid for head in own if head.signed_at is None]
        several = len(recordings) > 1
        return OwnSession(
            place,
            tuple(
                Part(r.uid, tr("Part {n}", n=r.part) if several else "", r.duration_ms)
                for r in recordings
                if not self.sounds.why_silent(r)
            ),
            silent,
            signed[-1] if signed else "",
            drafts[-1] if drafts else "",
        )
