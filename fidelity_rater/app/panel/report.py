"""The printed report of a portfolio: what the panel was shown, how it voted, what it decided, and who signed what."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime

from fidelity_rater.app.panel.models import DecisionShown, Everything, PanelView, RatingShown, VoteShown
from fidelity_rater.app.panel.seats import Seats
from fidelity_rater.app.panel.showing import own_rating_words
from fidelity_rater.app.panel.telling import session_label
from fidelity_rater.app.ports.library import UnitOfWork
from fidelity_rater.app.report_models import Block, Column, Facts, PortfolioReport, Section, Table, Tone, Words
from fidelity_rater.app.reporting.wording import HASH_SHOWN, day, head, instant, scale_section
from fidelity_rater.domain.people import Person
from fidelity_rater.i18n import tr
from fidelity_rater.scales.model import Scale

Row = tuple[str, ...]


def portfolio_report(
    view: PanelView,
    seats: Seats,
    scales: Sequence[Scale],
    signed: tuple[Row, ...],
    *,
    raters: Collection[str],
    at: datetime,
) -> PortfolioReport:
    """``signed``: what was signed by whom, see :func:`signatures_of`; ``raters``: who rated what is in it (uids)."""
    everything = view.everything
    assert everything is not None, "a sealed portfolio is not reported"
    sections = [
        Section(tr("The portfolio"), (Facts(tuple(_cover(view, seats))), *_words(everything))),
        *_decision(view.decision),
        Section(tr("Cases and sessions"), (_cases(view),)),
        Section(tr("Signed ratings"), tuple(_ratings(everything))),
        *everything.sections,
        *_votes(everything.votes),
        scale_section(tuple(scales)),
        Section(tr("Signatures"), (_signatures(signed), Words(_reading_copy(), Tone.QUIET))),
    ]
    return PortfolioReport(
        head(
            tr("Portfolio report"),
            view.therapist,
            scale_language=scales[0].language if scales else "en",
            at=seats.decision.decided_at if seats.decision and seats.decision.decided_at else at,
            warnings=tuple(_cautions(view, raters)),
            notices=everything.notices,
        ),
        tuple(sections),
    )


def _cautions(view: PanelView, raters: Collection[str]) -> Iterator[str]:
    """As on the screen, but for readers who are not the one before it."""
    yield from (caution for caution in view.cautions if caution != own_rating_words())
    knew = [seat.initials for seat in view.seats if seat.votes and seat.uid in raters]
    if knew:
        yield tr(
            "Among those who vote, {who} had rated a recording of this portfolio and knew its scores.",
            who=", ".join(knew),
        )


def signatures_of(uow: UnitOfWork, seats: Seats, *, fingerprint: Callable[[Person], str]) -> tuple[Row, ...]:
    """Each signed thing: what, by whom, when, the beginning of its signature's hash, the key's fingerprint."""

    def row(what: str, person_uid: str, at: datetime | None, signature: bytes) -> Row:
        try:
            person = uow.people.get(person_uid)
        except LookupError:
            return what, "–", instant(at) if at else "–", _short(signature), tr("not known here")
        return what, person.initials, instant(at) if at else "–", _short(signature), fingerprint(person) or "–"

    rows = []
    for uid in seats.portfolio.rating_uids:
        if uow.ratings.has(uid):
            rating = uow.ratings.get(uid)
            what = tr("Rating of {session}", session=session_label(uow, rating.session_uid))
            rows.append(row(what, rating.person_uid, rating.signed_at, rating.signature))
    for vote in seats.shown_votes():
        what = tr("Vote, round {n}", n=int(vote.round))
        rows.append(row(what, vote.member_uid, vote.voted_at, vote.signature))
    if (made := seats.decision) is not None:
        rows.append(row(tr("Decision"), made.author_uid, made.decided_at, made.signature))
    return tuple(rows)


def _short(signature: bytes) -> str:
    return hashlib.sha256(signature).hexdigest()[:HASH_SHOWN]


def _reading_copy() -> str:
    return tr("This report is a reading copy: what was signed is in the library. A key is told by its fingerprint.")


def _cover(view: PanelView, seats: Seats) -> Iterator[tuple[str, str]]:
    ratings = len(seats.portfolio.rating_uids)
    formative = len(seats.portfolio.chosen_uids)
    yield tr("Therapist"), view.therapist
    yield tr("Laid together by"), view.by or "–"
    yield tr("Portfolio"), seats.portfolio.uid
    yield tr("Signed ratings"), tr("{n}, {formative} of them formative", n=ratings, formative=formative)
    members = [seat.initials for seat in view.seats if seat.votes]
    leads = [seat.initials for seat in view.seats if seat.leads]
    yield tr("Panel led by"), ", ".join(leads) or "–"
    yield tr("Members who vote"), ", ".join(members) or "–"


def _words(everything: Everything) -> tuple[Block, ...]:
    return (Words(everything.words, own=True),) if everything.words else ()


def _decision(decision: DecisionShown | None) -> tuple[Section, ...]:
    if decision is None:
        return (Section(tr("Decision"), (Words(tr("The panel has not decided yet."), Tone.CAUTION),)),)
    rows = (
        (tr("Decision"), decision.verdict_label),
        (tr("Reasons"), decision.reasons),
        (tr("Conditions"), decision.conditions),
        (tr("Signed by"), decision.by),
        (tr("Signed at"), instant(decision.at) if decision.at else ""),
    )
    blocks: list[Block] = [Facts(tuple(row for row in rows if row[1]))]
    if decision.minutes:
        blocks.append(Words(tr("Minutes: {words}", words=decision.minutes)))
    return (Section(tr("Decision"), tuple(blocks)),)


def _cases(view: PanelView) -> Table:
    rows = tuple(
        (session.label, case.focus, session.phase, day(session.held_on), str(len(session.moments)))
        for case in view.cases
        for session in case.sessions
    )
    columns = (
        Column(tr("Session"), wide=True),
        Column(tr("Focal area")),
        Column(tr("Phase")),
        Column(tr("Held on")),
        Column(tr("Moments of evidence"), number=True),
    )
    return Table(tr("Sessions laid before the panel"), columns, rows)


def _ratings(everything: Everything) -> Iterator[Block]:
    columns = (Column(tr("Figure")), Column(tr("Value"), number=True), Column(tr("Stands on"), wide=True))
    for rating in everything.ratings:
        rows = tuple((each.name, each.value, each.basis) for each in rating.figures)
        yield Table(_caption(rating), columns, rows)
        for departure in rating.departures:
            yield Words(departure, Tone.CAUTION)
        yield Words(" ".join((tr("Signed {time}.", time=instant(rating.signed_at)), *rating.notes)), Tone.QUIET)
    yield Words(tr("How far raters agreed, where it was worked out, stands below with its interval."), Tone.QUIET)


def _caption(rating: RatingShown) -> str:
    who = tr("self-rating, {who}", who=rating.who) if rating.self_rating else rating.who
    return tr("{session}: {who}, {purpose}", session=rating.session_label, who=who, purpose=rating.purpose.lower())


def _votes(votes: tuple[VoteShown, ...]) -> tuple[Section, ...]:
    if not votes:
        return ()
    columns = (
        Column(tr("Round"), number=True),
        Column(tr("Member")),
        Column(tr("Vote")),
        Column(tr("In their words"), wide=True),
    )
    rows = tuple((str(vote.round), vote.initials, vote.verdict_label, "\n".join(_said(vote)) or "–") for vote in votes)
    first = Words(tr("First votes were given before scores and other votes were shown to the member."), Tone.QUIET)
    return (Section(tr("Votes"), (Table(tr("Votes of the panel"), columns, rows), first)),)


def _said(vote: VoteShown) -> Iterator[str]:
    if vote.words:
        yield vote.words
    for _, session, words in vote.comments:
        yield tr("{session}: {words}", session=session, words=words)


def _signatures(signed: tuple[Row, ...]) -> Table:
    columns = (
        Column(tr("What"), wide=True),
        Column(tr("By")),
        Column(tr("Signed at")),
        Column(tr("Signature")),
        Column(tr("Key fingerprint")),
    )
    return Table(tr("Who signed what"), columns, signed)
