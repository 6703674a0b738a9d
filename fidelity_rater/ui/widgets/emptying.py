"""Taking away what a layout holds, before it is filled anew."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget


def empty(layout: QLayout) -> None:
    """Take every widget out; each is hidden at once, so that none is seen where it no longer belongs."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            yield_focus(widget)
            widget.hide()
            widget.deleteLater()


def yield_focus(widget: QWidget) -> None:
    """Before this goes away, hand the focus to what it lies in; Qt would send it round to the top of the window."""
    focus = widget.window().focusWidget()
    if focus is None or not (focus is widget or widget.isAncestorOf(focus)):
        return
    around = widget.parentWidget()
    while around is not None and not (around.focusPolicy() & Qt.FocusPolicy.TabFocus):
        around = around.parentWidget()
    if around is not None and around.isVisible():
        around.setFocus(Qt.FocusReason.OtherFocusReason)
