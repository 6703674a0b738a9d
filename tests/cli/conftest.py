"""The command as a person runs it: real storage, cheap keys, the passphrase in the environment."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from cli.answers import Answer, Run
from fidelity_rater import bootstrap
from fidelity_rater.app.application import Application
from fidelity_rater.cli import main
from helpers.libraries import CHEAP, PASSPHRASE
from helpers.sounds import wav_bytes


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run one command in this process; a passphrase stands in the environment."""
    build = bootstrap.build
    monkeypatch.setattr(bootstrap, "build", lambda home=None: build(home, key_cost=CHEAP))
    monkeypatch.setenv("FIDELITY_RATER_PASSPHRASE", PASSPHRASE)
    monkeypatch.setattr("sys.stdin", io.StringIO())

    def once(*arguments: str | Path) -> Answer:
        capsys.readouterr()
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as ended:
            code = int(ended.code or 0)
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    return once


@pytest.fixture
def library(run: Run, tmp_path: Path) -> Path:
    """A library that the command has made."""
    folder = tmp_path / "Clinic.fidelity"
    assert run("new", folder, "--person", "Ada Example").code == 0
    return folder


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    path = tmp_path / "session.wav"
    path.write_bytes(wav_bytes(2.0))
    return path


@pytest.fixture
def application(run: Run) -> Application:
    """The same application as the command's, to look at what it has done. ``run`` comes first: it makes keys cheap."""
    return bootstrap.build()
