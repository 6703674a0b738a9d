"""A recording's consent, and its deletion."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from fidelity_rater.app.caseload_models import Consent, Recording
from fidelity_rater.app.ports.jobs import JobRunner
from fidelity_rater.app.ports.library import BackupNote
from fidelity_rater.app.spoken_time import media_time
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.ui.forms.consent_form import ConsentForm
from fidelity_rater.ui.forms.days import spoken_day
from fidelity_rater.ui.forms.dialog import FormDialog


class ConsentDialog(FormDialog):
    """Records, changes or withdraws consent."""

    def __init__(
        self, parent: QWidget, *, jobs: JobRunner, recording: Recording,
        save: Callable[[Consent], object], done: Callable[[], None],
    ) -> None:  # fmt: skip
        length = media_time(recording.duration_ms, tenths=False)
        super().__init__(parent, jobs=jobs, title=tr("Consent for this recording ({length})", length=length))
        self._save, self._done = save, done
        self.form = ConsentForm(with_withdrawal=True)
        self.form.show_consent(recording.consent)
        inside = QVBoxLayout()
        inside.addWidget(self.form)
        self.rows.add_layout(inside)

    def on_accepted(self) -> None:
        consent = self.form.consent
        if consent.purposes and not consent.recorded:
            self.banner.show_message(tr("Say on which day consent was given."), tone="warning")
            return
        self.save(lambda: self._save(consent), done=lambda _: self._done())


class DeleteRecordingDialog(FormDialog):
    """Says what goes, what stays and what cannot be reached, and asks for a typed word."""

    def __init__(
        self, parent: QWidget, *, jobs: JobRunner, recording: Recording, backups: Sequence[BackupNote],
        delete: Callable[[], object], done: Callable[[], None],
    ) -> None:  # fmt: skip
        super().__init__(
            parent,
            jobs=jobs,
            title=tr("Delete this recording ({length})?", length=media_time(recording.duration_ms, tenths=False)),
            accept_text=tr("Delete for good"),
        )
        self._delete, self._done = delete, done
        self.word = tr("delete")
        self.typed = QLineEdit()
        self.accept_button.show_role("danger")
        self.accept_button.setEnabled(False)
        goes = tr(
            "The key, the sound, its picture and its transcript are destroyed in this library and in the copies that "
            "it keeps of its database. There is no way back."
        )
        stays = tr("Scores, notes and signatures stay.")
        for sentence in (goes, stays, held_by(backups)):
            self.add_text(sentence)
        self.rows.add_row(tr("Type “{word}” to go on", word=self.word), self.typed)
        self.typed.textChanged.connect(self.on_typed)

    def on_typed(self, text: str) -> None:
        self.accept_button.setEnabled(text.strip().casefold() == self.word.casefold())

    def on_accepted(self) -> None:
        if self.accept_button.isEnabled():
            self.save(self._delete, done=lambda _: self._done())


def held_by(backups: Sequence[BackupNote]) -> str:
    """Which backups still hold the sound, and the words if there were any. The library's own copies are renewed."""
    with_sound = [backup for backup in backups if not backup.automatic]
    if not with_sound:
        return tr("No backup that this library knows of holds the sound or transcript. Copies made by other means may.")
    days = ", ".join(sorted({spoken_day(backup.made_at.date()) for backup in with_sound}))
    return tr_n(
        "{n} backup still holds the sound, and the transcript where there was one ({days}); "
        "delete it by hand where that is needed.",
        "{n} backups still hold the sound, and the transcript where there was one ({days}); "
        "delete them by hand where that is needed.",
        len(with_sound),
        days=days,
    )
