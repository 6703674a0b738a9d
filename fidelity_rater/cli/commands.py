"""One function per command; each returns an exit code or None, and raises ``UserFacingError`` for bad input."""

from __future__ import annotations

import argparse
import getpass
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from fidelity_rater import bootstrap
from fidelity_rater.app.application import Application, Workplace
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.exporting import export_csv, export_json
from fidelity_rater.app.importing import Candidate
from fidelity_rater.app.ports.identity import IdentityCard
from fidelity_rater.app.ports.wall_clock import WallClock
from fidelity_rater.app.scale_shelf import MalformedScale, read_scale
from fidelity_rater.app.silent import SilentProgress
from fidelity_rater.domain.caseload import Consent, ConsentPurpose, FocalArea
from fidelity_rater.i18n import tr, tr_n

PASSPHRASE_VARIABLE = "FIDELITY_RATER_PASSPHRASE"  # noqa: S105  the name of a variable, not a secret


def open_window(options: argparse.Namespace) -> int:
    """Open the window on the start screen."""
    bootstrap.collect_seldom()
    from fidelity_rater.ui.run import run_window

    return run_window(bootstrap.build())


def open_package(options: argparse.Namespace) -> int:
    """Open the window; the package opens in it once a library is open."""
    package: Path = options.package.absolute()
    if not package.is_file():
        raise UserFacingError(tr("There is no such package."), tr("Check its place and name."))
    bootstrap.collect_seldom()
    from fidelity_rater.ui.run import run_window

    return run_window(bootstrap.build(), package=package)


def demo(options: argparse.Namespace) -> int:
    """Open the window on the demo library."""
    bootstrap.collect_seldom()
    bootstrap.load_storage()
    from fidelity_rater.ui.run import run_window

    return run_window(bootstrap.build(), demo=True)


def screenshots(options: argparse.Namespace) -> int:
    """Draw every screen into a folder."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from fidelity_rater.ui.screenshots import draw_screens

    def build(home: Path, clock: WallClock) -> Application:
        return bootstrap.build(home, key_cost=bootstrap.DEMO_KEY_COST, clock=clock)

    for path in draw_screens(build, options.folder):
        print(path)
    return 0


def new(options: argparse.Namespace) -> None:
    """Make a library, and the person's identity where there is none."""
    application = bootstrap.build()
    # Without "..", so that the name is that of the folder which is meant.
    folder = Path(os.path.abspath(options.library))  # noqa: PTH100  a link stays the place that was named
    if folder.name and not folder.name.endswith(".fidelity"):
        folder = folder.with_name(folder.name + ".fidelity")
    if os.path.lexists(folder):
        raise UserFacingError(
            tr("There is something at this place already."), tr("Nothing was changed. Choose another name.")
        )
    card, passphrase = _person_for_new(application, options)
    made = application.front_door.create(folder, application.front_door.unlock(card.person.uid, passphrase))
    made.library.close()
    print(tr("Made the library {name}.", name=folder.name))
    print(tr("Recovery key, shown only this once; print it and lock it away: {key}", key=made.recovery_key))


def _person_for_new(application: Application, options: argparse.Namespace) -> tuple[IdentityCard, str]:
    people = application.front_door.people()
    wanted = " ".join(options.person.split())
    known = [card for card in people if not wanted or card.person.name == wanted]
    if known:
        return known[0], _passphrase(known[0].person.name)
    if not wanted:
        raise UserFacingError(
            tr("This computer does not know you yet."),
            tr("Add --person with your name in quotes to make your identity."),
        )
    initials = options.initials or "".join(word[0] for word in wanted.split() if word[0].isalpha())[:5]
    passphrase = _passphrase(wanted, new=True)
    return application.front_door.introduce(name=wanted, initials=initials, passphrase=passphrase), passphrase


def import_recording(options: argparse.Namespace) -> None:
    """Bring one recording in, with whatever it needs above it."""
    consent = _consent(options.consent)
    areas = _areas(options.focus)
    with workplace(options) as work:
        candidate = work.importing.look_at(options.file, SilentProgress())
        for place in candidate.duplicates:
            print(tr("Note: the library holds this very sound already, under {place}.", place=place), file=sys.stderr)
        if candidate.facts.cut_short:
            print(tr("Note: the file was cut off: it promises more sound than it holds."), file=sys.stderr)
        place = _import_under(work, candidate, options=options, areas=areas, consent=consent)
    print(tr("Imported under {place}.", place=place))
    if not consent.recorded:
        print(tr("Consent not recorded: the recording is not played until the client's consent is."))


def _import_under(
    work: Workplace,
    candidate: Candidate,
    *,
    options: argparse.Namespace,
    areas: tuple[FocalArea, ...],
    consent: Consent,
) -> str:
    """Import into the place that the options name; return it in words. What fails leaves no new place behind."""
    try:
        session = work.caseload.place(options.therapist, options.case, scheduled=options.session, held_on=options.date)
        if options.date and session.held_on != options.date:
            raise UserFacingError(
                tr("Session {n} is there already, with another date or none.", n=session.scheduled),
                tr("Leave --date out, or change the session's date in the window first."),
            )
        with work.library.read() as uow:
            case = uow.cases.get(session.case_uid)
            therapist = uow.therapists.get(case.therapist_uid)
        day = options.date or session.held_on or _today()
        if areas and case.focus_on(day) != areas:
            work.caseload.set_focus(case.uid, areas, since=day, reason=tr("Given at import"))
        work.importing.bring_in(candidate, session.uid, consent, SilentProgress())
    except BaseException:
        while work.caseload.undo() is not None:
            pass
        raise
    return tr("{therapist} · {case} · session {n}", therapist=therapist.code, case=case.code, n=session.scheduled)


def export(options: argparse.Namespace) -> None:
    """Write every score to standard output."""
    with workplace(options) as work:
        write = export_csv if options.format == "csv" else export_json
        if isinstance(sys.stdout, io.TextIOWrapper):
            # The same bytes on every system, as docs/export-format.md says.
            sys.stdout.reconfigure(encoding="utf-8", newline="\n")
        try:
            write(work.unsealed, sys.stdout, scales=work.application.scales)
            sys.stdout.flush()
            if told := work.panel.left_out():
                print(told, file=sys.stderr)
        except BrokenPipeError:
            raise
        except OSError:
            raise UserFacingError(
                tr("The export could not be written to its end."), tr("Check that there is room where it goes.")
            ) from None


def check(options: argparse.Namespace) -> int:
    """Say what is wrong with a library; exit with 1 where anything is."""
    with workplace(options) as work:
        findings = work.keeping.check(SilentProgress())
        notes = work.keeping.notes() if not findings else ()
    for note in notes:
        print(note)
    for finding in findings:
        print(finding)
    if findings:
        print(tr("Restore a backup from before the damage, and keep this library as it is."), file=sys.stderr)
        return 1
    print(tr("No damage found."))
    return 0


def check_scale(options: argparse.Namespace) -> int:
    """Say everything that is wrong with a scale file; exit with 1 where anything is."""
    try:
        data = options.file.read_bytes()
    except OSError:
        raise UserFacingError(
            tr("The scale file cannot be read."), tr("Check its place and that you may open it.")
        ) from None
    try:
        scale = read_scale(data, name=options.file.name)
    except MalformedScale as error:
        for fault in error.faults:
            print(fault)
        print(
            tr_n("{n} fault in {file}.", "{n} faults in {file}.", len(error.faults), file=options.file.name),
            file=sys.stderr,
        )
        return 1
    print(
        tr_n(
            "{name} {version}: {n} item, no fault.",
            "{name} {version}: {n} items, no fault.",
            len(scale.items),
            name=scale.name,
            version=scale.version,
        )
    )
    return 0


@contextmanager
def workplace(options: argparse.Namespace) -> Iterator[Workplace]:
    """Open the library as the person whose initials are given, or the only one who holds a key to it."""
    application = bootstrap.build()
    folder: Path = options.library.absolute()
    peek = application.shelf.peek(folder)
    people = [card for card in application.front_door.people() if card.person.uid in peek.people]
    if options.rater:
        people = [card for card in people if card.person.initials == options.rater.upper()]
    if not people:
        raise UserFacingError(
            tr("Nobody whom this computer knows holds a key to this library."),
            tr("Open it once in the window with its recovery key, or bring your identity file to this computer."),
        )
    if len(people) > 1:
        raise UserFacingError(
            tr("More than one person on this computer holds a key to this library."),
            tr("Add --rater with your initials."),
        )
    person = people[0].person
    identity = application.front_door.unlock(person.uid, _passphrase(person.name))
    work = application.enter(application.front_door.open(folder, identity), person)
    try:
        yield work
    finally:
        work.close()


def _passphrase(name: str, *, new: bool = False) -> str:
    """From the environment, else from a prompt; a new one is typed twice."""
    if given := os.environ.get(PASSPHRASE_VARIABLE):
        return given
    if not sys.stdin.isatty():
        raise UserFacingError(
            tr("There is no terminal to ask for the passphrase at."),
            tr("Set {variable} for this one command.", variable=PASSPHRASE_VARIABLE),
        )
    typed = getpass.getpass(tr("Passphrase of {name}: ", name=name))
    if new and typed != getpass.getpass(tr("The same once more: ")):
        raise UserFacingError(tr("The two passphrases differ."), tr("Try again."))
    return typed


def _today() -> date:
    """Today where the person sits: consent and sessions are dated by the wall calendar."""
    return datetime.now().astimezone().date()


def _consent(text: str) -> Consent:
    names = [part.strip().lower() for part in text.split(",") if part.strip()]
    allowed = {str(purpose): purpose for purpose in ConsentPurpose}
    for name in names:
        if name not in allowed:
            raise UserFacingError(
                tr("“{name}” is not a purpose that consent can be given for.", name=name),
                tr("Use {names}.", names=", ".join(allowed)),
            )
    if not names:
        return Consent()
    return Consent(purposes=frozenset(allowed[name] for name in names), given_on=_today())


def _areas(text: str) -> tuple[FocalArea, ...]:
    names = [part.strip().lower().replace(" ", "_").replace("-", "_") for part in text.split(",") if part.strip()]
    allowed = {str(area): area for area in FocalArea}
    for name in names:
        if name not in allowed:
            raise UserFacingError(
                tr("“{name}” is not a focal area.", name=name), tr("Use {names}.", names=", ".join(allowed))
            )
    if len(names) > 2 or len(set(names)) != len(names):
        raise UserFacingError(tr("A case has one focal area, at most two different ones."))
    return tuple(allowed[name] for name in names)
