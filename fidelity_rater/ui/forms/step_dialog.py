"""A dialog of a few steps, one page each, with slow work between them that can be stopped.

It stays beside the window, so that one can go on listening while something is made ready.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.app.ports.jobs import JobRunner
from fidelity_rater.i18n import tr
from fidelity_rater.ui.forms.pages import Pages
from fidelity_rater.ui.forms.work import Work
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import scrolling
from fidelity_rater.ui.widgets.progress_line import ProgressLine
from fidelity_rater.ui.widgets.text import label

LETTERS_WIDE = 92
LEAST_HEIGHT = 280
MARGIN = 60
BAR = 16
SLACK = 24


class StepDialog(QDialog):
    """Heading, sentence, one page, and the buttons. Subclasses add pages and answer the buttons."""

    def __init__(self, parent: QWidget, *, jobs: JobRunner, title: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.NonModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.heading = label(title, "title", wrap=True)
        self.sentence = label("", "muted", wrap=True)
        self.banner = Banner("danger", parent=self)
        self.banner.hide()
        self.progress = ProgressLine(self)
        self.pages = Pages()
        self.back_button = TextButton(tr("Back"))
        self.cancel_button = TextButton(tr("Cancel"))
        self.accept_button = TextButton(tr("Go on"), "primary")
        self.accept_button.setDefault(True)
        self._form = QWidget(self)
        self._fitted = 0
        """The height that was last taken here; any other is what the person has made of it."""
        self._lay_out()
        self.work = Work(jobs, form=self._form, banner=self.banner, progress=self.progress)
        self.accept_button.clicked.connect(self.on_accepted)
        self.back_button.clicked.connect(self.on_back)
        self.cancel_button.clicked.connect(self.reject)

    def _lay_out(self) -> None:
        page = QWidget()
        inside = QVBoxLayout(page)
        inside.setContentsMargins(24, 8, 24, 8)
        inside.addWidget(self.pages)
        inside.addStretch(1)
        self._area = scrolling(page)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(24, 8, 24, 0)
        buttons.addWidget(self.back_button)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.accept_button)
        form = QVBoxLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.addWidget(self._area, 1)
        form.addLayout(buttons)
        top = QVBoxLayout()
        top.setContentsMargins(24, 0, 24, 0)
        top.setSpacing(8)
        for widget in (self.heading, self.sentence, self.banner, self.progress):
            top.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 20, 0, 16)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self._form, 1)

    def show_over(self) -> None:
        """Open beside the parent's work, as large as is comfortable and there is room for."""
        self.ensurePolished()
        over = self.parentWidget()
        room = over.window().size() if over is not None else self.screen().availableSize()
        wide = min(self.fontMetrics().averageCharWidth() * LETTERS_WIDE + 64, room.width() - 40)
        self.setMinimumSize(min(480, wide), min(LEAST_HEIGHT, room.height() - MARGIN))
        self.resize(wide, LEAST_HEIGHT)
        self._fitted = self.height()
        self.show()
        self._area.fit()
        self.fit()

    def fit(self, *, anew: bool = False) -> None:
        """Grow to what the page needs, as far as the parent has room; shrink only for a page that is new."""
        over, column, page = self.parentWidget(), self.layout(), self._area.widget()
        inside = page.layout() if page is not None else None
        if over is None or column is None or inside is None:
            return
        width = self._area.viewport().width() if self.isVisible() else self.width() - BAR
        rows = inside.totalHeightForWidth(width) if inside.hasHeightForWidth() else inside.totalSizeHint().height()
        around = column.totalSizeHint().height() - self._area.sizeHint().height()
        wanted = max(self.minimumHeight(), min(rows + around + SLACK, over.window().height() - MARGIN))
        if wanted > self.height() or (anew and self.height() == self._fitted):
            self._fitted = wanted
            self.resize(self.width(), wanted)

    def show_step(self, page: QWidget, *, heading: str, sentence: str = "", accept: str, back: bool = True) -> None:
        """Show one page with its words; ``accept`` names the button that leads on, empty: there is none."""
        self.heading.setText(heading)
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))
        self.tell("")
        self.pages.show_page(page)
        self.accept_button.setVisible(bool(accept))
        self.accept_button.show_text(accept or tr("Go on"))
        self.back_button.setVisible(back)
        self._area.fit()
        if self.isVisible():
            self.fit(anew=True)
        self._area.verticalScrollBar().setValue(0)
        self._focus_first(page)

    def _focus_first(self, page: QWidget) -> None:
        """Have the keys begin at the first question of the page."""
        widget = page.focusProxy() or page.nextInFocusChain()
        while widget is not None and widget is not page:
            takes_keys = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled()
            if takes_keys and page.isAncestorOf(widget) and widget.isVisibleTo(page):
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return
            widget = widget.nextInFocusChain()

    def tell(self, message: str, *, tone: str = "warning", action: str = "") -> None:
        """Say something over the page: what has to be mended before one can go on, or what was done."""
        self.banner.show_message(message, tone=tone, action=action)

    def done(self, result: int) -> None:
        """However the dialog is left, what runs is stopped; nothing half done remains."""
        self.work.cancel()
        super().done(result)

    def on_accepted(self) -> None:
        """Answer the first button."""
        raise NotImplementedError

    def on_back(self) -> None:
        """Go back a step; where there is none the button is not shown."""
