"""When a rater was last calibrated before a day: told beside each of their ratings, as a warning once that is old."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.app.ports.library import UnitOfWork
from fidelity_rater.i18n import tr, tr_n

DAYS_IN_MONTH = 365.25 / 12
ValidDays = Callable[[], int | None]
"""How long a calibration counts; asked only where there is one, because it is read from a file."""


@dataclass(frozen=True, slots=True)
class CalibratedNote:
    """``on`` None: never, as far as this library knows. Empty words: nobody calibrates here, so nothing is told."""

    on: date | None = None
    words: str = ""
    warning: bool = False


NOTHING_TOLD: Final = CalibratedNote()


def calibrated_on(uow: UnitOfWork, person_uid: str, at: date) -> date | None:
    """The day of a person's last signed calibration up to a day; None where none is known here."""
    days = [
        signed.date()
        for document in uow.documents.of_kind(DocumentKind.CALIBRATION)
        if document.author_uid == person_uid and uow.ratings.has(document.about)
        if (signed := uow.ratings.get(document.about).signed_at) is not None and signed.date() <= at
    ]
    return max(days, default=None)


def calibrated_note(uow: UnitOfWork, person_uid: str, at: date, *, valid_days: ValidDays) -> CalibratedNote:
    """What is said beside a rating of that day. Where no reference and no calibration is known, nothing is."""
    on = calibrated_on(uow, person_uid, at)
    if on is None:
        if not uow.documents.of_kind(DocumentKind.REFERENCE):
            return NOTHING_TOLD
        return CalibratedNote(None, tr("Rater never calibrated, as far as this library knows"), warning=True)
    days = valid_days()
    if days is not None and (at - on).days > days:
        return CalibratedNote(on, tr("Rater {old}", old=old_words(on, at=at, valid_days=days)), warning=True)
    return CalibratedNote(on, tr("Rater calibrated {date}", date=on))


def nothing_asked() -> int | None:
    """No period is set."""
    return None


def old_words(on: date, *, at: date, valid_days: int) -> str:
    ago, period = span_words((at - on).days), span_words(valid_days)
    return tr("last calibrated {ago} ago; the set period is {period}", ago=ago, period=period)


def span_words(days: int) -> str:
    """Days, or whole months from two on."""
    months = round(days / DAYS_IN_MONTH)
    if months >= 2:
        return tr_n("{n} month", "{n} months", months)
    return tr_n("{n} day", "{n} days", days)
