"""What is said of a package that is not taken."""

from __future__ import annotations

from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.i18n import tr


def no_package() -> UserFacingError:
    """It opened, but something else was in it."""
    return UserFacingError(
        tr("This file is not a package of Fidelity Rater."), tr("The name of a package ends in .fidpkg.")
    )


def newer() -> UserFacingError:
    """Its format, or its kind, is not known yet."""
    return UserFacingError(tr("This package was made by a later version of the app."), tr("Update the app to open it."))


def changed() -> UserFacingError:
    """What it holds is not what was signed."""
    return UserFacingError(
        tr("The package is not as its sender signed it: something in it was changed, added or taken away."),
        tr("Do not rely on it. Ask the sender for it again."),
    )


def unsafe() -> UserFacingError:
    """It holds what no package holds."""
    return UserFacingError(
        tr("The package holds something that does not belong in a package."),
        tr("Ask the sender how it was made, and for it again."),
    )


def too_large() -> UserFacingError:
    """It holds more than is taken in."""
    return UserFacingError(
        tr("The package is larger than the app takes in."), tr("Ask the sender for one with fewer recordings.")
    )


def too_large_to_send() -> UserFacingError:
    """It would be refused at the other end."""
    return UserFacingError(tr("This is too much for one package."), tr("Send clips, or fewer recordings at a time."))


def somebody_elses() -> UserFacingError:
    """It opened with one's own key, but its sender made it for another person."""
    return UserFacingError(
        tr("The sender made this package for somebody else, and another person has passed it on to you."),
        tr("Ask its sender for one of your own."),
    )


def not_understood() -> UserFacingError:
    """Its sender signed this, but it is not written as it should be."""
    return UserFacingError(
        tr("The contents of the package cannot be read."), tr("Ask the sender to update the app and to send it again.")
    )


def unreadable_file() -> UserFacingError:
    """It is no file, or one that may not be read."""
    return UserFacingError(tr("The file cannot be read."), tr("Check that it is there, and that you may open it."))


def source_changed() -> UserFacingError:
    """A part has another size than was announced."""
    return UserFacingError(tr("Something to be sent changed while the package was made."), tr("Try again."))
