"""Who signed a package, and how well that person is known here."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QWidget

from fidelity_rater.app.sharing.models import Acquaintance, Incoming
from fidelity_rater.i18n import tr
from fidelity_rater.ui.contacts.fingerprint_view import FingerprintView
from fidelity_rater.ui.theme import current_look, pixmap
from fidelity_rater.ui.widgets.card import Card
from fidelity_rater.ui.widgets.text import label

_KNOWN: Final = (Acquaintance.SELF, Acquaintance.COMPARED)


class SignerCard(Card):
    """Name, standing, fingerprint; and whether to remember somebody who is unknown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Signed by"), parent)
        self.name = label("", "strong", wrap=True)
        self.standing = label("", wrap=True)
        self._sign = QLabel()
        self.fingerprint = FingerprintView(tr("Fingerprint of the signer"), self)
        self.keep = QCheckBox(tr("Remember this person’s card"))
        self.keep.setToolTip(tr("Then compare the fingerprint with them by voice, in Contacts."))
        self.body.addWidget(self.name)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._sign)
        row.addWidget(self.standing, 1)
        self.body.addLayout(row)
        self.body.addWidget(self.fingerprint)
        self.body.addWidget(self.keep)

    def show_signer(self, incoming: Incoming) -> None:
        known = incoming.acquaintance in _KNOWN
        name, initials = incoming.signer_name, incoming.signer_initials
        named = name not in ("", initials)  # of somebody unknown only the initials are known
        self.name.setText(tr("{name} ({initials})", name=name, initials=initials) if named else initials)
        self.standing.setText(
            {
                Acquaintance.SELF: tr("Yourself."),
                Acquaintance.COMPARED: tr("Known: you have compared the fingerprint."),
                Acquaintance.CARD: tr("Their card is here, but the fingerprint was never compared by voice."),
                Acquaintance.UNKNOWN: tr("Unknown here. Anyone can make a card with these initials."),
            }[incoming.acquaintance]
        )
        look = current_look()
        icon, tone = ("check", look.ok) if known else ("warning", look.warning)
        self._sign.setPixmap(pixmap(icon, 18, colour=tone.strong, ratio=self.devicePixelRatioF()))
        self.fingerprint.show_fingerprint(incoming.signer_fingerprint)
        self.fingerprint.setVisible(not known)
        asked = incoming.acquaintance is Acquaintance.UNKNOWN and not incoming.refusal
        self.keep.setVisible(asked)
        self.keep.setChecked(False)  # whom one remembers is one's own decision
