"""What became of a package, and where to go now."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from fidelity_rater.app.ports.packages import PackageKind
from fidelity_rater.app.sharing.models import Taken
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.card import Card
from fidelity_rater.ui.widgets.emptying import empty
from fidelity_rater.ui.widgets.text import label


def where_to(taken: Taken) -> str:
    """Name the way to what came; empty where there is nothing to go to."""
    if taken.to_rate:
        return tr("Rate the session")
    by_session = {
        PackageKind.SUBMISSION: tr("Show it in the caseload"),
        PackageKind.ASSIGNMENT: tr("Show what is to be rated"),
    }
    if taken.kind in by_session:
        return by_session[taken.kind] if taken.session_uid else ""
    if not (taken.session_uid or taken.rating_uid or taken.document_uid):
        return ""
    return {
        PackageKind.FEEDBACK: tr("Read the feedback"),
        PackageKind.REPLY: tr("See the reply"),
        PackageKind.REFERENCE: tr("Show the reference"),
        PackageKind.PORTFOLIO: tr("Open the portfolio"),
        PackageKind.VOTES: tr("Show the panel"),
        PackageKind.DECISION: tr("Read the decision"),
    }.get(taken.kind, tr("Show what came"))


class TakenPage(QWidget):
    """Sentences; a second history is told first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fork = Banner("warning", parent=self)
        self.fork.hide()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(6)
        card = Card(tr("Taken in"))
        card.body.addLayout(self._lines)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self.fork)
        column.addWidget(card)

    def show_taken(self, taken: Taken) -> None:
        self.fork.show_message(
            tr_n(
                "A rating came with another history than the one that is here. Yours stands as it was; the other is "
                "kept aside in this library, beside that rating. Settle with its rater which one counts.",
                "{n} ratings came with another history than those that are here. Yours stand as they were; the others "
                "are kept aside in this library, beside those ratings. Settle with their raters which ones count.",
                taken.forks,
            )
            if taken.forks
            else ""
        )
        empty(self._lines)
        for sentence in taken.lines or (tr("Everything in it is in your library now."),):
            self._lines.addWidget(label(tr("• {line}", line=sentence), wrap=True))
