"""Which sessions several people have rated alike, and how far they have come in agreeing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from fidelity_rater.app import labels
from fidelity_rater.app.consensus.models import SharedSession, Stage
from fidelity_rater.app.consensus.originals import hidden_as_reference
from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.app.ports.library import Library, UnitOfWork
from fidelity_rater.app.ports.queries import SharedRow
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.domain.consensus import Consensus
from fidelity_rater.domain.people import Person
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.scales.model import Scale


@dataclass(frozen=True, slots=True)
class Kept:
    """A consensus with its document."""

    document: Document
    consensus: Consensus


def kept_all(uow: UnitOfWork) -> tuple[Kept, ...]:
    """Every consensus of the library, drafts too, oldest first."""
    return tuple(Kept(each, Consensus.from_json(each.body)) for each in uow.documents.of_kind(DocumentKind.CONSENSUS))


MOST_LISTED: Final = 100
"""More of a kind are not read through; a service that rates everything twice has thousands."""


def shared_sessions(library: Library, *, person: Person, scales: ScaleShelf) -> tuple[SharedSession, ...]:
    """Those to agree on, by code; then what is done, the latest first; at most :data:`MOST_LISTED` of either."""
    with library.read() as uow:
        kept = kept_all(uow)
        hidden = {one.consensus.uid: hidden_as_reference(uow, one.consensus, person) for one in kept}
        touched = {uow.aliases.local(one.consensus.session_uid) for one in kept}
    with library.queries() as queries:
        waiting = queries.rated_alike(most=MOST_LISTED, but_for=touched)
        rows, drafts = queries.shared(sessions={*waiting, *touched}), queries.unfinished(person.uid)
    # A correction is begun by somebody whose signed rating stands: nothing is to be hidden from them any more.
    rating_now = {row.session_uid for row in drafts if row.supersedes_uid is None}
    standing_on = _by_rating(kept)
    groups = [_Group(tuple(group), *_stage(group, standing_on, person)) for group in _grouped(rows)]
    left = [one for one in groups if one.stage is not Stage.DONE][:MOST_LISTED]
    done = [one for one in groups if one.stage is Stage.DONE]
    done = sorted(done, key=lambda one: one.signed_at, reverse=True)[:MOST_LISTED]
    found = [
        _shared(one, hidden=one.rows[0].rating.session_uid in rating_now, scale=scale)
        for one in (*left, *done)
        for scale in (scales.kept_in(library, one.rows[0].rating.scale_sha256),)
    ]
    # Nothing leads to one that came with a reference before it may be seen: not even that it is there.
    shown = (one for one in kept if not hidden[one.consensus.uid])
    found += [_from_elsewhere(one, library, scales) for one in _elsewhere(rows, shown)]
    return tuple(replace(one, refusal=one.refusal or hidden.get(one.consensus_uid, "")) for one in found)


@dataclass(frozen=True, slots=True)
class _Group:
    """Ratings that a consensus can stand on, and the consensus that there is."""

    rows: tuple[SharedRow, ...]
    stage: Stage
    kept: Kept | None

    @property
    def signed_at(self) -> str:
        return self.kept.consensus.agreed_at.isoformat() if self.kept and self.kept.consensus.agreed_at else ""


def _by_rating(kept: Iterable[Kept]) -> dict[str, list[Kept]]:
    found: dict[str, list[Kept]] = {}
    for one in kept:
        for uid in _stands_on(one):
            found.setdefault(uid, []).append(one)
    return found


def kind_words(scale: Scale, form: str, purpose: str = "") -> str:
    named = next((each.name for each in scale.forms if each.id == form), form)
    words = tr("{scale}, {form}", scale=scale.name, form=named)
    return tr("{kind}, {purpose}", kind=words, purpose=labels.purpose(purpose).lower()) if purpose else words


def session_label(therapist: str, case: str, session: str) -> str:
    return tr("{therapist} · {case} · {session}", therapist=therapist, case=case, session=session)


def label_of(uow: UnitOfWork, session_uid: str) -> str:
    """A session by its codes."""
    session = uow.sessions.get(session_uid)
    case = uow.cases.get(session.case_uid)
    number = labels.session(session.scheduled, session.attended, planned=case.planned_sessions)
    return session_label(uow.therapists.get(case.therapist_uid).code, case.code, number)


def _grouped(rows: Iterable[SharedRow]) -> Iterator[list[SharedRow]]:
    """By session, scale, form and purpose: formative and summative are never put together."""
    groups: dict[Any, list[SharedRow]] = {}
    for row in rows:
        rating = row.rating
        groups.setdefault((rating.session_uid, rating.scale_sha256, rating.form, rating.purpose), []).append(row)
    return (group for group in groups.values() if len({row.rating.person_uid for row in group}) > 1)


def _shared(group: _Group, *, hidden: bool, scale: Scale) -> SharedSession:
    first, kept, stage = group.rows[0], group.kept, group.stage
    uids = tuple(row.rating.uid for row in group.rows)
    number = labels.session(first.scheduled, first.attended, planned=first.planned)
    refusal = tr("You have begun a rating of this session: the others' scores stay hidden until yours is signed.")
    return SharedSession(
        session_uid=first.rating.session_uid,
        label=session_label(first.therapist_code, first.case_code, number),
        kind=kind_words(scale, first.rating.form, first.rating.purpose),
        raters=tuple(row.rating.rater_initials for row in group.rows),
        rating_uids=uids,
        stage=stage,
        consensus_uid=kept.consensus.uid if kept else "",
        told=_told(stage, kept, uids),
        refusal=refusal if hidden else "",
        signed_at=kept.consensus.agreed_at if kept and stage in (Stage.DONE, Stage.OUTDATED) else None,
    )


def _stage(
    group: Iterable[SharedRow], standing_on: Mapping[str, list[Kept]], person: Person
) -> tuple[Stage, Kept | None]:
    """A draft of one's own comes before what is signed, unless that stands on the very ratings."""
    uids = {row.rating.uid for row in group}
    touching = {one.consensus.uid: one for uid in sorted(uids) for one in standing_on.get(uid, ())}
    if not touching:
        return Stage.WAITING, None
    in_time = sorted(touching.values(), key=lambda one: one.document.created_at)
    signed = [one for one in in_time if one.consensus.signed]
    whole = [one for one in signed if _stands_on(one) == uids]
    if whole:
        return Stage.DONE, whole[-1]
    drafts = [one for one in in_time if not one.consensus.signed and one.consensus.author_uid == person.uid]
    if drafts:
        return Stage.BEGUN, drafts[-1]
    return (Stage.OUTDATED, signed[-1]) if signed else (Stage.WAITING, None)


def _stands_on(one: Kept) -> set[str]:
    return {original.rating_uid for original in one.consensus.originals}


def _told(stage: Stage, kept: Kept | None, uids: tuple[str, ...]) -> str:
    raters = tr_n("{n} rating", "{n} ratings", len(uids))
    if stage is Stage.WAITING:
        return tr("{ratings}, no consensus yet", ratings=raters)
    if stage is Stage.BEGUN:
        return tr("begun")
    if stage is Stage.OUTDATED:
        return tr("signed, and the ratings have changed since")
    return tr("signed {date}", date=kept.consensus.agreed_at.date()) if kept and kept.consensus.agreed_at else ""


def _elsewhere(rows: Iterable[SharedRow], kept: Iterable[Kept]) -> list[Kept]:
    """Signed ones whose ratings are not here as records, so that no group leads to them."""
    here = {row.rating.uid for row in rows}
    return [one for one in kept if one.consensus.signed and not (_stands_on(one) & here)]


def _from_elsewhere(one: Kept, library: Library, scales: ScaleShelf) -> SharedSession:
    consensus = one.consensus
    with library.read() as uow:
        try:
            label = label_of(uow, uow.aliases.local(consensus.session_uid))
        except KeyError:
            label = tr("A session that is not in this library")
        known = consensus.scale_sha256 in uow.scales.all()
    kind = kind_words(scales.kept_in(library, consensus.scale_sha256), consensus.form) if known else ""
    return SharedSession(
        session_uid=consensus.session_uid,
        label=label,
        kind=kind,
        raters=tuple(original.initials for original in consensus.originals),
        rating_uids=tuple(original.rating_uid for original in consensus.originals),
        stage=Stage.DONE,
        consensus_uid=consensus.uid,
        told=tr("signed, from elsewhere"),
        signed_at=consensus.agreed_at,
    )
