"""What kind of place a folder is on: a network drive, a folder that a service synchronises, a nearly full disk."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path, PurePath
from typing import Final, Protocol

import psutil

from fidelity_rater.app.errors import DiskFull, UserFacingError
from fidelity_rater.i18n import tr
from fidelity_rater.storage.durable import told_plainly

LOW_SPACE: Final = 200 * 1024 * 1024
_LEAST_SPACE: Final = 20 * 1024 * 1024

_REMOTE: Final = frozenset(
    {
        "9p", "acfs", "afpfs", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "drvfs", "ftp", "gfs", "gfs2",
        "glusterfs", "gpfs", "lustre", "ncpfs", "nfs", "nfs3", "nfs4", "ocfs2", "prl_fs", "smb", "smb2", "smb3",
        "smbfs", "sshfs", "vboxsf", "virtiofs", "vmhgfs", "webdav",
    }
)  # fmt: skip
"""Filesystems on another computer, as the mount tables of Linux and macOS call them."""

# A service's own folder names, in small letters; a few of them grow a suffix in brackets or after a hyphen.
_SYNC_FOLDERS: Final = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "icloud drive": "iCloud",
    "icloud~com~apple~clouddocs": "iCloud",
    "com~apple~clouddocs": "iCloud",
    "mobile documents": "iCloud",
    "iclouddrive": "iCloud",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "pcloud drive": "pCloud",
    "box sync": "Box",
    "syncthing": "Syncthing",
    "creative cloud files": "Creative Cloud",
}
_SYNC_MARKS: Final = {".stfolder": "Syncthing", ".dropbox.cache": "Dropbox", ".owncloudsync.log": "ownCloud"}
_ONEDRIVE_VARIABLES: Final = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")


class Mounted(Protocol):
    """One line of the system's mount table."""

    @property
    def mountpoint(self) -> str: ...
    @property
    def fstype(self) -> str: ...
    @property
    def opts(self) -> str: ...


Mounts = Callable[[], Iterable[Mounted]]


def mounts() -> Iterable[Mounted]:
    """Read the system's mount table."""
    return psutil.disk_partitions(all=True)


def refuse_network(folder: Path, table: Mounts = mounts) -> None:
    """Raise ``UserFacingError`` for a folder on another computer: locks and shared memory cannot be trusted there."""
    if is_on_network(folder, table):
        raise UserFacingError(
            tr("This folder is on a network drive, where a library can be damaged."),
            tr("Keep the library on this computer's own disk, and back it up to the network drive."),
        )


def is_on_network(folder: Path, table: Mounts = mounts) -> bool:
    """Tell whether a folder, or the place where it will be made, is on another computer or in a virtual drive."""
    place = folder.absolute().resolve()
    if str(place).startswith(("\\\\", "//")):
        return True
    mounted = _mount_of(place, table())
    if mounted is None:
        return False
    kind = mounted.fstype.lower()
    # "fuseblk" is a local disk (NTFS, exFAT) read by a driver outside the kernel; every other "fuse" is a guess.
    return kind in _REMOTE or kind == "fuse" or kind.startswith("fuse.") or "remote" in mounted.opts.split(",")


def sync_service(folder: Path) -> str | None:
    """Name the service that synchronises a folder, as far as its path or a parent's marks tell."""
    place = folder.absolute()
    for name in (os.environ.get(variable) for variable in _ONEDRIVE_VARIABLES):
        if name and place.is_relative_to(name):
            return "OneDrive"
    return _service_by_name(place) or _service_by_mark(place)


def cautions(folder: Path) -> tuple[str, ...]:
    """Say, each in a sentence, what speaks against keeping a library in a folder without forbidding it."""
    found: list[str] = []
    service = sync_service(folder)
    if service:
        found.append(
            tr(
                "{service} synchronises this folder and can copy a library while it changes, which damages the copy. "
                "Keep the library elsewhere, and only its backups here.",
                service=service,
            )
        )
    if free_space(folder) < LOW_SPACE:
        found.append(tr("This drive is nearly full. Free some space before you add recordings."))
    return tuple(found)


def refuse_full(folder: Path, needed: int = 0) -> None:
    """Raise ``DiskFull`` when a drive has no room for so many bytes and a little to spare."""
    if free_space(folder) < needed + _LEAST_SPACE:
        raise DiskFull(tr("There is not enough free space in this folder."), tr("Free some space, or choose another."))


def free_space(folder: Path) -> int:
    """Return the free bytes of the drive that a folder is, or will be, on."""
    place = folder.absolute()
    while not place.exists() and place != place.parent:
        place = place.parent
    with told_plainly():
        return shutil.disk_usage(place).free


def _mount_of(place: Path, table: Iterable[Mounted]) -> Mounted | None:
    best: Mounted | None = None
    for mounted in table:
        longer = best is None or len(PurePath(mounted.mountpoint).parts) >= len(PurePath(best.mountpoint).parts)
        if longer and place.is_relative_to(mounted.mountpoint):
            best = mounted
    return best


def _service_by_name(place: Path) -> str | None:
    parts = [part.casefold() for part in place.parts]
    if "cloudstorage" in parts and sys.platform == "darwin":
        return place.parts[min(parts.index("cloudstorage") + 1, len(parts) - 1)].split("-")[0]
    for part in parts:
        for name, service in _SYNC_FOLDERS.items():
            if part == name or part.startswith((name + " -", name + " (", name + "-")):
                return service
    return None


def _service_by_mark(place: Path) -> str | None:
    for parent in place.parents:
        for mark, service in _SYNC_MARKS.items():
            if (parent / mark).exists():
                return service
    return None
