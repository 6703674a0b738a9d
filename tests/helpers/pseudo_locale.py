"""A language nobody speaks: every translated sentence comes out accented and in ⟦brackets⟧, so that the rest shows."""

from __future__ import annotations

import gettext
import re

_ACCENTS = str.maketrans("aceinosuyACEINOSUY", "áçéíñóšúýÁÇÉÍÑÓŠÚÝ")
# Placeholders, tags, entities and Qt's mnemonics keep their letters.
_KEPT = re.compile(r"(\{[^{}]*\}|<[^<>]*>|&\w+;)")


class PseudoTranslations(gettext.NullTranslations):
    """Translations into the pseudo-locale."""

    def gettext(self, message: str) -> str:
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return pseudo(msgid1 if n == 1 else msgid2)


def pseudo(message: str) -> str:
    """Translate one sentence."""
    parts = _KEPT.split(message)
    return "⟦" + "".join(part if _KEPT.fullmatch(part) else part.translate(_ACCENTS) for part in parts) + "⟧"
