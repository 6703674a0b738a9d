"""Tables as text and as files: decimals as set, days ISO, and no text that a spreadsheet would run."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.tables import Table
from fidelity_rater.app.settings import Settings
from fidelity_rater.app.tables import SavedTables, table_text
from ui.results.sources import saved_tables

TABLE = Table("t", ("code", "mean", "n", "day"), (("=1+1", -0.5, 3, date(2026, 1, 5)), ("T01", None, 1, None)))


def test_numbers_keep_their_sign_and_text_is_guarded() -> None:
    assert table_text(TABLE) == "code,mean,n,day\n'=1+1,-0.5000,3,2026-01-05\nT01,,1,\n"


def test_a_decimal_comma_goes_with_semicolons_and_the_clipboard_with_tabs() -> None:
    assert table_text(TABLE, decimal_comma=True).splitlines()[1] == "'=1+1;-0,5000;3;2026-01-05"
    assert table_text(TABLE, tabs=True).splitlines()[1] == "'=1+1\t-0.5000\t3\t2026-01-05"


def test_times_are_iso() -> None:
    text = table_text(Table("t", ("at",), ((datetime(2026, 1, 5, 9, 30, tzinfo=UTC),),)))
    assert text == "at\n2026-01-05T09:30:00+00:00\n"


def test_a_csv_is_written_as_the_settings_say(tmp_path: Path) -> None:
    saved_tables(Settings(decimal_comma=True)).save((TABLE,), tmp_path / "a.csv")
    text = (tmp_path / "a.csv").read_text(encoding="utf-8-sig")
    assert text.splitlines()[0] == "code;mean;n;day"


def test_what_cannot_be_saved_is_told(tmp_path: Path) -> None:
    tables: SavedTables = saved_tables()
    with pytest.raises(UserFacingError, match=r"CSV or as an Excel"):
        tables.save((TABLE,), tmp_path / "a.ods")
    for name in ("gone/a.csv", "gone/a.xlsx"):
        with pytest.raises(UserFacingError, match="could not be saved there"):
            tables.save((TABLE,), tmp_path / name)
    assert list(tmp_path.iterdir()) == []
