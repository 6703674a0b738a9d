"""Draw at random, keep every draw, and draw again from what was written down."""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Iterable, Mapping
from datetime import date

from fidelity_rater.app.assigning.facts import facts_of
from fidelity_rater.app.assigning.frame import Frame, frame_of
from fidelity_rater.app.assigning.models import (
    CaseChoice,
    ChosenLine,
    DrawTold,
    DrawWish,
    FrameLook,
    Repetition,
    StratumTold,
)
from fidelity_rater.app.assigning.places import Places, case_label, left_out_words, rule_words, stratum_words
from fidelity_rater.app.bus import Bus
from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.app.ports.library import Library, UnitOfWork
from fidelity_rater.app.ports.wall_clock import WallClock
from fidelity_rater.domain.drawing import (
    LONGEST_SEED,
    SEED_BITS,
    SHORTEST_SEED,
    Draw,
    LeftOut,
    Within,
    clean_seed,
    drawn,
    repeat,
)
from fidelity_rater.domain.people import Person
from fidelity_rater.i18n import tr, tr_n

log = logging.getLogger(__name__)


class Drawing:
    """Draws. Reading a large library for a frame takes a moment: in a job."""

    def __init__(self, library: Library, *, person: Person, clock: WallClock, bus: Bus) -> None:
        self._library, self._person, self._clock, self._bus = library, person, clock, bus

    @staticmethod
    def fresh_seed() -> str:
        """A seed from the operating system's source of randomness, to be shown before it is used."""
        return secrets.token_hex(SEED_BITS // 8)

    def cases(self) -> tuple[CaseChoice, ...]:
        """What may be drawn from, by code."""
        with self._library.read() as uow:
            therapists = {each.uid: each for each in uow.therapists.all() if not each.archived}
            return tuple(
                CaseChoice(case.uid, case_label(therapist.code, case.code), len(uow.sessions.of_case(case.uid)))
                for therapist in sorted(therapists.values(), key=lambda each: each.code)
                for case in uow.cases.of_therapist(therapist.uid)
                if not case.archived
            )

    def look(self, wish: DrawWish) -> FrameLook:
        """What could be drawn now; nothing is drawn."""
        with self._library.read() as uow:
            frame = frame_of(uow, wish, today=self._today())
            numbers = self._numbers(uow)
            again = tuple(str(numbers[uid]) for uid in _earlier(uow, frame))
        return FrameLook(len(frame.candidates), _left_out(frame.left_out), _strata(frame, wish), again)

    def candidates(self, wish: DrawWish) -> tuple[ChosenLine, ...]:
        """What could be drawn, and so what may be chosen by hand, case by case."""
        with self._library.read() as uow:
            frame = frame_of(uow, wish, today=self._today())
            places = Places(uow)
            lines = [
                ChosenLine(each.uid, places.of(each.uid), stratum_words(each.stratum, frame.codes))
                for each in frame.candidates
            ]
        return _in_order(lines)

    def draw(self, wish: DrawWish, *, seed: str, typed: bool, reason: str = "") -> str:
        """Draw, keep the draw, then return its uid. Raises ``UserFacingError``.

        ``reason`` must be given where some of the same sessions could have been drawn before.
        """
        seed = _checked_seed(seed)
        if wish.quota < 1:
            raise UserFacingError(tr("At least one recording must be drawn."))
        with self._library.work() as uow:
            frame = frame_of(uow, wish, today=self._today())
            if not frame.candidates:
                raise UserFacingError(
                    tr("There is nothing to draw from."),
                    tr("See what was left out, and why; consent is the usual reason."),
                )
            earlier = _earlier(uow, frame)
            if earlier and not reason.strip():
                raise UserFacingError(
                    tr("Some of these sessions could have been drawn before."), tr("Say why it is drawn again.")
                )
            made = self._made(wish, frame, seed=seed, typed=typed, earlier=earlier, reason=reason.strip())
            uow.documents.keep(_document(made))
            uow.commit()
        log.info("drew %d of %d sessions", len(made.chosen), len(made.frame))
        self._bus.publish(Changed.ASSIGNMENTS)
        return made.uid

    def _made(
        self, wish: DrawWish, frame: Frame, *, seed: str, typed: bool, earlier: tuple[str, ...], reason: str
    ) -> Draw:
        candidates = tuple(frame.candidates)
        return Draw(
            uid=new_uid(),
            author_uid=self._person.uid,
            drawn_at=self._clock.now(),
            purpose=wish.purpose,
            role=wish.role,
            within=wish.within,
            strata=wish.strata,
            quota=wish.quota,
            seed=seed,
            typed=typed,
            frame=candidates,
            chosen=drawn(candidates, seed=seed, quota=wish.quota),
            left_out=dict(frame.left_out),
            strata_asked=tuple(sorted(frame.asked)),
            earlier=earlier,
            reason=reason if earlier else "",
        )

    # What was drawn

    def draws(self) -> tuple[DrawTold, ...]:
        """Every draw, the latest first."""
        with self._library.read() as uow:
            numbers = self._numbers(uow)
            return tuple(self._told(uow, kept_draw(uow, uid), numbers) for uid in reversed(numbers))

    def told(self, uid: str) -> DrawTold:
        with self._library.read() as uow:
            return self._told(uow, kept_draw(uow, uid), self._numbers(uow))

    def repeat(self, uid: str) -> Repetition:
        """Draw again from the frame, the seed and the quota that were written down."""
        with self._library.read() as uow:
            draw = kept_draw(uow, uid)
            try:
                found = repeat(draw)
            except ValueError:
                return Repetition(False, tr("A later version of the app made this draw; this one cannot repeat it."))
            places = Places(uow)
            missing, extra = tuple(map(places.known, found.missing)), tuple(map(places.known, found.extra))
        if found.same:
            n = len(found.chosen)
            return Repetition(True, tr_n("Repeated: the same recording.", "Repeated: the same {n} recordings.", n))
        return Repetition(False, _difference(missing, extra), missing, extra)

    def facts(self, uid: str) -> str:
        """Everything that it takes to repeat a draw elsewhere, as text: for the minutes."""
        with self._library.read() as uow:
            draw = kept_draw(uow, uid)
            told = self._told(uow, draw, self._numbers(uow))
        return facts_of(draw, told)

    def _numbers(self, uow: UnitOfWork) -> dict[str, int]:
        """How the draws are called, oldest first."""
        return {each.uid: n for n, each in enumerate(uow.documents.of_kind(DocumentKind.DRAW), start=1)}

    def _told(self, uow: UnitOfWork, draw: Draw, numbers: dict[str, int]) -> DrawTold:
        places, raters = Places(uow), _raters(uow, draw)
        codes = _codes(uow, draw, places)
        stratum_of = {candidate.uid: candidate.stratum for candidate in draw.frame}
        people = {person.uid: person for person in (*uow.people.all(), self._person)}
        author = people.get(draw.author_uid)
        return DrawTold(
            uid=draw.uid,
            number=numbers[draw.uid],
            drawn_at=draw.drawn_at,
            by=author.name if author else "",
            rule=rule_words(within=draw.within, strata=draw.strata, quota=draw.quota),
            seed=draw.seed,
            typed=draw.typed,
            candidates=len(draw.frame),
            left_out=_left_out(draw.left_out),
            strata=tuple(
                StratumTold(stratum_words(each.stratum, codes), each.there, each.wanted, each.drawn)
                for each in draw.filled
            ),
            chosen=_in_order(
                ChosenLine(
                    each,
                    places.known(each),
                    stratum_words(stratum_of.get(each, ()), codes),
                    tuple(people[uid].initials for uid in raters.get(each, ()) if uid in people),
                )
                for each in draw.chosen
            ),
            purpose=draw.purpose,
            role=draw.role,
            earlier=tuple(numbers[each] for each in draw.earlier if each in numbers),
            reason=draw.reason,
        )

    def _today(self) -> date:
        return self._clock.now().astimezone().date()


def kept_draw(uow: UnitOfWork, uid: str) -> Draw:
    """Raises ``UserFacingError`` where it is not here."""
    document = uow.documents.get(uid)
    if document is None or document.kind is not DocumentKind.DRAW:
        raise UserFacingError(tr("This draw is not in this library."))
    return Draw.from_json(document.body)


def _document(draw: Draw) -> Document:
    """Final from the first: a draw is never changed."""
    return Document(
        draw.uid,
        DocumentKind.DRAW,
        draw.uid,
        draw.author_uid,
        draw.as_json(),
        draw.drawn_at,
        draw.drawn_at,
        final=True,
    )


def _checked_seed(text: str) -> str:
    try:
        return clean_seed(text)
    except ValueError:
        raise UserFacingError(
            tr("The seed needs between {least} and {most} characters.", least=SHORTEST_SEED, most=LONGEST_SEED),
            tr("Throw dice, or agree on a sentence; or take the one that the computer has drawn."),
        ) from None


def _earlier(uow: UnitOfWork, frame: Frame) -> tuple[str, ...]:
    """Draws in which some of the same sessions stood, oldest first."""
    mine = {candidate.uid for candidate in frame.candidates}
    documents = uow.documents.of_kind(DocumentKind.DRAW)
    return tuple(each.uid for each in documents if any(line[0] in mine for line in each.body["frame"]))


def _left_out(counts: Mapping[LeftOut, int]) -> tuple[tuple[str, int], ...]:
    return tuple((left_out_words(why), counts[why]) for why in LeftOut if counts.get(why))


def _strata(frame: Frame, wish: DrawWish) -> tuple[StratumTold, ...]:
    there: dict[tuple[str, ...], int] = dict.fromkeys(sorted(frame.asked), 0)
    for candidate in frame.candidates:
        there[candidate.stratum] += 1
    told = ((stratum_words(stratum, frame.codes), n) for stratum, n in there.items())
    return tuple(StratumTold(words, n, wish.quota) for words, n in told)


def _codes(uow: UnitOfWork, draw: Draw, places: Places) -> dict[str, str]:
    if draw.within is Within.ALL:
        return {}
    heads = {stratum[0] for stratum in (*draw.strata_asked, *(each.stratum for each in draw.frame)) if stratum}
    codes = {}
    for uid in heads:
        try:
            codes[uid] = uow.therapists.get(uid).code if draw.within is Within.THERAPIST else places.case(uid)
        except KeyError:
            codes[uid] = uid[:8]
    return codes


def _in_order(lines: Iterable[ChosenLine]) -> tuple[ChosenLine, ...]:
    """By place, session 10 after session 9."""

    def key(line: ChosenLine) -> list[tuple[int, str]]:
        return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d+)", line.place)]

    return tuple(sorted(lines, key=key))


def _raters(uow: UnitOfWork, draw: Draw) -> dict[str, list[str]]:
    """Whom the sessions of a draw were assigned to, by session."""
    found: dict[str, list[str]] = {}
    for document in uow.documents.about_any(draw.chosen, DocumentKind.ASSIGNMENT):
        if document.body.get("draw") == draw.uid:
            found.setdefault(document.about, []).append(str(document.body["rater"]))
    return found


def _difference(missing: tuple[str, ...], extra: tuple[str, ...]) -> str:
    parts = []
    if missing:
        parts.append(tr("should have been drawn, and was not: {places}", places=", ".join(missing)))
    if extra:
        parts.append(tr("was not drawn by this seed: {places}", places=", ".join(extra)))
    return tr("Repeated, it differs: {how}.", how="; ".join(parts))
