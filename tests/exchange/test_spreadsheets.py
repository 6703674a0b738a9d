"""Workbooks: read back as a spreadsheet program would, cell by cell."""

from __future__ import annotations

import re
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

from fidelity_rater.app.ports.tables import Table
from fidelity_rater.exchange.spreadsheets import Workbooks


def parts(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as book:
        return {name: book.read(name).decode() for name in book.namelist()}


def test_text_is_never_a_formula_nor_a_link(tmp_path: Path) -> None:
    bad = ('=HYPERLINK("x")', "+1", "@SUM(1)", "http://example.org", "\x01bell")
    Workbooks().write((Table("t", ("a",), tuple((text,) for text in bad)),), tmp_path / "a.xlsx")
    book = parts(tmp_path / "a.xlsx")
    sheet = book["xl/worksheets/sheet1.xml"]
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert sheet.count('t="s"') == 1 + len(bad)
    assert "\x01" not in book["xl/sharedStrings.xml"]


def test_numbers_and_days_are_what_they_are(tmp_path: Path) -> None:
    row = (2.5, 3, date(2026, 1, 5), datetime(2026, 1, 5, 12, 0, tzinfo=UTC), None)
    Workbooks().write((Table("t", tuple("abcde"), (row,), notes=("Not validated.",)),), tmp_path / "a.xlsx")
    book = parts(tmp_path / "a.xlsx")
    values = re.findall(r'<c r="([A-E])2"[^>]*><v>([^<]+)</v>', book["xl/worksheets/sheet1.xml"])
    assert values == [("A", "2.5"), ("B", "3"), ("C", "46027"), ("D", "46027.5")]
    assert "Not validated." in book["xl/sharedStrings.xml"]
    assert "2000-01-01" in book["docProps/core.xml"], "no trace of when or by whom"


def test_sheets_have_names_that_a_workbook_takes(tmp_path: Path) -> None:
    long = "Self and supervisor by item: a/b?" + "x" * 40
    Workbooks().write((Table(long, ("a",), ()), Table(long, ("a",), ()), Table("[]", ("a",), ())), tmp_path / "a.xlsx")
    names = re.findall(r'<sheet name="([^"]+)"', parts(tmp_path / "a.xlsx")["xl/workbook.xml"])
    assert len(set(names)) == 3
    assert all(0 < len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in names)


def test_the_same_tables_are_the_same_file(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        Workbooks().write((Table("t", ("a",), (("x",),)),), tmp_path / name)
    assert parts(tmp_path / "a.xlsx") == parts(tmp_path / "b.xlsx")
