"""Our icons: simple strokes on a 24 px square, drawn for this project, painted in the look's own ink."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from fidelity_rater.resources import resource_path
from fidelity_rater.ui.theme.palette import current_look

_DRAWN_IN = "#000000"
_SIZES = (16, 24, 32, 48)


def icon_names() -> tuple[str, ...]:
    """Every icon there is."""
    return tuple(sorted(path.stem for path in resource_path("icons").glob("*.svg")))


def icon(name: str, colour: str | None = None) -> QIcon:
    """Return an icon in the current look's ink, or in a colour of it; ask again when the palette changes."""
    look = current_look()
    made = QIcon()
    for size in _SIZES:
        made.addPixmap(pixmap(name, size, colour=colour or look.text))
        made.addPixmap(pixmap(name, size, colour=look.disabled), QIcon.Mode.Disabled)
    return made


def pixmap(name: str, size: int, *, colour: str, ratio: float = 1.0) -> QPixmap:
    """Paint an icon at a size of device-independent pixels."""
    key = f"fidelity-rater-icon/{name}/{size}/{colour}/{ratio}"
    kept = QPixmap()
    if QPixmapCache.find(key, kept):
        return kept
    drawing = QSvgRenderer(QByteArray(_recoloured(name, colour)))
    pixels = round(size * ratio)
    picture = QPixmap(pixels, pixels)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    drawing.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, picture)
    return picture


@lru_cache(maxsize=256)
def _recoloured(name: str, colour: str) -> bytes:
    drawing = resource_path("icons", f"{name}.svg").read_text(encoding="utf-8")
    return drawing.replace(_DRAWN_IN, colour).encode()
