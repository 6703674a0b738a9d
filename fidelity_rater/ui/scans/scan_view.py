"""A scanned picture, looked at from memory: nothing of it is written anywhere."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.training.models import Attachment
from fidelity_rater.i18n import tr
from fidelity_rater.ui.widgets.buttons import IconButton, TextButton
from fidelity_rater.ui.widgets.text import ElidedLabel

STEP: Final = 1.25
LARGEST: Final = 6.0
MARGIN: Final = 60


def picture_of(data: bytes) -> QImage:
    """Read a picture, turned as it was meant; for a job. Raises ``UserFacingError`` where it cannot be shown."""
    held = QByteArray(data)
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    image = reader.read()
    if image.isNull():
        raise UserFacingError(
            tr("This picture cannot be shown here."), tr("Save a copy and open it with another program.")
        )
    return image


class ScanView(QDialog):
    """Shows the whole picture; + and - make it larger and smaller.

    Signals:
        save_wanted: save a copy of it (:class:`Attachment`).
    """

    save_wanted = Signal(object)

    def __init__(self, scan: Attachment, picture: QImage, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Scan"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._scan, self._picture, self._zoom = scan, QPixmap.fromImage(picture), 1.0
        self.name = ElidedLabel(scan.name, "strong")
        self.larger = IconButton("plus", tr("Larger"), key="+")
        self.smaller = IconButton("minus", tr("Smaller"), key="-")
        self.save = TextButton(tr("Save a copy …"))
        self.close_button = TextButton(tr("Close"), "primary")
        self.sheet = QLabel()
        self.sheet.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sheet.setAccessibleName(tr("Picture of {name}", name=scan.name))
        self.area = QScrollArea()
        self.area.setWidget(self.sheet)
        self.area.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        self.larger.clicked.connect(lambda: self.zoom_by(STEP))
        self.smaller.clicked.connect(lambda: self.zoom_by(1 / STEP))
        self.save.clicked.connect(lambda: self.save_wanted.emit(self._scan))
        self.close_button.clicked.connect(self.accept)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.name, 1)
        for button in (self.smaller, self.larger, self.save, self.close_button):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.addLayout(row)
        column.addWidget(self.area, 1)

    def show_over(self) -> None:
        """Open beside the parent's work, as large as there is room for."""
        over = self.parentWidget()
        room = over.window().size() if over is not None else self.screen().availableSize()
        self.resize(min(900, room.width() - MARGIN), room.height() - MARGIN)
        self.show()
        self.area.setFocus()

    @property
    def zoom(self) -> float:
        """1: the whole picture is in sight."""
        return self._zoom

    def zoom_by(self, factor: float) -> None:
        self._zoom = min(LARGEST, max(1.0, self._zoom * factor))
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() in {"+", "="}:
            self.zoom_by(STEP)
        elif event.text() == "-":
            self.zoom_by(1 / STEP)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.area.maximumViewportSize() * self._zoom
        drawn = self._picture.scaled(
            room * self.devicePixelRatioF(), Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )  # fmt: skip
        drawn.setDevicePixelRatio(self.devicePixelRatioF())
        self.sheet.setPixmap(drawn)
        self.sheet.resize(drawn.deviceIndependentSize().toSize())
