"""A lead whose library holds a reference to calibrate by, and raters with libraries of their own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.calibration.references import BUILT_IN, TRAINING
from app.sharing.homes import FREE, Home
from fidelity_rater.app.calibration.calibrations import Calibrations
from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.consensus.consensuses import Consensuses
from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.app.sharing.models import ReferenceOrder, Sent
from fidelity_rater.domain.caseload import Consent, Recording, Session
from fidelity_rater.domain.consensus import AgreedScore, Consensus, Original
from fidelity_rater.domain.people import Purpose
from fidelity_rater.domain.ratings.events import Score
from fidelity_rater.domain.ratings.moments import Bearing, Moment
from helpers.packages import cheap_person

ITEMS = ("CORE-01", "CORE-02", "CORE-03", "CORE-06", "CORE-07", "CORE-08")
AGREED = 2
TITLE, WORDS = "A hard middle session", "we listened to it twice"


def calibrations_of(home: Home) -> Calibrations:
    return Calibrations(
        home.library,
        person=home.person,
        scales=home.scales,
        gate=BUILT_IN,
        opening=home.opening,
        clock=home.clock,
        bus=home.bus,
    )


def consensuses_of(home: Home) -> Consensuses:
    return Consensuses(
        home.library,
        person=home.person,
        scales=home.scales,
        identities=home.keyring,  # type: ignore[arg-type]
        clock=home.clock,
        bus=home.bus,
    )


def second_of(home: Home) -> Home:
    """Somebody else who rates in the same library."""
    return Home("Sec", home.folder, home.scales, library=home.library, identity=cheap_person("Secunda", initials="SE"))


class Agreed:
    """A session that two have rated and agreed on, made a reference by the lead."""

    def __init__(
        self, lead: Home, *, number: int = 6, consent: Consent = TRAINING, author: Home | None = None, own: int = 4
    ) -> None:
        self.lead = lead
        self.session: Session = lead.session(number)
        self.recording: Recording = lead.recording(self.session, consent=consent, sound=bytes([number]) * 3000)
        second = second_of(lead)
        self.heads = tuple(each.rated(self.session, value=own, purpose=Purpose.SUMMATIVE) for each in (lead, second))
        self.consensus = self._sealed(author or lead)
        self.uid = ""

    def _sealed(self, author: Home) -> Consensus:
        scale = self.lead.scales.default()
        people = (self.lead.person, cheap_person("Secunda", initials="SE").person)
        originals = tuple(
            Original(head.uid, person.uid, person.initials, head.head_hash)
            for head, person in zip(self.heads, people, strict=True)
        )
        moment = Moment(new_uid(), self.recording.uid, 5000, 9000, "CORE-01", Bearing.FOR)
        draft = Consensus(
            new_uid(),
            self.session.uid,
            author.person.uid,
            scale.sha256,
            scale.default_form.id,
            "middle",
            ("grief",),
            originals,
            tuple(AgreedScore(item, "adherence", Score(AGREED), "heard again") for item in ITEMS),
            (moment,),
            WORDS,
            self.lead.clock.now(),
        )
        made = replace(draft, signature=author.identity.sign(draft.message()))
        with self.lead.library.work() as uow:
            now = self.lead.clock.now()
            uow.people.keep(author.person)
            uow.documents.keep(
                Document(made.uid, DocumentKind.CONSENSUS, made.session_uid, made.author_uid, made.as_json(), now, now,
                         final=True)
            )  # fmt: skip
            uow.commit()
        return made

    def reference(self, title: str = TITLE) -> str:
        self.uid = calibrations_of(self.lead).make(self.consensus.uid, title=title, purpose="to see the middle phase")
        return self.uid

    def order(self) -> ReferenceOrder:
        return ReferenceOrder((self.uid or self.reference(),))

    def sent(self, to: Home) -> Sent:
        return self.lead.send(self.order(), to)


def attempt(home: Home, reference: str, *, value: int = AGREED, **by_item: int) -> str:
    """Rate blind by a reference, and sign."""
    desk = home.resume(calibrations_of(home).begin(reference))
    for item in ITEMS:
        desk.give(item, "adherence", by_item.get(item, value))
    desk.note("CORE-01", FREE)
    return home.sign(desk).uid


def told(home: Home, rating_uid: str) -> Any:
    return calibrations_of(home).result(rating_uid)
