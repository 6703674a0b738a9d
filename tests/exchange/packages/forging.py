"""Packages as somebody would make them who means ill, or whose program is at fault."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from fidelity_rater.app.ports.identity import UnlockedIdentity
from fidelity_rater.app.ports.packages import Lock
from fidelity_rater.domain.people import Person
from fidelity_rater.exchange.packages.manifest import Listed, signed_bytes, to_bytes
from fidelity_rater.storage.envelopes import AgeEnvelopes
from helpers.libraries import Told
from helpers.packages import cheap_person, head_of

ADA, BEN, CAT = cheap_person("Ada"), cheap_person("Ben"), cheap_person("Cat")
ENVELOPES = AgeEnvelopes(work=4)
CLIP = "media/0b6e9a2c-1f1a-4a3c-9c51-0c8c0b5e7f11.opus"
SCALE = f"scales/{'0a' * 32}.toml"
PARTS = {"feedback.jsonl": b'{"uid":"1"}\n{"uid":"2"}\n', SCALE: b"title = 'x'\n", CLIP: bytes(range(256)) * 40}

Member = tuple[zipfile.ZipInfo | str, bytes]


def listed(parts: dict[str, bytes]) -> list[Listed]:
    return [Listed(name, len(data), hashlib.sha256(data).hexdigest()) for name, data in parts.items()]


def manifest_of(parts: dict[str, bytes], /, *, to: Person | None = BEN.person, **changes: Any) -> bytes:
    """A manifest, some of its fields replaced; None takes one away."""
    record = json.loads(to_bytes(head_of(ADA, addressee=to), listed(parts)))
    record = {key: value for key, value in (record | changes).items() if value is not None}
    return json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def members(
    parts: dict[str, bytes] = PARTS, *, manifest: bytes | None = None, by: UnlockedIdentity = ADA
) -> list[Member]:
    """What a good package's zip holds."""
    manifest = manifest_of(parts) if manifest is None else manifest
    signature = by.sign(signed_bytes(manifest))
    return [*parts.items(), ("manifest.json", manifest), ("manifest.sig", signature)]


def zipped(entries: Iterable[Member], *, compression: int = zipfile.ZIP_STORED) -> bytes:
    """A zip of these, good names or bad, in this order."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return made.getvalue()


def seal(path: Path, contents: bytes, *, to: Person = BEN.person) -> Path:
    """Lock any bytes to a person."""
    with path.open("wb") as sealed:
        ENVELOPES.seal(io.BytesIO(contents), sealed, lock=Lock(person=to), progress=Told())
    return path


def member(name: str, **fields: Any) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    for field, value in fields.items():
        setattr(info, field, value)
    return info


def patched(contents: bytes, name: bytes, change: Callable[[bytearray, int], None]) -> bytes:
    """A zip with the entry of that name changed where the list at its end has it."""
    data = bytearray(contents)
    change(data, data.rindex(name) - 46)
    return bytes(data)
