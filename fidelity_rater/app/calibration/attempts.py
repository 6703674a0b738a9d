"""Signed attempts at references, each beside its consensus."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fidelity_rater.app.calibration.models import Attempt, AttemptResult, DimensionApart, Evidence, ItemBeside
from fidelity_rater.app.consensus.consensuses import scores_of
from fidelity_rater.app.consensus.models import EvidenceLine
from fidelity_rater.app.consensus.originals import SealedRating, blind_words, sealed
from fidelity_rater.app.errors import NotAllowed
from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.app.ports.library import Library, UnitOfWork
from fidelity_rater.app.rating.calibrating import kept_consensus, kept_reference
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.app.self_rating import Pair, compare
from fidelity_rater.domain.calibration import Calibration, Reference, apart
from fidelity_rater.domain.consensus import Consensus
from fidelity_rater.domain.ratings.events import Score
from fidelity_rater.domain.ratings.moments import Moment
from fidelity_rater.i18n import tr
from fidelity_rater.scales.editions import same_measure
from fidelity_rater.scales.model import Scale

ScoreKey = tuple[str, str]


@dataclass(frozen=True)
class Signed:
    """A signed attempt with what it is held against."""

    rating: SealedRating
    reference: Reference
    consensus: Consensus

    @property
    def own(self) -> dict[ScoreKey, Score]:
        return {key: given.score for key, given in self.rating.state.scores().items()}


def calibrations(uow: UnitOfWork) -> tuple[Calibration, ...]:
    """Every attempt, begun or signed, in the order in which they were begun."""
    return tuple(Calibration.from_json(each.body) for each in uow.documents.of_kind(DocumentKind.CALIBRATION))


def signed_attempts(uow: UnitOfWork) -> Iterator[Signed]:
    """Those whose reference and consensus are here; an attempt whose reference is not tells nothing."""
    for calibration in calibrations(uow):
        rating = sealed(uow, calibration.rating_uid)
        if rating is None:
            continue
        try:
            reference = kept_reference(uow, calibration.reference_uid)
            consensus = kept_consensus(uow, reference)
        except NotAllowed:
            continue
        yield Signed(rating, reference, consensus)


def signed_attempt(uow: UnitOfWork, rating_uid: str) -> Signed:
    """One attempt. Raises ``NotAllowed`` while it is not signed: until then its consensus stays hidden."""
    found = uow.documents.about(rating_uid, DocumentKind.CALIBRATION)
    if not found:
        raise NotAllowed(tr("This rating was not made to calibrate."))
    rating = sealed(uow, rating_uid)
    if rating is None:
        raise NotAllowed(tr("The consensus stays hidden until your rating is signed."))
    reference = kept_reference(uow, Calibration.from_json(found[0].body).reference_uid)
    return Signed(rating, reference, kept_consensus(uow, reference))


class Beside:
    """Makes of attempts what is shown of them; reads each scale once."""

    def __init__(self, library: Library, scales: ScaleShelf) -> None:
        self._library, self._scales = library, scales
        self._measures: list[Scale] = []

    def attempt(self, signed: Signed) -> Attempt:
        scale = self.scale(signed)
        head = signed.rating.head
        assert head.signed_at is not None
        pairs = compare(scale, signed.own, scores_of(signed.consensus)).pairs
        differences = tuple((pair.dimension, pair.gap) for pair in pairs if pair.gap is not None)
        return Attempt(
            rating_uid=head.uid,
            reference_uid=signed.reference.uid,
            reference=signed.reference.title,
            person_uid=signed.rating.person.uid,
            initials=signed.rating.person.initials,
            signed_on=head.signed_at.date(),
            dimensions=_by_dimension(scale, pairs),
            scale_name=scale.name,
            measure=self._measure(scale),
            differences=differences,
        )

    def result(self, signed: Signed, label: str) -> AttemptResult:
        scale = self.scale(signed)
        comparison = compare(scale, signed.own, scores_of(signed.consensus))
        reasons = {(one.item, one.dimension): one.reason for one in signed.consensus.scores}
        blind, why = blind_words(signed.rating.blind)
        return AttemptResult(
            attempt=self.attempt(signed),
            label=label,
            notice=scale.notice,
            rows=tuple(_row(pair, reasons) for pair in comparison.pairs),
            only_own=comparison.only_own,
            only_agreed=comparison.only_other,
            words=signed.consensus.words,
            blind=" ".join((tr("{blind}.", blind=blind), *why)),
        )

    def scale(self, signed: Signed) -> Scale:
        return self._scales.kept_in(self._library, signed.consensus.scale_sha256)

    def _measure(self, scale: Scale) -> str:
        """The same text for editions that measure the same."""
        known = next((one for one in self._measures if same_measure(one, scale)), None)
        if known is None:
            self._measures.append(scale)
            known = scale
        return known.sha256


def evidence_of(uow: UnitOfWork, signed: Signed, item: str) -> Evidence:
    """The moments of an item, of the consensus and one's own; their recordings called as they are here."""
    agreed = [moment for moment in signed.consensus.moments if moment.item == item]
    origins = {
        uid: one.rating_uid
        for one in signed.consensus.originals
        if (rating := sealed(uow, one.rating_uid)) is not None
        for uid in rating.state.moments()
    }
    own = signed.rating.state.moments_of(item)
    uid, initials = signed.rating.head.uid, signed.rating.person.initials
    return Evidence(
        agreed=tuple(_line(uow, one, origins.get(one.uid, uid), tr("Consensus")) for one in agreed),
        own=tuple(_line(uow, one, uid, initials) for one in own),
    )


def _line(uow: UnitOfWork, moment: Moment, rating_uid: str, initials: str) -> EvidenceLine:
    return EvidenceLine(
        uid=moment.uid,
        rating_uid=rating_uid,
        initials=initials,
        item=moment.item,
        start_ms=moment.start_ms,
        end_ms=moment.end_ms,
        bearing=str(moment.bearing),
        note=moment.note,
        part=uow.aliases.local(moment.recording_uid),
    )


def _by_dimension(scale: Scale, pairs: tuple[Pair, ...]) -> tuple[DimensionApart, ...]:
    found = []
    for dimension in scale.dimensions:
        mine = [pair for pair in pairs if pair.dimension == dimension.id]
        if mine:
            differences = [pair.gap for pair in mine if pair.gap is not None]
            found.append(DimensionApart(dimension.id, dimension.name, dimension.hue, apart(differences)))
    return tuple(found)


def _row(pair: Pair, reasons: Mapping[ScoreKey, str]) -> ItemBeside:
    return ItemBeside(
        item=pair.item,
        label=pair.label,
        group=pair.group,
        dimension_name=pair.dimension_name,
        hue=pair.hue,
        own=pair.own,
        agreed=pair.other,
        difference=pair.gap,
        reason=reasons.get((pair.item, pair.dimension), ""),
    )
