"""Tables of totals: every way to write the same is read the same; what is none is refused in one sentence."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.measures import ToldTotal
from fidelity_rater.exchange.measures import LARGEST_BYTES, MOST_COLUMNS, MOST_TOTALS, MeasureTables

WIDE = "session;PHQ-9;GAD-7\n1;18;12\n2;;11,5\n"
SAME_TABLE = {
    "semicolons": WIDE.encode(),
    "commas": b'session,PHQ-9,GAD-7\n1,18,12\n2,,"11,5"\n',
    "tabs": WIDE.replace(";", "\t").encode(),
    "Excel names its sign": ("sep=;\r\n" + WIDE.replace("\n", "\r\n")).encode(),
    "a byte order mark": WIDE.encode("utf-8-sig"),
    "UTF-16 with its mark": WIDE.encode("utf-16"),
    "UTF-16 without": WIDE.encode("utf-16-le"),
    "old line ends": WIDE.replace("\n", "\r").encode(),
    "blank lines": b"\n\n" + WIDE.encode() + b"\n;;\n",
    "names written otherwise": WIDE.replace("session;", "Session No.;").encode(),
    "signs for nothing": WIDE.replace("2;;", "2;n/a;").encode(),
}


@pytest.mark.parametrize("name", SAME_TABLE)
def test_one_table_in_many_writings(name: str) -> None:
    told = MeasureTables().read(SAME_TABLE[name])
    assert [(t.session, t.measure, t.total) for t in told] == [
        ("1", "PHQ-9", "18"),
        ("1", "GAD-7", "12"),
        ("2", "GAD-7", "11,5"),
    ]


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    told = MeasureTables().read(b'session,PHQ-9\n\n1,18\n2,"1\n9"\n3,7\n')
    assert [total.line for total in told] == [3, 4, 6]
    assert [total.line for total in MeasureTables().read(b"sep=,\n" + b"session,PHQ-9\n1,18\n")] == [3]


def test_one_line_per_total_as_this_program_saves_it() -> None:
    data = b"case,session,held_on,measure,value\nC1,3,2026-03-02,PHQ-9,14\nC2,3,,GAD-7,\n"
    assert MeasureTables().read(data) == (ToldTotal(2, "PHQ-9", "14", session="3", day="2026-03-02", case="C1"),)


def test_windows_letters_are_read() -> None:
    told = MeasureTables().read("date;Müdigkeit\n2.3.2026;4\n".encode("cp1252"))
    assert (told[0].measure, told[0].day) == ("Müdigkeit", "2.3.2026")


BAD = {
    "nothing": (b"", "is empty"),
    "only a mark": (b"\xff\xfe", "is empty"),
    "a workbook": (b"PK\x03\x04rest", "a workbook"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1", "a workbook"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x01\x02", "not a text file"),
    "no names": (b"1,18\n2,17\n", "session or date"),
    "prose": (b"Dear colleague, here they are.\n", "session or date"),
    "no measure": (b"session,date\n1,2026-03-02\n", "is a measure"),
    "names alone": (b"session,PHQ-9\n", "no total under them"),
    "empty cells": (b"session,PHQ-9\n1,\n2,-\n", "no total under them"),
    "twice the same column": (b"session,PHQ-9,phq 9\n1,2,3\n", "Two columns of the file are called phq 9"),
    "an open quotation": (b'session,PHQ-9\n1,"18\n2,3\n', "quotation marks in line 2"),
    "a thousand columns": (b"session" + b",x" * MOST_COLUMNS + b"\n", "more than 200 columns"),
    "an endless table": (b"session,PHQ-9\n" + b"1,2\n" * (MOST_TOTALS + 1), "more than 20000 totals"),
    "an endless cell": (b"session,PHQ-9\n1," + b"9" * 140_000, "quotation marks|one cell"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_such_table_is_refused_in_one_sentence(name: str) -> None:
    data, says = BAD[name]
    with pytest.raises(UserFacingError) as refused:
        MeasureTables().read(data)
    assert re.search(says, str(refused.value))
    assert len(data) < LARGEST_BYTES


def test_columns_may_be_named_in_the_language_of_the_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    german = {"Session": "Sitzung", "Date": "Datum"}
    monkeypatch.setattr("fidelity_rater.exchange.measures.tr", lambda text, **_: german.get(text, text))
    told = MeasureTables().read(b"Sitzung;Datum;PHQ-9\n3;2.3.2026;9\n")
    assert told == (ToldTotal(2, "PHQ-9", "9", session="3", day="2.3.2026"),)


@settings(max_examples=60)
@given(st.one_of(st.binary(max_size=300), st.text(alphabet='session,PHQ9;\t"\n\r=1.-', max_size=80).map(str.encode)))
def test_anything_at_all_is_read_or_refused(data: bytes) -> None:
    try:
        told = MeasureTables().read(data)
    except UserFacingError:
        return
    assert all(total.total and total.line > 1 for total in told)
