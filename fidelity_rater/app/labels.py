"""The field's words on screen for the identifiers of code and files, looked up anew so that the language counts."""

from __future__ import annotations

from fidelity_rater.domain.caseload import Attendance, ConsentPurpose, FocalArea, Phase
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.i18n import tr


def _from(table: dict[str, str], key: str) -> str:
    return table.get(str(key), str(key).replace("_", " "))


def phase(key: str) -> str:
    return _from(
        {
            Phase.INITIAL: tr("Initial phase"),
            Phase.MIDDLE: tr("Middle phase"),
            Phase.TERMINATION: tr("Termination"),
            Phase.MAINTENANCE: tr("Maintenance"),
        },
        key,
    )


def focal_area(key: str) -> str:
    return _from(
        {
            FocalArea.GRIEF: tr("Grief"),
            FocalArea.ROLE_DISPUTE: tr("Role dispute"),
            FocalArea.ROLE_TRANSITION: tr("Role transition"),
            FocalArea.INTERPERSONAL_SENSITIVITIES: tr("Interpersonal sensitivities"),
        },
        key,
    )


def focal_areas(keys: tuple[str, ...]) -> str:
    """One or two areas, or that none is agreed yet."""
    if not keys:
        return tr("no focal area yet")
    if len(keys) == 1:
        return focal_area(keys[0])
    return tr("{primary} and {secondary}", primary=focal_area(keys[0]), secondary=focal_area(keys[1]).lower())


def session(scheduled: int, attended: int | None, *, planned: int) -> str:
    """A session goes by its scheduled number; how many were held by then stands beside it where it differs."""
    if attended is None or attended == scheduled:
        return tr("Session {n} of {planned}", n=scheduled, planned=planned)
    return tr("Session {n} of {planned} ({held} held)", n=scheduled, planned=planned, held=attended)


def purpose(key: str) -> str:
    return _from({Purpose.FORMATIVE: tr("Formative"), Purpose.SUMMATIVE: tr("Summative")}, key)


def purpose_explained(key: str) -> str:
    return _from(
        {
            Purpose.FORMATIVE: tr("For learning. The trainee decides whether it enters a portfolio."),
            Purpose.SUMMATIVE: tr("For a decision, such as accreditation. Never averaged with formative ratings."),
        },
        key,
    )


def role(key: str) -> str:
    return _from(
        {
            Role.SUPERVISOR: tr("Supervisor"),
            Role.PANEL: tr("Panel member"),
            Role.TRAINEE: tr("Trainee (self-rating)"),
            Role.PEER: tr("Peer"),
        },
        key,
    )


def attendance(key: str) -> str:
    return _from(
        {
            Attendance.ATTENDED: tr("attended"),
            Attendance.MISSED: tr("missed"),
            Attendance.CANCELLED: tr("cancelled"),
        },
        key,
    )


def consent_purpose(key: str) -> str:
    return _from(
        {
            ConsentPurpose.SUPERVISION: tr("Supervision"),
            ConsentPurpose.ASSESSMENT: tr("Assessment"),
            ConsentPurpose.TRAINING: tr("Rater training"),
            ConsentPurpose.RESEARCH: tr("Research"),
        },
        key,
    )


ADAPTATIONS = (
    "standard",
    "brief",
    "adolescent",
    "older_adults",
    "eating_disorders",
    "family_based",
    "group",
    "counselling",
)


def adaptation(key: str) -> str:
    return _from(
        {
            "standard": tr("Standard (12 to 20 sessions)"),
            "brief": tr("Brief (8 sessions)"),
            "adolescent": tr("Adolescents (IPT-A)"),
            "older_adults": tr("Older adults"),
            "eating_disorders": tr("Eating disorders (IPT-ED)"),
            "family_based": tr("Family-based"),
            "group": tr("Group"),
            "counselling": tr("Interpersonal counselling (IPC)"),
        },
        key,
    )


def difficulty(key: str) -> str:
    return _from({"low": tr("Low"), "medium": tr("Medium"), "high": tr("High")}, key)


def audio_quality(key: str) -> str:
    return _from({"good": tr("Good"), "fair": tr("Fair"), "poor": tr("Poor")}, key)


def acquaintance(key: str) -> str:
    return _from(
        {
            "none": tr("None"),
            "knows_therapist": tr("Knows the therapist"),
            "supervises_case": tr("Supervises this case"),
            "own_work": tr("Own work"),
        },
        key,
    )


def verdict(key: str) -> str:
    """What a member votes for, and what a panel decides."""
    return _from({"accredit": tr("Accredit"), "defer": tr("Defer"), "decline": tr("Decline")}, key)
