"""The composer's panel: what a press or a word tells, and that showing tells nothing and disturbs no writing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fidelity_rater.app.evidence_models import DeskMoment
from fidelity_rater.app.feedback.models import (
    Aim,
    Candidate,
    ChosenItem,
    Gap,
    OfferedMoment,
    Part,
    ShownContest,
    ShownFeedback,
    ShownReflection,
    ShownRemark,
    ShownReply,
    TiedItem,
)
from fidelity_rater.app.saved import SavedState
from fidelity_rater.ui.feedback.composer_panel import ComposerPanel
from helpers.shown_texts import shown_texts

MOMENT = DeskMoment("m1", "A", "Warmth", 3_000, 9_000, "for", "", "tape")
AIM = Aim("Quality", 3, "Competent", "Sound and fitted.")
STRENGTH = ShownRemark("s1", 1, "Well done.", (TiedItem("A", "Warmth"),), (OfferedMoment(MOMENT, False),), last=True)
FIRST = ShownRemark("w1", 1, "Try this.", aim=AIM)
SECOND = ShownRemark("w2", 2, "", last=True, reflections=(ShownReflection("I see.", "Ask."),))
GAP = Gap("To work on 2 has no words.", Part.SUGGESTIONS, "w2")
SHOWN = ShownFeedback(
    "f",
    proposed_context="Session 6.",
    strengths=(STRENGTH,),
    suggestions=(FIRST, SECOND),
    strength_candidates=(Candidate("B", "Pace", "Quality 4"),),
    suggestion_candidates=(Candidate("C", "Focus", "Quality 1", AIM),),
    gaps=(GAP,),
)
CHOSEN = ChosenItem("D", "Repairs strain", "Quality 5")


@pytest.fixture(scope="module")
def made(qapp: QApplication) -> Iterator[ComposerPanel]:
    panel = ComposerPanel()
    panel.resize(480, 700)
    yield panel
    panel.deleteLater()


@pytest.fixture
def panel(made: ComposerPanel, qtbot: QtBot) -> Iterator[ComposerPanel]:
    made.resize(480, 700)
    made.show_feedback(ShownFeedback("empty"))
    made.show_feedback(SHOWN)
    made.show_chosen(CHOSEN)
    made.show()
    yield made
    made.hide()


def test_showing_announces_nothing(panel: ComposerPanel, qtbot: QtBot) -> None:
    rows = panel.strengths.cards["s1"].rows
    with (
        qtbot.assertNotEmitted(panel.text_edited),
        qtbot.assertNotEmitted(panel.context_edited),
        qtbot.assertNotEmitted(panel.moment_tied),
    ):
        ticked = replace(STRENGTH, text="Other words.", moments=(OfferedMoment(MOMENT, True),))
        panel.show_feedback(replace(SHOWN, strengths=(ticked,), context="Hard."))
        panel.keep_typing()
    assert panel.strengths.cards["s1"].rows == rows, "whoever has the keys keeps them"
    assert rows[0].tick.isChecked()
    assert panel.strengths.cards["s1"].words.toPlainText() == "Other words."


def test_what_is_typed_is_told_when_one_leaves_or_pauses(panel: ComposerPanel, qtbot: QtBot) -> None:
    words = panel.suggestions.cards["w2"].words
    words.setPlainText("Ask what came before.")
    assert words.quiet.isActive()
    with qtbot.waitSignal(panel.text_edited, check_params_cb=lambda *told: told == ("w2", "Ask what came before.")):
        panel.keep_typing()
    panel.context.setPlainText("A hard hour.")
    with qtbot.waitSignal(panel.context_edited, check_params_cb=lambda text: text == "A hard hour."):
        panel.context.quiet.timeout.emit()


def test_writing_is_not_disturbed_by_what_is_saved_meanwhile(panel: ComposerPanel) -> None:
    card = panel.suggestions.cards["w1"]
    card.words.setPlainText("Try this, and")
    panel.show_feedback(replace(SHOWN, gaps=()))
    assert panel.suggestions.cards["w1"] is card
    assert card.words.toPlainText() == "Try this, and"
    card.words.quiet.stop()
    card.words.setPlainText("Try this.")


def test_remarks_are_moved_removed_and_tied(panel: ComposerPanel, qtbot: QtBot) -> None:
    first, second = panel.suggestions.cards.values()
    assert (first.earlier.isEnabled(), first.later.isEnabled()) == (False, True)
    with qtbot.waitSignal(panel.moved, check_params_cb=lambda *told: told == ("w2", -1)):
        second.earlier.click()
    with qtbot.waitSignal(panel.removed, check_params_cb=lambda uid: uid == "w1"):
        first.remove.click()
    card = panel.strengths.cards["s1"]
    with qtbot.waitSignal(panel.moment_tied, check_params_cb=lambda *told: told == ("s1", "m1", True)):
        card.rows[0].tick.click()
    with qtbot.waitSignal(panel.moment_played, check_params_cb=lambda uid: uid == "m1"):
        card.rows[0].line.play.click()
    with qtbot.waitSignal(panel.item_followed, check_params_cb=lambda item: item == "A"):
        card.item_rows[0].link.click()
    with qtbot.waitSignal(panel.item_untied, check_params_cb=lambda *told: told == ("s1", "A")):
        card.item_rows[0].untie.click()
    with qtbot.waitSignal(panel.item_tied, check_params_cb=lambda uid: uid == "s1"):
        card.tie.click()


def test_a_card_that_moves_keeps_its_words_and_the_keys(panel: ComposerPanel, qtbot: QtBot) -> None:
    second = panel.suggestions.cards["w2"]
    second.later.setFocus()
    second.words.setPlainText("Half a thou")
    swapped = (replace(SECOND, number=1, last=False), replace(FIRST, number=2, last=True))
    panel.show_feedback(replace(SHOWN, suggestions=swapped))
    assert next(iter(panel.suggestions.cards.values())) is second
    assert second.title.text() == "Suggestion 1"
    qtbot.waitUntil(lambda: second.y() < panel.suggestions.cards["w1"].y())
    assert second.words.toPlainText() == "Half a thou"
    second.words.setPlainText("")
    second.words.quiet.stop()
    panel.show_feedback(replace(SHOWN, suggestions=(FIRST,)))
    assert list(panel.suggestions.cards) == ["w1"]


def test_nothing_proposed_is_said_until_it_is_chosen(panel: ComposerPanel, qtbot: QtBot) -> None:
    assert panel.context.toPlainText() == ""
    with qtbot.waitSignal(panel.strength_added, check_params_cb=lambda item: item == "B"):
        panel.strengths.candidates[0].take.click()
    with qtbot.waitSignal(panel.suggestion_added, check_params_cb=lambda item: item == "C"):
        panel.suggestions.candidates[0].take.click()
    with qtbot.waitSignal(panel.strength_added, check_params_cb=lambda item: item == ""):
        panel.strengths.add.click()
    with qtbot.waitSignal(panel.context_edited, check_params_cb=lambda text: text == "Session 6."):
        panel.use_context.click()


def test_the_chosen_item_is_one_press_away(panel: ComposerPanel, qtbot: QtBot) -> None:
    assert panel.chosen.name.whole_text == "Repairs strain: Quality 5"
    with qtbot.waitSignal(panel.strength_added, check_params_cb=lambda item: item == "D"):
        panel.chosen.strength.click()
    with qtbot.waitSignal(panel.suggestion_added, check_params_cb=lambda item: item == "D"):
        panel.chosen.suggestion.click()
    panel.show_chosen(replace(CHOSEN, is_strength=True))
    assert panel.chosen.strength.text() == "Go to its strength"
    panel.show_feedback(replace(SHOWN, room=False))
    assert not panel.chosen.suggestion.isEnabled()
    assert not panel.suggestions.candidates
    assert panel.suggestions.full.isVisible()


def test_the_anchor_stays_in_sight_until_it_is_quoted(panel: ComposerPanel) -> None:
    card = panel.suggestions.cards["w1"]
    assert card.aim.text() == "Next level up, Quality 3 (Competent): “Sound and fitted.”"
    card.show_remark(replace(FIRST, text="In the scale's words: Sound and fitted."))
    assert card.aim.isHidden()


def test_what_is_missing_leads_there(panel: ComposerPanel, qtbot: QtBot) -> None:
    assert panel.missing.text() == "1 thing missing"
    panel.activateWindow()
    panel.missing.click()
    panel.gaps[0].click()
    field = panel.suggestions.cards["w2"].words
    assert panel.focusWidget() is field
    top = field.mapTo(panel.area.viewport(), field.rect().topLeft()).y()
    assert 0 <= top < panel.area.viewport().height()
    panel.show_feedback(replace(SHOWN, gaps=()))
    assert panel.missing.isHidden()


def test_a_card_made_only_now_is_in_sight_when_one_begins_to_write(panel: ComposerPanel, qtbot: QtBot) -> None:
    panel.resize(480, 330)
    panel.show_feedback(replace(SHOWN, suggestions=(), gaps=()))
    qtbot.waitUntil(lambda: panel.area.verticalScrollBar().maximum() > 0)
    panel.area.verticalScrollBar().setValue(panel.area.verticalScrollBar().maximum())
    new = ShownRemark("w9", 1, "In the scale's words: Sound and fitted.", (TiedItem("C", "Focus"),), last=True)
    panel.show_feedback(replace(SHOWN, suggestions=(new,), gaps=()))
    panel.activateWindow()
    panel.begin(Part.SUGGESTIONS, "w9")
    field = panel.suggestions.cards["w9"].words

    def seen() -> bool:
        top = field.mapTo(panel.area.viewport(), field.rect().topLeft()).y()
        return top >= 0 and top + field.height() <= panel.area.viewport().height()

    qtbot.waitUntil(lambda: not panel.grown.isActive())
    assert seen()


def test_what_was_sent_is_only_read(panel: ComposerPanel, qtbot: QtBot) -> None:
    reply = ShownReply("Read today", "Thank you.", (ShownContest("Pace, Quality", "No.", "0–1", "tape", 0, 1, True),))
    sent = replace(SHOWN, sent="Sent today", gaps=(), replies=(reply,), strength_candidates=(), proposed_context="")
    panel.show_feedback(sent)
    assert "Sent today" in panel.sent.message.text()
    assert panel.context.isReadOnly()
    card = panel.suggestions.cards["w2"]
    assert card.words.isReadOnly()
    assert card.remove.isHidden()
    assert card.answers.text() == "Answered: I see. Next step: Ask."
    assert panel.chosen.isHidden()
    assert panel.strengths.cards["s1"].rows == [], "moments that were not ticked were not sent"
    with qtbot.waitSignal(panel.place_played, check_params_cb=lambda *told: told == ("tape", 0, 1)):
        panel.replies[0].plays[0].click()
    (answer,) = panel.answers
    assert {"On suggestion 2", "Answered: I see. Next step: Ask."} <= set(shown_texts(answer))
    with qtbot.waitSignal(panel.begun_anew):
        panel.sent.action.click()


def test_a_field_grows_with_its_words_and_stops(panel: ComposerPanel) -> None:
    before = panel.closing.sizeHint().height()
    panel.closing.setPlainText("\n".join("line" for _ in range(8)))
    grown = panel.closing.sizeHint().height()
    panel.closing.setPlainText("\n".join("line" for _ in range(80)))
    assert before < grown < panel.closing.sizeHint().height() < 30 * panel.closing.fontMetrics().lineSpacing()
    panel.closing.setPlainText("")
    panel.closing.quiet.stop()


def test_escape_tells_and_leads_back(panel: ComposerPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignals([panel.closing_edited, panel.left]):
        qtbot.keyClicks(panel.closing, "Well.")
        qtbot.keyClick(panel.closing, Qt.Key.Key_Escape)


def test_buttons_tell(panel: ComposerPanel, qtbot: QtBot) -> None:
    for button, signal in (
        (panel.send, panel.send_wanted),
        (panel.report, panel.report_wanted),
        (panel.since, panel.since_wanted),
    ):
        with qtbot.waitSignal(signal):
            button.click()
    panel.show_saved(SavedState(fault="No room."))
    assert "No room." in panel.saved.text.text()
    with qtbot.waitSignal(panel.save_retried):
        panel.saved.retry.click()


def test_every_word_is_translated(pseudo_locale: None, qtbot: QtBot) -> None:
    panel = ComposerPanel()
    qtbot.addWidget(panel)
    panel.show_feedback(replace(SHOWN, sent="⟦sent⟧", before=True, notice="⟦n⟧"))
    panel.show_feedback(replace(SHOWN, before=True))
    panel.show_since(2)
    data = ("Well done.", "Try this.", "Warmth", "Pace", "Focus", "Quality 4", "Quality 1", GAP.sentence)
    left = [t for t in shown_texts(panel) if "⟦" not in t and t not in data and sum(map(str.isalpha, t)) > 1]
    assert not [text for text in left if not text.startswith("qt_")]
