"""The command ``draw check``: repeat a draw from its copied facts, without any library."""

from __future__ import annotations

import argparse

from fidelity_rater.app.assigning.checking import LONGEST, check_facts
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.i18n import tr


def check_draw(options: argparse.Namespace) -> int:
    """Say whether the draw repeats; exit with 1 where it does not."""
    try:
        with options.file.open("rb") as file:
            text = file.read(LONGEST + 1).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise UserFacingError(
            tr("The facts cannot be read."), tr("Check their place, and that they are text.")
        ) from None
    found = check_facts(text)
    print(found.sentence)
    return 0 if found.same else 1
