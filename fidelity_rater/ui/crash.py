"""The window's part in crashes: Qt's own messages go to the log, and a calm dialog says what happened.

What a crash writes down is decided in :mod:`fidelity_rater.crashes`; this module only shows it.
"""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, QUrl, Signal, qInstallMessageHandler
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from fidelity_rater.crashes import Crashes
from fidelity_rater.i18n import tr

_log = logging.getLogger(__name__)

_LEVELS: Final = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
# Qt begins its messages with the function that complains; what follows may hold a text or a file name.
_COMPLAINT: Final = re.compile(r"Q\w+(::\w+)*")


class CrashDialog(QDialog):
    """Says that the program made a mistake, what is safe, and where the report lies."""

    def __init__(self, log_file: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._log_file = log_file
        self.setWindowTitle(tr("Something went wrong"))
        self.message = QLabel(
            tr(
                "Fidelity Rater made a mistake and could not do what you asked. Everything that was shown as saved is "
                "safe. A report without names, notes or file names was written to:"
            )
        )
        self.message.setWordWrap(True)
        self.place = QLabel(str(log_file))
        self.place.setWordWrap(True)
        self.place.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.place.setAccessibleName(tr("Where the report lies"))
        self.buttons = QDialogButtonBox()
        self.keep_on = self.buttons.addButton(tr("Keep working"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.show_report = self.buttons.addButton(
            tr("Show the report's folder"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.leave = self.buttons.addButton(tr("Close the program"), QDialogButtonBox.ButtonRole.RejectRole)
        self.keep_on.setDefault(True)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.show_report.clicked.connect(self.on_report_wanted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(16)
        for part in (self.message, self.place, self.buttons):
            layout.addWidget(part)
        self.setMinimumWidth(480)

    def on_report_wanted(self) -> None:
        """Open the folder in the system's own file manager."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._log_file.parent)))

    @classmethod
    def ask(cls, log_file: Path, parent: QWidget | None = None) -> bool:
        """Show the dialog; True when the person wants to keep working."""
        dialog = cls(log_file, parent)
        answer = dialog.exec() == QDialog.DialogCode.Accepted
        dialog.deleteLater()
        return answer


class CrashWatch(QObject):
    """Brings crashes of any thread to the window, one dialog at a time.

    Signals:
        crashed: something went wrong, on whichever thread.
    """

    crashed = Signal()

    def __init__(self, crashes: Crashes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._crashes = crashes
        self._telling = False
        self.crashed.connect(self.on_crashed, Qt.ConnectionType.QueuedConnection)
        crashes.on_crash(self.crashed.emit)
        self._qt_handler_before = qInstallMessageHandler(log_qt_message)

    def on_crashed(self) -> None:
        """Tell the person, unless they are being told already."""
        if self._telling:
            return
        self._telling = True
        try:
            keep_on = CrashDialog.ask(self._crashes.log_file, QApplication.activeWindow())
        finally:
            self._telling = False
        if not keep_on:
            QApplication.exit(1)

    def release(self) -> None:
        """Give Qt its own message handler back."""
        qInstallMessageHandler(self._qt_handler_before)


def log_qt_message(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    """Write down which function of Qt complained, without the words it used."""
    found = _COMPLAINT.match(text)
    level = _LEVELS.get(kind, logging.WARNING)
    if found:
        _log.log(level, "Qt: " + found.group())
    else:
        _log.log(level, "Qt said something")
