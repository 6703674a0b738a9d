"""Buttons with an icon that follows the look, and always a name: as text, or as tooltip and accessible name."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QPushButton, QToolButton, QWidget

from fidelity_rater.i18n import tr
from fidelity_rater.ui.theme import LOOK_CHANGES, current_look, icon, set_role


def named_with_key(name: str, key: str) -> str:
    """A control's name with the key that does the same."""
    return tr("{name} ({key})", name=name, key=key) if key else name


def icon_size(widget: QWidget) -> QSize:
    """An icon as tall as the text beside it."""
    side = widget.fontMetrics().height() + 3
    return QSize(side, side)


def pressed_by_return(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Press a focused button with Return as with Space; outside a dialog Qt leaves Return without an answer."""
    wanted = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if not wanted or held or event.isAutoRepeat():
        return False
    button.click()
    return True


HEAVY_EDGE = 4
"""Heavy letters reach a little over what they advance by."""
LETTERS_A_SPACE = 8
"""So many letters grow by about a space when they turn heavy."""


class TextButton(QPushButton):
    """A button with label and perhaps icon; role ``primary``, ``danger``, ``flat``, ``link``, ``toast`` or none.

    ``command``: the command it carries out, whose key it names.
    """

    def __init__(
        self,
        text: str,
        role: str = "",
        *,
        icon_name: str = "",
        key: str = "",
        command: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.command, self._key, self._tip = command, key, ""
        self._icon_name, self._painted = icon_name, ("", "")
        self.setAutoDefault(False)
        self.setProperty("role", role)
        self.show_text(text)
        self._paint_icon()

    def show_text(self, text: str) -> None:
        space = "\N{NO-BREAK SPACE}" if self._icon_name and text and self.property("role") != "link" else ""
        # Beside an icon Qt gives a pressed choice no more room than its letters take while they are light.
        room = space * (len(text) // LETTERS_A_SPACE) if self.isCheckable() else ""
        self.setText(space + text.replace("&", "&&") + room)
        self.show_name(text)

    def show_name(self, name: str) -> None:
        """Say in full what the label says in short."""
        self._tip = name
        self.setAccessibleName(name)
        if self._key or self.command:
            self.show_key(self._key)

    def show_key(self, key: str) -> None:
        """Name the key that does the same."""
        self._key = key
        self.setToolTip(named_with_key(self._tip, key))
        self.setAccessibleDescription(tr("Key: {key}", key=key) if key else "")

    def sizeHint(self) -> QSize:
        """With room for the heavier letters of a pressed choice, so that nothing is cut off or moves."""
        hint = super().sizeHint()
        if self.isCheckable():
            font = self.font()
            font.setBold(True)
            heavier = QFontMetrics(font).horizontalAdvance(self.text())
            grown = max(0, heavier - self.fontMetrics().horizontalAdvance(self.text()))
            hint.setWidth(hint.width() + grown + HEAVY_EDGE)
        return hint

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not pressed_by_return(self, event):
            super().keyPressEvent(event)

    def show_icon(self, icon_name: str) -> None:
        self._icon_name = icon_name
        self._paint_icon()

    def show_role(self, role: str) -> None:
        """Play another part in the stylesheet from now on."""
        set_role(self, role)
        self._paint_icon()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if not hasattr(self, "_icon_name"):
            return
        if event.type() in LOOK_CHANGES:
            self._paint_icon()
        elif event.type() == QEvent.Type.FontChange:
            self.setIconSize(icon_size(self))

    def _paint_icon(self) -> None:
        if self._icon_name:
            look = current_look()
            inks = {"primary": look.on_accent, "link": look.accent, "danger": look.danger.strong, "toast": look.surface}
            ink = inks.get(self.property("role") or "", look.text)
            if self._painted != (self._icon_name, ink):
                self._painted = (self._icon_name, ink)
                self.setIcon(icon(self._icon_name, ink))


class IconButton(QToolButton):
    """A button that shows only an icon; its name is its tooltip and what a screen reader says.

    ``command``: the command it carries out, whose key it names.
    """

    def __init__(
        self, icon_name: str, name: str, *, key: str = "", command: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.command, self._name, self._key = command, name, key
        self._icon_name, self._painted = "", ("", "")
        self.setIconSize(icon_size(self))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.show_action(icon_name, name, key=key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not pressed_by_return(self, event):
            super().keyPressEvent(event)

    def show_action(self, icon_name: str, name: str, *, key: str = "") -> None:
        """Show what a press will do now; the key of a command stays as it is."""
        self._icon_name, self._name = icon_name, name
        self.setAccessibleName(name)
        self.show_key(key or (self._key if self.command else ""))
        self._paint_icon()

    def show_key(self, key: str) -> None:
        """Name the key that does the same."""
        self._key = key
        self.setToolTip(named_with_key(self._name, key))
        self.setAccessibleDescription(tr("Key: {key}", key=key) if key else "")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if not hasattr(self, "_icon_name"):
            return
        if event.type() in LOOK_CHANGES:
            self._paint_icon()
        elif event.type() == QEvent.Type.FontChange:
            self.setIconSize(icon_size(self))

    def _paint_icon(self) -> None:
        ink = current_look().text
        if self._painted != (self._icon_name, ink):
            self._painted = (self._icon_name, ink)
            self.setIcon(icon(self._icon_name, ink))
