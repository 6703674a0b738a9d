"""What an order comes to: the contents, the sound that is wanted, and everything that must be said of them first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from fidelity_rater.app.ports.clips import Covered
from fidelity_rater.app.ports.documents import Attachment, Document, DocumentKind
from fidelity_rater.app.ports.library import RatingHead, UnitOfWork
from fidelity_rater.app.ports.packages import SUFFIX, PackageKind
from fidelity_rater.app.sharing.contents import Contents
from fidelity_rater.app.sharing.covering import remembered
from fidelity_rater.app.sharing.gathering import Gathering
from fidelity_rater.app.sharing.models import CoveredParts, SoundChoice
from fidelity_rater.app.sharing.sounds import WantedSound, may_not_leave, stretches
from fidelity_rater.app.spoken_time import media_time
from fidelity_rater.domain.caseload import Recording
from fidelity_rater.domain.people import Person
from fidelity_rater.domain.ratings.fold import fold
from fidelity_rater.domain.ratings.moments import Moment
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.scales.model import Scale


@dataclass(slots=True)
class Composed:
    """A package as it would be made.

    ``finals`` are the documents that stay as they are once they have been sent; ``mine`` is the therapist whom the
    sender shows to be by sending it.
    """

    kind: PackageKind
    about: str = ""
    in_reply_to: str = ""
    contents: Contents = field(default_factory=Contents)
    wanted: list[WantedSound] = field(default_factory=list)
    scans: list[Attachment] = field(default_factory=list)
    finals: list[Document] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    cautions: list[str] = field(default_factory=list)
    obstacles: list[str] = field(default_factory=list)
    name: str = ""
    person: str = ""
    only_for: str = ""
    """Uid of the one person who may get it; empty: whoever is chosen."""
    mine: str = ""


class Composing:
    """What composing an order of whatever kind needs."""

    def __init__(
        self,
        uow: UnitOfWork,
        kind: PackageKind,
        *,
        person: Person,
        now: datetime,
        scale_of: Callable[[str], Scale],
    ) -> None:
        self.uow, self.person, self.now, self.scale_of = uow, person, now, scale_of
        self.gathering = Gathering(uow)
        self.gathering.person(person)
        self.made = Composed(kind)

    def done(self, *, scales: Iterable[str] = ()) -> Composed:
        self.made.contents = self.gathering.contents(scales=scales)
        self.made.lines.append(tr("Codes only: no name of a client or a therapist goes along."))
        return self.made

    def refuse(self, obstacle: str) -> Composed:
        """There is nothing to compose."""
        self.made.obstacles.append(obstacle)
        return self.made

    def name(self, session_uid: str, what: str) -> None:
        """Propose a file name of codes."""
        session = self.uow.sessions.get(session_uid)
        case = self.uow.cases.get(session.case_uid)
        therapist = self.uow.therapists.get(case.therapist_uid)
        # A case's code often begins with its therapist's.
        own = () if case.code.startswith(therapist.code) else (therapist.code,)
        self.made.name = file_name(*own, case.code, str(session.scheduled), what)

    def therapist_of(self, session_uid: str) -> str:
        return self.uow.cases.get(self.uow.sessions.get(session_uid).case_uid).therapist_uid

    def propose(self, person_uid: str | None) -> None:
        """Whom it is for, where their card is here."""
        if person_uid and person_uid != self.person.uid and self.uow.contacts.get(person_uid) is not None:
            self.made.person = person_uid

    def propose_next(self, person_uids: Iterable[str], *, about: str) -> None:
        """Of several, whom nothing of this kind was sent about it, else whose last one is longest ago."""
        last = {
            note.other_uid: note.at.timestamp()
            for note in sorted(self.uow.packages.all(), key=lambda note: note.at)
            if note.sent and note.kind == self.made.kind and note.about == about
        }
        self.propose(min(self._with_cards(person_uids), key=lambda uid: last.get(uid, 0.0), default=None))

    def _with_cards(self, person_uids: Iterable[str]) -> list[str]:
        return [uid for uid in person_uids if uid != self.person.uid and self.uow.contacts.get(uid) is not None]

    def place(self, session_uid: str) -> str:
        session = self.uow.sessions.get(session_uid)
        case = self.uow.cases.get(session.case_uid)
        code = self.uow.therapists.get(case.therapist_uid).code
        return tr("{therapist} · {case} · session {n}", therapist=code, case=case.code, n=session.scheduled)

    # Sound

    def whole(self, session_uid: str, covered: CoveredParts, *, told: bool = True) -> None:
        """The session's recordings, whole; ``told`` False: whoever asks tells them together."""
        found = [r for r in self.uow.recordings.of_session(session_uid) if self._may_go(r)]
        self.made.wanted += [WantedSound(r, covered=_within(r, covered)) for r in found]
        for recording in found if told else ():
            length = media_time(recording.duration_ms, tenths=False)
            self.made.lines.append(tr("The whole recording, {time}.", time=length))
        self._tell_covered(found, covered)

    def clips(self, session_uid: str, moments: Iterable[Moment], *, margin_ms: int, covered: CoveredParts) -> None:
        """The moments' seconds of the session's recordings, with a margin."""
        mine = [Moment(m.uid, self.uow.aliases.local(m.recording_uid), m.start_ms, m.end_ms) for m in moments]
        named = {moment.recording_uid for moment in mine}
        found = [r for r in self.uow.recordings.of_session(session_uid) if r.uid in named and self._may_go(r)]
        cut = [
            WantedSound(r, made, _within(r, covered))
            for r in found
            if (made := stretches(mine, r, margin_ms=margin_ms))
        ]
        self.made.wanted += cut
        if cut:
            length = media_time(sum(sound.duration_ms for sound in cut), tenths=False)
            n = sum(len(sound.stretches) for sound in cut)
            self.made.lines.append(tr_n("One clip, {time}.", "{n} clips, {time} together.", n, time=length))
        elif not named:
            self.made.cautions.append(tr("No moment is chosen, so no sound goes along."))
        self._tell_covered(found, covered)

    def sound(
        self,
        choice: SoundChoice,
        session_uid: str,
        moments: Iterable[Moment],
        *,
        margin_ms: int,
        covered: CoveredParts,
    ) -> None:
        match choice:
            case SoundChoice.WHOLE:
                self.whole(session_uid, covered)
            case SoundChoice.CLIPS:
                self.clips(session_uid, moments, margin_ms=margin_ms, covered=covered)
            case SoundChoice.NONE:
                self.made.lines.append(tr("No sound."))

    def remembered(self, session_uid: str) -> CoveredParts:
        """What was covered in the session's recordings before: it stays covered where nobody is asked anew."""
        return remembered(self.uow, [one.uid for one in self.uow.recordings.of_session(session_uid)])

    def _may_go(self, recording: Recording) -> bool:
        if recording.deleted_at is not None:
            self.made.cautions.append(tr("Part {n} of the sound was deleted; it cannot go along.", n=recording.part))
            return False
        if reason := may_not_leave(recording.consent, self.made.kind, today=self.now.date()):
            if self.made.kind is PackageKind.PORTFOLIO:  # the rest of it can be judged all the same
                place = self.place(recording.session_uid)
                self.made.cautions.append(tr("{place}: the sound must stay here. {reason}", place=place, reason=reason))
                return False
            obstacle = tr("The sound must stay here. {reason}", reason=reason)
            if obstacle not in self.made.obstacles:
                self.made.obstacles.append(obstacle)
            return False
        return True

    def _tell_covered(self, recordings: list[Recording], covered: CoveredParts) -> None:
        n = sum(len(_within(recording, covered)) for recording in recordings)
        if n:
            self.made.lines.append(
                tr_n("One stretch is covered and cannot be heard.", "{n} stretches are covered and cannot be heard.", n)
            )

    # Ratings

    def own_signed(self, rating_uid: str) -> RatingHead | None:
        """One's own signed rating; else an obstacle says what it is."""
        head = self.uow.ratings.get(rating_uid) if self.uow.ratings.has(rating_uid) else None
        if head is None:
            self.made.obstacles.append(tr("This rating is not in this library."))
        elif head.person_uid != self.person.uid:
            self.made.obstacles.append(tr("Only the person who made a rating can send it so."))
        elif head.signed_at is None:
            self.made.obstacles.append(tr("The rating is not signed yet; only signed ratings are sent."))
        else:
            return head
        return None

    def record(self, head: RatingHead) -> None:
        """A rating with its whole record."""
        self.gathering.rating(head.uid)
        caution = tr("A rating's record is sent whole: the rater's notes in it go along.")
        state = fold(self.uow.ratings.events(head.uid))
        noted = state.notes() or any(moment.note for moment in state.moments().values())
        if noted and caution not in self.made.cautions:
            self.made.cautions.append(caution)

    def records(self, heads: Sequence[RatingHead]) -> None:
        """Signed ratings, each with its whole record."""
        for head in heads:
            self.record(head)
        self.made.lines.append(tr_n("One signed rating.", "{n} signed ratings.", len(heads)))

    def superseded(self, head: RatingHead) -> bool:
        others = self.uow.ratings.of_session(head.session_uid)
        return any(other.supersedes_uid == head.uid and other.signed_at is not None for other in others)

    def package_of(self, about: str, kind: DocumentKind) -> tuple[str, str]:
        """The package, and its signer, that brought the latest document of a kind about something."""
        brought = [d for d in self.uow.documents.about(about, kind) if d.package_uid]
        foreign = [d for d in brought if d.author_uid != self.person.uid]
        return (foreign[-1].package_uid, foreign[-1].author_uid) if foreign else ("", "")


def _within(recording: Recording, covered: CoveredParts) -> tuple[Covered, ...]:
    return tuple(covered.get(recording.uid, ()))


def file_name(*codes: str) -> str:
    """A file name of codes that every system takes."""
    words = ("".join(c if c.isalnum() else "-" for c in code).strip("-") for code in codes)
    return "-".join(word for word in words if word) + SUFFIX
