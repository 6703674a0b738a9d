"""The one place where parts are chosen and joined. No Qt."""

from __future__ import annotations

import gc
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from fidelity_rater import __version__, places, resources
from fidelity_rater.app.accreditation.rules_shelf import RulesShelf, own_files
from fidelity_rater.app.application import Application
from fidelity_rater.app.calibration.gate import KnownGate
from fidelity_rater.app.demo.data import read_demo
from fidelity_rater.app.demo.door import DemoDoor
from fidelity_rater.app.front_door import FrontDoor
from fidelity_rater.app.measures.known import KnownMeasures
from fidelity_rater.app.ports.long_tables import LongTableReader
from fidelity_rater.app.ports.sound import Player
from fidelity_rater.app.ports.wall_clock import WallClock
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.exchange.measures import MeasureTables
from fidelity_rater.exchange.packages.files import SealedPackageFiles
from fidelity_rater.exchange.spreadsheets import Workbooks
from fidelity_rater.exchange.supervision import ContactTables
from fidelity_rater.exchange.transcripts import CaptionFiles
from fidelity_rater.media.clips import PyAvClips
from fidelity_rater.media.peaks import PyAvWaveforms
from fidelity_rater.media.probe import PyAvProbe
from fidelity_rater.reports.writer import Documents
from fidelity_rater.storage.cards import TextCards
from fidelity_rater.storage.durable import new_file, open_plain
from fidelity_rater.storage.envelopes import AgeEnvelopes
from fidelity_rater.storage.identity import IdentityFiles, verified
from fidelity_rater.storage.identity_file import KeyCost
from fidelity_rater.storage.settings_file import SettingsFile
from fidelity_rater.storage.shelf import FolderShelf

# The demo's passphrase is public, so a strong derivation would guard nothing and cost every visitor seconds.
DEMO_KEY_COST = KeyCost(memory_kib=8 * 1024, iterations=1, lanes=1)
DEFAULT_SCALE = "ipt.toml"
KNOWN_MEASURES = "measures.toml"
RATER_GATE = "calibration.toml"
NOT_SCALES = ("ucl-ipt-competences.toml",)
RULES_FOLDER = "rules"
"""Where a site puts its own rule files, in the folder of identities and settings."""
PROFILES_FOLDER = "pass-profiles"
"""And its own lines on scales."""


def collect_seldom() -> None:
    """Look for circular garbage less often, before a window is built.

    A chart of a whole caseload makes tens of thousands of small values that live: with Python's own thresholds the
    collector walks everything several times while one waits, a tenth of a second each (benchmarks/trajectory.py).
    """
    gc.set_threshold(20_000, 20, 100)


class SystemClock:
    """The computer's own time of day."""

    def now(self) -> datetime:
        return datetime.now(UTC)


def build(home: Path | None = None, *, key_cost: KeyCost | None = None, clock: WallClock | None = None) -> Application:
    """Join the parts; ``home`` holds identities, settings and, by default, libraries.

    ``key_cost`` makes key derivation cheap in tests; ``clock`` is another than the computer's own.
    """
    home = home or places.data_folder()
    identities = IdentityFiles(home / "identities", cost=key_cost)
    shelf = FolderShelf()
    settings = SettingsFile(home / "settings.json")
    scales = ScaleShelf(_built_in_scales(), default_name=DEFAULT_SCALE)
    rules = RulesShelf(_built_in_rules(), own=lambda: own_files(home / RULES_FOLDER))
    probe, clock = PyAvProbe(), clock or SystemClock()
    front_door = FrontDoor(identities=identities, shelf=shelf, settings=settings, libraries_folder=home / "libraries")
    return Application(
        version=__version__,
        front_door=front_door,
        identities=identities,
        shelf=shelf,
        settings=settings,
        scales=scales,
        rules=rules,
        pass_profiles=lambda: own_files(home / PROFILES_FOLDER),
        probe=probe,
        waveforms=PyAvWaveforms(),
        clip_cutter=PyAvClips(),
        transcript_reader=CaptionFiles(),
        known_measures=KnownMeasures(resources.resource_path(KNOWN_MEASURES).read_bytes, name=KNOWN_MEASURES),
        rater_gate=KnownGate(resources.resource_path(RATER_GATE).read_bytes, name=RATER_GATE, own=home / RATER_GATE),
        measure_reader=MeasureTables(),
        contact_reader=ContactTables(),
        package_files=SealedPackageFiles(AgeEnvelopes(), verify=verified, new_file=new_file, open_file=open_plain),
        cards=TextCards(),
        report_writer=Documents(),
        table_writer=Workbooks(),
        wall_clock=clock,
        open_player=_open_player,
        demo=DemoDoor(
            home / "demo",
            read=lambda: read_demo(resources.resource_path("demo")),
            identities=IdentityFiles(home / "demo" / "identities", cost=DEMO_KEY_COST),
            shelf=shelf,
            probe=probe,
            clock=clock,
            scales=scales,
            version=__version__,
            rules=rules,
        ),
        licence_notices=resources.licence_notices,
        log_folder=places.log_folder(),
    )


def long_table_reader() -> LongTableReader:
    """What reads tables of scores, for whoever needs nothing else of the application."""
    from fidelity_rater.exchange.long_tables import LongTables

    return LongTables()


def load_storage() -> None:
    """Import what opens a library at once instead of with the first library.

    Worth it before Qt is imported, where a library is opened straight away: PySide6 reads the source of every module
    that is imported after it.
    """
    import fidelity_rater.storage.opening  # noqa: F401


def _open_player() -> Player:
    from fidelity_rater.playback.engine import open_player

    return open_player()


def _built_in_scales() -> dict[str, Callable[[], bytes]]:
    folder = resources.resource_path("scales")
    return {path.name: path.read_bytes for path in sorted(folder.glob("*.toml")) if path.name not in NOT_SCALES}


def _built_in_rules() -> dict[str, Callable[[], bytes]]:
    folder = resources.resource_path("accreditation")
    return {path.name: path.read_bytes for path in sorted(folder.glob("*.toml"))}
