"""How the app looks, plays and locks on this computer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from fidelity_rater.app.ports.jobs import JobRunner
from fidelity_rater.app.settings import SettingsStore
from fidelity_rater.i18n import tr
from fidelity_rater.ui.forms.dialog import FormDialog
from fidelity_rater.ui.forms.fields import ChoiceField, NumberField
from fidelity_rater.ui.theme import ColourChoice

LONGEST_SKIP_S = 60
LONGEST_REWIND_S = 10
LONGEST_IDLE_MIN = 240


class SettingsDialog(FormDialog):
    """Saves at once for everybody on this computer; nothing of a therapist or client is among it."""

    def __init__(self, parent: QWidget, *, jobs: JobRunner, store: SettingsStore, done: Callable[[], None]) -> None:
        super().__init__(parent, jobs=jobs, title=tr("Settings"))
        self._store, self._done = store, done
        settings = store.load()
        self.look = ChoiceField(
            (
                (ColourChoice.SYSTEM, tr("As the system")),
                (ColourChoice.LIGHT, tr("Light")),
                (ColourChoice.DARK, tr("Dark")),
            )
        )
        self.look.show_key(settings.appearance)
        self.text = ChoiceField((str(n), tr("{percent} %", percent=n)) for n in (100, 110, 125, 150))
        self.text.show_key(str(settings.text_percent))
        self.skip = _seconds(settings.skip_ms, 1, LONGEST_SKIP_S)
        self.rewind = _seconds(settings.rewind_on_resume_ms, 0, LONGEST_REWIND_S)
        self.idle = NumberField(0, LONGEST_IDLE_MIN, unit=tr("minutes"))
        self.idle.call_least(tr("never"))
        self.idle.show_number(settings.lock_after_minutes)
        self.rows.add_row(tr("Colours"), self.look)
        self.rows.add_row(tr("Size of text"), self.text)
        self.rows.add_row(tr("Step back and on"), self.skip)
        self.rows.add_row(tr("Rewind when playing goes on"), self.rewind, hint=tr("To find back into the sentence."))
        self.rows.add_row(
            tr("Lock when nobody has touched the app for"),
            self.idle,
            hint=tr("The sound stops, everything is saved, and the passphrase is asked for."),
        )

    def on_accepted(self) -> None:
        changed = replace(
            self._store.load(),
            appearance=self.look.key,
            text_percent=int(self.text.key),
            skip_ms=round(self.skip.number * 1000),
            rewind_on_resume_ms=round(self.rewind.number * 1000),
            lock_after_minutes=round(self.idle.number),
        )
        self.save(lambda: self._store.save(changed), done=lambda _: self._done())


def _seconds(value_ms: int, least: float, most: float) -> NumberField:
    field = NumberField(least, most, step=0.5, unit=tr("seconds"))
    field.show_number(value_ms / 1000)
    return field
