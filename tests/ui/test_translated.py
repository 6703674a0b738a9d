"""Everything a person can see was translated: each screen in the pseudo-locale, every text walked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from fidelity_rater.app.caseload_models import FocalArea
from fidelity_rater.app.importing import ImportPlace
from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.app.ports.library import BackupNote
from fidelity_rater.ui.main_window import MainWindow
from fidelity_rater.ui.shell import Shell
from fidelity_rater.ui.theme import Theme
from helpers.pseudo_locale import pseudo
from helpers.shown_texts import shown_texts
from helpers.sounds import wav_bytes
from helpers.window import cheap_application, open_workplace

# Codes, names, file names, keys on the keyboard, days as Qt writes them, licence texts: data, and Qt's own words.
DATA = re.compile(
    r"^(T07|C2|RA|Ruth Adler|Test|tape\.wav|notes\.txt|delete|Dot|qt_\w+|.*\.fidelity|/.*"
    r"|Scroll (Left|Right)|F\d+|Esc|[\d.:,/ ×%−+]+"
    r"|(Ctrl|Shift|Alt)(\+\S*)+|\d{1,2} \w{3} \d{4}|[A-Z0-9]{4}(-[A-Z0-9]{4})+|libraries/.*)$"
)
PLACEHOLDER_FREE = re.compile(r"[^\W\d_]{2,}")


@pytest.fixture
def window(own_home: Path, tmp_path: Path, pseudo_locale: None, dressed: Theme, qtbot: QtBot) -> Iterator[MainWindow]:
    application = cheap_application(own_home)
    work = open_workplace(application)
    therapist = work.caseload.add_therapist("T07", name="Ruth Adler")
    case = work.caseload.add_case(therapist.uid, "C2")
    work.caseload.set_focus(case.uid, (FocalArea.GRIEF,), since=date(2026, 1, 5))
    work.caseload.add_session(case.uid, 1, held_on=date(2026, 1, 5))
    recording = tmp_path / "tape.wav"
    recording.write_bytes(wav_bytes(3))
    made = MainWindow(Shell(application, InlineJobs(), dressed, open_jobs=InlineJobs))
    qtbot.addWidget(made)
    made.show()
    made.enter(work, None)
    assert made.area is not None
    made.area.bring_in([recording], ImportPlace("T07", "C2", 1))
    made.area.screens.importing.on_start()
    made.area.show_caseload()
    made.area.caseload.list.names.setChecked(True)
    view = made.area.caseload.view
    qtbot.waitUntil(lambda: bool(view.page and view.page.cases[0].sessions[-1].recordings))
    yield made
    made.close()


def scale_texts(window: MainWindow) -> set[str]:
    """The scales' own words: data in each scale's language; and what questionnaires are called in every one."""
    scales = window._shell.application.scales.all_built_in()
    measures = {measure.name for measure in window._shell.application.known_measures.all()}
    words = {word for scale in scales for word in _words(replace(scale, text=""))}
    return {*words, *(f"{scale.name} {scale.version}" for scale in scales), *measures}


def _words(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value.strip()
    elif is_dataclass(value):
        for field in fields(value):
            yield from _words(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _words(each)
    elif isinstance(value, Iterable):
        for each in value:
            yield from _words(each)


def untranslated(root: QWidget, scale: set[str]) -> set[str]:
    """Texts that never went through ``tr`` and are no data; the parts that lines are put together from count each."""
    left = set()
    for text in shown_texts(root):
        for part in re.split(r" · |\n|, |; |: ", text):
            part = part.strip(" \xa0.,…")
            known = "⟦" in part or "⟧" in part or DATA.match(part) or any(part in each for each in scale)
            if not known and PLACEHOLDER_FREE.search(part) and not between_brackets(text, part):
                left.add(text)
    return left


def between_brackets(text: str, part: str) -> bool:
    """Whether this part lies inside a translated sentence that was split."""
    at = text.find(part)
    return text[:at].count("⟦") > text[:at].count("⟧")


def test_every_screen(window: MainWindow) -> None:
    area, scale = window.area, scale_texts(window)
    assert area is not None
    assert pseudo("x") == "⟦x⟧"
    found: dict[str, set[str]] = {"window and start": untranslated(window, scale)}
    area.caseload.view.cards[0].header.on_pressed()
    area.caseload.view.cards[0].header.on_pressed()
    session = area.caseload.view.page.cases[0].sessions[0].session.uid
    area.begin_rating(session)
    found["begin"] = untranslated(area.rating, scale)
    begin = area.rating.view.begin
    begin.rows["purpose"].choice_chosen.emit("summative")
    begin.rows["role"].choice_chosen.emit("peer")
    begin.on_begin()
    assert area.rating.desk is not None
    area.rating.view.open_cover()
    area.rating.view.open_sign()
    area.rating.outcome.header.on_pressed()
    found["desk"] = untranslated(area.rating, scale)
    area.show_caseload()
    area.show_results()
    found["results"] = untranslated(area.screens.results, scale)
    area.show_caseload()
    window.lock()
    found["lock"] = untranslated(window.lock_screen, scale)
    window.on_unlocked()
    assert not {where: texts for where, texts in found.items() if texts}


def test_every_dialog(window: MainWindow) -> None:
    area, scale = window.area, scale_texts(window)
    assert area is not None
    editing, case = area.caseload.editing, area.caseload.view.page.cases[0]
    recording = case.sessions[0].recordings[0]
    found = {}
    for name, act in {
        "add therapist": editing.add_therapist,
        "edit therapist": editing.edit_therapist,
        "add case": editing.add_case,
        "edit case": lambda: editing.edit_case(case.case.uid),
        "focus": lambda: editing.set_focus(case.case.uid),
        "measures": lambda: editing.edit_measures(case.case.uid),
        "session": lambda: editing.edit_session(case.sessions[0].session.uid),
        "consent": lambda: editing.edit_consent(recording.uid),
        "delete": lambda: editing.delete_recording(recording.uid),
        "settings": lambda: window.acts.carry_out("settings"),
        "identity": lambda: window.acts.carry_out("identity"),
        "keys": lambda: window.acts.carry_out("keys"),
        "check": lambda: window.acts.carry_out("check"),
    }.items():
        act()
        dialogs = [d for d in window.findChildren(QDialog) if d.isVisible()]
        assert dialogs, name
        for dialog in dialogs:
            if texts := untranslated(dialog, scale):
                found[name] = texts
            dialog.reject()
    assert not found


def test_backup_sentences_are_translated(pseudo_locale: None) -> None:
    from datetime import UTC, datetime

    from fidelity_rater.ui.caseload.recording_dialogs import held_by

    note = BackupNote(datetime(2026, 1, 5, tzinfo=UTC), Path("x"))
    assert held_by(()).startswith("⟦")
    assert held_by((note,)).startswith("⟦")
