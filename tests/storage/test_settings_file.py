"""Settings on disk: whatever has become of the file, a person gets in, with what of it can be read."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from fidelity_rater.app.settings import MOST_RECENT, Settings
from fidelity_rater.storage.settings_file import SettingsFile


@pytest.mark.parametrize("data", [b"", b"\xff\x00garbage", b"[]", b"[" * 200_000, b'{"volume": 1e400, "nobody": 1}'])
def test_a_damaged_file_gives_the_defaults(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(data)
    assert SettingsFile(path).load() == Settings()


def test_what_can_be_read_is_kept_within_its_bounds(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"volume": 100000, "skip_ms": true, "last_identity": [], "appearance": "dark"}', encoding="utf-8")
    assert SettingsFile(path).load() == Settings(volume=200, appearance="dark")


def test_a_list_that_somebody_has_blown_up_is_read_as_far_as_it_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"recent_libraries": ["", *(f"/{n}" for n in range(1000))]}), encoding="utf-8")
    assert SettingsFile(path).load().recent_libraries == tuple(Path(f"/{n}") for n in range(MOST_RECENT - 1))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "settings.json")
    assert SettingsFile(tmp_path / "settings.json").load() == Settings()


def test_the_folders_used_last_are_kept(tmp_path: Path) -> None:
    kept = Settings(backup_folder=tmp_path / "backups", package_folder=tmp_path / "packages")
    SettingsFile(tmp_path / "settings.json").save(kept)
    assert SettingsFile(tmp_path / "settings.json").load() == kept
