"""What stands open since last time, as a panel: ticks tell, places play, and nothing is built anew for a tick."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from fidelity_rater.app.feedback.models import (
    AskedPlace,
    FollowedSuggestion,
    ShownReflection,
    ShownReply,
    SinceLastTime,
    TiedItem,
)
from fidelity_rater.ui.feedback.follow_up_panel import FollowUpPanel
from helpers.shown_texts import shown_texts

SUGGESTION = FollowedSuggestion(
    "s1",
    "Bring it back to now.",
    "C2, session 6",
    items=(TiedItem("A", "Warmth"),),
    reflections=(ShownReflection("Yes.", ""),),
)
SINCE = SinceLastTime(
    "therapist",
    "session",
    suggestions=(SUGGESTION,),
    replies=(ShownReply("Read today", "Thank you."),),
    differences=("Pace: 5 by their own rating, 2 by yours",),
    words="I was tired.",
    places=(AskedPlace("p", "00:05.0–00:09.0", "Too fast?", "tape", 5_000, 9_000),),
)


@pytest.fixture
def panel(qtbot: QtBot) -> FollowUpPanel:
    made = FollowUpPanel()
    qtbot.addWidget(made)
    made.resize(480, 600)
    made.show_since(SINCE)
    made.show()
    return made


def test_everything_that_stands_open_is_read(panel: FollowUpPanel) -> None:
    texts = shown_texts(panel)
    for text in (
        "Bring it back to now.",
        "C2, session 6",
        "Answered: Yes.",
        "Thank you.",
        "I was tired.",
        SINCE.differences[0],
    ):
        assert text in texts


def test_a_tick_tells_and_is_shown_in_place(panel: FollowUpPanel, qtbot: QtBot) -> None:
    card = panel.cards["s1"]
    with qtbot.waitSignal(panel.ticked, check_params_cb=lambda *told: told == ("s1", "worked_on")):
        card.worked_on.click()
    with qtbot.waitSignal(panel.ticked, check_params_cb=lambda *told: told == ("s1", "dropped")):
        card.dropped.click()
    panel.show_since(replace(SINCE, suggestions=(replace(SUGGESTION, state="worked_on", since="2026-03-02"),)))
    assert panel.cards["s1"] is card
    assert (card.state.text(), card.worked_on.isVisible()) == ("Worked on, 2026-03-02", False)
    with qtbot.waitSignal(panel.ticked, check_params_cb=lambda *told: told == ("s1", "open")):
        card.again.click()


def test_what_was_done_earlier_is_folded_and_opened_again_from_there(panel: FollowUpPanel, qtbot: QtBot) -> None:
    earlier = replace(SUGGESTION, uid="s0", text="Name the loss.", state="worked_on", since="2026-03-01")
    panel.show_since(replace(SINCE, done=(earlier,)))
    assert panel.done is not None
    card = panel.cards["s0"]
    assert panel.done.button.accessibleName() == "1 done earlier"
    assert not card.isVisible()
    panel.done.button.click()
    assert card.isVisible()
    assert card.state.text() == "Worked on, 2026-03-01"
    with qtbot.waitSignal(panel.ticked) as told:
        card.again.click()
    assert told.args == ["s0", "open"]
    panel.show_since(replace(SINCE, suggestions=(SUGGESTION, replace(earlier, state="open", since=""))))
    assert panel.done is None
    qtbot.waitUntil(panel.cards["s0"].worked_on.isVisible)
    assert panel.focusWidget() is panel.cards["s0"].worked_on, "the keys go with it"


def test_a_place_plays_with_one_press_where_it_can(panel: FollowUpPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.place_played, check_params_cb=lambda *told: told == ("tape", 5_000, 9_000)):
        panel.places[0].play.click()
    panel.show_since(replace(SINCE, places=(replace(SINCE.places[0], playable=False),)))
    assert not panel.places[0].play.isEnabled()


def test_every_word_is_translated(pseudo_locale: None, qtbot: QtBot) -> None:
    panel = FollowUpPanel()
    qtbot.addWidget(panel)
    own = ("Bring it back to now.", "C2, session 6", "Warmth", "Read today", "Thank you.", "Too fast?", SINCE.words)
    data = (*SINCE.differences, *own)
    panel.show_since(SINCE)
    left = [t for t in shown_texts(panel) if "⟦" not in t and t not in data and sum(map(str.isalpha, t)) > 1]
    assert not [text for text in left if not text.startswith("qt_")]
