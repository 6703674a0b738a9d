"""A dialog with a form: it saves through a job, says inline what is wrong, and closes only once it is saved.

Dialogs here never block: they open over their window and tell by a signal, so that locking can close them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.app.ports.jobs import JobRunner
from fidelity_rater.app.rating.saver import LANE
from fidelity_rater.i18n import tr
from fidelity_rater.ui.forms.work import Work
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import FormRows, scrolling
from fidelity_rater.ui.widgets.text import label

T = TypeVar("T")

WIDTH = 560
HIGHEST = 760
BAR = 16
"""What a scroll bar may take of the width."""


class FormDialog(QDialog):
    """Title, sentence, rows, and two buttons. Subclasses add rows and answer the press of the first button."""

    def __init__(
        self, parent: QWidget, *, jobs: JobRunner, title: str, explanation: str = "", accept_text: str = ""
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.banner = Banner("danger")
        self.banner.hide()
        self.banner.installEventFilter(self)
        self.rows = FormRows()
        self.accept_button = TextButton(accept_text or tr("Save"), "primary")
        self.cancel_button = TextButton(tr("Cancel"))
        self.accept_button.setDefault(True)
        self.accept_button.clicked.connect(self.on_accepted)
        self.cancel_button.clicked.connect(self.reject)
        self._form = QWidget()
        self._lay_out(title, explanation)
        self.work = Work(jobs, form=self._form, banner=self.banner)

    def _lay_out(self, title: str, explanation: str) -> None:
        page = QWidget()
        inside = QVBoxLayout(page)
        inside.setContentsMargins(24, 8, 24, 8)
        inside.addWidget(self.rows)
        inside.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(24, 8, 24, 0)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.accept_button)
        form = QVBoxLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.addWidget(scrolling(page), 1)
        form.addLayout(buttons)
        top = QVBoxLayout()
        top.setContentsMargins(24, 0, 24, 0)
        top.setSpacing(8)
        top.addWidget(label(title, "title", wrap=True))
        if explanation:
            top.addWidget(label(explanation, "muted", wrap=True))
        top.addWidget(self.banner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 20, 0, 16)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self._form, 1)
        self.setMinimumWidth(520)

    def add_text(self, sentence: str) -> None:
        """Say something between the rows."""
        row = QVBoxLayout()
        row.addWidget(label(sentence, wrap=True))
        self.rows.add_layout(row)

    def show_over(self) -> None:
        """Open over the parent."""
        self.ensurePolished()
        self.resize(max(WIDTH, self.fontMetrics().averageCharWidth() * 84), self.height())
        self.fit()
        self.open()
        self._focus_first()

    def _focus_first(self) -> None:
        """Have the keys begin at the first question, not at the page that scrolls around it."""
        widget = self.nextInFocusChain()
        while widget is not None and widget is not self:
            takes_keys = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled()
            if takes_keys and self.rows.isAncestorOf(widget) and widget.isVisibleTo(self):
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return
            widget = widget.nextInFocusChain()

    def fit(self) -> None:
        """Be as high as the rows need and the parent allows; call again when they unfold."""
        over = self.parentWidget()
        room = (over.window().height() if over else HIGHEST) - 80
        wanted = self._rows_height(self.width() - BAR - 48) + self._around()
        self.resize(self.width(), min(wanted, HIGHEST, room))

    def _rows_height(self, width: int) -> int:
        layout = self.rows.layout()
        assert layout is not None
        return layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()

    def _around(self) -> int:
        """The height of everything that does not scroll."""
        fault = 0 if self.banner.isHidden() else self.banner.heightForWidth(self.width() - 48) + 8
        return 6 * self.fontMetrics().lineSpacing() + 100 + fault

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Make room for a fault that is told."""
        if event.type() == QEvent.Type.ShowToParent and watched is self.banner and self.isVisible():
            self.fit()
        return super().eventFilter(watched, event)

    def save(self, work: Callable[[], T], *, done: Callable[[T], None]) -> None:
        """Do this in the library's lane, then close; what it cannot do is said here."""

        def on_done(result: T) -> None:
            done(result)
            self.accept()

        self.work.start(lambda _: work(), done=on_done, lane=LANE)

    def on_accepted(self) -> None:
        """Answer the first button."""
        raise NotImplementedError
