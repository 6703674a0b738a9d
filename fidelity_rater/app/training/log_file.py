"""What taking a file of supervision contacts in would do, line by line. Changes nothing."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Final

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.plain_files import opened, state_of
from fidelity_rater.app.ports.training import ToldContact
from fidelity_rater.app.training.checks import number_of
from fidelity_rater.app.training.models import Mode, Record, SupervisionContact, TherapistLog
from fidelity_rater.app.written_days import days_of, order_of_days
from fidelity_rater.domain.measures import key_of
from fidelity_rater.i18n import tr

_CLOCK: Final = re.compile(r"(\d{1,2}):(\d{2})")
_HOURS: Final = r"(?:(\d{1,2}(?:[.,]\d{1,2})?)\s*h[a-z]*\.?)?"
_WORDED: Final = re.compile(_HOURS + r"\s*(?:(\d{1,4})\s*(?:m[a-z]*\.?)?)?", re.IGNORECASE)
_ALONE: Final = frozenset({"alone", "individual", "single", "one to one"})
_IN_PERSON: Final = frozenset({"in person", "face to face", "room", "in the room", "on site", "f2f"})
_REMOTE: Final = frozenset({"remote", "online", "video", "phone", "telephone", "zoom", "teams", "call"})
_YES: Final = frozenset({"yes", "y", "true", "1", "x"})
_NO: Final = frozenset({"no", "n", "false", "0"})


class Fate(StrEnum):
    """What becomes of a line."""

    NEW = "new"
    SAME = "same"
    """It is in the log already."""
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class LineLook:
    """One line: what becomes of it, why it cannot be read, and the contact it tells of."""

    line: int
    fate: Fate
    told: str
    why: str = ""
    contact: SupervisionContact | None = None


@dataclass(frozen=True, slots=True)
class LogLook:
    """Every line of a file, as it would be taken in."""

    therapist_uid: str
    lines: tuple[LineLook, ...]

    def of(self, fate: Fate) -> tuple[LineLook, ...]:
        return tuple(line for line in self.lines if line.fate is fate)

    @property
    def new(self) -> tuple[SupervisionContact, ...]:
        """What would be added."""
        return tuple(line.contact for line in self.of(Fate.NEW) if line.contact is not None)


def look_at(told: Sequence[ToldContact], log: TherapistLog, checked: Callable[[Record], Record]) -> LogLook:
    """Look at a file's contacts beside the log; ``checked`` raises ``UserFacingError`` for what cannot be."""
    order = order_of_days(each.day for each in told)
    here = Counter(_likeness(contact) for contact in log.supervision)
    return LogLook(log.therapist_uid, tuple(_looks(told, log, checked, order, here)))


def _looks(
    told: Sequence[ToldContact],
    log: TherapistLog,
    checked: Callable[[Record], Record],
    order: str,
    here: Counter[tuple[object, ...]],
) -> Iterator[LineLook]:
    for each in told:
        words = " · ".join(part for part in (each.day, each.minutes or each.hours, each.cases) if part)
        try:
            contact = checked(_contact(each, log, order))
        except UserFacingError as fault:
            yield LineLook(each.line, Fate.UNREADABLE, words, why=str(fault))
            continue
        assert isinstance(contact, SupervisionContact)
        like = _likeness(contact)
        known = here[like] > 0
        here[like] -= known
        yield LineLook(each.line, Fate.SAME if known else Fate.NEW, words, contact=contact)


def _likeness(contact: SupervisionContact) -> tuple[object, ...]:
    """Two contacts that agree in this are one, told twice."""
    return contact.on, contact.minutes, frozenset(contact.case_uids), contact.group_size


def _contact(told: ToldContact, log: TherapistLog, order: str) -> SupervisionContact:
    own = _minutes(told.own_minutes, told.own_hours)
    if own is None and (told.own_minutes or told.own_hours):
        raise _no_length(told.own_minutes or told.own_hours)
    minutes = _minutes(told.minutes, told.hours)
    if minutes is None:
        raise _no_length(told.minutes or told.hours)
    return SupervisionContact(
        uid="",
        therapist_uid=log.therapist_uid,
        on=_day(told.day, order),
        minutes=minutes,
        mode=_mode(told.mode),
        group_size=_group(told.group),
        case_uids=_cases(told.cases, log),
        own_minutes=own,
        supervisor=told.supervisor,
        supervisor_accredited=_yes_no(told.accredited),
        note=told.note,
    )


def _day(text: str, order: str) -> date:
    days = days_of(text, order=order)
    if len(days) == 1:
        return days[0]
    if days:
        fault = tr("“{text}” may be one of two days.", text=text)
    elif text:
        fault = tr("“{text}” is no day.", text=_short(text))
    else:
        fault = tr("The day is missing.")
    raise UserFacingError(fault, tr("Write it as 2026-03-31."))


def _no_length(text: str) -> UserFacingError:
    fault = tr("“{text}” is no length.", text=_short(text)) if text else tr("The length is missing.")
    return UserFacingError(fault, tr("Write minutes, such as 90."))


def _minutes(minutes: str, hours: str) -> int | None:
    """``90``, ``1:30``, ``1 h 30 min`` and, of hours, ``1,5``; None where it is none of them."""
    number = number_of(minutes or hours)
    if number is not None:
        exact = number if minutes else number * 60
        return int(exact) if exact == int(exact) else None
    text = (minutes or hours).strip()
    if clock := _CLOCK.fullmatch(text):
        return int(clock[1]) * 60 + int(clock[2])
    worded = _WORDED.fullmatch(text)
    if worded is None or not (worded[1] or worded[2]):
        return None
    return round(float((worded[1] or "0").replace(",", ".")) * 60) + int(worded[2] or 0)


def _cases(text: str, log: TherapistLog) -> tuple[str, ...]:
    known = {key_of(case.code): case.uid for case in log.cases}
    named = [part.strip() for part in re.split(r"[,;/+&|]", text) if part.strip()]
    for part in named:
        if key_of(part) not in known:
            raise UserFacingError(
                tr("No case of this therapist is called “{code}”.", code=part[:24]),
                tr("Write the case's code, or leave it empty."),
            )
    return tuple(dict.fromkeys(known[key_of(part)] for part in named))


def _group(text: str) -> int:
    number = re.search(r"\d+", text)
    if not text or key_of(text) in {key_of(word) for word in _ALONE}:
        return 1
    if number is None:
        raise UserFacingError(
            tr("“{text}” does not say how many were supervised.", text=_short(text)),
            tr("Write a number; 1 is alone."),
        )
    return int(number[0])


def _mode(text: str) -> Mode:
    if not text or _is(text, _IN_PERSON):
        return Mode.IN_PERSON
    if _is(text, _REMOTE):
        return Mode.REMOTE
    raise UserFacingError(
        tr("“{text}” does not say how the contact was held.", text=_short(text)), tr("Write in person or remote.")
    )


def _yes_no(text: str) -> bool | None:
    if not text:
        return None
    if _is(text, _YES) or _is(text, _NO):
        return _is(text, _YES)
    raise UserFacingError(
        tr("“{text}” does not say whether the supervisor is accredited.", text=_short(text)),
        tr("Write yes or no, or leave it empty where it is not known."),
    )


def _is(text: str, words: frozenset[str]) -> bool:
    return key_of(text) in {key_of(word) for word in words}


def _short(text: str) -> str:
    return " ".join(text.split())[:40]


def bytes_of(path: Path, most: int) -> bytes:
    """A table's bytes. Raises ``UserFacingError``."""
    if os.path.exists(path) and not os.path.isfile(path):  # noqa: PTH110, PTH113 - never raise
        raise UserFacingError(tr("This is a folder or a device, not a table."), tr("Choose the .csv file inside it."))
    with opened(path) as file:
        if state_of(file)[0] > most:
            raise UserFacingError(
                tr("The file is larger than {n} MB, too large for a log of supervision.", n=most // 2**20),
                tr("Choose a table of this therapist's contacts."),
            )
        try:
            return file.read(most + 1)
        except OSError:
            raise UserFacingError(
                tr("The file could not be read to its end."),
                tr("Check that its drive is still connected, then try again."),
            ) from None
