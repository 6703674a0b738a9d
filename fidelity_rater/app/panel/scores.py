"""The signed ratings of a portfolio in words: totals with what they stand on, departures, how each came into it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from fidelity_rater.app import labels
from fidelity_rater.app.panel.hearing import heads_of
from fidelity_rater.app.panel.models import RatedFigure, RatingShown
from fidelity_rater.app.panel.seats import Seats
from fidelity_rater.app.ports.library import RatingHead, UnitOfWork
from fidelity_rater.app.report_models import Column, Section, Table, Tone, Words
from fidelity_rater.app.reporting.places import SessionPlace, place_of
from fidelity_rater.app.reporting.wording import basis, figure
from fidelity_rater.app.self_rating import compare
from fidelity_rater.domain.people import Role
from fidelity_rater.domain.ratings.blindness import blindness
from fidelity_rater.domain.ratings.events import Score
from fidelity_rater.domain.ratings.fold import RatingState, fold
from fidelity_rater.domain.ratings.sheet import Sheet
from fidelity_rater.domain.scoring.results import Departure
from fidelity_rater.domain.scoring.scoring import score_sheet
from fidelity_rater.i18n import tr
from fidelity_rater.scales.editions import same_measure
from fidelity_rater.scales.model import Scale

ScaleOf = Callable[[str], Scale]


def ratings_of(uow: UnitOfWork, seats: Seats, scale_of: ScaleOf) -> tuple[RatingShown, ...]:
    """By case and session; others' ratings before the therapist's own."""
    shown = [
        (_order(place, head), _shown(uow, seats, head, place, scale_of(head.scale_sha256)))
        for head in heads_of(uow, seats)
        for place in [place_of(uow, uow.sessions.get(head.session_uid))]
    ]
    return tuple(rating for _, rating in sorted(shown, key=lambda each: each[0]))


def _order(place: SessionPlace, head: RatingHead) -> tuple[str, int, bool, str]:
    return place.case, place.scheduled, head.role is Role.TRAINEE, head.uid


def _shown(uow: UnitOfWork, seats: Seats, head: RatingHead, place: SessionPlace, scale: Scale) -> RatingShown:
    state = fold(uow.ratings.events(head.uid))
    person = uow.people.get(head.person_uid)
    result = score_sheet(scale, _sheet(state), form=head.form, adaptation=place.adaptation)
    names = {rule.id: rule.name for rule in scale.scoring.summaries}
    assert head.signed_at is not None, "only signed ratings are in a portfolio"
    return RatingShown(
        uid=head.uid,
        session_uid=head.session_uid,
        session_label=tr("{case} · session {n}", case=place.case, n=place.scheduled),
        who=tr("{who}, {role}", who=person.initials, role=labels.role(head.role).lower()),
        purpose=labels.purpose(head.purpose),
        self_rating=head.role is Role.TRAINEE,
        scale=tr("{scale}, version {version}", scale=scale.name, version=scale.version),
        signed_at=head.signed_at,
        figures=tuple(
            RatedFigure(names[each.summary], _value(each.value, each.maximum), basis(each)) for each in result.summaries
        ),
        departures=tuple(_departure(scale, each) for each in result.departures),
        notes=tuple(_notes(uow, seats, head, state)),
    )


def _sheet(state: RatingState) -> Sheet:
    return Sheet(
        phase=state.phase,
        focal_areas=state.focal_areas,
        scores={key: standing.score for key, standing in state.scores().items()},
        harm_actions={item: action.get("done", "") for item, action in state.harm_actions().items()},
    )


def _value(value: float | None, most: float) -> str:
    return figure(value) if value is None else tr("{value} of {most}", value=figure(value), most=f"{most:g}")


def _departure(scale: Scale, departure: Departure) -> str:
    label = scale.item(departure.item).label
    if departure.harm:
        return tr("Harm flag raised on “{item}”.", item=label)
    return tr("“{item}” was heard, extent {extent}.", item=label, extent=departure.extent)


def _notes(uow: UnitOfWork, seats: Seats, head: RatingHead, state: RatingState) -> Iterator[str]:
    if head.uid in seats.portfolio.chosen_uids:
        yield tr("Formative: in the portfolio by the trainee's choice.")
    events = uow.ratings.events(head.uid)
    told = blindness(state.opening, events[-1].data)
    if told is not None:
        yield tr("Rated blind.") if told.blind else tr("Not rated blind.")
    if head.supersedes_uid is not None:
        yield tr("Corrects an earlier rating; both records are here.")
    later = uow.ratings.of_session(head.session_uid)
    if any(each.supersedes_uid == head.uid and each.signed_at is not None for each in later):
        yield tr("It has been corrected since.")


# Self-ratings beside others' ratings


def self_rating_section(uow: UnitOfWork, seats: Seats, scale_of: ScaleOf) -> Section | None:
    """Session by session how the therapist's own scores lie beside another's; None where there is no pair."""
    heads = heads_of(uow, seats)
    own = [head for head in heads if head.role is Role.TRAINEE]
    rows = [
        row
        for mine in own
        for other in heads
        if other.session_uid == mine.session_uid and other.role is not Role.TRAINEE
        for row in _beside(uow, mine, other, scale_of)
    ]
    if not rows:
        return None
    columns = (
        Column(tr("Session")),
        Column(tr("Beside")),
        Column(tr("Dimension")),
        Column(tr("Own mean"), number=True),
        Column(tr("Other's mean"), number=True),
        Column(tr("Stands on"), wide=True),
    )
    words = Words(tr("Over the items that both have given a number, on the same version of a scale."), Tone.QUIET)
    return Section(tr("Self-ratings"), (Table(tr("Self-ratings beside others' ratings"), columns, tuple(rows)), words))


def _beside(uow: UnitOfWork, mine: RatingHead, other: RatingHead, scale_of: ScaleOf) -> Iterator[tuple[str, ...]]:
    scale = scale_of(mine.scale_sha256)
    if not same_measure(scale, scale_of(other.scale_sha256)):
        return
    place = place_of(uow, uow.sessions.get(mine.session_uid))
    compared = compare(scale, _scores(uow, mine), _scores(uow, other))
    who = uow.people.get(other.person_uid).initials
    label = tr("{case} · session {n}", case=place.case, n=place.scheduled)
    for gap in compared.gaps:
        told = gap.too_few or tr(
            "{n} items, {same} the same, {near} within one", n=gap.n, same=gap.same, near=gap.within_one
        )
        yield label, who, gap.name, figure(gap.own_mean), figure(gap.other_mean), told


def _scores(uow: UnitOfWork, head: RatingHead) -> dict[tuple[str, str], Score]:
    standing = fold(uow.ratings.events(head.uid)).scores()
    return {key: each.score for key, each in standing.items()}
