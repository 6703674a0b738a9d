"""A second history of a rating that was kept aside: what differs, for a person to look at, and taking it away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fidelity_rater.app.bus import Bus
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.feedback.aims import score_words
from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.app.ports.library import Library, RatingHead, UnitOfWork
from fidelity_rater.app.rating.local_sound import as_heard_here, events_here
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.app.sharing.lines import read_event, read_rating
from fidelity_rater.app.sharing.reading import Fields
from fidelity_rater.app.spoken_time import day_and_time
from fidelity_rater.domain.ratings.events import RatingEvent, Score
from fidelity_rater.domain.ratings.fold import RatingState, fold
from fidelity_rater.domain.ratings.sheet import is_harm_flag
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.scales.model import Dimension, Scale


@dataclass(frozen=True, slots=True)
class ScoreBeside:
    """An item that the two histories score otherwise, and how, in words; ``item`` is where to go."""

    item: str
    label: str
    here: str
    there: str


@dataclass(frozen=True, slots=True)
class SecondHistory:
    """One that is kept aside. ``title`` says what it is, ``facts`` and ``others`` are sentences about it."""

    uid: str
    title: str
    facts: tuple[str, ...]
    scores: tuple[ScoreBeside, ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Record:
    head: RatingHead
    events: tuple[RatingEvent, ...]
    state: RatingState


class Forks:
    """Shows second histories. Nothing is ever joined: which of two counts is for their rater to settle."""

    def __init__(self, library: Library, *, scales: ScaleShelf, bus: Bus) -> None:
        self._library, self._scales, self._bus = library, scales, bus

    def beside(self, rating_uid: str) -> tuple[SecondHistory, ...]:
        """Those kept aside for this rating, oldest first; it folds records, so in a job."""
        with self._library.read() as uow:
            documents = uow.documents.about(rating_uid, DocumentKind.FORK)
            if not documents:
                return ()
            head, events = uow.ratings.get(rating_uid), events_here(uow, rating_uid)
            here = _Record(head, events, fold(events))
            found = [(document, _kept(uow, document, head.session_uid)) for document in documents]
            told = [(document, there, _came(uow, document)) for document, there in found]
        scale = self._scales.kept_in(self._library, head.scale_sha256)
        return tuple(_shown(document, here, there, came=came, scale=scale) for document, there, came in told)

    def counts(self) -> Mapping[str, int]:
        """How many are kept aside, by rating."""
        with self._library.read() as uow:
            return Counter(document.about for document in uow.documents.of_kind(DocumentKind.FORK))

    def remove(self, uid: str) -> Document | None:
        """Take one away; the rating beside which it was kept stays as it is. Return what brings it back."""
        with self._library.work() as uow:
            found = uow.documents.get(uid)
            if found is None or found.kind is not DocumentKind.FORK:
                return None
            uow.documents.remove(uid)
            uow.commit()
        self._bus.publish(Changed.FEEDBACK | Changed.RATINGS)
        return found

    def put_back(self, document: Document) -> None:
        with self._library.work() as uow:
            uow.documents.keep(document)
            uow.commit()
        self._bus.publish(Changed.FEEDBACK | Changed.RATINGS)


def _kept(uow: UnitOfWork, document: Document, session_uid: str) -> _Record:
    head = read_rating(Fields(document.body["head"], DocumentKind.FORK))
    lines = (Fields(line, DocumentKind.FORK) for line in document.body["events"])
    events = as_heard_here(uow, session_uid, [read_event(line) for line in lines])
    return _Record(head, events, fold(events))


def _came(uow: UnitOfWork, document: Document) -> tuple[str, str]:
    """When it came, and the initials of whoever sent it; empty where that is the rater."""
    note = uow.packages.get(document.package_uid) if document.package_uid else None
    day = day_and_time(note.at if note is not None else document.created_at)
    if note is None or note.other_uid in ("", document.author_uid):
        return day, ""
    return day, uow.people.get(note.other_uid).initials


def _shown(document: Document, here: _Record, there: _Record, *, came: tuple[str, str], scale: Scale) -> SecondHistory:
    day, sender = came
    title = (
        tr("A second history of this rating came on {date} and is kept aside.", date=day)
        if there.head.uid == here.head.uid
        else tr("Another rating in the place of this one came on {date} and is kept aside.", date=day)
    )
    scores = tuple(_scores(here.state, there.state, scale))
    others = tuple(_others(here.state, there.state, scale, alike=not scores))
    return SecondHistory(document.uid, title, tuple(_facts(here, there, sender=sender)), scores, others)


def _facts(here: _Record, there: _Record, *, sender: str) -> Iterator[str]:
    if sender:
        yield tr("It came in a package from {who}.", who=sender)
    if there.head.signed_at is not None:
        yield tr("It was signed on {date}, and the signature is the rater's.", date=day_and_time(there.head.signed_at))
    else:
        yield tr("It is a draft: nobody has signed it.")
    if here.head.signed_at is None and there.head.signed_at is not None:
        yield tr("The one that is here is a draft.")
    shared = sum(one.hash == other.hash for one, other in zip(here.events, there.events, strict=False))
    lengths = {"there": len(there.events), "here": len(here.events)}
    if shared:
        yield tr("{there} entries, against {here} here; they part after entry {n}.", n=shared, **lengths)
    else:
        yield tr("{there} entries, against {here} here.", **lengths)


def _scores(here: RatingState, there: RatingState, scale: Scale) -> Iterator[ScoreBeside]:
    """Where they differ, in the scale's order."""
    ours, theirs = here.scores(), there.scores()
    for item in scale.items:
        told: list[tuple[str, str]] = []
        for dimension in scale.dimensions:
            found = [scores.get((item.id, dimension.id)) for scores in (ours, theirs)]
            a, b = (standing.score if standing else None for standing in found)
            if a != b:
                flag = is_harm_flag(item, dimension)
                told.append((_words(scale, dimension, a, flag=flag), _words(scale, dimension, b, flag=flag)))
        if told:
            here_words, there_words = ("; ".join(words) for words in zip(*told, strict=True))
            yield ScoreBeside(item.id, item.label, here_words, there_words)


def _words(scale: Scale, dimension: Dimension, score: Score | None, *, flag: bool) -> str:
    if score is None:
        return tr("{dimension}: nothing", dimension=dimension.name)
    if score.value is None:
        return scale.state(str(score.state)).label
    return tr("{dimension} raised", dimension=dimension.name) if flag else score_words(dimension, score.value)


def _others(here: RatingState, there: RatingState, scale: Scale, *, alike: bool) -> Iterator[str]:
    """What differs besides the scores; and where nothing does, that."""
    told = False
    ours, theirs = dict(here.notes()), dict(there.notes())
    noted = [item for item in {**ours, **theirs} if ours.get(item) != theirs.get(item)]
    if noted:
        told = True
        named = (scale.item(i).label if i and scale.has_item(i) else tr("the session") for i in noted)
        yield tr("The notes differ: {items}.", items=", ".join(named))
    marked, theirs_marked = set(here.moments().values()), set(there.moments().values())
    if marked != theirs_marked:
        told = True
        only = len(theirs_marked - marked), len(marked - theirs_marked)
        yield tr("Moments that only the other has: {there}; only this one: {here}.", there=only[0], here=only[1])
    if (here.phase, here.focal_areas) != (there.phase, there.focal_areas):
        told = True
        yield tr("The phase or the focal areas on the cover sheet differ.")
    if alike:
        same = tr("What stands in both is the same; how it came about is not.")
        yield tr("All scores are the same.") if told else same


def kept_aside(n: int) -> str:
    """The line beside a rating in a list."""
    return tr_n("a second history is kept aside", "{n} other histories are kept aside", n)
