"""A second history of the rating on the desk: what differs from the one that stands, and taking it away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from fidelity_rater.app.sharing.forks import ScoreBeside, SecondHistory
from fidelity_rater.i18n import tr
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import Card
from fidelity_rater.ui.widgets.sentence_button import SentenceButton
from fidelity_rater.ui.widgets.text import label


class ForkCard(Card):
    """One history that is kept aside.

    Signals:
        removed, put_back: take it away, or keep it after all (uid).
        item_followed: go to this item.
    """

    removed = Signal(str)
    put_back = Signal(str)
    item_followed = Signal(str)

    def __init__(self, history: SecondHistory, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.history = history
        self.setAccessibleName(history.title)
        self.body.setContentsMargins(12, 10, 12, 10)
        self.body.setSpacing(6)
        self.body.addWidget(label(history.title, "strong", wrap=True))
        self.told = QWidget(self)
        column = QVBoxLayout(self.told)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for sentence in history.facts:
            column.addWidget(label(sentence, "muted", wrap=True))
        if history.scores:
            column.addWidget(self._table(history.scores))
        for sentence in history.others:
            column.addWidget(label(sentence, wrap=True))
        calm = tr("The one that is here stands as it was; nothing uses the other. Settle with its rater which counts.")
        column.addWidget(label(calm, "muted", wrap=True))
        self.remove = TextButton(tr("Remove the other one"), icon_name="trash", parent=self)
        self.gone = label(tr("Removed. The rating that is here stays as it is."), wrap=True)
        self.back = TextButton(tr("Put it back"), icon_name="undo", parent=self)
        self.body.addWidget(self.told)
        self.body.addWidget(self.gone)
        for button, signal in ((self.remove, self.removed), (self.back, self.put_back)):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            button.clicked.connect(lambda _=False, told=signal: told.emit(history.uid))
        self.show_removed(False)

    def _table(self, scores: Sequence[ScoreBeside]) -> QWidget:
        table = QWidget(self)
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 4, 0, 4)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        for column, (head, stretch) in enumerate(((tr("Item"), 4), (tr("Here"), 3), (tr("The other"), 3))):
            grid.addWidget(label(head, "muted"), 0, column)
            grid.setColumnStretch(column, stretch)
        for row, score in enumerate(scores, start=1):
            link = SentenceButton(score.label, parent=table)
            link.setAccessibleName(
                tr("{item}: {here} here, {there} in the other", item=score.label, here=score.here, there=score.there)
            )
            link.clicked.connect(lambda _=False, item=score.item: self.item_followed.emit(item))
            grid.addWidget(link, row, 0)
            grid.addWidget(label(score.here, wrap=True), row, 1)
            grid.addWidget(label(score.there, wrap=True), row, 2)
        return table

    def show_removed(self, removed: bool) -> None:
        """Show whether it was taken away just now; the keys stay on the card."""
        had_keys = self.remove.hasFocus() or self.back.hasFocus()
        for widget, shown in ((self.told, not removed), (self.remove, not removed)):
            widget.setVisible(shown)
        for widget in (self.gone, self.back):
            widget.setVisible(removed)
        if had_keys:
            (self.back if removed else self.remove).setFocus(Qt.FocusReason.OtherFocusReason)
