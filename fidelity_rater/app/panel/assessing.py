"""Joins portfolios with what a library knows of readiness, and of how far its raters agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from fidelity_rater.app.accreditation.accreditation import Accreditation
from fidelity_rater.app.accreditation.pass_marks import PassMarks
from fidelity_rater.app.agreement.agreements import Agreements
from fidelity_rater.app.agreement.library_models import AgreementFilters, AgreementView
from fidelity_rater.app.agreement.models import BlockStudy, Coefficient, Refused
from fidelity_rater.app.agreement.wording import number, with_interval
from fidelity_rater.app.panel.portfolio_models import Assessed
from fidelity_rater.app.ports.library import Library
from fidelity_rater.app.silent import SilentProgress
from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.domain.panel import AgreementNote, PassNote
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.i18n import tr

FEWEST_RATERS: Final = 2
LIKELY: Final = 1.96


def assessed_by(library: Library, accreditation: Accreditation, agreements: Agreements, marks: PassMarks) -> Assessed:
    """All are worked out when they are asked for, and kept in the portfolio as they were then."""
    return Assessed(
        rules=lambda: tuple((card.id, card.name) for card in accreditation.rule_sets().cards),
        readiness=accreditation.readiness,
        agreement=_agreement(library, agreements),
        profiles=lambda: len(marks.profiles().profiles),
        pass_marks=lambda uid, ratings: tuple(pass_notes(marks, uid, frozenset(ratings))),
    )


def pass_notes(marks: PassMarks, therapist_uid: str, rating_uids: frozenset[str]) -> Iterator[PassNote]:
    """Each line of this site that something can be held against; formative ratings tell only where they are let in."""
    for profile in marks.profiles().profiles:
        try:
            view = marks.view(therapist_uid, profile.id, SilentProgress())
        except UserFacingError:
            continue  # it names what its scale does not have: said where readiness is read
        if view.rating_uids and rating_uids.issuperset(view.rating_uids):
            yield PassNote(
                name=profile.name,
                line=number(profile.line),
                sentence=view.sentence,
                proposal=view.proposal,
                cautions=view.cautions,
                notice=view.notice,
                as_of=profile.as_of,
                decided_by=profile.decided_by,
            )


def _agreement(library: Library, agreements: Agreements) -> Callable[[tuple[str, ...]], tuple[AgreementNote, ...]]:
    def work_out(rating_uids: tuple[str, ...]) -> tuple[AgreementNote, ...]:
        view = agreements.view(_filters(library, rating_uids), SilentProgress())
        return tuple(agreement_notes(agreements, view)) if view is not None else ()

    return work_out


def _filters(library: Library, rating_uids: tuple[str, ...]) -> AgreementFilters:
    """The scale and purpose that most of these ratings have, and who made them; alone, beside everybody."""
    with library.read() as uow:
        heads = [uow.ratings.get(uid) for uid in rating_uids if uow.ratings.has(uid)]
    heads = [head for head in heads if head.role is not Role.TRAINEE]
    if not heads:
        return AgreementFilters()
    (scale, purpose), _ = Counter((head.scale_sha256, head.purpose) for head in heads).most_common(1)[0]
    raters = frozenset(head.person_uid for head in heads)
    return AgreementFilters(
        scale_sha256=scale,
        purpose=str(Purpose(purpose)),
        raters=raters if len(raters) >= FEWEST_RATERS else frozenset(),
    )


def agreement_notes(agreements: Agreements, view: AgreementView) -> Iterator[AgreementNote]:
    """A line for each total; where there is no figure, why."""
    blind = view.gathered.blindness
    basis = tr(
        "Over all recordings of this library that these raters share; {blind} of {pairs} pairs of ratings blind.",
        blind=blind.blind,
        pairs=blind.pairs,
    )
    for study in view.study.totals:
        yield _note(study, basis)
        deep = agreements.deeper(view, study).depth
        if deep is not None and not isinstance(deep.sem, Refused):
            yield _doubt(study, deep.sem)


def _doubt(study: BlockStudy, sem: Coefficient) -> AgreementNote:
    """How far one rating's total is likely to lie from what these raters would give on average."""
    words = tr(
        "In about 95 of 100 ratings the total lies within {band} points of what these raters would give on average.",
        band=number(LIKELY * sem.value),
    )
    facts = study.facts
    return AgreementNote(study.block.label, sem.name, with_interval(sem), facts.shared, facts.raters, words)


def _note(study: BlockStudy, basis: str) -> AgreementNote:
    facts, main = study.facts, study.main
    if isinstance(main, Refused):
        return AgreementNote(study.block.label, main.name, "", facts.shared, facts.raters, main.why)
    words = " ".join(part for part in (study.words, basis) if part)
    return AgreementNote(study.block.label, main.name, with_interval(main), facts.shared, facts.raters, words)
