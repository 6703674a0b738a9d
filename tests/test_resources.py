"""What ships is found in a bundle too, and what does not ship is said."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from fidelity_rater.places import data_folder, log_folder
from fidelity_rater.resources import licence_notices, licence_texts, resource_path


def test_a_frozen_bundle_brings_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scale = tmp_path / "fidelity_rater" / "_resources" / "scales" / "ours.toml"
    scale.parent.mkdir(parents=True)
    scale.write_text("")
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resource_path("scales", "ours.toml") == scale


def test_what_is_not_shipped_is_named() -> None:
    with pytest.raises(FileNotFoundError, match="scales/no-such-scale"):
        resource_path("scales", "no-such-scale")


def test_the_about_box_can_tell_whose_work_this_stands_on() -> None:
    notices = licence_notices()
    for part in ["PySide6", "libVLC", "FFmpeg", "SQLCipher", "OpenSSL", "ZETETIC LLC"]:
        assert part in notices
    assert {"LGPL-3.0", "LGPL-2.1", "GPL-3.0", "Apache-2.0"} <= licence_texts().keys()
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in licence_texts()["LGPL-3.0"]


def test_one_variable_moves_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIDELITY_RATER_HOME", str(tmp_path))
    assert (data_folder(), log_folder()) == (tmp_path, tmp_path / "logs")


def test_without_it_the_systems_places_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FIDELITY_RATER_HOME")
    assert "fidelity-rater" in data_folder().parts
    assert data_folder().is_absolute()
