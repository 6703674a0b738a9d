"""What the demo's raters agreed on after they had signed, each consensus signed by its author, and the references."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.demo.data import Row
from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.app.ports.identity import UnlockedIdentity
from fidelity_rater.app.ports.library import Library, RatingHead, UnitOfWork
from fidelity_rater.domain.calibration import Reference
from fidelity_rater.domain.consensus import AgreedScore, Consensus, Original
from fidelity_rater.domain.ratings.events import Score
from fidelity_rater.domain.ratings.fold import fold
from fidelity_rater.domain.ratings.moments import Moment

Told = Mapping[str, Any]
Agreed = Mapping[str, tuple[Row, ...]]


def keep_agreed(
    library: Library,
    told: Told,
    answers: Agreed,
    *,
    people: Mapping[str, UnlockedIdentity],
    session_uids: Mapping[str, str],
) -> dict[str, str]:
    """Put in each consensus whose ratings are there, and the references made of them; return their uids by name."""
    kept: dict[str, Consensus] = {}
    with library.work() as uow:
        for each in told["consensus"]:
            heads = tuple(_originals(uow, each, people, session_uids))
            if len(heads) == len(each["raters"]):
                kept[each["id"]] = _keep_consensus(uow, each, answers[each["id"]], heads, people)
        references = {
            each["id"]: _keep_reference(uow, each, kept[each["consensus"]], people[each["author"]])
            for each in told["reference"]
            if each["consensus"] in kept
        }
        uow.commit()
    return references


def _originals(
    uow: UnitOfWork, told: Told, people: Mapping[str, UnlockedIdentity], session_uids: Mapping[str, str]
) -> Iterator[RatingHead]:
    """The latest signed rating of each rater."""
    session = session_uids.get(told["session"])
    heads = uow.ratings.of_session(session) if session else ()
    for code in told["raters"]:
        mine = [h for h in heads if h.person_uid == people[code].person.uid and h.signed_at is not None]
        if mine:
            yield max(mine, key=lambda head: (head.purpose == "summative", head.created_at))


def _keep_consensus(
    uow: UnitOfWork,
    told: Told,
    answers: Iterable[Row],
    heads: tuple[RatingHead, ...],
    people: Mapping[str, UnlockedIdentity],
) -> Consensus:
    states = [fold(uow.ratings.events(head.uid)) for head in heads]
    author, first = people[told["author"]], heads[0]
    initials = {identity.person.uid: identity.person.initials for identity in people.values()}
    moments = [m for state in states for m in state.moments().values() if m.item in told["moments"]]
    consensus = Consensus(
        uid=new_uid(),
        session_uid=first.session_uid,
        author_uid=author.person.uid,
        scale_sha256=first.scale_sha256,
        form=first.form,
        phase=states[0].phase,
        focal_areas=states[0].focal_areas,
        originals=tuple(Original(h.uid, h.person_uid, initials[h.person_uid], h.head_hash) for h in heads),
        scores=tuple(AgreedScore(row["item"], row["dimension"], _score(row), row["why"]) for row in answers),
        moments=_adopted(moments),
        words=told["words"],
        agreed_at=told.get("agreed"),
    )
    if consensus.agreed_at is not None:
        consensus = replace(consensus, signature=author.sign(consensus.message()))
    at = consensus.agreed_at or told["begun"]
    body, about = consensus.as_json(), consensus.session_uid
    uow.documents.keep(
        Document(
            consensus.uid,
            DocumentKind.CONSENSUS,
            about,
            author.person.uid,
            body,
            at,
            at,
            final=consensus.signed,
        )
    )
    return consensus


def _score(row: Row) -> Score:
    return Score(int(row["value"])) if row["value"] else Score(None, row["state"], row["reason"])


def _adopted(moments: Iterable[Moment]) -> tuple[Moment, ...]:
    """A stretch that both had marked is taken over once; notes stay with their raters."""
    found: dict[tuple[object, ...], Moment] = {}
    for moment in moments:
        key = (moment.recording_uid, moment.start_ms, moment.end_ms, moment.item, moment.bearing)
        found.setdefault(key, replace(moment, note=""))
    return tuple(sorted(found.values(), key=lambda m: (m.recording_uid, m.start_ms, m.uid)))


def _keep_reference(uow: UnitOfWork, told: Told, consensus: Consensus, author: UnlockedIdentity) -> str:
    one = Reference(
        uid=new_uid(),
        consensus_uid=consensus.uid,
        session_uid=consensus.session_uid,
        title=told["title"],
        author_uid=author.person.uid,
        made_at=told["made"],
        purpose=told["purpose"],
    )
    uow.documents.keep(
        Document(
            one.uid, DocumentKind.REFERENCE, one.session_uid, one.author_uid, one.as_json(), one.made_at, one.made_at
        )
    )
    return one.uid
