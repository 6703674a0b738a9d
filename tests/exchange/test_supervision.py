"""Tables of supervision contacts: as people write them, and what no table of them is."""

from __future__ import annotations

import pytest

from fidelity_rater.app.ports.training import ToldContact
from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.exchange.supervision import ContactTables

read = ContactTables().read


def test_columns_are_known_by_many_names_in_any_order() -> None:
    data = 'sep=;\nCase;Length;DATE;Group size;Own time;With;How;Notes\n"C1, C2";90;4.5.2026;3;30;SB;online;"a; b"\n'
    assert read(data.encode("cp1252")) == (
        ToldContact(
            3, day="4.5.2026", minutes="90", own_minutes="30", cases="C1, C2", group="3", mode="online",
            supervisor="SB", note="a; b",
        ),
    )  # fmt: skip


def test_hours_are_told_as_hours_and_nothing_as_nothing() -> None:
    (told,) = read(b"date\thours\tcase\n2026-05-04\t1,5\tn/a\n\t\t\n")
    assert (told.hours, told.minutes, told.cases) == ("1,5", "", "")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b"PK\x03\x04", "workbook"),
        (b"minutes\n90\n", "called date"),
        (b"date,case\n2026-05-04,C1\n", "minutes or hours"),
        (b"date,minutes\n", "no contact under them"),
        (b'date,minutes\n"2026', "quotation marks"),
        (b"date,minutes\n" + b"2026-05-04,9\n" * 5001, "more than 5000"),
    ],
)
def test_what_is_no_such_table_is_said_in_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(UserFacingError, match=sentence):
        read(data)
