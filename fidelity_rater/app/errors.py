"""Errors that use cases tell apart; every one carries a clear sentence of its own."""

from __future__ import annotations

from fidelity_rater.domain.errors import NotAllowed, UserFacingError

__all__ = [
    "DiskFull",
    "LibraryInUse",
    "NewerLibrary",
    "NotALibrary",
    "NotAllowed",
    "UserFacingError",
    "WrongPassphrase",
]


class WrongPassphrase(UserFacingError):
    """The passphrase or recovery key does not open this."""


class DiskFull(UserFacingError):
    """There was no room to save; what was to be saved is still in memory."""


class NotALibrary(UserFacingError):
    """This is no library, or not one that can be read."""


class NewerLibrary(UserFacingError):
    """A later version of the app has written this library."""


class LibraryInUse(UserFacingError):
    """Another window has this library open."""
