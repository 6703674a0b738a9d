"""Long tables of scores: every way to write the same is read the same; what is none is refused in one sentence."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.long_tables import Column, ColumnWishes, LongTable
from fidelity_rater.exchange import long_tables
from fidelity_rater.exchange.long_tables import LongTables

PLAIN = "target;rater;score\nA;one;3,5\nA;two;4\nB;one;\nB;two;2\n"
SAME_TABLE = {
    "semicolons, decimal comma": PLAIN.encode(),
    "commas, decimal point": PLAIN.replace(",", ".").replace(";", ",").encode(),
    "commas, the decimal comma in quotes": b'target,rater,score\nA,one,"3,5"\nA,two,4\nB,one,\nB,two,2\n',
    "tabs": PLAIN.replace(";", "\t").encode(),
    "Excel names its sign": b"sep=;\r\n" + PLAIN.replace("\n", "\r\n").encode(),
    "a byte order mark": PLAIN.encode("utf-8-sig"),
    "UTF-16": PLAIN.encode("utf-16"),
    "other names": PLAIN.replace("target;rater;score", "Subject ; JUDGE ;Rating").encode(),
    "n/a for nothing": PLAIN.replace("one;\n", "one;n/a\n").encode(),
    "columns in another order": b"score;rater;target\n3,5;one;A\n4;two;A\n;one;B\n2;two;B\n",
}


def read(text: str, wishes: ColumnWishes | None = None) -> LongTable:
    return LongTables().read(text.encode(), wishes)


@pytest.mark.parametrize("name", SAME_TABLE)
def test_one_table_in_many_writings(name: str) -> None:
    table = LongTables().read(SAME_TABLE[name])
    assert (table.targets, table.raters, table.items) == (("A", "B"), ("one", "two"), ("",))
    assert table.scores == (((3.5, 4.0), (None, 2.0)),)
    assert (table.lines, table.empty, table.categories) == (4, 1, ())


def test_what_was_taken_for_what_is_told() -> None:
    table = read("Recording,Coder,Item,Value,Therapist,Remark\nr1,A,i1,3,T1,x\nr1,B,i1,2,T1,y\n")
    assert table.taken == (
        (Column.TARGET, "Recording"),
        (Column.RATER, "Coder"),
        (Column.SCORE, "Value"),
        (Column.ITEM, "Item"),
        (Column.CLUSTER, "Therapist"),
    )
    assert (table.unused, table.clusters, table.items) == (("Remark",), ("T1",), ("i1",))


def test_the_more_usual_name_wins_and_a_wish_wins_over_both() -> None:
    text = "session,target,rater,panel,score,mark\n1,A,x,p,3,9\n2,B,x,q,4,8\n"
    assert read(text).targets == ("A", "B")
    table = read(text, ColumnWishes(target=("Session",), rater="PANEL", score="mark"))
    assert (table.targets, table.raters, table.scores[0][0][0]) == (("1", "2"), ("p", "q"), 9.0)


def test_a_session_number_goes_with_its_case_and_therapist() -> None:
    table = read("therapist,case,session,rater,score\nT1,C1,1,A,3\nT1,C2,1,A,2\nT2,C1,1,A,1\n")
    assert table.targets == ("T1 · C1 · 1", "T1 · C2 · 1", "T2 · C1 · 1")
    assert table.clusters == ("T1", "T1", "T2")


def test_words_in_every_line_are_categories() -> None:
    table = read("target,rater,score\nA,x,good\nA,y,poor\nB,x,poor\nB,y,\n")
    assert table.categories == ("good", "poor")
    assert table.scores == (((0.0, 1.0), (1.0, None)),)


BAD = {
    "nothing": (b"", "is empty"),
    "blanks": (b"  \n\t\n", "is empty"),
    "a workbook": (b"PK\x03\x04rest", "a workbook"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x01\x02", "not a text file"),
    "no names": (b"A,x,3\nA,y,2\n", "what was rated"),
    "no rater": (b"target,score\nA,3\n", "who rated"),
    "no score": (b"target,rater,note\nA,x,3\n", "tells the score"),
    "one column for each rater": (b"subject,J1,J2,J3\n1,9,2,\n", "one column for each rater"),
    "names alone": (b"target,rater,score\n", "no score under them"),
    "no score at all": (b"target,rater,score\nA,x,\nB,x,NA\n", "no score under them"),
    "the same cell twice": (b"target,rater,score\nA,x,3\nB,x,1\nA,x,3\n", "Lines 2 and 4 score the same target by"),
    "the same item twice": (
        b"target,rater,item,score\nA,x,i,3\nA,x,j,3\n\nA,x,i,2\n",
        "Lines 2 and 5 score the same item of the same target",
    ),
    "a word among numbers": (b"target,rater,score\nA,x,3\nA,y,good\n", "In line 3, the score “good” is not a number"),
    "a number among words": (b"target,rater,score\nA,x,good\nA,y,3\n", "In line 2, the score “good” is not a number"),
    "no target in a line": (b"target,rater,score\nA,x,3\n,y,3\n", "line 3, the cell that names the target is empty"),
    "a short line": (b"target,rater,item,score\nA,x,i,3\nA,y\n", "line 3, the cell that names the item is empty"),
    "a target in two clusters": (b"target,rater,score,therapist\nA,x,3,T1\nA,y,3,T2\n", "Lines 2 and 3 place"),
    "twice the same column": (b"target,rater,score,Score\nA,x,3,4\n", "Two columns of the table are called score"),
    "no end": (b"target,rater,score\nA,x,1e999\n", "is too large"),
    "an open quotation": (b'target,rater,score\nA,x,"3\nB,x,2\n', "quotation marks in line 2"),
    "an endless line": (b"target" + b",x" * 300 + b"\n", "more than 200 columns"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_such_table_is_refused_in_one_sentence(name: str) -> None:
    data, says = BAD[name]
    with pytest.raises(UserFacingError, match=says) as refused:
        LongTables().read(data)
    assert refused.value.remedy
    assert "\n" not in str(refused.value)


def test_a_column_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(UserFacingError, match="no column called mark") as refused:
        read("target,rater,score\nA,x,3\n", ColumnWishes(score="mark"))
    assert "target, rater, score" in refused.value.remedy


def test_tables_too_large_to_hold_are_refused_before_they_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_tables, "MOST_LINES", 3)
    with pytest.raises(UserFacingError, match="more than 3 lines"):
        read("target,rater,score\n" + "".join(f"{n},x,1\n" for n in range(4)))
    monkeypatch.setattr(long_tables, "MOST_CELLS", 8)
    with pytest.raises(UserFacingError, match="so many targets"):
        read("target,rater,score\na,x,1\nb,y,1\nc,z,1\n")
    monkeypatch.setattr(long_tables, "LARGEST_BYTES", 5)
    with pytest.raises(UserFacingError, match="larger than"):
        read("target,rater,score\n")


numbers = st.one_of(st.none(), st.integers(-5, 9).map(float), st.floats(-99, 99).map(lambda x: round(x, 3)))


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.text("abc;,\"' ", min_size=1).map(str.strip).filter(bool), st.sampled_from("xyz")), numbers
    ),
    st.sampled_from((",", ";", "\t")),
    st.booleans(),
)
def test_what_is_written_is_read(
    cells: dict[tuple[str, str], float | None], delimiter: str, decimal_comma: bool
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(("target", "rater", "score"))
    for (target, rater), number in cells.items():
        text = "" if number is None else repr(number)
        writer.writerow((target, rater, text.replace(".", ",") if decimal_comma else text))
    if all(number is None for number in cells.values()):
        return
    table = read(out.getvalue())
    assert {
        (target, rater): table.scores[0][i][j]
        for i, target in enumerate(table.targets)
        for j, rater in enumerate(table.raters)
        if (target, rater) in cells
    } == cells


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_no_file_makes_it_stumble(data: bytes) -> None:
    for start in (b"", b"target,rater,score\n"):
        with suppress(UserFacingError):
            assert LongTables().read(start + data).scores


def test_published_tables_are_read(test_data: Path) -> None:
    file = test_data / "reliability" / "krippendorff_canonical_4x12" / "ratings.csv"
    wide = list(csv.reader(file.read_text(encoding="utf-8").splitlines()))
    lines = [f"{row[0]},{who},{cell}" for row in wide[1:] for who, cell in zip(wide[0][1:], row[1:], strict=True)]
    table = read("unit,observer,value\n" + "\n".join(lines) + "\n")
    assert (len(table.targets), table.raters, table.empty) == (12, ("obs1", "obs2", "obs3", "obs4"), 7)
    assert table.scores[0][5] == (1.0, 2.0, 3.0, 4.0)


def test_a_column_named_for_one_thing_is_not_taken_for_another() -> None:
    table = read("person,item,score\n1,a,3\n1,b,2\n", ColumnWishes(rater="item"))
    assert (table.raters, table.items) == (("a", "b"), ("",))
