"""A whole sentence that leads somewhere: it wraps, where a button's own label would be cut off."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from fidelity_rater.ui.theme import LOOK_CHANGES, current_look, pixmap
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.text import label

_EDGE = 14
"""What the stylesheet puts around a link: padding and border, both sides."""


class SentenceButton(TextButton):
    """A link of several lines, with an icon before it where one is named."""

    def __init__(self, sentence: str, *, icon_name: str = "", parent: QWidget | None = None) -> None:
        super().__init__("", "link", parent=parent)
        self._picture = QLabel()
        self._lead = icon_name
        self._words = label(sentence, wrap=True)
        self._words.setProperty("role", "link")
        for part in (self._picture, self._words):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(self)
        row.setContentsMargins(7, 3, 7, 3)
        row.setSpacing(8)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        self._picture.setVisible(bool(icon_name))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(sentence)
        self._paint_lead()

    @property
    def sentence(self) -> str:
        return self._words.text()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return layout.totalHeightForWidth(width) if layout is not None else super().heightForWidth(width)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 40, self.fontMetrics().lineSpacing() + _EDGE)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 16, self.fontMetrics().lineSpacing() + _EDGE // 2)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in LOOK_CHANGES | {QEvent.Type.FontChange} and hasattr(self, "_lead"):
            self._paint_lead()

    def _paint_lead(self) -> None:
        if self._lead:
            side = self.fontMetrics().height()
            ink = current_look().warning.strong
            self._picture.setPixmap(pixmap(self._lead, side, colour=ink, ratio=self.devicePixelRatioF()))
