"""The words of the log, looked up anew so that the language counts."""

from __future__ import annotations

from fidelity_rater.app.training.models import (
    CaseSum,
    Mode,
    PaperKind,
    SupervisionContact,
    SupervisionSum,
    Training,
    TrainingKind,
)
from fidelity_rater.app.training.sums import own_minutes
from fidelity_rater.i18n import tr, tr_n


def duration(minutes: float) -> str:
    """``9 h 30 min``, rounded down to whole minutes: time that was not spent is not told."""
    hours, rest = divmod(int(minutes), 60)
    if not hours:
        return tr("{n} min", n=rest)
    return tr("{hours} h {minutes} min", hours=hours, minutes=rest) if rest else tr("{n} h", n=hours)


def mode(key: str) -> str:
    return {Mode.IN_PERSON: tr("in person"), Mode.REMOTE: tr("remote")}[Mode(key)]


def group(size: int) -> str:
    """Alone, or one of how many."""
    return tr("alone") if size == 1 else tr("group of {n}", n=size)


def training_kind(key: str) -> str:
    return {
        TrainingKind.COURSE: tr("Course"),
        TrainingKind.WORKSHOP: tr("Workshop"),
        TrainingKind.SUPERVISOR_TRAINING: tr("Training to supervise"),
        TrainingKind.FOLLOW_UP_DAY: tr("Follow-up day"),
        TrainingKind.PRACTICE: tr("Supervised therapy"),
        TrainingKind.SUPERVISING: tr("Supervising others"),
    }[TrainingKind(key)]


def paper_kind(key: str) -> str:
    return {
        PaperKind.REGISTRATION: tr("Registration with a profession"),
        PaperKind.MEMBERSHIP: tr("Membership"),
        PaperKind.ATTESTATION: tr("Signed attestation"),
        PaperKind.LETTER: tr("Letter of a supervisor or mentor"),
        PaperKind.CASE_REPORT: tr("Case report"),
        PaperKind.OBSERVATION: tr("Observed supervision"),
        PaperKind.OTHER: tr("Other paper"),
    }[PaperKind(key)]


def own_time(contact: SupervisionContact) -> str:
    """How long a contact was about the own cases."""
    own = own_minutes(contact)
    return tr("not told") if own is None else duration(own)


def extent(training: Training) -> str:
    """Hours, days and people of a training, as far as they are told."""
    parts = (
        tr("{n} h", n=f"{training.hours:g}") if training.hours is not None else "",
        tr_n("{n} day", "{n} days", training.days) if training.days is not None else "",
        tr_n("{n} person", "{n} people", training.others) if training.others is not None else "",
    )
    return ", ".join(part for part in parts if part)


def contacts_line(sums: SupervisionSum) -> str:
    """``11 contacts · 9 h 30 min · own cases 3 h 20 min``."""
    parts = [
        tr_n("{n} contact", "{n} contacts", sums.contacts),
        duration(sums.minutes),
        tr("own cases {time}", time=duration(sums.own)),
    ]
    return " · ".join(parts)


def untold_line(sums: SupervisionSum) -> str:
    """That some contacts in groups do not say how long they were about the own cases; empty where all do."""
    if not sums.untold:
        return ""
    return tr_n(
        "{n} contact in a group does not say how long it was about the own cases: a rule's credit for groups decides.",
        "{n} contacts in groups do not say how long they were about own cases: a rule's credit for groups decides.",
        sums.untold,
    )


def case_line(found: CaseSum) -> str:
    """``C2: 6 contacts, 3 h 20 min, 1 h shared with other cases``."""
    parts = (
        tr_n("{n} contact", "{n} contacts", found.contacts),
        duration(found.minutes),
        tr("{time} shared with other cases", time=duration(found.shared)) if found.shared else "",
        tr("{n} not told", n=found.untold) if found.untold else "",
    )
    return tr("{case}: {what}", case=found.code, what=", ".join(part for part in parts if part))


def size(count: int) -> str:
    """The size of a file, for people."""
    if count < 1024 * 1024:
        return tr("{n} KB", n=max(1, round(count / 1024)))
    return tr("{n} MB", n=f"{count / 1024 / 1024:.1f}")


def media_type(name: str) -> str:
    return {"application/pdf": "PDF", "image/png": "PNG", "image/jpeg": "JPEG"}.get(name, name)
