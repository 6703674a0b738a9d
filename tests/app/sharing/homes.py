"""People with libraries of their own, who send each other packages: everything in memory but the package files."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from app.worlds import CONSENT, HandClock
from fidelity_rater.app.bus import Bus
from fidelity_rater.app.caseload import Caseload, new_uid
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.errors import WrongPassphrase
from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.app.ports.clips import Covered, CutClip, Span
from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.app.ports.library import RatingHead
from fidelity_rater.app.ports.packages import Lock
from fidelity_rater.app.rating.desk import RatingDesk
from fidelity_rater.app.rating.opening import Opening, RatingChoice
from fidelity_rater.app.rating.signing import Signing
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.app.sharing.contacts import Contacts
from fidelity_rater.app.sharing.models import AssignmentOrder, Incoming, Order, Sent, Taken
from fidelity_rater.app.sharing.receiving import Receiving
from fidelity_rater.app.sharing.sending import Sending
from fidelity_rater.app.silent import SilentProgress
from fidelity_rater.domain.assigning import Assignment
from fidelity_rater.domain.caseload import Consent, FocalArea, FocusEntry, Phase, Recording, Session
from fidelity_rater.domain.feedback import Feedback, Remark, Reply
from fidelity_rater.domain.panel import Portfolio, PortfolioChoice
from fidelity_rater.domain.people import Person, Purpose, Role
from fidelity_rater.domain.ratings.events import moment_marked
from fidelity_rater.domain.ratings.moments import Bearing, Moment
from fidelity_rater.storage.cards import TextCards
from fidelity_rater.storage.identity import Unlocked, verified
from fidelity_rater.storage.memory import MemoryLibrary
from helpers.libraries import PASSPHRASE
from helpers.packages import cheap_person, package_files

QUIET = SilentProgress()
SOUND = bytes(range(256)) * 40
NAME_TAG = b"ID3: Carol Clientname"
"""What the beginning of a file tells besides its sound."""
CLIENT, THERAPIST = "Carol Clientname", "Terry Therapistname"
FREE = "came after her brother's death"


class Keyring:
    """Identities that cost nothing: one passphrase for all."""

    def __init__(self, *unlocked: Unlocked) -> None:
        self._all = {each.person.uid: each for each in unlocked}

    def unlock(self, uid: str, passphrase: str) -> Unlocked:
        if passphrase != PASSPHRASE:
            raise WrongPassphrase("This passphrase does not open the identity.")
        return self._all[uid]

    def verify(self, person: Person, message: bytes, signature: bytes) -> bool:
        return verified(person, message, signature)


class ToldCutter:
    """Clips that say which stretch of which sound they are; what is covered is told, too."""

    def __init__(self) -> None:
        self.spans: list[Span] = []
        self.copies = True

    def cut(
        self, reader: BinaryIO, spans: Sequence[Span], *, covered: Sequence[Covered] = (), progress: Progress
    ) -> tuple[CutClip, ...]:
        begins = reader.read(8)
        made = []
        for number, (start, end) in enumerate(spans):
            progress.tell(number, len(spans))
            altered = any(c.start_ms < end and c.end_ms > start for c in covered)
            self.spans.append((start, end))
            data = f"clip {start}-{end} of {begins.hex()} {'covered' if altered else ''}".encode()
            made.append(CutClip(data, start, end, "opus", ".opus", altered))
        return tuple(made)

    def whole(
        self, reader: BinaryIO, out: BinaryIO, *, covered: Sequence[Covered], progress: Progress
    ) -> tuple[str, str]:
        out.write(b"covered whole " + str(len(covered)).encode())
        return "opus", ".opus"

    def bare(self, reader: BinaryIO, out: BinaryIO, *, progress: Progress) -> tuple[str, str] | None:
        if not self.copies:
            out.write(b"what means nothing")
            return None
        out.write(reader.read().removeprefix(NAME_TAG))
        return "opus", ".opus"


class Home:
    """One person, their library and its use cases."""

    def __init__(
        self, name: str, folder: Path, scales: ScaleShelf, *, library: Any = None, identity: Unlocked | None = None
    ) -> None:
        self.identity = identity or cheap_person(name)
        self.person, self.folder, self.scales = self.identity.person, folder, scales
        self.library: Any = library or MemoryLibrary(name)
        self.clock, self.bus, self.news = HandClock(), Bus(), list[Changed]()
        self.bus.subscribe(self.news.append)
        self.cutter, self.keyring = ToldCutter(), Keyring(self.identity)
        self.caseload = Caseload(self.library, self.bus)
        self.opening = Opening(
            self.library, person=self.person, scales=scales, clock=self.clock, bus=self.bus, app_version="test"
        )
        self.signing = Signing(self.library, identities=self.keyring, bus=self.bus)  # type: ignore[arg-type]
        self.contacts = Contacts(self.library, person=self.person, cards=TextCards(), clock=self.clock, bus=self.bus)
        self.use(package_files())

    def use(self, files: Any) -> None:
        """Send and receive with these package files."""
        shared = {"person": self.person, "identities": self.keyring, "files": files, "clock": self.clock}
        shared |= {"bus": self.bus, "scales": self.scales}
        self.sending = Sending(self.library, cutter=self.cutter, app_version="test", **shared)
        self.receiving = Receiving(self.library, cards=TextCards(), **shared)

    # The caseload

    def session(self, number: int = 6, *, therapist: str = "T01", case: str = "C1") -> Session:
        with self.library.read() as uow:
            known = uow.therapists.by_code(therapist)
        if known is None:
            known = self.caseload.add_therapist(therapist, name=THERAPIST)
            made = self.caseload.add_case(known.uid, case, name=CLIENT)
            with self.library.work() as uow:
                entry = FocusEntry(date(2026, 1, 5), (FocalArea.GRIEF,), FREE)
                told = {"presenting_problem": FREE, "suitability": {"risk": FREE}, "focus_history": (entry,)}
                uow.cases.save(replace(made, **told))
                uow.commit()
        return self.caseload.place(therapist, case, scheduled=number, held_on=date(2026, 3, 1))

    def recording(self, session: Session, *, consent: Consent = CONSENT, sound: bytes = SOUND) -> Recording:
        sealed = self.library.vault.seal(io.BytesIO(sound), size=len(sound), progress=QUIET)
        recording = Recording(
            uid=new_uid(),
            session_uid=session.uid,
            part=1,
            duration_ms=60_000,
            container="ogg",
            codec="opus",
            sample_rate=48_000,
            channels=1,
            sha256=sealed.sha256,
            size=sealed.size,
            added_at=self.clock.now(),
            consent=consent,
        )
        with self.library.work() as uow:
            uow.recordings.add(recording, sealed)
            uow.commit()
        return recording

    # Ratings and what is written

    def desk(
        self, session: Session, *, role: Role = Role.SUPERVISOR, purpose: Purpose = Purpose.FORMATIVE
    ) -> RatingDesk:
        uid = self.opening.begin(RatingChoice(session.uid, purpose, role, phase=str(Phase.MIDDLE)))
        return self.resume(uid)

    def resume(self, uid: str) -> RatingDesk:
        return RatingDesk(
            self.opening.resume(uid),
            person=self.person,
            library=self.library,
            jobs=InlineJobs(),
            clock=self.clock,
            bus=self.bus,
        )

    def sign(self, desk: RatingDesk) -> RatingHead:
        desk.take(self.signing.sign(desk, PASSPHRASE))
        return self.head(desk.rating.head.uid)

    def rated(self, session: Session, *, value: int = 3, **choice: Any) -> RatingHead:
        """A signed rating with a score and a note."""
        desk = self.desk(session, **choice)
        desk.give("CORE-01", "adherence", value)
        desk.note("CORE-01", FREE)
        return self.sign(desk)

    def head(self, uid: str) -> RatingHead:
        with self.library.read() as uow:
            found: RatingHead = uow.ratings.get(uid)
        return found

    @staticmethod
    def mark(desk: RatingDesk, recording: Recording, start: int, end: int, item: str = "CORE-01") -> str:
        """A moment of the recording, with a note on it."""
        moment = Moment(new_uid(), recording.uid, start, end, item, Bearing.FOR, FREE)
        desk.do(moment_marked(moment))
        return moment.uid

    def feedback(self, head: RatingHead, *, moments: tuple[str, ...] = ()) -> Feedback:
        """Feedback on a rating, as a draft."""
        feedback = Feedback(
            uid=new_uid(),
            rating_uid=head.uid,
            author_uid=self.person.uid,
            context="A hard session.",
            strengths=(Remark(new_uid(), "You stayed with the loss.", ("CORE-01",), moments),),
            suggestions=(Remark(new_uid(), "Name the transition.", ("CORE-01",), moments),),
        )
        self.keep(DocumentKind.FEEDBACK, feedback.uid, head.uid, feedback.as_json())
        return feedback

    def portfolio(self, *heads: RatingHead, **more: Any) -> Portfolio:
        """A portfolio of these ratings, as a draft; formative ones by the trainee's word."""
        with self.library.read() as uow:
            case = uow.cases.get(uow.sessions.get(heads[0].session_uid).case_uid)
        portfolio = Portfolio(new_uid(), case.therapist_uid, self.person.uid, tuple(each.uid for each in heads), **more)
        self.keep(DocumentKind.PORTFOLIO, portfolio.uid, portfolio.therapist_uid, portfolio.as_json())
        return portfolio

    def told(self, head: RatingHead) -> RatingHead:
        """Write down that the trainee lets a rating into a portfolio."""
        choice = PortfolioChoice(chosen=True, told_on=date(2026, 3, 1))
        self.keep(DocumentKind.PORTFOLIO_CHOICE, new_uid(), head.uid, choice.as_json())
        return head

    def keep(self, kind: DocumentKind, uid: str, about: str, body: Any) -> None:
        now = self.clock.now()
        with self.library.work() as uow:
            uow.documents.keep(Document(uid, kind, about, self.person.uid, body, now, now))
            uow.commit()

    def assign(self, session_uid: str, to: Home, **more: Any) -> AssignmentOrder:
        """An order that asks somebody to rate a session."""
        scale = self.scales.default()
        told = {"form": scale.default_form.id, "purpose": Purpose.SUMMATIVE, "phase": "middle", **more}
        asked = Assignment(new_uid(), session_uid, to.person.uid, self.person.uid, scale.sha256, **told)
        with self.library.work() as uow:
            uow.scales.keep(scale.sha256, scale.text.encode())
            uow.commit()
        self.keep(DocumentKind.ASSIGNMENT, asked.uid, session_uid, asked.as_json())
        return AssignmentOrder((asked.uid,))

    def reply(self, feedback: Feedback, **more: Any) -> Reply:
        reply = Reply(new_uid(), feedback.uid, feedback.rating_uid, self.person.uid, self.clock.now(), **more)
        self.keep(DocumentKind.REPLY, reply.uid, reply.rating_uid, reply.as_json())
        return reply

    def documents(self, kind: DocumentKind) -> tuple[Document, ...]:
        with self.library.read() as uow:
            found: tuple[Document, ...] = uow.documents.of_kind(kind)
        return found

    # Packages

    def send(self, order: Order, to: Home | str, *, name: str = "", progress: Progress = QUIET) -> Sent:
        lock = Lock(passphrase=to) if isinstance(to, str) else Lock(person=to.person)
        path = self.folder / (name or f"{new_uid()}.fidpkg")
        return self.sending.send(order, path, passphrase_of_mine=PASSPHRASE, lock=lock, progress=progress)

    def look(self, sent: Sent, **more: Any) -> Incoming:
        return self.receiving.look(sent.path, **{"my_passphrase": PASSPHRASE, "progress": QUIET, **more})

    def take(self, sent: Sent, answers: dict[str, str] | None = None, *, keep_contact: bool = False) -> Taken:
        incoming = self.look(sent)
        return self.receiving.take_in(
            incoming.package_uid, answers=answers or {}, keep_contact=keep_contact, progress=QUIET
        )
