"""The start screen: a newcomer, libraries, a new one and its key, the way in, a backup."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from fidelity_rater.app.front_door import RecentLibrary
from fidelity_rater.i18n import tr
from fidelity_rater.ui.screenshots.stage import Stage

SAMPLE_KEY: Final = "-".join(("SAMPLE",) + ("XXXXX",) * 7)


def start_scenes(stage: Stage) -> Iterator[Path]:
    start, door = stage.window.start, stage.door
    yield stage.grab("start-first-time")
    area = stage.enter_demo()
    assert area.demo is not None
    door.people_shown = area.demo.identities.all()[:1]
    door.libraries_shown = tuple(
        RecentLibrary(Path("libraries") / f"{name}.fidelity", name, missing=missing)
        for name, missing in ((tr("Supervision group"), False), (tr("Accreditation panel"), False), (tr("Old"), True))
    )
    stage.window.screens.setCurrentWidget(start)
    start.show_start()
    yield stage.grab("start-libraries")
    start.on_new_wanted()
    yield stage.grab("start-new-library")
    start.show_recovery_key(SAMPLE_KEY, library="")
    yield stage.grab("start-recovery-key")
    start.show_start()
    start.unlock.show_library(tr("Supervision group"), door.people_shown, with_key=(door.people_shown[0].person.uid,))
    start.show_page(start.unlock)
    start.banner.show_message(tr("This passphrase does not fit."), tone="danger")
    yield stage.grab("start-unlock")
    start.on_restore_wanted()
    yield stage.grab("start-restore")
    start.show_start()
    stage.enter_demo()
