"""The application: what a window or a command holds. Made by ``bootstrap``, which alone chooses the parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from fidelity_rater.app.accreditation.accreditation import Accreditation
from fidelity_rater.app.accreditation.pass_marks import Files, PassMarks
from fidelity_rater.app.accreditation.rules_shelf import RulesShelf
from fidelity_rater.app.accreditation.written import known_forms
from fidelity_rater.app.agreement.agreements import Agreements
from fidelity_rater.app.agreement.errors import RatingErrors
from fidelity_rater.app.assigning.assigning import Assigning
from fidelity_rater.app.assigning.drawing import Drawing
from fidelity_rater.app.bus import Bus
from fidelity_rater.app.calibration.calibrations import Calibrations
from fidelity_rater.app.calibration.gate import KnownGate
from fidelity_rater.app.caseload import Caseload
from fidelity_rater.app.clock import PlaybackClock
from fidelity_rater.app.cohort.reading import Cohorts
from fidelity_rater.app.consensus.consensuses import Consensuses
from fidelity_rater.app.demo.door import DemoDoor, DemoEntry
from fidelity_rater.app.door.door import Door
from fidelity_rater.app.feedback.composer import Composer, Written
from fidelity_rater.app.feedback.follow_ups import FollowUps
from fidelity_rater.app.front_door import FrontDoor
from fidelity_rater.app.importing import Importing
from fidelity_rater.app.keeping import Keeping
from fidelity_rater.app.measures.known import KnownMeasures
from fidelity_rater.app.measures.measures import Measures
from fidelity_rater.app.panel.assessing import assessed_by
from fidelity_rater.app.panel.door import Panel
from fidelity_rater.app.panel.portfolios import Portfolios
from fidelity_rater.app.panel.sealing import sealing
from fidelity_rater.app.ports.clips import ClipCutter
from fidelity_rater.app.ports.identity import IdentityStore
from fidelity_rater.app.ports.jobs import JobRunner
from fidelity_rater.app.ports.library import Library, LibraryShelf
from fidelity_rater.app.ports.measures import MeasureReader
from fidelity_rater.app.ports.packages import Cards, PackageFiles
from fidelity_rater.app.ports.reports import ReportWriter
from fidelity_rater.app.ports.sound import Player, Probe
from fidelity_rater.app.ports.tables import TableWriter
from fidelity_rater.app.ports.training import ContactReader
from fidelity_rater.app.ports.transcripts import TranscriptReader
from fidelity_rater.app.ports.wall_clock import WallClock
from fidelity_rater.app.ports.waveform import Waveforms
from fidelity_rater.app.rating.desk import RatingDesk
from fidelity_rater.app.rating.listening import Listening
from fidelity_rater.app.rating.moment_sounds import MomentSounds
from fidelity_rater.app.rating.opening import Opening
from fidelity_rater.app.rating.signing import Signing
from fidelity_rater.app.recordings import Recordings
from fidelity_rater.app.reporting.reporting import Reporting
from fidelity_rater.app.results import Results
from fidelity_rater.app.saved import SavedState
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.app.settings import SettingsStore
from fidelity_rater.app.sharing.contacts import Contacts
from fidelity_rater.app.sharing.forks import Forks
from fidelity_rater.app.sharing.receiving import Receiving
from fidelity_rater.app.sharing.sending import Sending
from fidelity_rater.app.tables import SavedTables
from fidelity_rater.app.training.log import TrainingLog
from fidelity_rater.app.transcripts import Transcripts
from fidelity_rater.app.waveforms import Pictures
from fidelity_rater.domain.people import Person


@dataclass(slots=True)
class Application:
    """Everything that does not need an open library."""

    version: str
    front_door: FrontDoor
    identities: IdentityStore
    shelf: LibraryShelf
    settings: SettingsStore
    scales: ScaleShelf
    rules: RulesShelf
    pass_profiles: Callable[[], Files]
    """A site's own lines on scales of its libraries."""
    probe: Probe
    waveforms: Waveforms
    clip_cutter: ClipCutter
    transcript_reader: TranscriptReader
    known_measures: KnownMeasures
    rater_gate: KnownGate
    measure_reader: MeasureReader
    contact_reader: ContactReader
    package_files: PackageFiles
    cards: Cards
    report_writer: ReportWriter
    table_writer: TableWriter
    wall_clock: WallClock
    open_player: Callable[[], Player]
    demo: DemoDoor
    licence_notices: Callable[[], str]
    log_folder: Path
    bus: Bus = field(default_factory=Bus)

    def enter(self, library: Library, person: Person) -> Workplace:
        """Begin work in an open library as this person."""
        return Workplace(self, library, person)

    def enter_demo(self, entry: DemoEntry) -> Workplace:
        """Begin work in the demo, whose people live apart from those of this computer."""
        return Workplace(replace(self, identities=entry.identities), entry.library, entry.person)


class Workplace:
    """One person's work in one open library: the use cases, joined. Close it to close the library."""

    def __init__(self, application: Application, library: Library, person: Person) -> None:
        self.application, self.library, self.person = application, library, person
        clock, bus, scales = application.wall_clock, application.bus, application.scales
        self.caseload = Caseload(library, bus)
        self.importing = Importing(library, probe=application.probe, clock=clock, bus=bus)
        self.recordings = Recordings(library, clock=clock, bus=bus)
        self.moment_sounds = MomentSounds(library, recordings=self.recordings)
        self.pictures = Pictures(library, maker=application.waveforms, recordings=self.recordings)
        self.transcripts = Transcripts(library, reader=application.transcript_reader, clock=clock, bus=bus)
        self.opening = Opening(
            library,
            person=person,
            scales=scales,
            clock=clock,
            bus=bus,
            app_version=application.version,
            valid_days=application.rater_gate.valid_days,
        )
        self.signing = Signing(library, identities=application.identities, bus=bus)
        self.follow_ups = FollowUps(library, person=person, scales=scales, clock=clock, bus=bus)
        self.measures = Measures(
            library, self.caseload, known=application.known_measures, reader=application.measure_reader
        )
        self.training = TrainingLog(
            library,
            self.caseload,
            person=person,
            clock=clock,
            bus=bus,
            reader=application.contact_reader,
            forms=lambda: known_forms(application.rules),
        )
        self.panel = Panel(
            library,
            person=person,
            identities=application.identities,
            recordings=self.recordings,
            scales=scales,
            clock=clock,
            bus=bus,
            fingerprint=application.cards.fingerprint,
        )
        self.unsealed = unsealed = sealing(library, self.panel.sealed)
        """For whatever tells scores."""
        self.results = Results(unsealed, scales=scales, measure_of=application.known_measures.of)
        self.cohorts = Cohorts(unsealed, scales=scales)
        self.agreement = Agreements(unsealed, scales=scales)
        self.rating_errors = RatingErrors(unsealed, scales=scales)
        self._deafen = bus.subscribe(self.rating_errors.on_changed)
        self.accreditation = Accreditation(library, shelf=application.rules, clock=clock)
        self.pass_marks = PassMarks(unsealed, scales=scales, files=application.pass_profiles)
        self.tables = SavedTables(application.settings, application.table_writer)
        self.reporting = Reporting(
            unsealed,
            scales=scales,
            writer=application.report_writer,
            fingerprint=application.cards.fingerprint,
            measure_of=application.known_measures.of,
            valid_days=application.rater_gate.valid_days,
            check_open=self.panel.check_open,
            errors_of=self.rating_errors.of,
        )
        self.door = Door(library, person=person, recordings=self.recordings, scales=scales, clock=clock, bus=bus)
        self.portfolios = Portfolios(
            library,
            person=person,
            scales=scales,
            clock=clock,
            bus=bus,
            assessed=assessed_by(library, self.accreditation, self.agreement, self.pass_marks),
        )
        self.keeping = Keeping(library, signing=self.signing, scales=scales)
        self.contacts = Contacts(library, person=person, cards=application.cards, clock=clock, bus=bus)
        self.sending = Sending(
            library,
            person=person,
            identities=application.identities,
            files=application.package_files,
            cutter=application.clip_cutter,
            scales=scales,
            clock=clock,
            bus=bus,
            app_version=application.version,
        )
        self.consensus = Consensuses(
            unsealed, person=person, scales=scales, identities=application.identities, clock=clock, bus=bus
        )
        self.calibration = Calibrations(
            library,
            person=person,
            scales=scales,
            gate=application.rater_gate,
            opening=self.opening,
            clock=clock,
            bus=bus,
        )
        self.forks = Forks(library, scales=scales, bus=bus)
        self.drawing = Drawing(library, person=person, clock=clock, bus=bus)
        self.assigning = Assigning(library, person=person, scales=scales, clock=clock, bus=bus)
        self.receiving = Receiving(
            library,
            person=person,
            identities=application.identities,
            files=application.package_files,
            cards=application.cards,
            scales=scales,
            clock=clock,
            bus=bus,
        )

    def desk(
        self, rating_uid: str, *, jobs: JobRunner, on_saved: Callable[[SavedState], None] = lambda state: None
    ) -> RatingDesk:
        """Put a rating, begun or signed, on the desk. Raises ``NotAllowed`` while a panel's vote seals it."""
        self.panel.check_open(rating_uid)
        return RatingDesk(
            self.opening.resume(rating_uid),
            person=self.person,
            library=self.library,
            jobs=jobs,
            clock=self.application.wall_clock,
            bus=self.application.bus,
            on_saved=on_saved,
        )

    def listening(self, desk: RatingDesk, *, player: Player, clock: PlaybackClock) -> Listening:
        """Make a rating's session heard; the desk's acts are stamped with what is being heard from now on."""
        head = desk.rating.head
        listening = Listening(
            rating_uid=head.uid,
            purpose=desk.rating.heard_for,
            role=head.role,
            player=player,
            clock=clock,
            library=self.library,
            recordings=self.recordings,
            ledger=not desk.locked,
        )
        desk.heard, desk.so_far, desk.ledger = listening.stamp, listening.so_far, listening.all_heard
        return listening

    def composer(
        self,
        desk: RatingDesk,
        written: Written,
        *,
        jobs: JobRunner,
        on_saved: Callable[[SavedState], None] = lambda state: None,
    ) -> Composer:
        """Begin the feedback on a signed rating, or go on with it."""
        return Composer(
            desk,
            written,
            person=self.person,
            library=self.library,
            jobs=jobs,
            clock=self.application.wall_clock,
            bus=self.application.bus,
            on_saved=on_saved,
        )

    def close(self) -> None:
        self._deafen()
        self.receiving.close()
        self.library.close()
