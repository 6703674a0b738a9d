"""Reports as PDF: tagged, the same each time, and deaf to markup in what people write."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fidelity_rater.app.look import LIGHT
from fidelity_rater.app.report_models import Section, Tone, Words
from fidelity_rater.charts.vector import drawings
from fidelity_rater.reports.plain import language_of, printable
from fidelity_rater.reports.writer import Documents
from helpers.trajectories import Life, core
from reports.samples import HEAD, NASTY, RIGHT_TO_LEFT, UNUSUAL, report

FULL = range(33, 43)
"""Lines before a heading that nearly fill a page, and more or less."""


@pytest.fixture(scope="module")
def documents() -> Documents:
    return Documents()


def test_a_pdf_is_tagged_titled_and_says_its_language(documents: Documents) -> None:
    made = documents.pdf(report(head=replace(HEAD, language="pt-BR")))
    for part in (b"%PDF-1.", b"/StructTreeRoot", b"/MarkInfo", b"/Lang", b"pt-BR", b"pdfuaid", b"/Outlines"):
        assert part in made, part


def test_the_same_report_is_the_same_bytes(documents: Documents) -> None:
    assert documents.pdf(report()) == Documents().pdf(report())


@pytest.mark.parametrize("text", [NASTY, RIGHT_TO_LEFT, UNUSUAL, "", "\n\n", "long " * 900], ids=lambda t: t[:8])
def test_whatever_people_write_is_set_and_never_run(documents: Documents, text: str) -> None:
    assert documents.pdf(report(text)).startswith(b"%PDF")


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(), max_size=30))
def test_any_text_can_be_set(documents: Documents, text: str) -> None:
    assert documents.pdf(report(text, items=1)).startswith(b"%PDF")


def test_a_report_of_nothing_is_a_page(documents: Documents) -> None:
    assert documents.pdf(replace(report(), sections=())).startswith(b"%PDF")


def test_every_page_can_be_looked_at_as_a_picture(documents: Documents) -> None:
    (only,) = documents.pages(replace(report(), sections=()))
    several = documents.pages(report("long " * 900))
    assert len(several) > 1
    assert len(set(several)) == len(several)
    assert all(page.startswith(b"\x89PNG") for page in (only, *several))


def test_a_course_is_drawn_the_same_each_time_and_across_the_page_where_it_is_long() -> None:
    life = Life(cases=3, sessions=16)
    life.rate(2, core(3, 4))
    (first,), (again,) = drawings(life.chart(), LIGHT), drawings(life.chart(), LIGHT)
    assert first == again
    assert first.across
    assert first.svg.startswith("<svg")
    assert "<metadata" not in first.svg


def test_what_cannot_be_printed_is_marked_and_line_ends_are_one() -> None:
    assert printable("a\r\nb\rc\x00\ud800\u202e") == "a\nb\nc���"
    assert printable(RIGHT_TO_LEFT) == RIGHT_TO_LEFT


@pytest.mark.parametrize(
    ("tag", "told"),
    [("en", ("en", "")), ("pt-BR", ("pt", "BR")), ("zh-Hant-TW", ("zh", "")), ("", ("en", "")), ("#x", ("en", ""))],
)
def test_a_language_is_one_or_english(tag: str, told: tuple[str, str]) -> None:
    assert language_of(tag) == told


def test_a_heading_never_stands_alone_at_the_foot_of_a_page(documents: Documents) -> None:
    """However full the page is before it: it goes over with what it is the heading of."""
    head = replace(HEAD, page="{page}")
    kept = Section("Kept together", (Words("Said in small.", Tone.QUIET),))
    below = Section("Below", (Words("Said. " * 90),), level=2)

    def first_page(*sections: Section) -> bytes:
        return documents.pages(replace(report(head=head), sections=sections))[0]

    went_over = 0
    for lines in FULL:
        filled = Section("Filled", (Words("\n".join("x" * lines)),))
        with_all = first_page(filled, kept, below)
        goes = with_all == first_page(filled)
        assert goes or with_all != first_page(filled, kept), lines
        went_over += goes
    assert 0 < went_over < len(FULL), "the page is full for some, and has room for others"
