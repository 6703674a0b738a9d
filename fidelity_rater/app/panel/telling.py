"""What a portfolio holds beside its ratings, as sections that the screen and the printed report both show."""

from __future__ import annotations

from collections.abc import Iterator

from fidelity_rater.app.ports.library import UnitOfWork
from fidelity_rater.app.report_models import Block, Column, Facts, Section, Table, Tone, Words
from fidelity_rater.app.reporting.wording import day, instant
from fidelity_rater.app.training import wording
from fidelity_rater.app.training.sums import own_minutes
from fidelity_rater.domain.accreditation.readiness import Readiness, RequirementStanding, Standing
from fidelity_rater.domain.accreditation.records import Paper, ResultElsewhere
from fidelity_rater.domain.consensus import Consensus
from fidelity_rater.domain.drawing import Draw
from fidelity_rater.domain.panel import PassNote, Portfolio
from fidelity_rater.i18n import tr, tr_n


def sections_of(uow: UnitOfWork, portfolio: Portfolio) -> tuple[Section, ...]:
    """Readiness first; what there is none of is left out."""
    return tuple(
        section
        for section in (
            _readiness(portfolio),
            _pass_marks(portfolio),
            _agreement(portfolio),
            _consensuses(uow, portfolio),
            _supervision(portfolio),
            _training(portfolio),
            _papers(portfolio),
            _elsewhere(portfolio),
            _draws(portfolio),
        )
        if section is not None
    )


# Readiness


def standing_label(standing: Standing) -> str:
    return {Standing.MET: tr("Met"), Standing.NOT_MET: tr("Not met"), Standing.UNKNOWN: tr("Not known")}[standing]


def _readiness(portfolio: Portfolio) -> Section | None:
    if not portfolio.readiness:
        return None
    return Section(tr("Readiness"), tuple(block for each in portfolio.readiness for block in _rule_set(each)))


def _rule_set(readiness: Readiness) -> Iterator[Block]:
    counts = tr(
        "{met} met, {not_met} not met, {unknown} not known",
        met=readiness.count(Standing.MET),
        not_met=readiness.count(Standing.NOT_MET),
        unknown=readiness.count(Standing.UNKNOWN),
    )
    rows = [
        (tr("Rules"), readiness.rules_name),
        (tr("Body"), readiness.body),
        (tr("Facts as of"), readiness.as_of),
        (tr("Worked out"), instant(readiness.at)),
        (tr("In all"), counts),
    ]
    yield Facts(tuple(row for row in rows if row[1]))
    sources = list(dict.fromkeys(each.source for each in readiness.requirements if each.source))
    columns = (
        Column(tr("Requirement")),
        Column(tr("Standing")),
        Column(tr("Stands on, and what is wanting"), wide=True),
        Column(tr("Source"), number=True),
    )
    yield Table(readiness.rules_name, columns, tuple(_requirement(each, sources) for each in readiness.requirements))
    if sources:
        told = "\n".join(f"{number}  {source}" for number, source in enumerate(sources, start=1))
        yield Words(tr("Sources:\n{sources}", sources=told), Tone.QUIET)
    if readiness.check:
        yield Words(readiness.check, Tone.CAUTION)


def _requirement(each: RequirementStanding, sources: list[str]) -> tuple[str, ...]:
    told = [*each.stands_on, *(tr("Wanting: {what}", what=what) for what in each.wanting)]
    source = str(sources.index(each.source) + 1) if each.source else "–"
    return each.label, standing_label(each.standing), "\n".join(told) or "–", source


def _pass_marks(portfolio: Portfolio) -> Section | None:
    if not portfolio.marks:
        return None
    blocks = (block for note in portfolio.marks for block in _pass_mark(note))
    return Section(tr("This site's own line"), tuple(blocks))


def _pass_mark(note: PassNote) -> Iterator[Block]:
    rows = (
        (tr("Profile"), note.name),
        (tr("Line"), note.line),
        (tr("Line drawn by"), note.decided_by),
        (tr("As of"), day(note.as_of) if note.as_of else ""),
        (tr("What can be said"), note.sentence),
        (tr("What would tell more"), note.proposal),
    )
    yield Facts(tuple(row for row in rows if row[1]))
    for caution in note.cautions:
        yield Words(caution, Tone.QUIET)
    if note.notice:
        yield Words(note.notice, Tone.QUIET)


# Raters


def _agreement(portfolio: Portfolio) -> Section | None:
    if not portfolio.agreement:
        return None
    rows = tuple(
        (note.what, note.name, note.value or "–", str(note.recordings), str(note.raters), note.words)
        for note in portfolio.agreement
    )
    columns = (
        Column(tr("Of")),
        Column(tr("Coefficient")),
        Column(tr("Value, with its interval"), number=True),
        Column(tr("Recordings"), number=True),
        Column(tr("Raters"), number=True),
        Column(tr("Said with it"), wide=True),
    )
    return Section(tr("How far raters agreed"), (Table(tr("Agreement of raters"), columns, rows),))


def _consensuses(uow: UnitOfWork, portfolio: Portfolio) -> Section | None:
    if not portfolio.consensuses:
        return None
    rows = tuple(_consensus(uow, Consensus.from_json(body)) for body in portfolio.consensuses)
    columns = (
        Column(tr("Session")),
        Column(tr("Between")),
        Column(tr("Agreed at")),
        Column(tr("What was agreed"), wide=True),
    )
    return Section(tr("Consensus"), (Table(tr("Consensus ratings beside the sealed originals"), columns, rows),))


def _consensus(uow: UnitOfWork, found: Consensus) -> tuple[str, str, str, str]:
    changed = sum(bool(score.reason) for score in found.scores)
    told = [
        tr_n("{n} score", "{n} scores", len(found.scores)),
        tr_n("{n} changed, with its reason", "{n} changed, each with its reason", changed),
    ]
    who = ", ".join(original.initials for original in found.originals)
    at = instant(found.agreed_at) if found.agreed_at else "–"
    return session_label(uow, found.session_uid), who, at, "; ".join(told)


def session_label(uow: UnitOfWork, uid: str) -> str:
    """A session that votes and records name by the portfolio's uid, by the codes here."""
    try:
        session = uow.sessions.get(uow.aliases.local(uid))
    except LookupError:
        return tr("A session that is not in this library")
    case = uow.cases.get(session.case_uid)
    return tr("{case} · session {n}", case=case.code, n=session.scheduled)


def _draws(portfolio: Portfolio) -> Section | None:
    rows = []
    for body in portfolio.draws:
        try:
            draw = Draw.from_json(body)
        except (KeyError, ValueError, TypeError):
            continue
        who = tr("typed") if draw.typed else tr("by this computer")
        rows.append((instant(draw.drawn_at), draw.seed, who, str(len(draw.frame)), str(len(draw.chosen)), draw.reason))
    if not rows:
        return None
    columns = (
        Column(tr("Drawn at")),
        Column(tr("Seed"), wide=True),
        Column(tr("Seed was")),
        Column(tr("Out of"), number=True),
        Column(tr("Drawn"), number=True),
        Column(tr("Drawn again because"), wide=True),
    )
    return Section(tr("How recordings were drawn"), (Table(tr("Draws"), columns, tuple(rows)),))


# The log


def _supervision(portfolio: Portfolio) -> Section | None:
    contacts = sorted(portfolio.supervision, key=lambda each: each.on)
    if not contacts:
        return None
    own = [minutes for each in contacts if (minutes := own_minutes(each)) is not None]
    total = tr_n(
        "{n} session, {time} in all, {own} on own cases as far as told.",
        "{n} sessions, {time} in all, {own} on own cases as far as told.",
        len(contacts),
        time=wording.duration(sum(each.minutes for each in contacts)),
        own=wording.duration(sum(own)),
    )
    rows = tuple(
        (
            day(each.on),
            wording.duration(each.minutes),
            wording.mode(each.mode),
            wording.group(each.group_size),
            wording.own_time(each),
            each.supervisor or "–",
        )
        for each in contacts
    )
    columns = (
        Column(tr("Date")),
        Column(tr("Time"), number=True),
        Column(tr("How")),
        Column(tr("Alone or in a group")),
        Column(tr("On own cases"), number=True),
        Column(tr("Supervisor"), wide=True),
    )
    return Section(tr("Supervision log"), (Words(total), Table(tr("Supervision sessions"), columns, rows)))


def _training(portfolio: Portfolio) -> Section | None:
    if not portfolio.training:
        return None
    rows = tuple(
        (
            day(each.on) if each.until is None else tr("{start} to {end}", start=day(each.on), end=day(each.until)),
            wording.training_kind(each.kind),
            each.title,
            wording.extent(each) or "–",
            each.provider or "–",
        )
        for each in sorted(portfolio.training, key=lambda each: each.on)
    )
    columns = (
        Column(tr("Date")),
        Column(tr("What")),
        Column(tr("Title"), wide=True),
        Column(tr("Extent")),
        Column(tr("By")),
    )
    return Section(tr("Training"), (Table(tr("Training and practice"), columns, rows),))


def _papers(portfolio: Portfolio) -> Section | None:
    if not portfolio.papers:
        return None
    rows = tuple(
        (
            day(each.on),
            wording.paper_kind(each.kind),
            each.title,
            day(each.until) if each.until else "–",
            _scans_of(portfolio, each.uid),
        )
        for each in sorted(portfolio.papers, key=lambda each: each.on)
    )
    columns = (
        Column(tr("Date")),
        Column(tr("What")),
        Column(tr("Title"), wide=True),
        Column(tr("Until")),
        Column(tr("Scans"), number=True),
    )
    return Section(tr("Papers"), (Table(tr("Papers that a body asks for"), columns, rows),))


def _scans_of(portfolio: Portfolio, record_uid: str) -> str:
    n = sum(each.record_uid == record_uid for each in portfolio.scans)
    return str(n) if n else "–"


def record_name(record: Paper | ResultElsewhere) -> str:
    """A paper or a result in a few words."""
    title = record.title or wording.paper_kind(record.kind) if isinstance(record, Paper) else record.form
    return tr("{title}, {day}", title=title, day=day(record.on))


def _elsewhere(portfolio: Portfolio) -> Section | None:
    if not portfolio.elsewhere:
        return None
    decided = {True: tr("passed"), False: tr("not passed"), None: "–"}
    rows = tuple(
        (
            day(each.on),
            each.body,
            each.form,
            each.mark,
            decided[each.passed],
            each.by or "–",
            _scans_of(portfolio, each.uid),
        )
        for each in sorted(portfolio.elsewhere, key=lambda each: each.on)
    )
    columns = (
        Column(tr("Date")),
        Column(tr("Body")),
        Column(tr("Form"), wide=True),
        Column(tr("Mark"), number=True),
        Column(tr("The body decided")),
        Column(tr("By")),
        Column(tr("Scans"), number=True),
    )
    words = Words(tr("Only these count for that body's mark; this scale's scores never stand in for them."), Tone.QUIET)
    caption = tr("Results on other bodies' forms, entered by hand")
    return Section(tr("Results elsewhere"), (Table(caption, columns, rows), words))
