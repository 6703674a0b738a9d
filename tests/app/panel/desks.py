"""People at the panel's door, each with a library in memory; and a portfolio that tells much, to be sealed."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date

from app.sharing.homes import FREE, QUIET, Home
from app.worlds import START
from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.panel.door import Panel
from fidelity_rater.app.panel.models import PanelView
from fidelity_rater.app.panel.portfolio_models import Assessed, Part
from fidelity_rater.app.panel.portfolios import Portfolios
from fidelity_rater.app.panel.voting import VoteDraft
from fidelity_rater.app.ports.documents import Attachment, DocumentKind
from fidelity_rater.app.ports.library import RatingHead
from fidelity_rater.app.recordings import Recordings
from fidelity_rater.domain.accreditation.readiness import Readiness, RequirementStanding, Standing
from fidelity_rater.domain.accreditation.records import Paper, PaperKind, ResultElsewhere, SupervisionContact
from fidelity_rater.domain.panel import AgreementNote, Verdict
from fidelity_rater.domain.people import Purpose
from helpers.libraries import PASSPHRASE

WORDS = "She reached four on grief."
SCORED = 4
PNG = b"\x89PNG\r\n\x1a\nabc"
OWN_NAME = "letter of Carol Clientname.png"


@dataclass
class Desk:
    """One person at the panel's door."""

    home: Home
    panel: Panel
    portfolios: Portfolios

    @classmethod
    def of(cls, home: Home, assessed: Assessed | None = None) -> Desk:
        shared = {"person": home.person, "clock": home.clock, "bus": home.bus, "scales": home.scales}
        recordings = Recordings(home.library, clock=home.clock, bus=home.bus)
        panel = Panel(
            home.library, identities=home.keyring, recordings=recordings, fingerprint=lambda person: "key", **shared
        )  # type: ignore[arg-type]
        return cls(home, panel, Portfolios(home.library, assessed=assessed, **shared))  # type: ignore[arg-type]

    def view(self, uid: str) -> PanelView:
        return self.panel.view(uid)

    def vote(self, uid: str, verdict: Verdict, **comments: str) -> None:
        named = [session.named for case in self.view(uid).cases for session in case.sessions]
        draft = VoteDraft(verdict, dict(zip(named, comments.values(), strict=False)), "On the whole, heard enough.")
        self.panel.voting.cast(uid, draft, PASSPHRASE)


def readiness_of(therapist_uid: str, rules_id: str) -> Readiness:
    asked = RequirementStanding("cases", "Cases", "Four cases", "Body, 2025", Standing.NOT_MET, ("2 of 4 cases",))
    return Readiness(therapist_uid, rules_id, "Rules", "A body", "0" * 64, "2025", "Check with it.", START, (asked,))


ASSESSED = Assessed(
    rules=lambda: (("rules", "Rules"),),
    readiness=readiness_of,
    agreement=lambda uids: (AgreementNote("Quality", "ICC(2,1)", "0.71 [0.40, 0.88]", 12, 2),),
)


def rated(home: Home, number: int, *, purpose: Purpose = Purpose.SUMMATIVE) -> RatingHead:
    session = home.session(number)
    recording = home.recording(session, sound=bytes([number]) * 4000)
    desk = home.desk(session, purpose=purpose)
    desk.give("CORE-01", "adherence", SCORED)
    desk.give("CORE-02", "adherence", 1)
    desk.note("CORE-01", FREE)
    home.mark(desk, recording, 5000, 8000)
    return home.sign(desk)


def laid(author: Desk) -> tuple[str, list[RatingHead]]:
    """A portfolio of two summative ratings and a formative one, with everything that may tell how it is judged."""
    heads = [rated(author.home, 3), rated(author.home, 9), rated(author.home, 12, purpose=Purpose.FORMATIVE)]
    with author.home.library.read() as uow:
        therapist = uow.therapists.by_code("T01").uid
    contact = SupervisionContact("6c0d3f0e-5d0b-4f5c-9a40-0d6f3f8f7d99", therapist, date(2026, 1, 8), 50, note=FREE)
    author.home.keep(DocumentKind.SUPERVISION, contact.uid, therapist, contact.as_json())
    uid = author.portfolios.begin(therapist)
    author.portfolios.told(uid, heads[2].uid, chosen=True, on=date(2026, 3, 1))
    author.portfolios.choose_rules(uid, "rules", True)
    author.portfolios.choose_part(uid, Part.AGREEMENT, True)
    author.portfolios.write(uid, WORDS)
    return uid, heads


def scanned(desk: Desk, data: bytes = PNG) -> tuple[str, list[str]]:
    """A therapist with a rating, a paper with two scans and a result elsewhere with one."""
    rated(desk.home, 3)
    with desk.home.library.read() as uow:
        therapist = uow.therapists.by_code("T01").uid
    paper = Paper(new_uid(), therapist, PaperKind.LETTER, "A letter", date(2026, 1, 2))
    result = ResultElsewhere(new_uid(), therapist, "A body", "A form", "3.9", date(2026, 1, 3))
    desk.home.keep(DocumentKind.PAPER, paper.uid, therapist, paper.as_json())
    desk.home.keep(DocumentKind.ELSEWHERE, result.uid, therapist, result.as_json())
    return therapist, [hung(desk, paper.uid, data), hung(desk, paper.uid, data), hung(desk, result.uid, data)]


def hung(desk: Desk, record_uid: str, data: bytes = PNG) -> str:
    sealed = desk.home.library.vault.seal(io.BytesIO(data), size=len(data), progress=QUIET)
    scan = Attachment(new_uid(), record_uid, OWN_NAME, "image/png", len(data), desk.home.clock.now())
    with desk.home.library.work() as uow:
        uow.attachments.add(scan, sealed)
        uow.commit()
    return scan.uid
