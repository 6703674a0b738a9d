"""Scans of papers go before a panel with their portfolio: ticked, under neutral names, and nothing that lies."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.sharing import forged
from app.sharing.homes import QUIET, Home
from fidelity_rater.app import scan_kinds
from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.documents import Attachment, DocumentKind
from fidelity_rater.app.ports.packages import PackageKind, Part
from fidelity_rater.app.sharing.bodies import read_body
from fidelity_rater.app.sharing.contents import Contents, Written
from fidelity_rater.app.sharing.gathering import Gathering
from fidelity_rater.app.sharing.models import PortfolioOrder, SoundChoice
from fidelity_rater.app.sharing.reading import Fields
from fidelity_rater.app.sharing.scans import CarriedScan, carried
from fidelity_rater.domain.accreditation.records import Paper, PaperKind
from fidelity_rater.domain.panel import Portfolio, PortfolioScan
from fidelity_rater.domain.people import Purpose
from helpers.libraries import PASSPHRASE

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20
PDF = b"%PDF-1.7\n" + b"page " * 100
OWN_NAME = "letter of Carol Clientname.png"


@pytest.fixture
def chair(tmp_path: Path, scales: Any) -> Home:
    return Home("Pat", tmp_path, scales)


def scan(home: Home, record_uid: str, data: bytes, *, name: str = OWN_NAME, kind: str = "image/png") -> Attachment:
    sealed = home.library.vault.seal(io.BytesIO(data), size=len(data), progress=QUIET)
    found = Attachment(new_uid(), record_uid, name, kind, len(data), home.clock.now())
    with home.library.work() as uow:
        uow.attachments.add(found, sealed)
        uow.commit()
    return found


def laid_with_scans(home: Home) -> tuple[Portfolio, tuple[Attachment, Attachment]]:
    """A portfolio with one paper, of which there are two scans."""
    head = home.rated(home.session(), purpose=Purpose.SUMMATIVE)
    with home.library.read() as uow:
        therapist = uow.cases.get(uow.sessions.get(head.session_uid).case_uid).therapist_uid
    paper = Paper(new_uid(), therapist, PaperKind.LETTER, "Letter", date(2026, 1, 2))
    home.keep(DocumentKind.PAPER, paper.uid, therapist, paper.as_json())
    found = (scan(home, paper.uid, PNG), scan(home, paper.uid, PDF, kind="application/pdf"))
    named = tuple(PortfolioScan(each.uid, paper.uid) for each in found)
    return home.portfolio(head, papers=(paper,), scans=named, scans_out=(new_uid(),)), found


def bytes_here(home: Home, uid: str) -> bytes:
    with home.library.vault.open(uid).open() as reader:
        return bytes(reader.read())


def test_scans_travel_whole_and_sealed_and_under_other_names(supervisor: Home, chair: Home) -> None:
    portfolio, (picture, page) = laid_with_scans(supervisor)
    order = PortfolioOrder(portfolio.uid, SoundChoice.NONE)
    preview = supervisor.sending.preview(order)
    assert "2 scans." in preview.lines
    assert "Scans may name people: look at each before it goes." in preview.cautions
    sent = supervisor.send(order, chair)
    assert "2 scans." in chair.look(sent).lines
    taken = chair.take(sent)
    assert "2 scans." in taken.lines
    with chair.library.read() as uow:
        brought = uow.attachments.of(portfolio.uid)
        assert uow.attachments.of(portfolio.papers[0].uid) == ()  # nothing hangs on a record of one's own
    assert {each.name for each in brought} == {"Scan 1.png", "Scan 2.pdf"}
    assert bytes_here(chair, picture.uid) == PNG
    assert bytes_here(chair, page.uid) == PDF
    (document,) = chair.documents(DocumentKind.PORTFOLIO)
    assert "scans_out" not in document.body
    # Sent twice, it is here once.
    assert chair.take(supervisor.send(order, chair)).documents == 1
    with chair.library.read() as uow:
        assert len(uow.attachments.of(portfolio.uid)) == 2


def test_a_scan_that_went_meanwhile_is_told(supervisor: Home) -> None:
    portfolio, (picture, _) = laid_with_scans(supervisor)
    with supervisor.library.work() as uow:
        uow.attachments.remove(picture.uid)
        uow.commit()
    preview = supervisor.sending.preview(PortfolioOrder(portfolio.uid, SoundChoice.NONE))
    assert "One scan." in preview.lines
    assert "One of its scans is not here any more." in preview.cautions


def package(
    home: Home, chair: Home, *, change: Callable[[dict[str, Any]], object] | None = None, data: bytes | None = None
) -> Path:
    """A stranger's portfolio with one scan; its line altered, or other bytes in its part."""
    portfolio, (picture, _) = laid_with_scans(home)
    portfolio = replace(portfolio, scans=portfolio.scans[:1], scans_out=())
    with home.library.read() as uow:
        gathering = Gathering(uow)
        gathering.person(home.person)
        for uid in portfolio.rating_uids:
            gathering.rating(uid)
        written = Written(
            portfolio.uid, DocumentKind.PORTFOLIO, portfolio.therapist_uid, home.person.uid, portfolio.as_json(),
            home.clock.now(),
        )  # fmt: skip
        gathering.document(written)
        contents = gathering.contents()
    lines, parts = carried([replace(picture, name="Scan 1.png")], vault=home.library.vault, progress=QUIET)
    if data is not None:
        parts = [Part.of_bytes(parts[0].name, data)]
    made = forged.head(home, PackageKind.PORTFOLIO, to=chair.person, about=portfolio.therapist_uid)
    return forged.write(
        home,
        made,
        replace(contents, scans=lines),
        to=chair.person,
        change=("attachments.jsonl", change) if change else None,
        parts=tuple(parts),
    )


def put(**values: Any) -> Callable[[dict[str, Any]], object]:
    return lambda line: line.update(values)


OTHER = b"\x89PNG\r\n\x1a\n" + b"x" * (len(PNG) - 8)
PROGRAM = b"MZ" + b"x" * (len(PNG) - 2)
LYING: dict[str, dict[str, Any]] = {
    "another hash": {"change": put(sha256="0" * 64)},
    "other bytes than its hash": {"data": OTHER},
    "another size": {"change": put(size=len(PNG) + 1)},
    "more bytes than it says": {"data": PNG + b"more"},
    "too large": {"change": put(size=scan_kinds.LARGEST + 1)},
    "a picture that says it is a page": {"change": put(media_type="application/pdf")},
    "a program that says it is a picture": {
        "data": PROGRAM, "change": put(sha256=hashlib.sha256(PROGRAM).hexdigest()),
    },
    "no kind that a scan can be": {"change": put(media_type="text/html")},
    "a name that leads elsewhere": {"change": put(name="../../letter.png")},
    "a name that is a novel": {"change": put(name="x" * 200)},
    "a part that is not there": {"change": put(part="media/00000000-0000-4000-8000-000000000000.png")},
    "a part that is another thing": {"change": put(part="documents.jsonl")},
    "of a record that is not in it": {"change": put(about="00000000-0000-4000-8000-000000000000")},
    "one that the portfolio does not name": {"change": put(uid="00000000-0000-4000-8000-000000000000")},
}  # fmt: skip


@pytest.mark.parametrize("wrong", LYING)
def test_a_broken_or_lying_scan_is_refused_and_nothing_is_taken_in(wrong: str, supervisor: Home, chair: Home) -> None:
    path = package(supervisor, chair, **LYING[wrong])
    with pytest.raises(UserFacingError, match=r"not as it should be \(") as told:
        chair.receiving.look(path, my_passphrase=PASSPHRASE, progress=QUIET)
    assert told.value.remedy
    assert chair.documents(DocumentKind.PORTFOLIO) == ()


def test_what_is_true_is_taken_in(supervisor: Home, chair: Home) -> None:
    incoming = chair.receiving.look(package(supervisor, chair), my_passphrase=PASSPHRASE, progress=QUIET)
    assert "One scan." in incoming.lines


def test_a_scan_whose_uid_is_another_ones_here_is_refused(supervisor: Home, chair: Home) -> None:
    portfolio, (picture, _) = laid_with_scans(supervisor)
    mine = replace(picture, about=new_uid())
    sealed = chair.library.vault.seal(io.BytesIO(PDF), size=len(PDF), progress=QUIET)
    with chair.library.work() as uow:
        uow.attachments.add(mine, sealed)
        uow.commit()
    sent = supervisor.send(PortfolioOrder(portfolio.uid, SoundChoice.NONE), chair)
    with pytest.raises(UserFacingError, match="somebody else's"):
        chair.take(sent)
    assert chair.documents(DocumentKind.PORTFOLIO) == ()
    assert bytes_here(chair, picture.uid) == PDF


def test_scans_in_a_package_that_is_no_portfolio_are_refused(supervisor: Home, chair: Home) -> None:
    data = PNG
    part = f"media/{new_uid()}.png"
    line = CarriedScan(
        new_uid(), new_uid(), "Scan 1.png", "image/png", len(data), hashlib.sha256(data).hexdigest(), part
    )
    made = forged.head(supervisor, PackageKind.RATINGS, to=chair.person)
    contents = Contents(people=(supervisor.person,), scans=(line,))
    path = forged.write(supervisor, made, contents, to=chair.person, parts=(Part.of_bytes(part, PNG),))
    with pytest.raises(UserFacingError, match="attachments.jsonl: about"):
        chair.receiving.look(path, my_passphrase=PASSPHRASE, progress=QUIET)


@pytest.mark.parametrize("wrong", ["of no record in it", "twice", "told what was left out"])
def test_a_portfolio_that_lies_about_its_scans_is_refused(wrong: str, supervisor: Home, chair: Home) -> None:
    def change(line: dict[str, Any]) -> None:
        body = line["body"]
        if wrong == "twice":
            body["scans"] *= 2
        elif wrong == "of no record in it":
            body["scans"][0][1] = new_uid()
        else:
            body["scans_out"] = [new_uid()]

    portfolio, _ = laid_with_scans(supervisor)
    made = forged.head(supervisor, PackageKind.PORTFOLIO, to=chair.person, about=portfolio.therapist_uid)
    with supervisor.library.read() as uow:
        gathering = Gathering(uow)
        gathering.rating(portfolio.rating_uids[0])
        body = replace(portfolio, scans_out=()).as_json()
        gathering.document(
            Written(portfolio.uid, DocumentKind.PORTFOLIO, portfolio.therapist_uid, supervisor.person.uid, body,
                    supervisor.clock.now())
        )  # fmt: skip
        contents = gathering.contents()
    path = forged.write(supervisor, made, contents, to=chair.person, change=("documents.jsonl", change))
    with pytest.raises(UserFacingError, match="documents.jsonl"):
        chair.receiving.look(path, my_passphrase=PASSPHRASE, progress=QUIET)


def test_a_portfolio_of_before_scans_is_read(supervisor: Home) -> None:
    portfolio, _ = laid_with_scans(supervisor)
    written = replace(portfolio, scans=(), scans_out=()).as_json()
    for added in ("scans", "marks"):
        del written[added]
    assert Portfolio.from_json(written) == replace(portfolio, scans=(), scans_out=())
    assert read_body(DocumentKind.PORTFOLIO, Fields({"body": written}, "documents.jsonl")) == written
