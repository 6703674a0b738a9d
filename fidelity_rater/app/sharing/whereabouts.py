"""Where the things of a package are once it is taken in, in words: for what has no screen of its own, too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from fidelity_rater.app.ports.library import UnitOfWork
from fidelity_rater.app.ports.packages import PackageKind
from fidelity_rater.app.sharing.opened import Opened
from fidelity_rater.app.sharing.placing import Placement
from fidelity_rater.app.sharing.telling import place_here
from fidelity_rater.i18n import tr, tr_n

MOST_NAMED: Final = 3
_OWN_SCREEN: Final = frozenset({PackageKind.FEEDBACK, PackageKind.REPLY})


def where_it_is(uow: UnitOfWork, opened: Opened, placement: Placement) -> Iterator[str]:
    """Sentences; what its sender has written is told where nothing else would show it."""
    kind = opened.head.kind
    if kind in _OWN_SCREEN:
        return
    told = [d.body for d in opened.contents.documents if kind is PackageKind.ASSIGNMENT]
    for words in dict.fromkeys(str(each.get("words", "")).strip() for each in told):
        if words:
            yield tr("They write: {words}", words=words)
    if placement.sessions:
        yield tr("In your caseload: {places}.", places=_places(uow, placement.sessions.values()))
    if kind is PackageKind.REFERENCE:
        yield tr("It waits under Raters, Calibration. Rate it there: its consensus is shown once you have signed.")
    elif kind is PackageKind.PORTFOLIO:
        yield tr("It waits under Accreditation. Its scores are shown once you have voted on what can be heard.")
    elif kind is PackageKind.VOTES:
        yield tr("They are kept under Accreditation with their portfolio, and shown there when it is time.")
    elif kind is PackageKind.DECISION:
        yield tr("It is kept under Accreditation with the portfolio that it answers, and changes no rating.")


def _places(uow: UnitOfWork, sessions: Iterable[str]) -> str:
    """The first few by their codes, the rest counted."""
    uids = list(dict.fromkeys(sessions))
    named = [place_here(uow, uid) for uid in uids[:MOST_NAMED]]
    rest = len(uids) - len(named)
    places = ", ".join(named)
    return tr_n("{places} and {n} more", "{places} and {n} more", rest, places=places) if rest else places
