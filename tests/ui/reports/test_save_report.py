"""Saving a report: what is ticked goes in, and where it lies is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.app.reporting.wishes import FEEDBACK, MOMENTS, NOTES, Choices, ReportWish
from fidelity_rater.ui.reports.save_report import HTML, SaveReportDialog


class Kept:
    """Reporting that keeps nothing but what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[Choices, Path]] = []
        self.error: UserFacingError | None = None

    def save(self, report: Any, path: Path, progress: Any) -> Path:
        if self.error is not None:
            raise self.error
        self.asked.append((report, path))
        return path


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def offered(qtbot: QtBot, dressed: object, kept: Kept) -> Callable[..., SaveReportDialog]:
    over = QWidget()
    qtbot.addWidget(over)

    def offer(*offers: str) -> SaveReportDialog:
        made: Callable[[Choices], Any] = lambda choices: choices  # noqa: E731
        wish = ReportWish("Session report", "T.1 · C1 · session 6", made, frozenset(offers))
        dialog = SaveReportDialog(kept, InlineJobs(), wish, over)  # type: ignore[arg-type]
        dialog.show_over()
        return dialog

    return offer


def test_notes_are_left_out_unless_they_are_ticked(offered: Any, kept: Kept, tmp_path: Path) -> None:
    dialog = offered(FEEDBACK, MOMENTS, NOTES)
    dialog.save_to(tmp_path / "a")
    dialog.ticks[NOTES].click()
    dialog.ticks[MOMENTS].click()
    dialog.kind.show_key(HTML)
    dialog.save_to(tmp_path / "b.1")
    assert kept.asked == [
        (Choices(notes=False, moments=True, feedback=True), tmp_path / "a.pdf"),
        (Choices(notes=True, moments=False, feedback=True), tmp_path / "b.1.html"),
    ]


def test_only_what_matters_is_asked(offered: Any) -> None:
    assert list(offered().ticks) == []
    assert all(tick.accessibleName() or tick.text() for tick in offered(NOTES).ticks.values())


def test_it_says_where_the_report_is_and_opens_it(
    offered: Any, kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(QUrl(url).toLocalFile()) or False)
    asked: list[str] = []
    place = str(tmp_path / "Report.pdf")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a: (asked.append(a[2]), (place, ""))[1])
    dialog = offered(MOMENTS)
    dialog.accept_button.click()
    assert asked[0].endswith("Session-report-T-1-C1-session-6.pdf")
    assert "Report.pdf" in dialog.outcome.text()
    assert dialog.outcome_box.isVisible()
    dialog.open_file.click()
    dialog.open_folder.click()
    assert opened == [place, str(tmp_path)]
    assert "saved all the same" in dialog.banner.message.text()


def test_what_cannot_be_saved_is_said_and_nothing_else(offered: Any, kept: Kept, tmp_path: Path) -> None:
    kept.error = UserFacingError("No room.", "Make some.")
    dialog = offered()
    dialog.save_to(tmp_path / "a.pdf")
    assert "No room." in dialog.banner.message.text()
    assert not dialog.outcome_box.isVisible()


def test_leaving_the_choice_of_a_place_leaves_everything(
    offered: Any, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a: ("", ""))
    offered().accept_button.click()
    assert kept.asked == []
