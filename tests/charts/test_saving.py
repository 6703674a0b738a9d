"""Saving a chart: the format of its ending, nothing else, and nothing in it that tells who or where."""

from __future__ import annotations

import getpass
import socket  # noqa: TID251 - only for this computer's name
from pathlib import Path

import pytest

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.look import LIGHT
from fidelity_rater.charts.competence import draw_competence
from fidelity_rater.charts.saving import FORMATS, save_figure
from helpers.trajectories import Life

STARTS = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}


@pytest.fixture
def figure():  # type: ignore[no-untyped-def]
    life = Life()
    life.rate(1)
    life.rate(3)
    return draw_competence(life.chart(), LIGHT).figure


@pytest.mark.parametrize("name", [*FORMATS, "PNG"])
def test_it_saves_what_its_ending_says(figure, tmp_path: Path, name: str) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / f"chart.{name}"
    save_figure(figure, path)
    data = path.read_bytes()
    assert data.startswith(STARTS[name.lower()])
    for word in (getpass.getuser(), socket.gethostname(), str(tmp_path)):
        assert len(word) < 5 or word.encode() not in data


def test_whose_it_is_and_what_the_scale_says_of_itself_go_with_the_picture(figure, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "chart.svg"
    save_figure(figure, path, heading="Competence of T01", foot="Not validated.")
    drawn = path.read_text(encoding="utf-8")
    assert "Competence of T01" in drawn
    assert "Not validated." in drawn
    save_figure(figure, path)
    assert "Competence of T01" not in path.read_text(encoding="utf-8"), "words of one picture stay in it"


@pytest.mark.parametrize("name", ["chart.jpg", "chart", "chart.png.exe"])
def test_another_ending_is_refused(figure, tmp_path: Path, name: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UserFacingError, match="PNG, SVG or PDF"):
        save_figure(figure, tmp_path / name)
    assert not list(tmp_path.glob("chart*"))


def test_a_folder_that_cannot_be_written_to_is_told(figure, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UserFacingError, match="could not be saved there"):
        save_figure(figure, tmp_path / "gone" / "chart.png")
