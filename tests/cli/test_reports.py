"""The report command: the rating, case or therapist that codes name, saved where one says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cli.answers import Run
from fidelity_rater.app.application import Application
from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.app.rating.opening import RatingChoice
from fidelity_rater.domain.people import Purpose, Role
from helpers.libraries import PASSPHRASE

NAMED = ("--therapist", "T01", "--case", "C1", "--session", "6")


@pytest.fixture
def rated(run: Run, library: Path, application: Application) -> Path:
    """The library with a signed formative rating of session 6, and a draft of session 7."""
    (card,) = application.front_door.people()
    identity = application.front_door.unlock(card.person.uid, PASSPHRASE)
    work = application.enter(application.front_door.open(library, identity), card.person)
    for number in (6, 7):
        session = work.caseload.place("T01", "C1", scheduled=number, held_on=None)
        uid = work.opening.begin(RatingChoice(session.uid, Purpose.FORMATIVE, Role.SUPERVISOR, phase="middle"))
        desk = work.desk(uid, jobs=InlineJobs())
        desk.give("CORE-01", "adherence", 3)
        if number == 6:
            work.signing.sign(desk, PASSPHRASE)
        desk.flush()
    work.close()
    return library


def test_reports_are_saved_by_codes_and_refused_with_a_sentence(run: Run, rated: Path, tmp_path: Path) -> None:
    pdf, page, wide = (tmp_path / name for name in ("session.pdf", "case.html", "therapist.html"))
    assert run("report", "session", rated, pdf, *NAMED, "--by", "ae", "--feedback", "--no-moments").code == 0
    assert pdf.read_bytes().startswith(b"%PDF")
    assert run("report", "case", rated, page, "--therapist", "T01", "--case", "C1").code == 0
    assert b"Case report" in page.read_bytes()
    assert run("report", "therapist", rated, wide, "--therapist", "T01").code == 0
    for arguments, sentence in (
        ((*NAMED, "--purpose", "summative"), "No signed rating"),
        ((*NAMED[:4], "--session", "7"), "sign it first"),
        (("--therapist", "T02", *NAMED[2:]), "No therapist"),
        (("--therapist", "T01", "--case", "C9", "--session", "6"), "no case"),
    ):
        told = run("report", "session", rated, tmp_path / "no.pdf", *arguments)
        assert (told.code, told.out) == (1, "")
        assert sentence in told.err
    assert "PDF or HTML" in run("report", "session", rated, tmp_path / "no.txt", *NAMED).err
    assert not list(tmp_path.glob("no.*"))


def test_a_portfolio_is_reported_once_it_was_laid_before_a_panel(
    run: Run, rated: Path, application: Application, tmp_path: Path
) -> None:
    told = run("report", "portfolio", rated, tmp_path / "no.pdf", "--therapist", "T01")
    assert "laid before a panel" in told.err
    (card,) = application.front_door.people()
    identity = application.front_door.unlock(card.person.uid, PASSPHRASE)
    work = application.enter(application.front_door.open(rated, identity), card.person)
    (choice,) = work.portfolios.therapists()
    uid = work.portfolios.begin(choice.uid)
    (tick,) = work.portfolios.sheet(uid).ratings
    work.portfolios.told(uid, tick.uid, chosen=True, on=date(2026, 1, 5))
    work.portfolios.lay(uid)
    work.close()
    page = tmp_path / "portfolio.html"
    assert run("report", "portfolio", rated, page, "--therapist", "T01").code == 0
    assert b"The panel has not decided yet" in page.read_bytes()
