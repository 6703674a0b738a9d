"""Assign sessions to raters, withdraw what was not sent, and know what is due."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from fidelity_rater.app import labels
from fidelity_rater.app.assigning.balance import ToSpread, spread
from fidelity_rater.app.assigning.drawing import kept_draw
from fidelity_rater.app.assigning.due import board_of, due_of, made_here, orders_of
from fidelity_rater.app.assigning.models import (
    AssignWish,
    Board,
    DueLine,
    FormChoice,
    Proposal,
    ProposedLine,
    RaterChoice,
)
from fidelity_rater.app.assigning.places import Places
from fidelity_rater.app.bus import Bus
from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.errors import NotAllowed, UserFacingError
from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.app.ports.library import Library, RatingHead, UnitOfWork
from fidelity_rater.app.ports.wall_clock import WallClock
from fidelity_rater.app.rating.assigned import answering, assignment_of, kept_assignment, label, reasons, told_blindness
from fidelity_rater.app.rating.questions import form_chosen, forms_offered
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.app.sharing.models import AssignmentOrder, RatingsOrder
from fidelity_rater.domain.assigning import Assignment
from fidelity_rater.domain.course import phase_of
from fidelity_rater.domain.drawing import Stratum
from fidelity_rater.domain.people import Person
from fidelity_rater.domain.ratings.blindness import Blindness
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.scales.model import Scale

log = logging.getLogger(__name__)

MOST_RATERS = 3
"""Of one recording at once: more can be assigned afterwards."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """One session with what decides the items shown."""

    session_uid: str
    phase: str
    focal_areas: tuple[str, ...]
    stratum: Stratum
    barred: Mapping[str, str]
    """Why, by the uid of each rater who must not have it."""


class Assigning:
    """Assignments of this library, made here or come from elsewhere. Reading them all is work for a job."""

    def __init__(self, library: Library, *, person: Person, scales: ScaleShelf, clock: WallClock, bus: Bus) -> None:
        self._library, self._person, self._scales = library, person, scales
        self._clock, self._bus = clock, bus
        self._sealed: dict[str, Blindness] = {}

    # Before

    def raters(self) -> tuple[RaterChoice, ...]:
        """Oneself first, then everybody whose card is here, by name."""
        me = self._person
        with self._library.read() as uow:
            contacts = uow.contacts.all()
        mine = RaterChoice(me.uid, me.name, me.initials, me=True)
        others = (
            RaterChoice(each.person.uid, each.person.name, each.person.initials, compared=each.compared_at is not None)
            for each in contacts
            if each.person.uid != me.uid
        )
        return (mine, *others)

    def forms(self) -> tuple[FormChoice, ...]:
        """The default scale's forms first."""
        return tuple(FormChoice(each.id, each.label) for each in forms_offered(self._scales))

    def propose(self, wish: AssignWish) -> Proposal:
        """Who would get what; nothing is kept. Raises ``UserFacingError`` where the wish contradicts itself."""
        scale, _ = self._form(wish)
        with self._library.read() as uow:
            asked = self._asked(uow, wish, scale)
            made = self._spread(uow, wish, asked)
            people, places = {person.uid: person for person in self._people(uow, wish)}, Places(uow)
            lines = tuple(
                ProposedLine(
                    session_uid=each.session_uid,
                    place=places.of(each.session_uid),
                    phase=labels.phase(each.phase),
                    focus=labels.focal_areas(each.focal_areas),
                    raters=tuple(people[uid].name for uid in made[each.session_uid]),
                    lacking=max(0, wish.per_session - len(made[each.session_uid])),
                    why=" ".join(f"{people[uid].name}: {why}" for uid, why in each.barred.items()),
                )
                for each in asked
            )
        counts = Counter(uid for raters in made.values() for uid in raters)
        return Proposal(lines, {uid: counts[uid] for uid in wish.rater_uids})

    def assign(self, wish: AssignWish) -> tuple[str, ...]:
        """Keep the assignments that were proposed; return their uids. Raises ``UserFacingError``."""
        scale, form = self._form(wish)
        now = self._clock.now()
        with self._library.work() as uow:
            asked = self._asked(uow, wish, scale)
            made = self._spread(uow, wish, asked)
            uow.people.keep(self._person)
            uow.scales.keep(scale.sha256, scale.text.encode())
            kept = [
                self._assignment(wish, each, rater, scale_sha256=scale.sha256, form=form)
                for each in asked
                for rater in made[each.session_uid]
            ]
            if not kept:
                raise UserFacingError(tr("Nobody of these raters can have any of these sessions."))
            for one in kept:
                uow.documents.keep(
                    Document(one.uid, DocumentKind.ASSIGNMENT, one.session_uid, one.author_uid, one.as_json(), now, now)
                )
            uow.commit()
        log.info("made %d assignments", len(kept))
        self._bus.publish(Changed.ASSIGNMENTS)
        return tuple(one.uid for one in kept)

    def _assignment(self, wish: AssignWish, each: _Asked, rater: str, *, scale_sha256: str, form: str) -> Assignment:
        return Assignment(
            uid=new_uid(),
            session_uid=each.session_uid,
            rater_uid=rater,
            author_uid=self._person.uid,
            scale_sha256=scale_sha256,
            form=form,
            purpose=wish.purpose,
            phase=each.phase,
            focal_areas=each.focal_areas,
            due=wish.due,
            draw_uid=wish.draw_uid,
            words=wish.words.strip(),
            reason="" if wish.draw_uid else wish.reason.strip(),
            role=wish.role,
        )

    def withdraw(self, uid: str) -> None:
        """Take back an assignment that was neither sent nor begun. Raises ``NotAllowed``."""
        with self._library.work() as uow:
            asked, document = kept_assignment(uow, uid)
            if document.final or document.author_uid != self._person.uid:
                raise NotAllowed(
                    tr("This assignment has been sent and cannot be withdrawn here."), tr("Tell its rater yourself.")
                )
            if answering(uow, asked):
                raise NotAllowed(tr("This assignment is being rated already."))
            uow.documents.remove(uid)
            uow.commit()
        self._bus.publish(Changed.ASSIGNMENTS)

    # After

    def board(self) -> Board:
        """Everything that was assigned here, and how far it has come."""
        with self._library.read() as uow:
            return board_of(uow, self._person, scales=self._scales, library=self._library, today=self._today())

    def due(self) -> tuple[DueLine, ...]:
        """What oneself is to rate: what is not done first, by its day; then what is done, the latest first."""
        with self._library.read() as uow:
            return due_of(uow, self._person, today=self._today())

    def to_send(self, rater_uid: str) -> AssignmentOrder:
        """What was assigned to a rater and not sent yet; without any, what was sent, to be sent again."""
        with self._library.read() as uow:
            mine = [each for each in made_here(uow, self._person.uid) if each.body["rater"] == rater_uid]
        unsent = tuple(each.uid for each in mine if not each.final)
        return AssignmentOrder(unsent or tuple(each.uid for each in mine))

    def to_return(self, asker_uid: str) -> RatingsOrder:
        """One's signed ratings that somebody asked for and has not got; without any, all that they asked for."""
        return RatingsOrder(orders_of(self.due(), asker_uid))

    def blindness(self, rating_uids: Iterable[str]) -> dict[str, tuple[str, tuple[str, ...]]]:
        """Label and reasons of those of these ratings that say whether they were made blind."""
        with self._library.read() as uow:
            found = {uid: self._told(uow, uow.ratings.get(uid)) for uid in rating_uids if uow.ratings.has(uid)}
        return {uid: (label(told), reasons(told)) for uid, told in found.items() if told is not None}

    def _told(self, uow: UnitOfWork, head: RatingHead) -> Blindness | None:
        """What a rating says; of a signed one it is read once, for it never says anything else."""
        if head.uid not in self._sealed:
            told = told_blindness(uow, head)
            if head.signed_at is None or told is None:
                return told
            self._sealed[head.uid] = told
        return self._sealed[head.uid]

    # What is checked

    def _form(self, wish: AssignWish) -> tuple[Scale, str]:
        if not wish.session_uids:
            raise UserFacingError(tr("No session is chosen."))
        if not wish.rater_uids:
            raise UserFacingError(tr("No rater is chosen."))
        if not 1 <= wish.per_session <= MOST_RATERS:
            raise UserFacingError(tr("A recording goes to one, two or three raters at once."))
        if not wish.draw_uid and not wish.reason.strip():
            raise UserFacingError(
                tr("What is chosen by hand needs a reason."), tr("Say why it was not drawn at random.")
            )
        name, form = form_chosen(wish.form)
        scale = self._scales.named(name)
        return scale, scale.form(form).id

    def _asked(self, uow: UnitOfWork, wish: AssignWish, scale: Scale) -> tuple[_Asked, ...]:
        strata: Mapping[str, Stratum] = {}
        if wish.draw_uid:
            draw = kept_draw(uow, wish.draw_uid)
            if set(wish.session_uids) - set(draw.chosen):
                raise UserFacingError(
                    tr("Only what was drawn can be assigned from a draw."), tr("Choose others by hand, with a reason.")
                )
            strata = {candidate.uid: candidate.stratum for candidate in draw.frame}
        return tuple(
            self._one(uow, uid, wish, scale=scale, stratum=strata.get(uid, ()))
            for uid in dict.fromkeys(wish.session_uids)
        )

    def _one(self, uow: UnitOfWork, uid: str, wish: AssignWish, *, scale: Scale, stratum: Stratum) -> _Asked:
        session = uow.sessions.get(uid)
        case = uow.cases.get(session.case_uid)
        therapist = uow.therapists.person_of(case.therapist_uid)
        heads = uow.ratings.of_session(uid)
        found = [assignment_of(each) for each in uow.documents.about(uid, DocumentKind.ASSIGNMENT)]
        same = (scale.sha256, wish.purpose)
        given = {each.rater_uid for each in found if (each.scale_sha256, each.purpose) == same}
        rated = {head.person_uid for head in heads if (head.scale_sha256, head.purpose) == same}
        barred: dict[str, str] = {}
        for rater in wish.rater_uids:
            if rater == therapist:
                barred[rater] = tr("it is their own work.")
            elif rater in given:
                barred[rater] = tr("it is assigned to them already.")
            elif rater in rated:
                barred[rater] = tr("they have rated it already.")
        areas = case.focus_on(session.held_on or self._today())
        phase, areas_told = str(phase_of(session, case)), tuple(str(area) for area in areas)
        return _Asked(uid, phase, areas_told, stratum or (phase,), barred)

    def _spread(self, uow: UnitOfWork, wish: AssignWish, asked: tuple[_Asked, ...]) -> dict[str, tuple[str, ...]]:
        busy = Counter(str(each.body["rater"]) for each in made_here(uow, self._person.uid))
        sessions = [ToSpread(each.session_uid, each.stratum, frozenset(each.barred)) for each in asked]
        return spread(sessions, wish.rater_uids, each=wish.per_session, busy=busy)

    def _people(self, uow: UnitOfWork, wish: AssignWish) -> tuple[Person, ...]:
        known = {contact.person.uid: contact.person for contact in uow.contacts.all()} | {
            self._person.uid: self._person
        }
        strangers = [uid for uid in wish.rater_uids if uid not in known]
        if strangers:
            n = len(strangers)
            raise UserFacingError(
                tr_n("The card of a rater is not here.", "The cards of {n} raters are not here.", n),
                tr("Bring it in under Contacts first."),
            )
        return tuple(known[uid] for uid in wish.rater_uids)

    def _today(self) -> date:
        return self._clock.now().astimezone().date()
