"""The steps of sending and of taking in, each drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from fidelity_rater.app.sharing.models import Sent
from fidelity_rater.ui.receiving.dialog import ReceiveDialog
from fidelity_rater.ui.screenshots.stage import Stage
from fidelity_rater.ui.sending.dialog import SendDialog

SHOWN: Final = Path("Documents")
"""Where packages lie in pictures: no picture shows the folders of who draws it."""


def send_scenes(stage: Stage, name: str, path: Path, *, passphrase: str, to: str) -> Iterator[Path]:
    """Walk through the sending that is open, to a contact (uid); the package is written to the path."""
    dialog = stage.dialog(SendDialog)
    sent: list[Sent] = []
    dialog.sent.connect(sent.append)
    yield stage.grab(name)
    dialog.on_accepted()
    yield stage.grab(f"{name}-preview")
    dialog.on_accepted()
    shown = SHOWN / Path(dialog.lock.path.line.text()).name
    dialog.lock.person.show_key(to)
    dialog.lock.mine.line.setText(passphrase)
    dialog.lock.path.line.setText(str(shown))
    yield stage.grab(f"{name}-lock")
    dialog.lock.path.line.setText(str(path))
    dialog.on_accepted()
    dialog.written.show_sent(replace(sent[0], path=shown), by_passphrase=False)
    yield stage.grab(f"{name}-done")
    stage.close_dialogs()


def take_scenes(stage: Stage, name: str, path: Path, *, passphrase: str) -> Iterator[Path]:
    """Open a package, look at it, take it in, and go to what came."""
    stage.area.ways.open_package(path)
    dialog = stage.dialog(ReceiveDialog)
    dialog.unlock.passphrase.line.setText(passphrase)
    yield stage.grab(f"{name}-open")
    dialog.on_accepted()
    dialog.look.signer.keep.setChecked(True)
    yield stage.grab(name)
    dialog.on_accepted()
    yield stage.grab(f"{name}-taken")
    dialog.on_accepted()
