"""Errors that are the world's fault, told in a sentence a person can act on. Anything else is a bug."""

from __future__ import annotations


class UserFacingError(Exception):
    """Something outside the program is wrong: what happened, and what to do about it.

    Both sentences are already translated. They never hold a name, a note or a passphrase.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class NotAllowed(UserFacingError):
    """Consent, a lock or a role forbids what was asked for."""
