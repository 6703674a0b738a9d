"""Which ratings may go into a portfolio, and whether they were made on one and the same scale."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.app.ports.library import RatingHead, UnitOfWork
from fidelity_rater.domain.panel import PortfolioChoice
from fidelity_rater.domain.people import Purpose
from fidelity_rater.i18n import tr
from fidelity_rater.scales.editions import same_measure
from fidelity_rater.scales.model import Scale


def choices_on(uow: UnitOfWork, rating_uids: Collection[str]) -> dict[str, PortfolioChoice]:
    """What was chosen last for each of these ratings; those that nobody chose about are left out."""
    latest: dict[str, Document] = {}
    for document in uow.documents.about_any(rating_uids, DocumentKind.PORTFOLIO_CHOICE):
        before = latest.get(document.about)
        if before is None or before.changed_at <= document.changed_at:
            latest[document.about] = document
    return {uid: PortfolioChoice.from_json(document.body) for uid, document in latest.items()}


def needs_choice(head: RatingHead) -> bool:
    """A formative rating was made to learn from: it goes before a panel by the trainee's choice alone."""
    return head.purpose is Purpose.FORMATIVE


def versions_told(scales: Iterable[Scale]) -> Iterator[str]:
    """A sentence for each scale of which versions are mixed that do not measure the same."""
    by_id: dict[str, list[Scale]] = {}
    for scale in scales:
        by_id.setdefault(scale.id, []).append(scale)
    for found in by_id.values():
        if any(not same_measure(found[0], other) for other in found[1:]):
            yield tr(
                "The ratings were made on {n} versions of the scale “{name}” ({versions}): their totals do not mean"
                " the same, and are not averaged.",
                n=len({scale.sha256 for scale in found}),
                name=found[0].name,
                versions=", ".join(sorted({scale.version or scale.sha256[:8] for scale in found})),
            )
