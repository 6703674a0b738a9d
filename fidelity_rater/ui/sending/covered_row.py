"""One stretch that nobody is to hear: from, to, and what is heard in its place."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from fidelity_rater.app.sharing.offers import Cover, Covered
from fidelity_rater.app.spoken_time import media_time
from fidelity_rater.i18n import tr
from fidelity_rater.ui.forms.fields import ChoiceField
from fidelity_rater.ui.sending.times import typed_time
from fidelity_rater.ui.widgets.buttons import IconButton
from fidelity_rater.ui.widgets.text import label


class CoveredRow(QWidget):
    """Signals:
    removed: take this stretch off the list.
    listen_pressed: play it (start, end in ms).
    """

    removed = Signal()
    listen_pressed = Signal(int, int)

    def __init__(self, *, number: int, can_listen: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.start, self.end = QLineEdit(), QLineEdit()
        for field, name in (
            (self.start, tr("Stretch {n}: from", n=number)),
            (self.end, tr("Stretch {n}: to", n=number)),
        ):
            field.setPlaceholderText(tr("mm:ss.t"))
            field.setAccessibleName(name)
            field.setToolTip(tr("Minutes:seconds, such as 12:47.3"))
            field.setFixedWidth(self.fontMetrics().averageCharWidth() * 11 + 20)
        self.cover = ChoiceField(((Cover.SILENCE, tr("Silence")), (Cover.TONE, tr("A tone"))))
        self.cover.setAccessibleName(tr("Stretch {n}: what is heard instead", n=number))
        self.listen = IconButton("play", tr("Listen to this stretch"), parent=self)
        self.listen.setVisible(can_listen)
        self.remove = IconButton("trash", tr("Do not cover this stretch"))
        self.remove.clicked.connect(self.removed)
        self.listen.clicked.connect(self.on_listen)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.start)
        row.addWidget(label("–"))
        row.addWidget(self.end)
        row.addWidget(self.cover, 1)
        row.addWidget(self.listen)
        row.addWidget(self.remove)

    @property
    def stretch(self) -> Covered | None:
        """What is typed; None where it is no stretch."""
        start, end = typed_time(self.start.text()), typed_time(self.end.text())
        if start is None or end is None or end <= start:
            return None
        return Covered(start, end, Cover(self.cover.key))

    def show_stretch(self, start_ms: int, end_ms: int, cover: Cover = Cover.SILENCE) -> None:
        """Show a stretch; never shorter than it is."""
        self.start.setText(media_time(start_ms))
        self.end.setText(media_time(end_ms + 99))
        self.cover.show_key(cover)

    def on_listen(self) -> None:
        if (stretch := self.stretch) is not None:
            self.listen_pressed.emit(stretch.start_ms, stretch.end_ms)
