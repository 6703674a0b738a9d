"""What rules ask of the log, which a person writes by hand: forms of other bodies, and what stands on its entries."""

from __future__ import annotations

from decimal import Decimal

from fidelity_rater.app.accreditation.rules_shelf import RulesShelf
from fidelity_rater.app.training.models import KnownForm
from fidelity_rater.scales.rule_set import (
    CasesAsked,
    FormsAsked,
    MarkAsked,
    PapersAsked,
    Requirement,
    SupervisionAsked,
    TrainingAsked,
)


def known_forms(shelf: RulesShelf) -> tuple[KnownForm, ...]:
    """Each form that rule sets speak of once, with its range where any of them names it."""
    found: dict[tuple[str, str], KnownForm] = {}
    for form in (form for card in shelf.all().cards for form in card.forms):
        known = KnownForm(form.body, form.form, _figure(form.lowest), _figure(form.highest))
        if form.lowest is not None or form.highest is not None:
            found[form.body, form.form] = known
        else:
            found.setdefault((form.body, form.form), known)
    return tuple(found.values())


def stand_on_log(shelf: RulesShelf, rules_id: str) -> frozenset[str]:
    """The requirements of a rule set (ids) that entries of the log count towards."""
    return frozenset(asked.id for asked in shelf.get(rules_id).requirements if _stands_on_log(asked))


def _stands_on_log(asked: Requirement) -> bool:
    if isinstance(asked, CasesAsked):
        return asked.supervised or asked.contacts is not None or asked.own_minutes is not None
    return isinstance(asked, (TrainingAsked, SupervisionAsked, PapersAsked, MarkAsked, FormsAsked))


def _figure(figure: float | None) -> Decimal | None:
    return None if figure is None else Decimal(str(figure))
