"""A package that was decrypted: everything in it is checked, then it is handed out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO

from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.app.ports.packages import PackageHead
from fidelity_rater.domain.people import Person
from fidelity_rater.exchange.packages.archive import Archive
from fidelity_rater.exchange.packages.json_lines import read_lines
from fidelity_rater.exchange.packages.manifest import Manifest, from_bytes, person_of, signed_bytes
from fidelity_rater.exchange.packages.names import Limits, is_part
from fidelity_rater.exchange.packages.refusals import changed, unsafe

Verify = Callable[[Person, bytes, bytes], bool]
"""Whether the signature of this message is this person's."""


class CheckedPackage:
    """What its signer signed, whole; gone with the scratch it lies in."""

    def __init__(self, archive: Archive, manifest: Manifest, limits: Limits) -> None:
        self._archive, self._manifest, self._limits = archive, manifest, limits

    @property
    def head(self) -> PackageHead:
        return self._manifest.head

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(part.name for part in self._manifest.parts)

    def size(self, name: str) -> int:
        return self._archive.size(name)

    def open(self, name: str) -> BinaryIO:
        return self._archive.open(name)

    def read(self, name: str) -> bytes:
        with self.open(name) as part:
            return part.read()

    def lines(self, name: str) -> Iterator[Mapping[str, Any]]:
        """The objects of a part, none where it is absent."""
        if name not in self.names:
            return
        with self.open(name) as part:
            yield from read_lines(part, longest=self._limits.line)


def check(archive: Archive, *, verify: Verify, limits: Limits, progress: Progress) -> CheckedPackage:
    """See that all of it is there, nothing besides, and that it is what was signed; in this order."""
    data = archive.manifest()
    manifest = from_bytes(data)
    if not verify(person_of(manifest.head.signer), signed_bytes(data), archive.signature()):
        raise changed()
    if not all(map(is_part, archive.names)):
        raise unsafe()
    listed = {part.name: part for part in manifest.parts}
    if len(listed) != len(manifest.parts) or archive.names != listed.keys():
        raise changed()
    if any(archive.size(name) != part.size for name, part in listed.items()):
        raise changed()
    done, total = 0, max(1, sum(part.size for part in manifest.parts))
    for part in manifest.parts:
        if archive.digest(part.name, progress) != part.sha256:
            raise changed()
        done += part.size
        progress.tell(done, total)
    return CheckedPackage(archive, manifest, limits)
