"""The command ``rules check``."""

from __future__ import annotations

from pathlib import Path

from cli.answers import Run
from fidelity_rater.resources import resource_path


def test_a_sound_file_says_what_is_not_known(run: Run) -> None:
    told = run("rules", "check", resource_path("accreditation", "uk-practitioner.toml"))
    assert told.code == 0
    assert "Recorded sessions reviewed: not known, and so never met: per_case, phases" in told.out
    assert "11 requirements, no fault." in told.out


def test_every_fault_is_listed(run: Run, tmp_path: Path) -> None:
    text = resource_path("accreditation", "uk-practitioner.toml").read_text(encoding="utf-8")
    bad = tmp_path / "bad.toml"
    bad.write_text(text.replace("out_of = 16", "out_of = 6").replace("days = 5", "dayz = 5"), encoding="utf-8")
    told = run("rules", "check", bad)
    assert told.code == 1
    assert "asks for 12 of at most 6" in told.out
    assert "requirements[1].dayz: is not a key that the format knows" in told.out
    assert run("rules", "check", tmp_path / "gone.toml").refused == (
        "The rule file cannot be read. Check its place and that you may open it."
    )
