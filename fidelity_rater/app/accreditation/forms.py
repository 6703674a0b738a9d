"""The forms of other bodies that rule sets speak of, for whoever writes a result down."""

from __future__ import annotations

from decimal import Decimal

from fidelity_rater.app.accreditation.rules_shelf import RulesShelf
from fidelity_rater.app.training.models import KnownForm
from fidelity_rater.scales.rule_set import FormsAsked, MarkAsked


def known_forms(shelf: RulesShelf) -> tuple[KnownForm, ...]:
    """Each form once, with its range where any rule set names it."""
    found: dict[tuple[str, str], KnownForm] = {}
    for card in shelf.all().cards:
        for asked in shelf.get(card.id).requirements:
            if isinstance(asked, MarkAsked):
                found[asked.body, asked.form] = KnownForm(
                    asked.body, asked.form, _figure(asked.lowest), _figure(asked.highest)
                )
            elif isinstance(asked, FormsAsked):
                found.setdefault((asked.body, asked.form), KnownForm(asked.body, asked.form))
    return tuple(found.values())


def _figure(figure: float | None) -> Decimal | None:
    return None if figure is None else Decimal(str(figure))
