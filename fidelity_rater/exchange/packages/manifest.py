"""The manifest: what a package says of itself, in the one form that its signature is made over."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from fidelity_rater.app.ports.packages import FORMAT_VERSION, PackageHead, PackageKind, Signer
from fidelity_rater.domain.people import Person
from fidelity_rater.exchange.packages.names import is_part
from fidelity_rater.exchange.packages.refusals import newer, no_package, not_understood

FORMAT: Final = "fidelity-package"
_SIGNED: Final = b"fid-package-v1\0"
_UID: Final = re.compile(r"[0-9A-Za-z-]{1,64}")
_KEY: Final = re.compile(r"[0-9a-f]{64}")
_LONGEST_WORD: Final = 64


@dataclass(frozen=True, slots=True)
class Listed:
    """A part as the manifest lists it; ``sha256`` in hexadecimal."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The head, and every part."""

    head: PackageHead
    parts: tuple[Listed, ...]


def signed_bytes(manifest: bytes) -> bytes:
    """What the signature is made over."""
    return _SIGNED + manifest


def person_of(signer: Signer) -> Person:
    """The signer as somebody whose signature is checked; a manifest holds no name."""
    return Person(signer.uid, "", signer.initials, signer.signing_key, signer.receiving_key)


def to_bytes(head: PackageHead, parts: Sequence[Listed]) -> bytes:
    """Write the canonical form."""
    signer = head.signer
    return json.dumps(
        {
            "format": FORMAT,
            "version": FORMAT_VERSION,
            "kind": str(head.kind),
            "uid": head.uid,
            "made_at": head.made_at.astimezone(UTC).isoformat(),
            "signer": {
                "uid": signer.uid,
                "initials": signer.initials,
                "signing_key": signer.signing_key.hex(),
                "receiving_key": signer.receiving_key.hex(),
            },
            "addressee": head.addressee_uid,
            "about": head.about,
            "in_reply_to": head.in_reply_to,
            "app_version": head.app_version,
            "counts": dict(head.counts),
            "parts": [{"name": part.name, "size": part.size, "sha256": part.sha256} for part in parts],
        },
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    ).encode()


def from_bytes(data: bytes) -> Manifest:
    """Read it strictly. Raises ``UserFacingError`` where it is none, of a later version, or not canonical."""
    try:
        record = json.loads(data)
    except (ValueError, RecursionError):
        raise no_package() from None
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise no_package()
    version = record.get("version")
    if isinstance(version, int) and version > FORMAT_VERSION:
        raise newer()
    try:
        if record["kind"] not in set(PackageKind):
            raise newer()
        manifest = Manifest(_head(record), tuple(_listed(part) for part in record["parts"]))
        # A second reading of the same bytes, by a program with other habits, must not find another meaning in them.
        _require(data == to_bytes(manifest.head, manifest.parts))
        return manifest
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError, OverflowError):
        raise not_understood() from None


def _head(record: dict[str, Any]) -> PackageHead:
    made_at = datetime.fromisoformat(record["made_at"])
    _require(made_at.tzinfo is not None)
    counts = record["counts"]
    _require(all(_is_count(count) and len(name) <= _LONGEST_WORD for name, count in counts.items()))
    return PackageHead(
        uid=_uid(record["uid"]),
        kind=PackageKind(record["kind"]),
        made_at=made_at.astimezone(UTC),
        signer=_signer(record["signer"]),
        addressee_uid=_uid(record["addressee"], may_be_empty=True),
        about=_uid(record["about"], may_be_empty=True),
        in_reply_to=_uid(record["in_reply_to"], may_be_empty=True),
        app_version=_word(record["app_version"]),
        counts=counts,
    )


def _signer(record: dict[str, Any]) -> Signer:
    return Signer(
        uid=_uid(record["uid"]),
        initials=_word(record["initials"]),
        signing_key=_key(record["signing_key"]),
        receiving_key=_key(record["receiving_key"]),
    )


def _listed(record: dict[str, Any]) -> Listed:
    part = Listed(record["name"], record["size"], record["sha256"])
    _require(is_part(part.name) and _is_count(part.size) and bool(_KEY.fullmatch(part.sha256)))
    return part


def _uid(text: str, *, may_be_empty: bool = False) -> str:
    _require(bool(_UID.fullmatch(text)) or (may_be_empty and text == ""))
    return text


def _word(text: str) -> str:
    _require(len(text) <= _LONGEST_WORD and text.isprintable())
    return text


def _key(text: str) -> bytes:
    _require(bool(_KEY.fullmatch(text)))
    return bytes.fromhex(text)


def _is_count(value: object) -> bool:
    return type(value) is int and value >= 0


def _require(holds: bool) -> None:
    if not holds:
        raise ValueError("not as the format lays it down")
