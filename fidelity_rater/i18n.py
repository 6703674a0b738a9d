"""The one way a sentence reaches a person: through :func:`tr` or :func:`tr_n`.

Standard-library gettext only, so that every tier can speak. Scale texts (labels, anchors) are data in the scale's
own language and do not pass through here. Qt's own strings come from Qt's catalogues.
"""

from __future__ import annotations

import gettext
from typing import Final

_DOMAIN: Final = "fidelity_rater"
_translations: gettext.NullTranslations = gettext.NullTranslations()


def tr(message: str, **values: object) -> str:
    """Translate a sentence, then fill its named ``{placeholders}``."""
    text = _translations.gettext(message)
    return text.format(**values) if values else text


def tr_n(singular: str, plural: str, n: int, **values: object) -> str:
    """Translate a sentence that depends on a count; ``{n}`` is filled with it."""
    return _translations.ngettext(singular, plural, n).format(n=n, **values)


def install(translations: gettext.NullTranslations) -> gettext.NullTranslations:
    """Speak through these translations from now on; returns those before, for tests to put back."""
    global _translations
    before, _translations = _translations, translations
    return before


def install_for(languages: list[str], folder: str) -> None:
    """Speak the first of these languages that the folder of catalogues holds, else the source language."""
    install(gettext.translation(_DOMAIN, folder, languages=languages, fallback=True))


def language() -> str:
    """The language that is spoken now, as ``en`` or ``pt-BR``, for documents that must name theirs."""
    return _translations.info().get("language", "").replace("_", "-") or "en"
