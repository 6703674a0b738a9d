"""Every command: what it does, and the one sentence for each bad input."""

from __future__ import annotations

import csv
import getpass
import io
import json
from datetime import date
from pathlib import Path

import pytest

from cli.answers import Answer, Run
from fidelity_rater import __version__, bootstrap
from fidelity_rater.app.application import Application, Workplace
from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.app.keeping import Keeping
from fidelity_rater.app.panel.door import Panel
from fidelity_rater.app.rating.opening import RatingChoice
from fidelity_rater.domain.caseload import ConsentPurpose, FocalArea
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.resources import resource_path
from helpers.libraries import PASSPHRASE
from helpers.sounds import encoded


def entered(application: Application, library: Path) -> Workplace:
    card = application.front_door.people()[0]
    identity = application.front_door.unlock(card.person.uid, PASSPHRASE)
    return application.enter(application.front_door.open(library, identity), card.person)


def bring_in(run: Run, library: Path, sound: Path, *more: str, session: str = "6") -> Answer:
    return run("import", library, sound, "--therapist", "T07", "--case", "C2", "--session", session, *more)


# new


def test_new_makes_a_library_and_the_persons_identity(run: Run, tmp_path: Path, application: Application) -> None:
    made = run("new", tmp_path / "Clinic", "--person", "  Ada  Lovely Example ")
    assert made.code == 0
    assert "Made the library Clinic.fidelity." in made.out
    assert "Recovery key" in made.out
    assert (tmp_path / "Clinic.fidelity" / "library.db").exists()
    (card,) = application.front_door.people()
    assert (card.person.name, card.person.initials) == ("Ada Lovely Example", "ALE")
    second = run("new", tmp_path / "Second.fidelity")
    assert second.code == 0
    assert len(application.front_door.people()) == 1


def test_new_needs_a_name_the_first_time(run: Run, tmp_path: Path) -> None:
    assert "does not know you" in run("new", tmp_path / "Clinic").refused
    assert not (tmp_path / "Clinic.fidelity").exists()


def test_new_looks_at_the_place_before_it_makes_a_person(run: Run, tmp_path: Path, application: Application) -> None:
    (tmp_path / "Taken.fidelity").mkdir()
    assert "already" in run("new", str(tmp_path / "Taken"), "--person", "New Person").refused
    assert application.front_door.people() == ()


def test_new_never_overwrites(run: Run, library: Path) -> None:
    before = (library / "library.db").read_bytes()
    assert "already" in run("new", library).refused
    assert (library / "library.db").read_bytes() == before


def test_new_takes_the_place_that_is_meant(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dot means the folder one stands in, not a library called after the dots inside it."""
    (tmp_path / "Clinic" / "inner").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "Clinic" / "inner")
    assert "Made the library Clinic.fidelity." in run("new", "..", "--person", "Ada Example").out
    assert (tmp_path / "Clinic.fidelity" / "library.db").exists()
    assert "name" in run("new", "/").refused
    assert "name" in run("new", tmp_path / "no\udcfftext").refused


def test_a_home_that_nobody_has_is_no_bug(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FIDELITY_RATER_HOME", "~nobody-of-this-name/ratings")
    assert "does not know you" in run("new", tmp_path / "Clinic").refused


def test_a_wrong_passphrase_opens_nothing(run: Run, library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIDELITY_RATER_PASSPHRASE", "something else entirely")
    for command in (("new", library.with_name("B")), ("check", library), ("export", library, "--format", "csv")):
        assert "passphrase" in run(*command).refused


def test_a_passphrase_is_asked_for_twice_where_it_is_new(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.delenv("FIDELITY_RATER_PASSPHRASE")
    new = ("new", tmp_path / "Clinic", "--person", "Ada Example")
    assert "no terminal" in run(*new).refused
    monkeypatch.setattr("sys.stdin", Terminal())
    answers = iter([PASSPHRASE, "mistyped", PASSPHRASE, PASSPHRASE, PASSPHRASE])
    monkeypatch.setattr(getpass, "getpass", lambda prompt: next(answers))
    assert "differ" in run(*new).refused
    assert run(*new).code == 0
    assert run("check", tmp_path / "Clinic.fidelity").code == 0
    assert list(answers) == []


# import


def test_import_says_that_a_recording_was_cut_off(run: Run, library: Path, sound: Path) -> None:
    whole = encoded("mp3", "libmp3lame", 6.0)
    sound.write_bytes(whole)
    assert "cut off" not in bring_in(run, library, sound).err
    sound.write_bytes(whole[: len(whole) // 2])
    said = bring_in(run, library, sound, session="7")
    assert said.code == 0
    assert "cut off" in said.err


def test_import_brings_a_recording_in_with_all_that_it_needs(
    run: Run, library: Path, sound: Path, application: Application
) -> None:
    said = bring_in(
        run,
        library,
        sound,
        "--date",
        "2026-03-02",
        "--focus",
        "grief, role-dispute",
        "--consent",
        "supervision,assessment",
    )
    assert (said.code, said.out) == (0, "Imported under T07 · C2 · session 6.\n")
    work = entered(application, library)
    with work.library.read() as uow:
        therapist = uow.therapists.by_code("T07")
        assert therapist is not None
        case = uow.cases.by_code(therapist.uid, "C2")
        assert case is not None
        (session,) = uow.sessions.of_case(case.uid)
        (recording,) = uow.recordings.of_session(session.uid)
    work.close()
    assert (session.scheduled, session.held_on) == (6, date(2026, 3, 2))
    assert case.focus_on(date(2026, 3, 2)) == (FocalArea.GRIEF, FocalArea.ROLE_DISPUTE)
    assert recording.consent.purposes == {ConsentPurpose.SUPERVISION, ConsentPurpose.ASSESSMENT}
    assert recording.duration_ms == pytest.approx(2000, abs=50)
    assert sound.exists()


def test_import_says_that_consent_is_not_recorded_and_points_out_duplicates(
    run: Run, library: Path, sound: Path, application: Application
) -> None:
    assert "Consent not recorded" in bring_in(run, library, sound).out
    again = bring_in(run, library, sound, "--consent", "supervision", session="7")
    assert again.code == 0
    assert "already, under T07 · C2 · session 6" in again.err
    assert "Consent not recorded" not in again.out


def test_import_never_dates_a_session_anew_in_silence(run: Run, library: Path, sound: Path) -> None:
    assert bring_in(run, library, sound, "--date", "2026-03-02").code == 0
    assert bring_in(run, library, sound, "--date", "2026-03-02").code == 0
    other = bring_in(run, library, sound, "--date", "2026-03-09")
    assert other.code == 1
    assert "with another date or none" in other.err


def test_importing_twice_with_one_focus_writes_one_entry(
    run: Run, library: Path, sound: Path, application: Application
) -> None:
    for day in ("2026-03-02", "2026-03-09"):
        assert bring_in(run, library, sound, "--focus", "grief", "--date", day, session=day[-1]).code == 0
    work = entered(application, library)
    with work.library.queries() as queries:
        (case,) = queries.therapist_page(queries.caseload()[0].therapist.uid).cases
    work.close()
    assert len(case.case.focus_history) == 1


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--consent", "everything"), "not a purpose"),
        (("--focus", "sorrow"), "not a focal area"),
        (("--focus", "grief,grief"), "one focal area"),
        (("--session", "x"), "between 1 and 200"),
        (("--session", "0"), "between 1 and 200"),
        (("--date", "yesterday"), "not a date"),
        (("--therapist", "<script>"), "cannot be a code"),
        (("--rater", "ZZ"), "Nobody whom this computer knows"),
    ],
)
def test_import_refuses_bad_words_and_leaves_nothing(
    run: Run, library: Path, sound: Path, application: Application, more: tuple[str, ...], words: str
) -> None:
    assert words in bring_in(run, library, sound, *more).refused
    work = entered(application, library)
    with work.library.queries() as queries:
        assert queries.caseload() == ()
    work.close()


def test_import_refuses_files_that_are_none(run: Run, library: Path, tmp_path: Path, application: Application) -> None:
    text = tmp_path / "notes.wav"
    text.write_bytes(b"not a sound at all" * 100)
    empty = tmp_path / "empty.wav"
    empty.touch()
    for path in (tmp_path / "gone.wav", tmp_path, text, empty):
        assert bring_in(run, library, path).refused
    work = entered(application, library)
    with work.library.queries() as queries:
        assert queries.caseload() == ()
    work.close()


def test_an_import_that_fails_late_leaves_no_new_place(
    run: Run, library: Path, sound: Path, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fidelity_rater.app.errors import DiskFull
    from fidelity_rater.app.importing import Importing

    def full(*_: object) -> None:
        raise DiskFull("The disk is full.", "Free some space.")

    with monkeypatch.context() as patch:
        patch.setattr(Importing, "bring_in", full)
        assert bring_in(run, library, sound).refused == "The disk is full. Free some space."
    work = entered(application, library)
    with work.library.queries() as queries:
        assert all(row.therapist.archived for row in queries.caseload())
    work.close()
    assert bring_in(run, library, sound).code == 0


# export and check


@pytest.fixture
def rated(run: Run, library: Path, sound: Path, application: Application) -> Path:
    """The library with one signed rating of an imported recording."""
    assert bring_in(run, library, sound, "--consent", "supervision", "--date", "2026-03-02").code == 0
    work = entered(application, library)
    with work.library.queries() as queries:
        (case,) = queries.therapist_page(queries.caseload()[0].therapist.uid).cases
    session = case.sessions[0].session
    uid = work.opening.begin(RatingChoice(session.uid, Purpose.FORMATIVE, Role.SUPERVISOR))
    desk = work.desk(uid, jobs=InlineJobs())
    desk.give("CORE-01", "adherence", 3)
    desk.put_state("CORE-02", "could_not_be_rated", "Ada Example laughed")
    desk.take(work.signing.sign(desk, PASSPHRASE))
    work.close()
    return library


def test_export_writes_every_score_to_standard_output(run: Run, rated: Path) -> None:
    told = run("export", rated, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(told.out)))
    assert (told.code, told.err) == (0, "")
    assert [(row["therapist"], row["item"], row["value"]) for row in rows] == [
        ("T07", "CORE-01", "3"),
        ("T07", "CORE-02", ""),
    ]
    data = json.loads(run("export", rated, "--format", "json").out)
    assert [score["item"] for score in data["scores"]] == ["CORE-01", "CORE-02"]
    assert "Ada" not in told.out


def test_what_a_panels_vote_seals_is_in_no_export_and_no_report(
    run: Run, rated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = frozenset(row["rating"] for row in csv.DictReader(io.StringIO(run("export", rated, "--format", "csv").out)))
    monkeypatch.setattr(Panel, "sealed", lambda _: every)
    told = run("export", rated, "--format", "csv")
    assert told.code == 0
    assert list(csv.DictReader(io.StringIO(told.out))) == []
    assert told.err.startswith("One rating is left out: its scores are sealed")
    place = tmp_path / "report.html"
    refused = run("report", "session", rated, place, "--therapist", "T07", "--case", "C2", "--session", "6")
    assert refused.code != 0
    assert "scores are sealed until the first round of votes is over" in refused.err
    assert not place.exists()


def test_check_finds_nothing_in_a_sound_library(run: Run, rated: Path) -> None:
    assert run("check", rated) == Answer(0, "No damage found.\n", "")


def test_check_notes_what_waits_for_a_person(run: Run, rated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Keeping, "notes", lambda _: ("Something is kept aside.",))
    assert run("check", rated) == Answer(0, "Something is kept aside.\nNo damage found.\n", "")


def test_check_finds_one_flipped_byte(run: Run, rated: Path) -> None:
    database = rated / "library.db"
    data = bytearray(database.read_bytes())
    data[-2000] ^= 1
    database.write_bytes(bytes(data))
    said = run("check", rated)
    assert said.code == 1
    assert said.out + said.err
    assert "No damage" not in said.out
    assert "Traceback" not in said.err


@pytest.mark.parametrize("command", [("check",), ("export", "--format", "csv")])
def test_what_is_no_library_is_refused(run: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    run("new", tmp_path / "A", "--person", "Ada Example")
    folder = tmp_path / "other"
    folder.mkdir()
    file = tmp_path / "file.fidelity"
    file.write_text("hello")
    for path in (folder, file, tmp_path / "gone.fidelity"):
        assert run(command[0], path, *command[1:]).refused
    assert not (tmp_path / "gone.fidelity").exists()


def test_where_several_people_hold_a_key_one_must_be_named(run: Run, library: Path, application: Application) -> None:
    door = application.front_door
    ben = door.introduce(name="Ben Other", initials="BO", passphrase=PASSPHRASE).person
    recovery = run("new", library.with_name("Both"), "--person", "Ada Example").out.split(": ")[-1].strip()
    both = library.with_name("Both.fidelity")
    door.open_with_recovery_key(both, recovery, door.unlock(ben.uid, PASSPHRASE)).close()
    assert "--rater" in run("check", both).refused
    assert run("check", both, "--rater", "bo").code == 0


# scale check


def test_scale_check_says_that_a_scale_is_sound(run: Run) -> None:
    told = run("scale", "check", resource_path("scales") / "example-single-dimension.toml")
    assert told.code == 0
    assert "items, no fault." in told.out


def test_scale_check_lists_every_fault(run: Run, tmp_path: Path) -> None:
    text = (resource_path("scales") / "example-single-dimension.toml").read_text(encoding="utf-8")
    bad = tmp_path / "bad.toml"
    bad.write_text(
        text.replace('group = "frame"', 'group = "fram"').replace("format = 1", "format = 9"), encoding="utf-8"
    )
    told = run("scale", "check", bad)
    assert told.code == 1
    assert len(told.out.splitlines()) >= 1
    assert f"in {bad.name}." in told.err
    assert run("scale", "check", tmp_path / "gone.toml").refused == (
        "The scale file cannot be read. Check its place and that you may open it."
    )


# the command itself


def test_the_version(run: Run) -> None:
    assert run("--version") == Answer(0, f"fidelity-rater {__version__}\n", "")


@pytest.mark.parametrize(
    "arguments",
    [("nonsense",), ("new",), ("export", "x"), ("export", "x", "--format", "xml"), ("scale",), ("import", "x", "y")],
)
def test_what_it_does_not_understand_it_says_in_one_sentence(run: Run, arguments: tuple[str, ...]) -> None:
    said = run(*arguments)
    assert said.code == 2
    assert "--help" in said.refused


def test_a_bug_is_told_without_a_traceback_and_with_its_own_code(
    run: Run, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> Application:
        raise RuntimeError("Ada Example's secret")

    monkeypatch.setattr(bootstrap, "build", broken)
    said = run("check", library)
    assert said.code == 70
    assert "RuntimeError" in said.refused
    assert "secret" not in said.err


def test_being_stopped_is_no_fault(run: Run, library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped() -> Application:
        raise KeyboardInterrupt

    monkeypatch.setattr(bootstrap, "build", stopped)
    assert run("check", library) == Answer(130, "", "Stopped.\n")


def test_a_passphrase_is_never_an_argument(run: Run) -> None:
    for command in ("new", "import", "export", "check"):
        assert "--passphrase" not in run(command, "--help").out
    assert "FIDELITY_RATER_PASSPHRASE" in run("--help").out
