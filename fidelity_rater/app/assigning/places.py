"""Sessions, strata and reasons in the words of whoever draws and assigns."""

from __future__ import annotations

from collections.abc import Mapping

from fidelity_rater.app import labels
from fidelity_rater.app.ports.library import UnitOfWork
from fidelity_rater.domain.drawing import LeftOut, Strata, Stratum, Third, Within
from fidelity_rater.i18n import tr, tr_n


class Places:
    """Sessions by the codes that they have in this library; every therapist and case is read once."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow
        self._labels: dict[str, str] = {}

    def of(self, session_uid: str) -> str:
        """Raises ``KeyError`` for a session that is not here."""
        session = self._uow.sessions.get(session_uid)
        return tr("{case} · session {n}", case=self.case(session.case_uid), n=session.scheduled)

    def order(self, session_uid: str) -> tuple[str, int]:
        """Where it stands among others: by the code of its case, then by its number."""
        session = self._uow.sessions.get(session_uid)
        return self.case(session.case_uid), session.scheduled

    def case(self, case_uid: str) -> str:
        if case_uid not in self._labels:
            case = self._uow.cases.get(case_uid)
            self._labels[case_uid] = case_label(self._uow.therapists.get(case.therapist_uid).code, case.code)
        return self._labels[case_uid]

    def known(self, session_uid: str) -> str:
        """The same, also for a session that is not here any more."""
        try:
            return self.of(session_uid)
        except KeyError:
            return tr("a session that is not here any more")


def case_label(therapist: str, case: str) -> str:
    """A case's code often begins with its therapist's."""
    return case if case.startswith(therapist) else f"{therapist} · {case}"


def stratum_words(stratum: Stratum, codes: Mapping[str, str]) -> str:
    """A stratum as it is read; ``codes`` by the uids of therapists and cases."""
    if not stratum:
        return tr("All recordings")
    return " · ".join(codes.get(each) or _part(each) for each in stratum)


def _part(key: str) -> str:
    thirds = {
        f"third:{Third.EARLY}": tr("Early"),
        f"third:{Third.MIDDLE}": tr("Middle of the course"),
        f"third:{Third.LATE}": tr("Late"),
        "focus:": tr("No focal area yet"),
    }
    if key in thirds:
        return thirds[key]
    what, _, name = key.partition(":")
    return labels.focal_area(name) if what == "focus" else labels.phase(name)


def left_out_words(why: LeftOut) -> str:
    return {
        LeftOut.ARCHIVED: tr("archived"),
        LeftOut.NOT_HELD: tr("not held"),
        LeftOut.NO_RECORDING: tr("no recording"),
        LeftOut.DELETED: tr("recording deleted"),
        LeftOut.NO_CONSENT: tr("consent does not allow it"),
    }[why]


def rule_words(*, within: Within, strata: Strata, quota: int) -> str:
    """The rule of a draw in a line."""
    whose = {
        Within.ALL: tr_n("{n} recording", "{n} recordings", quota),
        Within.THERAPIST: tr_n("{n} recording per therapist", "{n} recordings per therapist", quota),
        Within.CASE: tr_n("{n} recording per case", "{n} recordings per case", quota),
    }[within]
    apart = {
        Strata.NONE: "",
        Strata.PHASE: tr("in each phase"),
        Strata.PHASE_AND_FOCUS: tr("in each phase and focal area"),
        Strata.THIRD: tr("in each third of the course (early, middle, late)"),
    }[strata]
    return tr("{quota}, {strata}", quota=whose, strata=apart) if apart else whose
