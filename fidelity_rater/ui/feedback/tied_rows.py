"""What a remark is tied to: items that lead to their place, moments that play and are ticked."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from fidelity_rater.app.feedback.models import OfferedMoment, TiedItem
from fidelity_rater.i18n import tr
from fidelity_rater.ui.moments.moment_line import MomentLine
from fidelity_rater.ui.moments.moment_words import spoken
from fidelity_rater.ui.widgets.buttons import IconButton
from fidelity_rater.ui.widgets.sentence_button import SentenceButton


class ItemRow(QWidget):
    """An item that a remark is tied to.

    Signals:
        followed: go to it.
        untied: it is not meant after all.
    """

    followed = Signal(str)
    untied = Signal(str)

    def __init__(self, item: TiedItem, *, locked: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.item = item
        self.link = SentenceButton(item.label, parent=self)
        self.link.setToolTip(tr("Go to this item"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.link, 1)
        self.link.clicked.connect(lambda: self.followed.emit(item.id))
        if not locked:
            self.untie = IconButton("close", tr("Untie “{item}”", item=item.label), parent=self)
            self.untie.clicked.connect(lambda: self.untied.emit(item.id))
            row.addWidget(self.untie, 0, Qt.AlignmentFlag.AlignTop)


class MomentRow(QWidget):
    """A moment with a tick that says whether it is to be heard with this remark; it plays with one press.

    Signals:
        played: hear it (uid).
        tied: it belongs to this remark now, or no more (uid).
    """

    played = Signal(str)
    tied = Signal(str, bool)

    def __init__(self, offered: OfferedMoment, *, locked: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.moment_uid = offered.moment.uid
        self.tick = QCheckBox(self)
        self.tick.setChecked(offered.tied)
        self.tick.setEnabled(not locked)
        self.tick.setAccessibleName(tr("Heard with this: {moment}", moment=spoken(offered.moment)))
        self.tick.setToolTip(tr("Let this moment be heard with what you say here"))
        self.line = MomentLine(self)
        self.line.show_moment(offered.moment)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.tick)
        row.addWidget(self.line, 1)
        self.tick.clicked.connect(lambda on: self.tied.emit(offered.moment.uid, on))
        self.line.moment_played.connect(self.played)
        self.line.moment_chosen.connect(lambda _: self.tick.click())

    def show_tied(self, tied: bool) -> None:
        """Show whether it belongs to the remark; announces nothing."""
        self.tick.setChecked(tied)
