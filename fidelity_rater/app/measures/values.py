"""Totals as people write them."""

from __future__ import annotations

import re
from typing import Final

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.domain.measures import Measure, key_of
from fidelity_rater.i18n import tr

LONGEST_NAME: Final = 40
_SHOWN: Final = 40
_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,7}(?:[.,][0-9]{1,4})?")
_SESSION: Final = re.compile(r"[^\W\d]{0,12}[\s.#-]{0,3}([0-9]{1,4})(?:[.,]0)?")


def number_of(text: str) -> float | None:
    """A number with a decimal point or comma; None where it is none."""
    text = text.strip().replace("\N{MINUS SIGN}", "-")
    return float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def shown(value: float) -> str:
    """A total as it is typed, without a tail of noughts."""
    return f"{value:.4f}".rstrip("0").rstrip(".")


def why_not(measure: Measure, text: str) -> str:
    """Why a measure's total cannot be this, as a sentence; empty where it can."""
    value = number_of(text)
    if value is None:
        return tr("{measure}: “{text}” is not a number.", measure=measure.name, text=_short(text))
    if measure.allows(value) or measure.minimum is None or measure.maximum is None:
        return ""
    return tr(
        "{measure} goes from {least} to {most}, so {value} cannot be its total.",
        measure=measure.name,
        least=shown(measure.minimum),
        most=shown(measure.maximum),
        value=shown(value),
    )


def checked(measure: Measure, text: str) -> float:
    """The total that was typed. Raises ``UserFacingError``."""
    fault = why_not(measure, text)
    value = number_of(text)
    if fault or value is None:
        raise UserFacingError(fault, tr("Type a number such as 12 or 12.5."))
    return value


def range_of(measure: Measure) -> str:
    """How far a measure's total can go; empty where that is not known."""
    if measure.minimum is None or measure.maximum is None:
        return ""
    return tr("from {least} to {most}", least=shown(measure.minimum), most=shown(measure.maximum))


def why_not_named(name: str) -> str:
    """Why a measure cannot be called this, as a sentence; empty where it can."""
    if not key_of(name):
        return tr("The measure has no name.")
    if len(name) > LONGEST_NAME or not name.isprintable():
        return tr("“{name}” cannot be the name of a measure.", name=_short(name))
    return ""


def checked_name(name: str) -> str:
    """A name fit for a column. Raises ``UserFacingError``."""
    name = " ".join(name.split())
    if fault := why_not_named(name):
        raise UserFacingError(fault, tr("Type up to {n} letters, digits and signs, such as PHQ-9.", n=LONGEST_NAME))
    return name


def session_number(text: str) -> int | None:
    """``3``, ``S03`` and ``Session 3`` are session three."""
    found = _SESSION.fullmatch(text.strip())
    return int(found[1]) if found else None


def _short(text: str) -> str:
    told = "".join(char if char.isprintable() else "?" for char in " ".join(text.split()))
    return told if len(told) <= _SHOWN else told[: _SHOWN - 1] + "…"
