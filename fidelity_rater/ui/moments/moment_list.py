"""The list of moments by mouse and keyboard. Only what belongs to a list is claimed; all other keys are the desk's."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QItemSelection, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from fidelity_rater.i18n import tr
from fidelity_rater.ui.moments.moment_delegate import MomentDelegate, glyph_width, row_height
from fidelity_rater.ui.moments.moment_model import MomentModel

_WALKING: Final = frozenset(
    {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End}
)


class MomentList(QTableView):
    """Rows that play with one press.

    A table of one column, since Qt's list view walks all its rows whenever one is to be brought into sight.

    Signals:
        moment_chosen: another row is the chosen one (uid).
        moment_played: hear this one (uid).
        moment_deleted: take this one away (uid).
    """

    moment_chosen = Signal(str)
    moment_played = Signal(str)
    moment_deleted = Signal(str)

    def __init__(self, model: MomentModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._moments = model
        self._silent = False
        self.drawing = MomentDelegate(self)
        self.setModel(model)
        self.setItemDelegate(self.drawing)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Moments"))
        self.setAccessibleDescription(tr("Enter plays the chosen moment, Delete takes it away."))
        self._fit_rows()

    @property
    def chosen(self) -> str:
        index = self.currentIndex()
        return self._moments.uid_at(index.row()) if index.isValid() else ""

    def show_chosen(self, uid: str) -> None:
        """Choose this row and bring it into sight; announces nothing."""
        row = self._moments.row_of(uid) if uid else None
        self._silent = True
        try:
            if row is None:
                self.clearSelection()
                self.setCurrentIndex(QModelIndex())
            else:
                self.setCurrentIndex(self._moments.index(row))
                self.scrollTo(self._moments.index(row))
        finally:
            self._silent = False

    def show_playing(self, uid: str) -> None:
        """Say on its row which moment is heard now."""
        before, self.drawing.playing = self.drawing.playing, uid
        for each in {before, uid} - {""}:
            row = self._moments.row_of(each)
            if row is not None:
                self.update(self._moments.index(row))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        if not self._silent and selected.indexes():
            self.moment_chosen.emit(self._moments.uid_at(selected.indexes()[0].row()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if (
            event.button() is Qt.MouseButton.LeftButton
            and index.isValid()
            and event.position().x() < glyph_width(self.fontMetrics())
        ):
            self.moment_played.emit(self._moments.uid_at(index.row()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double press anywhere plays, too; on the glyph the first one has done it."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and not self._on_glyph(event):
            self.moment_played.emit(self._moments.uid_at(index.row()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "drawing"):
            self._fit_rows()

    def _fit_rows(self) -> None:
        """Every row is as tall as two lines of the text at its size now."""
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(row_height(self.fontMetrics()))

    def _on_glyph(self, event: QMouseEvent) -> bool:
        return event.position().x() < glyph_width(self.fontMetrics())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in _WALKING:
            super().keyPressEvent(event)
        elif plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.chosen:
            self.moment_played.emit(self.chosen)
        elif plain and event.key() == Qt.Key.Key_Delete and self.chosen:
            self.moment_deleted.emit(self.chosen)
        else:
            event.ignore()
