"""The shares of the talk on the card of a case: one honest line, and session by session."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from fidelity_rater.app.evidence_models import TalkShare
from fidelity_rater.app.transcripts import CaseTalk, SessionTalk
from fidelity_rater.ui.caseload.talk_section import TalkSection
from fidelity_rater.ui.theme import Theme
from helpers.shown_texts import untranslated

SHARES = (TalkShare("Therapist", "therapist", 38, 112, 0.38), TalkShare("Client", "client", 62, 110, 0.62))
TOLD = CaseTalk(SHARES, (SessionTalk("s1", 4, SHARES), SessionTalk("s2", 6, SHARES)))


@pytest.fixture
def section(dressed: Theme, qtbot: QtBot) -> TalkSection:
    made = TalkSection()
    qtbot.addWidget(made)
    made.resize(800, 200)
    return made


def test_a_case_without_transcripts_says_nothing(section: TalkSection) -> None:
    section.show_talk(CaseTalk())
    assert section.isHidden()


def test_one_line_tells_it_and_unfolded_each_session_does(section: TalkSection) -> None:
    section.show_talk(TOLD)
    assert not section.isHidden()
    line = "Therapist 38\N{NO-BREAK SPACE}%, 112 turns · Client 62\N{NO-BREAK SPACE}%, 110 turns"
    assert section.header.aside.whole_text == f"{line} · 2 sessions with a transcript"
    assert not section.bars["s1"].isVisible()
    section.header.button.click()
    assert section.bars["s1"].isVisible()
    assert section.bars["s2"].toolTip() == line


def test_other_numbers_take_the_place_of_the_first(section: TalkSection) -> None:
    section.show_talk(TOLD)
    section.show_talk(CaseTalk(SHARES, TOLD.sessions[:1]))
    assert set(section.bars) == {"s1"}


@pytest.mark.usefixtures("pseudo_locale")
def test_every_sentence_is_translated(dressed: Theme, qtbot: QtBot) -> None:
    section = TalkSection()
    qtbot.addWidget(section)
    section.show_talk(TOLD)
    assert untranslated(section) == []
