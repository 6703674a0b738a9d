"""Settings are shown as they stand and kept as they are left."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.app.settings import Settings
from fidelity_rater.ui.screenshots import PassingSettings
from fidelity_rater.ui.settings.settings_dialog import SettingsDialog


def test_what_was_not_touched_stays(qtbot: QtBot) -> None:
    before = replace(Settings(), appearance="dark", text_percent=125, skip_ms=7500, lock_after_minutes=0, nudge_ms=150)
    store, told = PassingSettings(before), []
    over = QWidget()
    qtbot.addWidget(over)
    dialog = SettingsDialog(
        over, jobs=InlineJobs(), store=store, done=lambda: told.append(1), change_keys=lambda over: None
    )
    dialog.rewind.show_number(3.5)
    dialog.on_accepted()
    assert store.load() == replace(before, rewind_on_resume_ms=3500)
    assert told


def test_how_moments_are_marked_is_kept(qtbot: QtBot) -> None:
    store, over = PassingSettings(Settings()), QWidget()
    qtbot.addWidget(over)
    dialog = SettingsDialog(over, jobs=InlineJobs(), store=store, done=lambda: None, change_keys=lambda over: None)
    dialog.mark_back.show_number(12.5)
    dialog.nudge.show_number(0.05)
    dialog.on_accepted()
    assert (store.load().mark_back_ms, store.load().nudge_ms) == (12_500, 50)


def test_the_keys_are_one_press_away(qtbot: QtBot) -> None:
    wanted, over = [], QWidget()
    qtbot.addWidget(over)
    dialog = SettingsDialog(
        over, jobs=InlineJobs(), store=PassingSettings(Settings()), done=lambda: None, change_keys=wanted.append
    )
    dialog.keys.click()
    assert wanted == [dialog]
