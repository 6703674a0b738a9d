"""People who use the app, and the part they play in one rating."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The part a person plays in one rating; it belongs to the rating, not to the person."""

    SUPERVISOR = "supervisor"
    PANEL = "panel"
    TRAINEE = "trainee"
    PEER = "peer"


class Purpose(StrEnum):
    """What a rating is for. The two are never averaged together."""

    FORMATIVE = "formative"
    SUMMATIVE = "summative"


@dataclass(frozen=True, slots=True)
class Person:
    """The public half of an identity. Keys are raw: Ed25519 for signing, X25519 for receiving (32 bytes each)."""

    uid: str
    name: str
    initials: str
    signing_key: bytes
    receiving_key: bytes
