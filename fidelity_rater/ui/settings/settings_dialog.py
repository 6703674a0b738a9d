"""How the app looks, plays and locks on this computer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout, QWidget

from fidelity_rater.app.ports.jobs import JobRunner
from fidelity_rater.app.settings import SettingsStore
from fidelity_rater.i18n import tr
from fidelity_rater.ui.forms.dialog import FormDialog
from fidelity_rater.ui.forms.fields import ChoiceField, NumberField
from fidelity_rater.ui.theme import ColourChoice
from fidelity_rater.ui.widgets.buttons import TextButton

LONGEST_SKIP_S = 60
LONGEST_REWIND_S = 10
LONGEST_IDLE_MIN = 240
LONGEST_MARK_BACK_S = 120
NUDGES_S = (0.05, 5.0)


class SettingsDialog(FormDialog):
    """Saves at once for everybody on this computer; nothing of a therapist or client is among it."""

    def __init__(
        self,
        parent: QWidget,
        *,
        jobs: JobRunner,
        store: SettingsStore,
        done: Callable[[], None],
        change_keys: Callable[[QWidget], object],
    ) -> None:
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
        self.mark_back = _seconds(settings.mark_back_ms, 0.5, LONGEST_MARK_BACK_S)
        self.nudge = _seconds(settings.nudge_ms, *NUDGES_S, step=0.05)
        self.keys = TextButton(tr("Change keys …"), icon_name="edit")
        self.keys.clicked.connect(lambda: change_keys(self))
        self.idle = NumberField(0, LONGEST_IDLE_MIN, unit=tr("minutes"))
        self.idle.call_least(tr("never"))
        self.idle.show_number(settings.lock_after_minutes)
        self.decimals = ChoiceField(
            (("point", tr("3.5 (CSV: commas between cells)")), ("comma", tr("3,5 (CSV: semicolons between cells)")))
        )
        self.decimals.show_key("comma" if settings.decimal_comma else "point")
        self.rows.add_row(tr("Colours"), self.look)
        self.rows.add_row(tr("Size of text"), self.text)
        self.rows.add_row(tr("Step back and on"), self.skip)
        self.rows.add_row(tr("Rewind when playing goes on"), self.rewind, hint=tr("To find back into the sentence."))
        self.rows.add_row(
            tr("A moment begins before what is heard by"),
            self.mark_back,
            hint=tr("One marks a moment once one has heard it."),
        )
        self.rows.add_row(tr("A key moves the edge of a moment by"), self.nudge)
        self.rows.add_row(tr("Keys, foot pedals and media keys"), _at_its_size(self.keys))
        self.rows.add_row(
            tr("Decimals in saved tables"), self.decimals, hint=tr("As the spreadsheet program here expects them.")
        )
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
            mark_back_ms=round(self.mark_back.number * 1000),
            nudge_ms=round(self.nudge.number * 1000),
            lock_after_minutes=round(self.idle.number),
            decimal_comma=self.decimals.key == "comma",
        )
        self.save(lambda: self._store.save(changed), done=lambda _: self._done())


def _seconds(value_ms: int, least: float, most: float, *, step: float = 0.5) -> NumberField:
    field = NumberField(least, most, step=step, unit=tr("seconds"))
    field.show_number(value_ms / 1000)
    return field


def _at_its_size(button: TextButton) -> QWidget:
    """Not as wide as a field."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(button)
    row.addStretch(1)
    return box
