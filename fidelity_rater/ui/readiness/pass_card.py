"""A therapist beside one of this site's own lines: the band drawn, what can be said, and what would tell more."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from fidelity_rater.app.accreditation.pass_models import PassReading, PassView
from fidelity_rater.i18n import tr
from fidelity_rater.ui.readiness.band import Band, BandPicture
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.flow_layout import FlowLayout
from fidelity_rater.ui.widgets.text import label

MOST_LINKS = 40


@dataclass(frozen=True, slots=True)
class SiteLine:
    """One profile's answer, or why there is none."""

    name: str
    view: PassView | None
    fault: str = ""


def band_of(reading: PassReading) -> Band | None:
    """What is drawn of a reading; None where there is no mean."""
    if reading.mean is None:
        return None
    return Band.around(mean=reading.mean, line=reading.line, low=reading.low, high=reading.high)


class PassCard(QFrame):
    """Signals:
    rating_wanted: open a rating that the mean stands on (uid).
    """

    rating_wanted = Signal(str)

    def __init__(self, line: SiteLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.picture: BandPicture | None = None
        self.links: list[TextButton] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 14, 16, 14)
        self._column.setSpacing(8)
        self._say(tr("This site's own line: {name}", name=line.name), "strong")
        if line.view is None:
            self._say(line.fault)
        else:
            self._show(line.view)

    def _say(self, words: str, role: str = "") -> None:
        if words:
            self._column.addWidget(label(words, role, wrap=True))

    def _show(self, view: PassView) -> None:
        band = band_of(view.reading)
        if band is not None:
            self.picture = BandPicture(self)
            self.picture.show_band(band)
            self._column.addWidget(self.picture)
        self._say(view.sentence)
        if view.proposal:
            proposal = Banner("info", parent=self)
            proposal.show_message(view.proposal)
            self._column.addWidget(proposal)
        if view.rating_uids:
            self._column.addWidget(self._ratings(view.rating_uids))
        for words in (*view.cautions, view.profile.note, view.notice):
            self._say(words, "muted")

    def _ratings(self, uids: tuple[str, ...]) -> QWidget:
        holder = QWidget(self)
        flow = FlowLayout(holder, spacing=2)
        lead = label(tr("It stands on the ratings"), "muted")
        lead.setContentsMargins(0, 6, 6, 0)
        flow.addWidget(lead)
        for number, uid in enumerate(uids[:MOST_LINKS], start=1):
            link = TextButton(str(number), "link", parent=holder)
            link.show_name(tr("Open rating {n}", n=number))
            link.clicked.connect(lambda _=False, uid=uid: self.rating_wanted.emit(uid))
            flow.addWidget(link)
            self.links.append(link)
        if (more := len(uids) - MOST_LINKS) > 0:
            flow.addWidget(label(tr("and {n} more", n=more), "muted"))
        return holder
