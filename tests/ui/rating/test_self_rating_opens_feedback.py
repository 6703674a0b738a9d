"""A self-rating that is signed leads on to the feedback that was sealed until then, and back to where it was begun."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from pytestqt.qtbot import QtBot

from app.door.letters import ITEMS, receive
from fidelity_rater.ui.theme import Theme
from helpers.screens import enter_library, make_window
from helpers.window import PASSPHRASE


def test_a_signed_self_rating_leads_to_the_letter_it_opened(own_home: Path, dressed: Theme, qtbot: QtBot) -> None:
    window = make_window(own_home, dressed, qtbot)
    area = enter_library(window)
    session = area.work.caseload.place("T07", "C2", scheduled=6)
    application = area.work.application
    world: Any = SimpleNamespace(
        library=area.work.library, scales=application.scales, clock=application.wall_clock, session=session
    )
    letter = receive(world)
    area.show_feedback(letter.uid)
    assert area.screens.door.page is None, "sealed"
    area.screens.door.on_rate_wanted()
    begin = area.rating.view.begin
    begin.rows["purpose"].buttons["formative"].click()
    begin.begin.click()
    area.rating.view.back_pressed.emit()
    assert area.shown is area.screens.door, "it was begun there"
    area.screens.door.on_rate_wanted()
    area.rating.view.score_chosen.emit(ITEMS[0], "adherence", 3)
    area.rating.view.passphrase_given.emit(PASSPHRASE)
    toast = area.rating.view.toast
    assert toast.message.text() == "Signed. Your feedback is open now."
    toast.action.click()
    assert area.shown is area.screens.door
    assert area.screens.door.page is not None
    assert area.screens.door.page.letter.row.uid == letter.uid
    window.close()
