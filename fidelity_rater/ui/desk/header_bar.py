"""The line above everything: what is rated, for what and on which scale; whether it is saved; undo, cover, sign."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.app.commands import CommandId
from fidelity_rater.app.desk_models import DeskHeader
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.ui.theme import set_role
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.buttons import IconButton, TextButton
from fidelity_rater.ui.widgets.saved_indicator import SavedIndicator
from fidelity_rater.ui.widgets.text import ElidedLabel, label


class HeaderBar(QFrame):
    """Where the rater is.

    Signals:
        back_pressed, undo_pressed, redo_pressed, cover_pressed, sign_pressed, correct_pressed: as named.
        record_pressed: show how a signed rating was listened to, and what is kept aside for any.
    """

    back_pressed = Signal()
    undo_pressed = Signal()
    redo_pressed = Signal()
    cover_pressed = Signal()
    sign_pressed = Signal()
    correct_pressed = Signal()
    record_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "bar")
        self.back = TextButton(tr("Caseload"), "flat", icon_name="chevron-left")
        self.crumbs = ElidedLabel("", "heading")
        self.about = ElidedLabel("", "muted")
        self.blind = label("", "strong")
        self.blind.hide()
        self.saved = SavedIndicator()
        self.undo = IconButton("undo", tr("Undo"), command=CommandId.UNDO)
        self.redo = IconButton("redo", tr("Redo"), command=CommandId.REDO)
        self.cover = TextButton(tr("Cover sheet"), icon_name="sheet", command=CommandId.COVER)
        self.sign = TextButton(tr("Sign …"), "primary", icon_name="sign", command=CommandId.SIGN)
        self.correct = TextButton(tr("Correct …"), icon_name="edit")
        self.record = TextButton(tr("Record"), icon_name="clock", command=CommandId.SIGN)
        self.aside = TextButton(tr("Second history"), icon_name="info")
        self._aside = 0
        for button in (self.correct, self.record, self.aside):
            button.hide()
        self.scope = Banner("warning")
        self.signed = Banner("ok")
        for banner in (self.scope, self.signed):
            banner.hide()
        self._lay_out()
        self.back.clicked.connect(self.back_pressed)
        self.undo.clicked.connect(self.undo_pressed)
        self.redo.clicked.connect(self.redo_pressed)
        self.cover.clicked.connect(self.cover_pressed)
        self.sign.clicked.connect(self.sign_pressed)
        self.correct.clicked.connect(self.correct_pressed)
        self.record.clicked.connect(self.record_pressed)
        self.aside.clicked.connect(self.record_pressed)

    def _lay_out(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self.crumbs)
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addWidget(self.blind)
        below.addWidget(self.about, 1)
        texts.addLayout(below)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.back)
        row.addLayout(texts, 1)
        for widget in (self.saved, self.undo, self.redo, self.aside, self.cover, self.record, self.correct, self.sign):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 12, 6)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self.scope)
        column.addWidget(self.signed)

    def show_header(self, header: DeskHeader) -> None:
        """Show what is being rated."""
        crumbs = (header.therapist, header.case, header.focus, header.session, header.phase)
        self.crumbs.show_text(" · ".join(part for part in crumbs if part))
        told = "" if header.calibrated_warning else header.calibrated
        about = (header.purpose, header.role, header.scale, header.form, told)
        self.about.show_text(" · ".join(part for part in about if part))
        self.blind.setText(header.blind)
        self.blind.setToolTip("\n".join(header.blind_why))
        self.blind.setAccessibleDescription(" ".join(header.blind_why))
        self.blind.setVisible(bool(header.blind))
        warning = tr("{told}.", told=header.calibrated) if header.calibrated_warning else ""
        self.scope.show_message(" ".join(part for part in (header.outside_scope, warning) if part))
        self.signed.show_message(header.signed)
        draft = not header.signed
        for widget in (self.undo, self.redo, self.sign):
            widget.setVisible(draft)
        for button in (self.correct, self.record):
            button.setVisible(not draft)

    def show_way_back(self, screen: str) -> None:
        """Say where the way back leads."""
        self.back.show_text(screen)

    def show_actions(self, shown: bool) -> None:
        """Offer cover sheet, undo and signing only once there is a rating."""
        for shown_with in (self.saved, self.cover, self.crumbs, self.about):
            shown_with.setVisible(shown)
        self.aside.setVisible(shown and self._aside > 0)
        if not shown:
            # What stood of the rating before is not of the one that is about to begin.
            acts = (self.undo, self.redo, self.sign, self.correct, self.record)
            for widget in (*acts, self.signed, self.scope, self.blind):
                widget.hide()

    def show_aside(self, count: int) -> None:
        """Lead to the histories of this rating that are kept aside, where there are any."""
        self._aside = count
        self.aside.show_name(
            tr_n(
                "A second history of this rating is kept aside: look at it",
                "{n} other histories of this rating are kept aside: look at them",
                count,
            )
        )
        self.aside.setToolTip(self.aside.accessibleName())
        self.aside.setVisible(count > 0 and self.cover.isVisibleTo(self))

    def show_undo(self, undo: str | None, redo: str | None) -> None:
        """Say what undo and redo would do; None: nothing."""
        self.undo.setEnabled(undo is not None)
        self.redo.setEnabled(redo is not None)
        self.undo.show_action("undo", tr("Undo: {what}", what=undo) if undo else tr("Undo"))
        self.redo.show_action("redo", tr("Redo: {what}", what=redo) if redo else tr("Redo"))
