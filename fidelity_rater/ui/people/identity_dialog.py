"""One's own identity: its fingerprint, another passphrase, and the file that goes to other computers."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.app.ports.identity import IdentityCard, IdentityStore
from fidelity_rater.app.ports.jobs import JobRunner
from fidelity_rater.i18n import tr
from fidelity_rater.ui.forms.dialog import FormDialog
from fidelity_rater.ui.forms.fields import PassphraseField
from fidelity_rater.ui.forms.new_passphrase import NewPassphrase
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import SectionHeader
from fidelity_rater.ui.widgets.text import CodeLabel


class IdentityDialog(FormDialog):
    """Looks after an identity. The first button changes the passphrase where one was typed, else closes."""

    def __init__(self, parent: QWidget, *, jobs: JobRunner, identities: IdentityStore, card: IdentityCard) -> None:
        super().__init__(
            parent,
            jobs=jobs,
            title=tr("{name} ({initials})", name=card.person.name, initials=card.person.initials),
            explanation=tr(
                "Your identity signs your ratings and opens your libraries. Take its file with you to work elsewhere; "
                "it is locked by your passphrase."
            ),
            accept_text=tr("Done"),
        )
        self._identities, self._card = identities, card
        self.fingerprint = CodeLabel(card.fingerprint)
        self.rows.add_row(
            tr("Fingerprint"),
            self.fingerprint,
            hint=tr("Read it out to a colleague, who compares it with what their computer shows of you."),
        )
        self.save_file = TextButton(tr("Save identity file …"), icon_name="export")
        row = QHBoxLayout()
        row.addWidget(self.save_file)
        row.addStretch(1)
        self.rows.add_layout(row)
        self.old, self.new = PassphraseField(), NewPassphrase()
        self._add_change()
        self.save_file.clicked.connect(self.on_save_file)

    def _add_change(self) -> None:
        header = SectionHeader(tr("Change the passphrase"), folded=True)
        self.change = QWidget()
        inside = QVBoxLayout(self.change)
        inside.setContentsMargins(0, 0, 0, 0)
        self.rows.add_layout(_column(header, self.change))
        self.old.setAccessibleName(tr("Passphrase until now"))
        self.old.line.setPlaceholderText(tr("Passphrase until now"))
        inside.addWidget(self.old)
        inside.addWidget(self.new)
        self.change.hide()
        header.folded.connect(self.on_folded)

    def on_folded(self, folded: bool) -> None:
        self.change.setVisible(not folded)
        self.fit()
        self.accept_button.show_text(tr("Done") if folded else tr("Change the passphrase"))

    def on_save_file(self) -> None:
        suggested = str(Path.home() / self._card.path.name)
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Save identity file"), suggested)
        if chosen:
            self.work.start(
                lambda _: self._identities.export_file(self._card.person.uid, Path(chosen)),
                done=lambda _: self.banner.show_message(tr("The identity file is saved."), tone="ok"),
            )

    def on_accepted(self) -> None:
        if self.change.isHidden():
            self.accept()
        elif fault := self.new.fault:
            self.banner.show_message(fault, tone="warning")
        else:
            uid, old, new = self._card.person.uid, self.old.text, self.new.text
            self.save(lambda: self._identities.change_passphrase(uid, old=old, new=new), done=lambda _: None)


def _column(*widgets: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(8)
    for widget in widgets:
        column.addWidget(widget)
    return column
