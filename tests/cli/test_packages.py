"""A package named on the command line, as by whoever double-clicks it."""

from __future__ import annotations

from pathlib import Path

import pytest

from fidelity_rater.cli.main import main, with_command


def test_a_package_alone_is_opened_in_the_window(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert with_command(["T07-feedback.FIDPKG"]) == ["open", "T07-feedback.FIDPKG"]
    assert with_command(["check", "a.fidelity"]) == ["check", "a.fidelity"]
    assert main([str(tmp_path / "nowhere.fidpkg")]) == 1
    assert "no such package" in capsys.readouterr().err
