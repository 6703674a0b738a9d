"""A look at what goes along, and what forbids it, before anything is made."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from fidelity_rater.app.sharing.models import Preview
from fidelity_rater.i18n import tr
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.card import Card
from fidelity_rater.ui.widgets.emptying import empty
from fidelity_rater.ui.widgets.text import label


class PreviewPage(QWidget):
    """Sentences; obstacles first, cautions next."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.banners: list[Banner] = []
        self._warnings = QVBoxLayout()
        self._warnings.setSpacing(8)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(6)
        card = Card(tr("What goes along"))
        card.body.addLayout(self._lines)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addLayout(self._warnings)
        column.addWidget(card)
        column.addWidget(
            label(
                tr(
                    "The package is pseudonymised: it carries codes, no names. Codes, a voice and free words "
                    "are still personal data. It is signed by you, and locked."
                ),
                "muted",
                wrap=True,
            )
        )

    def show_preview(self, preview: Preview) -> None:
        empty(self._warnings)
        empty(self._lines)
        self.banners = []
        told = [(sentence, "danger") for sentence in preview.obstacles]
        told += [(sentence, "warning") for sentence in preview.cautions]
        for sentence, tone in told:
            banner = Banner(tone, parent=self)
            banner.show_message(sentence)
            self._warnings.addWidget(banner)
            self.banners.append(banner)
        for sentence in preview.lines:
            self._lines.addWidget(label(tr("• {line}", line=sentence), wrap=True))
