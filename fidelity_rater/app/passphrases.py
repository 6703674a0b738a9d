"""Gentle advice about a passphrase while it is typed. What is required is settled where identities are made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from fidelity_rater.i18n import tr

SHORT: Final = 12
GOOD: Final = 18
FEW_DIFFERENT: Final = 5


@dataclass(frozen=True, slots=True)
class Advice:
    """``tone`` is ``none``, ``weak``, ``fair`` or ``good``."""

    tone: str
    sentence: str


def advice(passphrase: str, *, personal: tuple[str, ...] = ()) -> Advice:
    """Say what would make the passphrase better; ``personal`` are words that others would try first."""
    text = passphrase.strip()
    if not text:
        return Advice("none", tr("Four or five unrelated words are strong, and easier to keep than signs and digits."))
    low = text.casefold()
    if any(len(word) > 2 and word.casefold() in low for word in personal):
        return Advice("weak", tr("It holds your own name, which others would try first."))
    if len(set(low)) < FEW_DIFFERENT:
        return Advice("weak", tr("It repeats itself too much to be hard to guess."))
    if len(text) < SHORT:
        return Advice("weak", tr("Short. It guards people's therapy: add a word or two."))
    if len(text) < GOOD and " " not in text:
        return Advice("fair", tr("Fair. One more word would make it strong."))
    return Advice("good", tr("Good. Keep it where only you can find it: nobody can look it up for you."))
