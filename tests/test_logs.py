"""Nothing about a person gets into the log."""

from __future__ import annotations

import logging
import logging.handlers
from collections.abc import Iterator
from pathlib import Path

import pytest

from fidelity_rater.logs import LOG_NAME, start_logging, stop_logging

NAME = "Ottilie Sandgruber"
NOTE = "misses her team since the move"


@pytest.fixture
def log_file(own_home: Path) -> Iterator[Path]:
    handler = start_logging()
    yield own_home / "logs" / LOG_NAME
    stop_logging(handler)


def deep(name: str) -> None:
    raise ValueError(f"{name}: {NOTE}")


def test_a_message_is_kept_as_its_template(log_file: Path) -> None:
    logging.getLogger("fidelity_rater.storage.library").warning("could not read the note of %s: %s", NAME, NOTE)
    text = log_file.read_text(encoding="utf-8")
    assert "WARNING fidelity_rater.storage.library" in text
    assert "could not read the note of %s: %s" in text
    assert NAME not in text
    assert NOTE not in text


def test_an_exception_is_kept_as_its_kind_and_places(log_file: Path) -> None:
    try:
        try:
            deep(NAME)
        except ValueError as error:
            raise RuntimeError(NOTE) from error
    except RuntimeError:
        logging.getLogger("fidelity_rater.app").exception("could not save")
    text = log_file.read_text(encoding="utf-8")
    assert "builtins.RuntimeError" in text
    assert "builtins.ValueError" in text
    assert "in deep" in text
    assert NAME not in text
    assert NOTE not in text
    assert str(Path.home()) not in text


def test_others_are_kept_without_their_words(log_file: Path) -> None:
    logging.getLogger("alembic.runtime").warning(f"Opening {NAME}.wav")  # noqa: G004 - what others do
    text = log_file.read_text(encoding="utf-8")
    assert "WARNING alembic.runtime" in text
    assert NAME not in text


def test_a_message_stays_on_its_line(log_file: Path) -> None:
    logging.getLogger("fidelity_rater").warning("one\n2026-01-01T00:00:00 ERROR forged")
    assert len(log_file.read_text(encoding="utf-8").splitlines()) == 1


def test_a_log_that_is_open_is_not_opened_twice(log_file: Path) -> None:
    again = start_logging()
    logging.getLogger("fidelity_rater").warning("once")
    stop_logging(again)
    logging.getLogger("fidelity_rater").warning("still open")
    assert len(log_file.read_text(encoding="utf-8").splitlines()) == 2


def test_the_log_stays_small(log_file: Path) -> None:
    logger = logging.getLogger("fidelity_rater.load")
    for _ in range(4000):
        logger.warning("x" * 1000)
    sizes = [file.stat().st_size for file in log_file.parent.iterdir()]
    assert len(sizes) == 4
    assert sum(sizes) < 3 * 1024 * 1024


def test_no_place_for_a_log_is_no_reason_not_to_start(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    handler = start_logging(tmp_path / "taken")
    logging.getLogger("fidelity_rater").warning("still here")
    stop_logging(handler)


def test_a_full_disk_silences_the_log_and_nothing_else(
    log_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, f"No space left for {NAME}")

    monkeypatch.setattr(logging.handlers.RotatingFileHandler, "shouldRollover", full)
    logging.getLogger("fidelity_rater").warning("cannot be written")
    monkeypatch.undo()
    assert "".join(capsys.readouterr()) == ""
