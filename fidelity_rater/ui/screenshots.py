"""Pictures of every screen, drawn offscreen from the demo library, so that what the documents show cannot rot.

Nothing of the person who runs this is in them: identities, recent libraries and settings are stand-ins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from fidelity_rater.app.application import Application
from fidelity_rater.app.front_door import FrontDoor, RecentLibrary
from fidelity_rater.app.importing import ImportPlace
from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.app.ports.identity import IdentityCard
from fidelity_rater.app.ports.sound import Channel, PlayerReport, PlayerState, SoundSource
from fidelity_rater.app.settings import Settings
from fidelity_rater.i18n import tr
from fidelity_rater.resources import resource_path
from fidelity_rater.ui.desk.desk_view import DeskView
from fidelity_rater.ui.main_window import MainWindow
from fidelity_rater.ui.moments.moment_filter import Scope
from fidelity_rater.ui.run import dressed
from fidelity_rater.ui.shell import Shell
from fidelity_rater.ui.theme import ColourChoice, current_look

SIZES: Final = ((1280, 800), (1920, 1080))
LOOKS: Final = (ColourChoice.LIGHT, ColourChoice.DARK)
EVERY: Final = tuple((look, size) for look in LOOKS for size in SIZES)
SAMPLE_KEY: Final = "-".join(("SAMPLE",) + ("XXXXX",) * 7)


class StillPlayer:
    """Stands where it is put, so that pictures are the same each time."""

    engine = "still"
    can_level = True

    def __init__(self) -> None:
        self._listeners: list[Callable[[PlayerReport], None]] = []

    def load(self, source: SoundSource, *, duration_ms: int) -> None:
        self._tell(0)

    def seek(self, media_ms: int) -> None:
        self._tell(media_ms)

    def on_report(self, listener: Callable[[PlayerReport], None]) -> None:
        self._listeners.append(listener)

    def _tell(self, media_ms: float) -> None:
        for listener in self._listeners:
            listener(PlayerReport(media_ms, 0.0, 0.0, PlayerState.PAUSED, echo=True))

    def unload(self) -> None: ...
    def play(self) -> None: ...
    def pause(self) -> None: ...
    def set_rate(self, rate: float) -> None: ...
    def set_volume(self, percent: int) -> None: ...
    def set_channel(self, channel: Channel) -> None: ...
    def set_levelled(self, on: bool) -> None: ...
    def close(self) -> None: ...


class PassingSettings:
    """Settings that nobody keeps."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def load(self) -> Settings:
        return self._settings

    def save(self, settings: Settings) -> None:
        self._settings = settings


class StagedDoor(FrontDoor):
    """A front door with the people and libraries that a picture wants."""

    people_shown: tuple[IdentityCard, ...] = ()
    libraries_shown: tuple[RecentLibrary, ...] = ()

    def people(self) -> tuple[IdentityCard, ...]:
        return self.people_shown

    def recent(self) -> tuple[RecentLibrary, ...]:
        return self.libraries_shown


@dataclass(frozen=True, slots=True)
class Stage:
    """A window to draw, and where its pictures go."""

    window: MainWindow
    door: StagedDoor
    folder: Path
    suffix: str


def draw_screens(
    application: Application, folder: Path, *, pictures: Sequence[tuple[ColourChoice, tuple[int, int]]] = EVERY
) -> Iterable[Path]:
    """Draw every screen, light and dark, in two sizes or as told; yields each file as it is written."""
    folder.mkdir(parents=True, exist_ok=True)
    existing = QApplication.instance()
    qt = existing if isinstance(existing, QApplication) else QApplication(["fidelity-rater"])
    for look, size in pictures:
        with_look = Settings(appearance=str(look), lock_after_minutes=0)
        yield from _draw_all(qt, application, with_look, folder, size)


def _draw_all(
    qt: QApplication, application: Application, settings: Settings, folder: Path, size: tuple[int, int]
) -> Iterator[Path]:
    store = PassingSettings(settings)
    door = StagedDoor(
        identities=application.identities,
        shelf=application.shelf,
        settings=store,
        libraries_folder=Path("libraries"),
    )
    staged = replace(application, settings=store, front_door=door, open_player=StillPlayer)
    theme = dressed(qt, staged)
    window = MainWindow(Shell(staged, InlineJobs(), theme, open_jobs=InlineJobs))
    window.resize(*size)
    window.show()
    stage = Stage(window, door, folder, f"{settings.appearance}-{size[0]}x{size[1]}")
    try:
        for name in _scenes(stage):
            yield _grab(stage, name)
    finally:
        window.close()
        window.deleteLater()
        theme.close()
        _settle()


def _scenes(stage: Stage) -> Iterator[str]:
    """Set one scene after another; each is drawn when its name is yielded."""
    yield from _start_scenes(stage)
    yield from _caseload_scenes(stage)
    yield from _rating_scenes(stage)
    yield from _window_scenes(stage)


def _start_scenes(stage: Stage) -> Iterator[str]:
    start, door = stage.window.start, stage.door
    yield "start-first-time"
    start.open_demo()
    area = stage.window.area
    assert area is not None
    assert area.demo is not None
    door.people_shown = area.demo.identities.all()[:1]
    door.libraries_shown = tuple(
        RecentLibrary(Path("libraries") / f"{name}.fidelity", name, missing=missing)
        for name, missing in ((tr("Supervision group"), False), (tr("Accreditation panel"), False), (tr("Old"), True))
    )
    stage.window.screens.setCurrentWidget(start)
    start.show_start()
    yield "start-libraries"
    start.on_new_wanted()
    yield "start-new-library"
    start.show_recovery_key(SAMPLE_KEY, library="")
    yield "start-recovery-key"
    start.show_start()
    start.unlock.show_library(tr("Supervision group"), door.people_shown, with_key=(door.people_shown[0].person.uid,))
    start.show_page(start.unlock)
    start.banner.show_message(tr("This passphrase does not fit."), tone="danger")
    yield "start-unlock"
    start.on_restore_wanted()
    yield "start-restore"
    start.show_start()
    stage.window.screens.setCurrentWidget(area)
    area.show_caseload()


def _caseload_scenes(stage: Stage) -> Iterator[str]:
    area = stage.window.area
    assert area is not None
    screen = area.caseload
    yield "caseload"
    card = screen.view.cards[0]
    card.talk.header.on_pressed()
    yield "caseload-talk"
    card.talk.header.on_pressed()
    if card.sheet is not None:
        card.sheet.show()
    yield "caseload-suitability"
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
        yield f"dialog-{name}"
        _close_dialogs(stage.window)
    sounds = sorted(resource_path("demo", "audio").glob("*.opus"))[:2]
    area.bring_in([*sounds, resource_path("demo", "README.md")], ImportPlace(screen.place_of().therapist, case.code))
    yield "import"
    area.show_caseload()


def _rating_scenes(stage: Stage) -> Iterator[str]:
    area = stage.window.area
    assert area is not None
    assert area.demo is not None
    with area.work.library.queries() as queries:
        drafts = queries.unfinished(area.work.person.uid)
        page = queries.therapist_page(area.caseload.therapist_uid)
    area.begin_rating(area.demo.first_session_uid, anew=True)
    yield "begin"
    if drafts:
        area.open_rating(drafts[0].uid)
        _settle()
        yield "desk"
        yield from _evidence_scenes(area.rating.view)
        stage.window.show_help()
        yield "desk-help"
        stage.window.show_help()
        area.rating.view.open_cover()
        yield "desk-cover"
        area.rating.view.open_sign()
        yield "desk-sign"
    signed = [r for c in page.cases for s in c.sessions for r in s.ratings if r.signed_at is not None]
    area.open_rating(signed[-1].uid)
    yield "desk-signed"
    yield from _moment_scenes(area.rating.view)
    area.rating.view.open_record()
    yield "desk-record"
    area.show_caseload()
    area.show_results()
    yield "results"
    area.results.tabs.setCurrentIndex(1)
    yield "results-items"
    area.results.tabs.setCurrentIndex(4)
    yield "results-coverage"
    area.show_caseload()


def _evidence_scenes(view: DeskView) -> Iterator[str]:
    """What a score rests on, at the item, and the words that are said there."""
    view.show_moments(Scope.ALL)
    view.moments.step(1)
    moment = view.moments.model.moment(view.moments.chosen)
    if moment is not None and moment.item:
        view.show_chosen(moment.item)
    view.side.show_tab(view.detail)
    _settle()
    view.detail.area.ensureWidgetVisible(view.detail.evidence)
    yield "desk-evidence"
    if view.side.transcript is not None:
        view.side.show_tab(view.side.transcript)
    yield "desk-transcript"


def _moment_scenes(view: DeskView) -> Iterator[str]:
    view.show_moments(Scope.ALL)
    view.moments.step(1)
    yield "desk-moments"


def _window_scenes(stage: Stage) -> Iterator[str]:
    for key in ("settings", "about", "keys", "identity"):
        stage.window.acts.carry_out(key)
        yield key
        _close_dialogs(stage.window)
    stage.window.lock()
    yield "locked"
    stage.window.on_unlocked()


def _grab(stage: Stage, name: str) -> Path:
    """Draw the window, with the dialog that is open over it."""
    _settle()
    window = stage.window
    picture = window.grab()
    for dialog in _dialogs(window):
        at = window.rect().center() - dialog.rect().center()
        with QPainter(picture) as painter:
            painter.fillRect(picture.rect(), QColor(0, 0, 0, 90))
            painter.drawPixmap(at, dialog.grab())
            painter.setPen(QColor(current_look().control))
            painter.drawRect(dialog.rect().translated(at))
    path = stage.folder / f"{name}-{stage.suffix}.png"
    picture.save(str(path))
    return path


def _dialogs(window: QWidget) -> list[QDialog]:
    return [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]


def _close_dialogs(window: QWidget) -> None:
    for dialog in _dialogs(window):
        dialog.reject()


def _settle() -> None:
    """Let layouts and deferred deletions have their turn."""
    for _ in range(3):
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
