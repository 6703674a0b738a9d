"""The few buttons beside the strip: nearer, farther, quiet sound larger, left and right apart."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from fidelity_rater.app.commands import CommandId
from fidelity_rater.i18n import tr
from fidelity_rater.ui.waveform.strip import Strip
from fidelity_rater.ui.widgets.buttons import IconButton, TextButton


class StripTools(QWidget):
    """Acts on one strip."""

    def __init__(self, strip: Strip, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strip = strip
        self.nearer = IconButton("plus", tr("Show a shorter stretch, larger"), command=CommandId.ZOOM_IN)
        self.farther = IconButton("minus", tr("Show a longer stretch"), command=CommandId.ZOOM_OUT)
        self.larger = _toggle(tr("×{n}", n=1), tr("Draw quiet sound larger; what you hear stays as it is"))
        self.apart = _toggle(tr("L R"), tr("Draw the left and the right channel one above the other"))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(2)
        grid.addWidget(self.farther, 0, 0)
        grid.addWidget(self.nearer, 0, 1)
        grid.addWidget(self.larger, 1, 0, 1, 2)
        grid.addWidget(self.apart, 2, 0, 1, 2)
        grid.setRowStretch(3, 1)
        self.nearer.clicked.connect(strip.zoom_in)
        self.farther.clicked.connect(strip.zoom_out)
        self.larger.toggled.connect(strip.show_larger)
        self.apart.toggled.connect(strip.show_apart)
        strip.drawing_changed.connect(self.on_drawing_changed)
        self.on_drawing_changed()

    def on_drawing_changed(self) -> None:
        """Show how the strip is drawn; offer only what makes a difference."""
        strip = self._strip
        for button, on in ((self.larger, strip.gain > 1), (self.apart, strip.apart)):
            with QSignalBlocker(button):
                button.setChecked(on)
        self.larger.setText(tr("×{n}", n=strip.most_gain if strip.gain == 1 else strip.gain))
        self.larger.setVisible(strip.most_gain > 1)
        self.apart.setVisible(strip.stereo)


def _toggle(text: str, name: str) -> TextButton:
    made = TextButton(text, "flat")
    made.setCheckable(True)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setToolTip(name)
    made.setAccessibleName(name)
    return made
