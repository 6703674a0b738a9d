"""The caseload, its dialogs, and the import of recordings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fidelity_rater.app.importing import ImportPlace
from fidelity_rater.resources import resource_path
from fidelity_rater.ui.measures.dialog import MeasuresDialog
from fidelity_rater.ui.screenshots.stage import Stage


def caseload_scenes(stage: Stage) -> Iterator[Path]:
    area = stage.enter_demo()
    screen = area.caseload
    yield stage.grab("caseload")
    card = screen.view.cards[0]
    card.talk.header.on_pressed()
    yield stage.grab("caseload-talk")
    card.talk.header.on_pressed()
    if card.sheet is not None:
        card.sheet.show()
    yield stage.grab("caseload-suitability")
    yield from _dialog_scenes(stage)
    yield from _measures_scenes(stage)
    sounds = sorted(resource_path("demo", "audio").glob("*.opus"))[:2]
    area.bring_in(
        [*sounds, resource_path("demo", "README.md")], ImportPlace(screen.place_of().therapist, card.row.case.code)
    )
    yield stage.grab("import")


def _dialog_scenes(stage: Stage) -> Iterator[Path]:
    screen = stage.area.caseload
    card = screen.view.cards[0]
    editing, case = screen.editing, card.row.case
    recorded = next(session for session in card.row.sessions if session.recordings)
    for name, act in (
        ("therapist", editing.edit_therapist),
        ("case", lambda: editing.edit_case(case.uid)),
        ("focus", lambda: editing.set_focus(case.uid)),
        ("session", lambda: editing.add_session(case.uid)),
        ("consent", lambda: editing.edit_consent(recorded.recordings[0].uid)),
        ("delete-recording", lambda: editing.delete_recording(recorded.recordings[0].uid)),
    ):
        act()
        yield stage.grab(f"dialog-{name}")
        stage.close_dialogs()


def _measures_scenes(stage: Stage) -> Iterator[Path]:
    """The totals of a case, and a look at a table: what is new, here already, other, and of a session that is not."""
    card = stage.area.caseload.view.cards[0]
    stage.area.caseload.editing.edit_measures(card.row.case.uid)
    yield stage.grab("dialog-measures")
    table = stage.home / "totals.csv"
    lines = ("session,PHQ-9,WSAS", "10,14,21", "11,11,20", "12,14,19", "40,9,8")
    table.write_text("\n".join(lines), encoding="utf-8")
    stage.dialog(MeasuresDialog).look_at(table)
    yield stage.grab("dialog-measures-table")
    stage.close_dialogs()
