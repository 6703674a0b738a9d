"""The therapists, by code: a model, two lines for each, a search, and whether names and the archive are shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import (
    QCheckBox,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from fidelity_rater.app.caseload_models import TherapistRow
from fidelity_rater.app.commands import MENU
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.ui.forms.days import spoken_day
from fidelity_rater.ui.theme import current_look
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.text import label

_Index = QModelIndex | QPersistentModelIndex
UID = Qt.ItemDataRole.UserRole
SECOND_LINE = Qt.ItemDataRole.UserRole + 1
LAST_DAY = Qt.ItemDataRole.UserRole + 2


class TherapistModel(QAbstractListModel):
    """Those therapists that the search and the archive's box let through."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[TherapistRow, ...] = ()
        self._shown: list[TherapistRow] = []
        self._search, self._archived, self._names = "", False, False

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._shown):
            return None
        row = self._shown[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._title(row)
            case Qt.ItemDataRole.ToolTipRole:
                return second_line(row)
            case Qt.ItemDataRole.AccessibleTextRole:
                last = tr("last session {day}", day=spoken_day(row.last_session_on)) if row.last_session_on else ""
                return ", ".join(part for part in (self._title(row), second_line(row), last) if part)
            case _ if role == UID:
                return row.therapist.uid
            case _ if role == SECOND_LINE:
                return second_line(row)
            case _ if role == LAST_DAY:
                return spoken_day(row.last_session_on)
            case _:
                return None

    def show_rows(self, rows: Sequence[TherapistRow]) -> None:
        self._all = tuple(rows)
        self._sift()

    def show_sifted(self, *, search: str, archived: bool, names: bool) -> None:
        """Narrow what is shown; with names they are searched, too."""
        self._search, self._archived, self._names = search.casefold().strip(), archived, names
        self._sift()

    def row_of(self, uid: str) -> int:
        return next((i for i, row in enumerate(self._shown) if row.therapist.uid == uid), -1)

    def _title(self, row: TherapistRow) -> str:
        return f"{row.therapist.code} · {row.name}" if self._names and row.name else row.therapist.code

    def _sift(self) -> None:
        self.beginResetModel()
        self._shown = [
            row
            for row in self._all
            if (self._archived or not row.therapist.archived) and self._search in self._title(row).casefold()
        ]
        self.endResetModel()


def second_line(row: TherapistRow) -> str:
    """How much there is of a therapist, and since when."""
    parts = [
        tr_n("{n} case", "{n} cases", row.cases),
        tr_n("{n} rating", "{n} ratings", row.ratings),
    ]
    if row.drafts:
        parts.append(tr_n("{n} draft", "{n} drafts", row.drafts))
    if row.therapist.archived:
        parts.append(tr("archived"))
    return " · ".join(parts)


class TherapistDelegate(QStyledItemDelegate):
    """Code above, the rest below in a quieter ink."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        height = option.fontMetrics.lineSpacing()
        return QSize(160, 2 * height + 18)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        look, rect = current_look(), QRect(option.rect)
        state = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(look.accent_soft))
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), QColor(look.accent))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(look.hover))
        inside = rect.adjusted(14, 8, -10, -8)
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold)
        self._line(painter, inside, font, look.text, str(index.data()), top=True)
        font.setWeight(QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(look.muted))
        painter.drawText(inside, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight, str(index.data(LAST_DAY)))
        self._line(painter, inside, font, look.muted, str(index.data(SECOND_LINE)), top=False)
        painter.restore()

    def _line(self, painter: QPainter, rect: QRect, font: QFont, ink: str, text: str, *, top: bool) -> None:
        painter.setFont(font)
        painter.setPen(QColor(ink))
        edge = Qt.AlignmentFlag.AlignTop if top else Qt.AlignmentFlag.AlignBottom
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, edge | Qt.AlignmentFlag.AlignLeft, shown)


class TherapistList(QWidget):
    """The left side of the caseload; with ``adding`` False, of a screen where therapists are only chosen.

    Signals:
        therapist_chosen: this one's page is wanted (uid).
        add_pressed: a new therapist.
        names_shown: whether names stand beside codes.
    """

    therapist_chosen = Signal(str)
    add_pressed = Signal()
    names_shown = Signal(bool)

    def __init__(self, parent: QWidget | None = None, *, adding: bool = True) -> None:
        super().__init__(parent)
        self.model = TherapistModel(self)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Find a therapist"))
        self.search.setAccessibleName(tr("Find a therapist"))
        self.search.setClearButtonEnabled(True)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(TherapistDelegate(self.view))
        self.view.setMouseTracking(True)
        self.view.setAccessibleName(tr("Therapists"))
        self.names = QCheckBox(tr("Show names"))
        self.names.setToolTip(tr("Names are kept apart from codes and are never exported."))
        self.archived = QCheckBox(tr("Show archived"))
        self.add = TextButton(tr("Add therapist"), icon_name="plus", command=MENU + "therapist")
        self._lay_out()
        self.add.setVisible(adding)
        self.search.textChanged.connect(lambda _: self.on_sifted())
        self.archived.toggled.connect(lambda _: self.on_sifted())
        self.names.toggled.connect(self.on_names)
        self.view.selectionModel().currentChanged.connect(self.on_current)
        self.add.clicked.connect(self.add_pressed)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 8, 16)
        column.setSpacing(8)
        column.addWidget(label(tr("Therapists"), "heading"))
        for widget in (self.search, self.view, self.names, self.archived, self.add):
            column.addWidget(widget, 1 if widget is self.view else 0)
        self.setMinimumWidth(220)

    @property
    def chosen(self) -> str:
        return str(self.view.currentIndex().data(UID) or "")

    def show_rows(self, rows: Sequence[TherapistRow]) -> None:
        """Show these; whoever was chosen stays chosen."""
        before = self.chosen
        self.model.show_rows(rows)
        self.show_chosen(before)

    def show_chosen(self, uid: str) -> None:
        row = self.model.row_of(uid)
        if row >= 0 and self.chosen != uid:
            self.view.setCurrentIndex(self.model.index(row))

    def on_sifted(self) -> None:
        before = self.chosen
        self.model.show_sifted(
            search=self.search.text(), archived=self.archived.isChecked(), names=self.names.isChecked()
        )
        self.show_chosen(before)

    def on_names(self, shown: bool) -> None:
        self.on_sifted()
        self.names_shown.emit(shown)

    def on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.therapist_chosen.emit(str(current.data(UID)))
