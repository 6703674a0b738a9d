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


def proposed_name(initials: str) -> str:
    """How a person's card is called, so that whoever gets several can tell them apart."""
    whose = "".join(c for c in initials if c.isalnum())
    return (tr("card-{initials}", initials=whose) if whose else tr("my card")) + SUFFIX


def write_card_file(path: Path, card: str) -> Path:
    """Save a card as a file that a person has named, under a card's ending; return the place.

    A name that only becomes another's by its ending is not written over: nobody was asked about that file.
    """
    if not path.name.lower().endswith(SUFFIX):
        path = path.with_name(path.name + SUFFIX)
        if path.exists():
            raise UserFacingError(
                tr("There is a file of this name already."), tr("Choose another name, or name it with its ending.")
            )
    try:
        path.write_text(card, encoding="utf-8", newline="\n")
    except OSError:
        raise UserFacingError(tr("The card could not be saved there."), tr("Choose another folder.")) from None
    return path
