"""The list of therapists: a sound model, codes first, names only on demand."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from fidelity_rater.app.caseload_models import Therapist, TherapistRow
from fidelity_rater.ui.caseload.therapist_list import LAST_DAY, TherapistList, TherapistModel


def row(code: str, name: str = "", *, archived: bool = False) -> TherapistRow:
    therapist = Therapist(f"uid-{code}", code, archived=archived)
    return TherapistRow(therapist, name, 2, 20, 12, 9, 1, date(2026, 1, 5))


ROWS = (row("T01", "Ruth"), row("T02"), row("T09", archived=True))


def shown(listed: TherapistList) -> list[str]:
    return [str(listed.model.index(at).data()) for at in range(listed.model.rowCount())]


@pytest.fixture
def listed(qtbot: QtBot) -> TherapistList:
    made = TherapistList()
    qtbot.addWidget(made)
    made.show_rows(ROWS)
    return made


def test_the_model_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    model = TherapistModel()
    model.show_rows(ROWS)
    qtmodeltester.check(model)


def test_archived_and_names_are_hidden_until_asked_for(listed: TherapistList) -> None:
    assert shown(listed) == ["T01", "T02"]
    listed.archived.setChecked(True)
    assert shown(listed) == ["T01", "T02", "T09"]
    listed.names.setChecked(True)
    assert shown(listed)[0] == "T01 · Ruth"


def test_hidden_names_cannot_be_searched(listed: TherapistList) -> None:
    listed.search.setText("ruth")
    assert shown(listed) == []
    listed.names.setChecked(True)
    assert shown(listed) == ["T01 · Ruth"]


def test_who_was_chosen_stays_chosen(listed: TherapistList, qtbot: QtBot) -> None:
    with qtbot.waitSignal(listed.therapist_chosen, check_params_cb=lambda uid: uid == "uid-T02"):
        listed.show_chosen("uid-T02")
    listed.show_rows((row("T00"), *ROWS))
    assert listed.chosen == "uid-T02"


def test_a_screen_reader_hears_the_whole_line(listed: TherapistList) -> None:
    text = str(listed.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole))
    assert all(part in text for part in ("T01", "2 cases", "9 ratings", "1 draft", "2026"))
    assert listed.model.index(0).data(LAST_DAY)
