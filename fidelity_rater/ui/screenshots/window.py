"""What the menus open, and the lock."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fidelity_rater.ui.screenshots.stage import Stage


def window_scenes(stage: Stage) -> Iterator[Path]:
    stage.enter_demo()
    for key in ("settings", "about", "keys", "identity"):
        stage.window.acts.carry_out(key)
        yield stage.grab(key)
        stage.close_dialogs()
    stage.window.lock()
    yield stage.grab("locked")
    stage.window.on_unlocked()
