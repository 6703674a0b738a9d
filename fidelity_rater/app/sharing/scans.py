"""Scans of papers and forms that go before a panel: which, under what name, and whether they are what they say."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from fidelity_rater.app.ports.documents import Attachment
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.app.ports.library import UnitOfWork, Vault
from fidelity_rater.app.ports.packages import OpenPackage, Part
from fidelity_rater.app.scan_kinds import ENDINGS, LARGEST, LONGEST_NAME, fits_a_file, kind_of
from fidelity_rater.app.sharing.reading import Fields, malformed
from fidelity_rater.domain.panel import Portfolio
from fidelity_rater.i18n import tr

ATTACHMENTS: Final = "attachments.jsonl"
MEDIA: Final = "media/"
_FIRST: Final = 4096
"""So many bytes tell what a file is."""
_AT_ONCE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class CarriedScan:
    """A scan, and the part that holds it. ``about`` is the paper or the result that it is of."""

    uid: str
    about: str
    name: str
    media_type: str
    size: int
    sha256: str
    part: str


def neutral_name(number: int, media_type: str) -> str:
    """What a scan is called outside the library that it was taken into: a file's own name may be a person's."""
    return tr("Scan {n}", n=number) + ENDINGS.get(media_type, "")


def scans_may_name() -> str:
    return tr("Scans may name people: look at each before it goes.")


def scans_here(uow: UnitOfWork, portfolio: Portfolio) -> tuple[Attachment, ...]:
    """The portfolio's scans that are here, under neutral names, each about its record."""
    found = []
    for number, each in enumerate(portfolio.scans, start=1):
        scan = uow.attachments.get(each.uid)
        if scan is not None and scan.about in (each.record_uid, portfolio.uid):
            found.append(replace(scan, about=each.record_uid, name=neutral_name(number, scan.media_type)))
    return tuple(found)


# Writing


def carried(
    wanted: Iterable[Attachment], *, vault: Vault, progress: Progress
) -> tuple[tuple[CarriedScan, ...], list[Part]]:
    """The lines and the parts. A scan goes as it is, byte for byte: it is what somebody has looked at."""
    scans, parts = [], []
    for scan in wanted:
        progress.check()
        source = vault.open(scan.uid)
        digest = hashlib.sha256()
        with source.open() as reader:
            while chunk := reader.read(_AT_ONCE):
                digest.update(chunk)
        part = f"{MEDIA}{scan.uid}{ENDINGS[scan.media_type]}"
        scans.append(CarriedScan(scan.uid, scan.about, scan.name, scan.media_type, scan.size, digest.hexdigest(), part))
        parts.append(Part(part, scan.size, source.open))
    return tuple(scans), parts


def scan_line(scan: CarriedScan) -> dict[str, Any]:
    return {
        "uid": scan.uid,
        "about": scan.about,
        "name": scan.name,
        "media_type": scan.media_type,
        "size": scan.size,
        "sha256": scan.sha256,
        "part": scan.part,
    }


# Reading


def read_scan(line: Fields) -> CarriedScan:
    name = line.text("name", most=LONGEST_NAME, least=1)
    if not all(map(fits_a_file, name)) or name.strip(" .") != name:
        raise line.fault("name")
    media_type = line.word("media_type")
    if media_type not in ENDINGS:
        raise line.fault("media_type")
    part = line.word("part")
    if not part.startswith(MEDIA) or not part.endswith(ENDINGS[media_type]):
        raise line.fault("part")
    return CarriedScan(
        uid=line.uid("uid"),
        about=line.uid("about"),
        name=name,
        media_type=media_type,
        size=line.whole("size", least=1, most=LARGEST),
        sha256=line.sha256("sha256"),
        part=part,
    )


def check_scans(package: OpenPackage, scans: Sequence[CarriedScan], portfolio: Portfolio | None) -> None:
    """Each is one that the portfolio names, and its bytes are what its line says."""
    named = {(each.uid, each.record_uid) for each in portfolio.scans} if portfolio is not None else set()
    for scan in scans:
        if (scan.uid, scan.about) not in named:
            raise malformed(ATTACHMENTS, "about")
        if package.size(scan.part) != scan.size:
            raise malformed(ATTACHMENTS, "size")
        digest = hashlib.sha256()
        with package.open(scan.part) as reader:
            first = reader.read(_FIRST)
            if kind_of(first) != scan.media_type:
                raise malformed(ATTACHMENTS, "media_type")
            digest.update(first)
            while chunk := reader.read(_AT_ONCE):
                digest.update(chunk)
        if digest.hexdigest() != scan.sha256:
            raise malformed(ATTACHMENTS, "sha256")


def wanted_scans(uow: UnitOfWork, scans: Iterable[CarriedScan]) -> Iterator[str]:
    """The parts of those that are not here yet."""
    return (scan.part for scan in scans if uow.attachments.get(scan.uid) is None)
