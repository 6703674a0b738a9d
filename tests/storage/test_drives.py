"""Places for a library: which are refused, and which only deserve a word."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from fidelity_rater.app.errors import DiskFull, UserFacingError
from fidelity_rater.storage import drives


def table(*lines: tuple[str, str, str]) -> drives.Mounts:
    return lambda: [SimpleNamespace(mountpoint=at, fstype=kind, opts=opts) for at, kind, opts in lines]


@pytest.mark.parametrize(
    ("kind", "opts", "far"),
    [
        ("ext4", "rw", False),
        ("apfs", "rw", False),
        ("fuseblk", "rw", False),
        ("NTFS", "rw,fixed", False),
        ("nfs4", "rw", True),
        ("cifs", "rw", True),
        ("smbfs", "rw", True),
        ("fuse.sshfs", "rw", True),
        ("fuse", "rw", True),
        ("9p", "rw", True),
        ("NTFS", "rw,remote", True),
    ],
)
def test_the_kind_of_filesystem_decides(tmp_path: Path, kind: str, opts: str, far: bool) -> None:
    assert drives.is_on_network(tmp_path / "not made yet", table(("/", kind, opts))) is far


def test_the_nearest_mount_decides(tmp_path: Path) -> None:
    share = str(tmp_path / "share")
    mounts = table(("/", "ext4", "rw"), (share, "cifs", "rw"), (str(tmp_path / "sha"), "ext4", "rw"))
    assert drives.is_on_network(tmp_path / "share" / "Clinic.fidelity", mounts)
    assert not drives.is_on_network(tmp_path / "sharing", mounts)


def test_a_link_onto_a_share_is_followed(tmp_path: Path) -> None:
    (tmp_path / "share").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "share")
    mounts = table(("/", "ext4", "rw"), (str(tmp_path / "share"), "nfs", "rw"))
    with pytest.raises(UserFacingError, match="network drive"):
        drives.refuse_network(tmp_path / "link" / "Clinic.fidelity", mounts)


def test_this_computers_own_table_can_be_read(tmp_path: Path) -> None:
    drives.refuse_network(tmp_path)


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("OneDrive/Clinic.fidelity", "OneDrive"),
        ("OneDrive - North Trust/x", "OneDrive"),
        ("Dropbox (Personal)/x", "Dropbox"),
        ("Library/Mobile Documents/x", "iCloud"),
        ("Nextcloud/x", "Nextcloud"),
        ("Google Drive/x", "Google Drive"),
        ("Documents/Clinic", None),
        ("Dropboxes/x", None),
    ],
)
def test_a_synchronised_folder_is_known_by_its_name(tmp_path: Path, path: str, service: str | None) -> None:
    assert drives.sync_service(tmp_path / path) == service


def test_a_synchronised_folder_is_known_by_its_marks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a" / ".stfolder").mkdir(parents=True)
    assert drives.sync_service(tmp_path / "a" / "b") == "Syncthing"
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "work"))
    assert drives.sync_service(tmp_path / "work" / "b") == "OneDrive"


def test_cautions_are_sentences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=10**9))
    assert drives.cautions(tmp_path / "Clinic") == ()
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=10**8))
    synced, full = drives.cautions(tmp_path / "Dropbox" / "Clinic")
    assert synced.startswith("Dropbox")
    assert "nearly full" in full


def test_too_little_room_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=10**8))
    drives.refuse_full(tmp_path, 10**6)
    with pytest.raises(DiskFull):
        drives.refuse_full(tmp_path, 10**8)
