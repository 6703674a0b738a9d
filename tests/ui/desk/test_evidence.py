"""How each score stands with its moments, in the list and beside it; and what leads there before signing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from fidelity_rater.app.desk_models import DeskDimension, ItemDetail, MissingLine
from fidelity_rater.app.evidence_models import DeskMoment, LedgerLine, Standing
from fidelity_rater.ui.desk.evidence_section import MOST_LINES
from fidelity_rater.ui.desk.item_row import spoken
from fidelity_rater.ui.moments.moment_filter import Scope


def moments(count: int, item: str = "core-0") -> tuple[DeskMoment, ...]:
    return tuple(
        DeskMoment(f"m{n}", item, f"Item {item}", n * 9000, n * 9000 + 8000, "for", f"note {n}", "tape")
        for n in range(count)
    )


def scored(stage: Any, item: str, standing: Standing, *, asked: bool = False) -> tuple[DeskDimension, ...]:
    first, *others = stage.find(item).dimensions
    return (replace(first, value=3, standing=standing, evidence_asked=asked, evidence=2), *others)


def show_detail(stage: Any, item: str, count: int = 0) -> None:
    stage.view.show_detail(ItemDetail(stage.find(item), "", "What it is.", moments=moments(count, item)))


@pytest.mark.parametrize(
    ("standing", "asked", "sign", "words"),
    [
        (Standing.BORNE, True, Standing.BORNE, ""),
        (Standing.BARE, True, Standing.BARE, "A moment is asked for, and there is none yet"),
        (Standing.BARE, False, None, "No moment yet"),
        (Standing.CONTRARY, False, Standing.CONTRARY, "Only moments that speak against this score"),
        (Standing.UNASKED, False, None, ""),
    ],
)
def test_a_score_shows_how_it_stands(
    stage: Any, standing: Standing, asked: bool, sign: Standing | None, words: str
) -> None:
    stage.change("core-0", dimensions=scored(stage, "core-0", standing, asked=asked), missing=False)
    row = stage.view.items.row("core-0")
    assert row._signs["adherence"].sign is sign
    assert bool(row._signs["adherence"].toolTip()) == (sign is not None)
    told = [line.words.text() for line in stage.view.detail.evidence.standings if line.isVisible()]
    assert told == ([f"Adherence 3: {words}"] if words else [])
    attention = sign in (Standing.BARE, Standing.CONTRARY)
    assert (words in spoken(stage.find("core-0"))) is (attention or not words)


def test_a_few_moments_are_shown_and_the_rest_led_to(stage: Any, qtbot: QtBot) -> None:
    show_detail(stage, "core-0", 12)
    evidence = stage.view.detail.evidence
    assert [line.moment.uid for line in evidence.lines if line.isVisible()] == ["m0", "m1", "m2", "m3", "m4"]
    assert evidence.all.accessibleName() == f"and {12 - MOST_LINES} more"
    evidence.all.click()
    assert stage.view.side.current is stage.view.moments
    assert stage.view.moments.model.filter.scope is Scope.ITEM
    assert stage.view.moments.model.filter.item == "core-0"


def test_a_moment_of_the_item_plays_with_one_press(stage: Any, qtbot: QtBot) -> None:
    show_detail(stage, "core-0", 2)
    evidence = stage.view.detail.evidence
    with qtbot.waitSignal(evidence.moment_played, check_params_cb=lambda uid: uid == "m1"):
        evidence.lines[1].play.click()
    assert "00:09.0–00:17.0" in evidence.lines[1].play.accessibleName()


def test_marking_is_offered_and_told(stage: Any, qtbot: QtBot) -> None:
    evidence = stage.view.detail.evidence
    with qtbot.waitSignal(evidence.marked, check_params_cb=lambda bearing: bearing == "against"):
        evidence.mark_against.click()
    stage.view.detail.show_detail(ItemDetail(stage.find("core-0"), "", "x", moments=moments(1)), locked=True)
    assert not evidence.mark_for.isVisible()
    assert evidence.lines[0].play.isVisible()


def test_who_reads_has_the_evidence_before_the_anchors_and_who_rates_after_them(stage: Any) -> None:
    detail = stage.view.detail
    shown = ItemDetail(stage.find("core-0"), "", "x", moments=moments(1))
    for locked in (False, True, True, False):
        detail.show_detail(shown, locked=locked)
        stage.view.repaint()
        detail.layout().activate()
        detail._column.activate()
        anchors, evidence = detail.sections[0], detail.evidence
        assert (evidence.y() < anchors.y()) is locked


def test_what_is_missing_leads_to_the_evidence(stage: Any) -> None:
    view = stage.view
    view.side.show_tab(view.moments)
    view.open_sign()
    sentence = "“Item core-4”: adherence 4 has only moments that speak against it, and a moment for it is asked for."
    unplaced = MissingLine("moments_unplaced", "2 moments have no item yet.", "", False)
    view.show_missing((MissingLine("evidence_contrary", sentence, "core-4", False), unplaced))
    line = view.sign.lines[0]
    assert line.sentence == line.accessibleName() == sentence
    line.click()
    assert stage.at[0] == "core-4"
    assert view.side.current is view.detail
    view.open_sign()
    view.sign.lines[1].click()
    assert view.side.current is view.moments
    assert view.moments.model.filter.scope is Scope.UNPLACED


def test_the_ledger_is_told_with_care_by_word_and_leads_to_its_item(stage: Any, qtbot: QtBot) -> None:
    view = stage.view
    view.open_sign()
    lines = (LedgerLine("Heard 12 of 52 min.", caution=True), LedgerLine("Scored early.", "core-7"))
    view.sign.show_ledger(lines)
    told, link = view.sign.ledger.lines
    assert told.words.text() == "Caution: Heard 12 of 52 min."  # type: ignore[attr-defined]
    with qtbot.waitSignal(view.missing_followed):
        link.click()  # type: ignore[attr-defined]
    assert stage.at[0] == "core-7"


def test_a_signed_rating_has_its_record(stage: Any, qtbot: QtBot) -> None:
    view = stage.view
    view.show_header(replace(_header(), signed="Signed by JT."))
    with qtbot.waitSignal(view.record_requested):
        view.header.record.click()
    view.record.show_record("Signed by JT.", (LedgerLine("Heard 52 of 52 min."),))
    assert view.side.current is view.record
    view.moments.show_moments(moments(3))
    view.record.moments.click()
    assert view.side.current is view.moments


def test_a_page_over_the_tabs_goes_and_the_tab_is_still_there(stage: Any) -> None:
    view = stage.view
    view.side.show_tab(view.moments)
    view.open_cover()
    view.close_side()
    assert view.side.current is view.moments


def _header() -> Any:
    from fidelity_rater.app.desk_models import DeskHeader

    return DeskHeader("T07", "C2", "Grief", "Session 6", "Middle", "Formative", "Supervisor", "Scale", "Short")
