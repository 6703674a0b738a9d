"""A portfolio as it is laid together, with its ticks and what speaks against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fidelity_rater.app import labels
from fidelity_rater.app.panel.portfolio_models import (
    Entry,
    Part,
    PartTick,
    PortfolioSheet,
    RatingTick,
    RulesTick,
    ScanTick,
)
from fidelity_rater.app.panel.records_read import current_ratings, log_of
from fidelity_rater.app.panel.telling import record_name, standing_label
from fidelity_rater.app.ports.documents import Document
from fidelity_rater.app.ports.library import RatingHead, UnitOfWork
from fidelity_rater.app.reporting.places import place_of
from fidelity_rater.app.sharing.portfolio_ratings import choices_on, needs_choice, versions_told
from fidelity_rater.app.sharing.scans import scans_here
from fidelity_rater.domain.accreditation.readiness import Readiness, Standing
from fidelity_rater.domain.panel import Portfolio, PortfolioChoice
from fidelity_rater.i18n import tr
from fidelity_rater.scales.model import Scale


def sheet_of(
    uow: UnitOfWork,
    document: Document,
    portfolio: Portfolio,
    *,
    scales: Mapping[str, Scale],
    rules: tuple[tuple[str, str], ...],
    profiles: int = 0,
) -> PortfolioSheet:
    """The sheet; ``scales`` by hash, of all the therapist's ratings; ``profiles``: lines that this site has drawn."""
    heads = current_ratings(uow, portfolio.therapist_uid)
    if document.final:
        heads = [uow.ratings.get(uid) for uid in portfolio.rating_uids if uow.ratings.has(uid)]
    said = choices_on(uow, [head.uid for head in heads if needs_choice(head)])
    ticks = [_tick(uow, portfolio, head, said.get(head.uid), scales[head.scale_sha256]) for head in heads]
    inside = [scales[head.scale_sha256] for head in heads if head.uid in portfolio.rating_uids]
    obstacles = () if portfolio.rating_uids else (tr("No signed rating is in it yet."),)
    return PortfolioSheet(
        uid=portfolio.uid,
        therapist_uid=portfolio.therapist_uid,
        therapist=uow.therapists.get(portfolio.therapist_uid).code,
        ratings=tuple(ticks),
        rules=_rules(portfolio, rules),
        parts=_parts(uow, portfolio, final=document.final, profiles=profiles),
        words=portfolio.words,
        final=document.final,
        scans=tuple(_scans(uow, portfolio, final=document.final)),
        cautions=tuple(_cautions(portfolio, inside)),
        obstacles=obstacles,
    )


def _tick(
    uow: UnitOfWork, portfolio: Portfolio, head: RatingHead, said: PortfolioChoice | None, scale: Scale
) -> RatingTick:
    place = place_of(uow, uow.sessions.get(head.session_uid))
    person = uow.people.get(head.person_uid)
    if not needs_choice(head):
        entry = Entry.ALWAYS
    else:
        entry = Entry.BY_CHOICE if said is not None and said.chosen else Entry.NOT_CHOSEN
    assert head.signed_at is not None, "only signed ratings are offered"
    return RatingTick(
        uid=head.uid,
        session=tr("{case} · session {n}", case=place.case, n=place.scheduled),
        who=tr("{who}, {role}", who=person.initials, role=labels.role(head.role).lower()),
        purpose=labels.purpose(head.purpose),
        scale=tr("{scale}, version {version}", scale=scale.name, version=scale.version),
        signed_at=head.signed_at,
        entry=entry,
        chosen=head.uid in portfolio.rating_uids,
        told_on=said.told_on if said is not None else None,
    )


def _rules(portfolio: Portfolio, rules: tuple[tuple[str, str], ...]) -> tuple[RulesTick, ...]:
    inside = {each.rules_id: each for each in portfolio.readiness}
    named = dict(rules) | {each.rules_id: each.rules_name for each in portfolio.readiness}
    return tuple(
        RulesTick(uid, name, uid in inside, _told(inside[uid]) if uid in inside else "") for uid, name in named.items()
    )


def _told(readiness: Readiness) -> str:
    counts = ((standing, readiness.count(standing)) for standing in Standing)
    return ", ".join(f"{n} {standing_label(standing).lower()}" for standing, n in counts if n)


def part_name(part: Part) -> str:
    return {
        Part.SUPERVISION: tr("Supervision log, without notes"),
        Part.TRAINING: tr("Training"),
        Part.PAPERS: tr("Papers"),
        Part.ELSEWHERE: tr("Results on other bodies' forms"),
        Part.AGREEMENT: tr("How far raters agreed"),
        Part.MARKS: tr("This site's own line, with its doubt"),
    }[part]


def _parts(uow: UnitOfWork, portfolio: Portfolio, *, final: bool, profiles: int) -> tuple[PartTick, ...]:
    log = log_of(uow, portfolio.therapist_uid)
    there = {
        Part.SUPERVISION: len(log.supervision),
        Part.TRAINING: len(log.training),
        Part.PAPERS: len(log.papers),
        Part.ELSEWHERE: len(log.elsewhere),
        Part.AGREEMENT: len(portfolio.agreement),
        Part.MARKS: profiles,
    }
    inside = {part: len(getattr(portfolio, str(part))) for part in Part}
    counts = inside if final else there
    told = [part for part in Part if part is not Part.MARKS or counts[part] or inside[part]]
    return tuple(PartTick(part, part_name(part), counts[part], bool(inside[part])) for part in told)


def _scans(uow: UnitOfWork, portfolio: Portfolio, *, final: bool) -> Iterator[ScanTick]:
    """Those of the papers and results that are in it; of a portfolio that went, those that went."""
    names = {scan.uid: scan.name for scan in scans_here(uow, portfolio)}
    for record in portfolio.scanned:
        for scan in uow.attachments.of(record.uid):
            if scan.uid in names or not final:
                yield ScanTick(scan, record_name(record), scan.uid in names, names.get(scan.uid, ""))


def _cautions(portfolio: Portfolio, scales: list[Scale]) -> Iterator[str]:
    yield from versions_told({scale.sha256: scale for scale in scales}.values())
    if not portfolio.readiness:
        yield tr("No set of rules is chosen: the panel is not told how ready the therapist is.")
