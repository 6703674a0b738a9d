"""A file of contacts: looked at line by line, taken in as one step, never twice."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from fidelity_rater.app.bus import Bus
from fidelity_rater.app.caseload import Caseload
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.training.log import TrainingLog
from fidelity_rater.app.training.log_file import Fate, LogLook
from fidelity_rater.app.training.models import Mode
from fidelity_rater.domain.people import Person
from fidelity_rater.exchange.supervision import ContactTables
from fidelity_rater.storage.memory import MemoryLibrary


class Noon:
    def now(self) -> datetime:
        return datetime(2026, 6, 1, 12, tzinfo=UTC)


class Home:
    def __init__(self, folder: Path) -> None:
        library = MemoryLibrary()
        self.caseload = Caseload(library, Bus())
        self.uid = self.caseload.add_therapist("T01").uid
        self.cases = tuple(self.caseload.add_case(self.uid, code).uid for code in ("C1", "C2"))
        me = Person(str(uuid.uuid4()), "Ada", "AE", b"s", b"r")
        self.log = TrainingLog(library, self.caseload, person=me, clock=Noon(), reader=ContactTables(), bus=Bus())
        self.path = folder / "log.csv"

    def look(self, *lines: str) -> LogLook:
        self.path.write_text("\n".join(lines), encoding="utf-8")
        return self.log.look(self.uid, self.path)

    def one(self, head: str, line: str) -> LogLook:
        return self.look(head, line)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


HEAD = "date,minutes,case,group,own minutes,how,supervisor,accredited"


def test_a_line_is_read_as_it_is_meant(home: Home) -> None:
    look = home.look(HEAD, "2026-05-04,1:30,c1 + C2,group of 3,30 min,online,SB,yes")
    (contact,) = look.new
    assert (contact.on, contact.minutes, contact.own_minutes) == (date(2026, 5, 4), 90, 30)
    assert (contact.case_uids, contact.group_size, contact.mode) == (home.cases, 3, Mode.REMOTE)
    assert (contact.supervisor, contact.supervisor_accredited) == ("SB", True)


@pytest.mark.parametrize(
    ("head", "text", "minutes"),
    [
        ("minutes", "90", 90),
        ("minutes", "1 h 30 min", 90),
        ("minutes", "1h30", 90),
        ("minutes", "1.5 hours", 90),
        ("minutes", "50 mins", 50),
        ("hours", "1", 60),
        ("hours", "0:50", 50),
        ("hours", "0.75", 45),
    ],
)
def test_lengths_are_read_as_people_write_them(home: Home, head: str, text: str, minutes: int) -> None:
    assert [each.minutes for each in home.one(f"date,{head}", f"2026-05-04,{text}").new] == [minutes]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (",50,,,,,,", "day is missing"),
        ("someday,50,,,,,,", "is no day"),
        ("3/4/2026,50,,,,,,", "one of two days"),
        ("2027-01-01,50,,,,,,", "future"),
        ("2026-05-04,,,,,,,", "length is missing"),
        ("2026-05-04,long,,,,,,", "is no length"),
        ("2026-05-04,0,,,,,,", "at least a minute"),
        ("2026-05-04,50,,,much,,,", "is no length"),
        ("2026-05-04,50,,,90,,,", "longer than the contact"),
        ("2026-05-04,50,C9,,,,,", "called “C9”"),
        ("2026-05-04,50,,many,,,,", "how many were supervised"),
        ("2026-05-04,50,,,,by owl,,", "how the contact was held"),
        ("2026-05-04,50,,,,,,maybe", "accredited"),
    ],
)
def test_a_line_that_cannot_be_read_says_why_and_holds_up_no_other(home: Home, line: str, why: str) -> None:
    look = home.look(HEAD, line, "2026-05-05,50,,,,,,")
    (wrong,) = look.of(Fate.UNREADABLE)
    assert why in wrong.why
    assert wrong.line == 2
    assert len(look.new) == 1


def test_another_line_shows_which_is_the_month(home: Home) -> None:
    look = home.look("date,minutes", "3/4/2026,50", "24/4/2026,50")
    assert [each.on for each in look.new] == [date(2026, 4, 3), date(2026, 4, 24)]


def test_taking_in_is_one_step_and_the_same_file_adds_nothing_again(home: Home) -> None:
    lines = (HEAD, "2026-05-04,50,C1,,,,SB,", "2026-05-04,50,C1,,,,SB,", "2026-05-11,50,C1,,,,SB,")
    assert home.log.take_in(home.look(*lines)) == 3
    assert home.caseload.undo_label == "Take 3 contacts from a file"
    again = home.look(*lines, "2026-05-18,50,C1,,,,SB,")
    assert [line.fate for line in again.lines] == [Fate.SAME, Fate.SAME, Fate.SAME, Fate.NEW]
    home.caseload.undo()
    assert home.log.of_therapist(home.uid).empty
    home.caseload.redo()
    assert home.log.of_therapist(home.uid).sums.contacts == 3
    assert home.log.take_in(home.look(*lines)) == 0
    assert home.caseload.undo_label == "Take 3 contacts from a file"


def test_a_folder_or_a_huge_file_is_no_table(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UserFacingError, match="not a table"):
        home.log.look(home.uid, home.path.parent)
    monkeypatch.setattr("fidelity_rater.exchange.supervision.LARGEST_BYTES", 4)
    with pytest.raises(UserFacingError, match="too large"):
        home.look("date,minutes", "2026-05-04,50")
