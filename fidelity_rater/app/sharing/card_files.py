"""Cards as files: a few lines of text, read only where they can be one, and written whole."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.i18n import tr

SUFFIX: Final = ".fidcard"
LARGEST: Final = 64 * 1024


def read_card_file(path: Path) -> str:
    """Read the text of a card. Whether it is one is told by whoever reads the text."""
    try:
        if not path.is_file():
            raise UserFacingError(tr("This is not a file."), tr("Choose the card that was sent to you."))
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError:
        raise UserFacingError(tr("The card cannot be read."), tr("Check that you may open the file.")) from None
    if len(data) > LARGEST:
        raise UserFacingError(tr("This file is too large to be a card."), tr("A card has only a few lines."))
    return data.decode("utf-8-sig", errors="replace")


def write_card_file(path: Path, card: str) -> Path:
    """Save a card as a file that a person has named."""
    try:
        path.write_text(card, encoding="utf-8", newline="\n")
    except OSError:
        raise UserFacingError(tr("The card could not be saved there."), tr("Choose another folder.")) from None
    return path
