"""Reports as one page: whole in itself, read in order, and deaf to markup in what people write."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from fidelity_rater.reports.writer import Documents
from reports.samples import NASTY, RIGHT_TO_LEFT, report

VOID = {"meta", "br", "link", "img", "input", "hr"}


class Outline(HTMLParser):
    """The page's tags, seen to close in order; its ids, headings and attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


DOCUMENTS = Documents()


def page(text: str = "Plain words") -> str:
    return DOCUMENTS.html(report(text)).decode()


@pytest.fixture(scope="module")
def outline() -> Outline:
    return Outline(page())


def test_every_tag_closes_and_every_id_is_there_once(outline: Outline) -> None:
    assert outline.open == []
    assert len(outline.ids) == len(set(outline.ids))
    named = [value for name, value in outline.attributes if name == "aria-labelledby"]
    assert {uid for value in named for uid in value.split()} <= set(outline.ids)


def test_nothing_is_loaded_and_nothing_is_run(outline: Outline) -> None:
    assert not {"script", "link", "img", "iframe", "object", "embed", "form", "base"} & set(outline.tags)
    assert not [name for name, _ in outline.attributes if name in {"src", "srcset", "action"} or name.startswith("on")]
    policy = next(value for _, value in outline.attributes if value.startswith("default-src"))
    assert policy.startswith("default-src 'none';")
    assert "url(" not in re.sub(r"url\(#", "", page())
    assert "@import" not in page()


def test_what_people_write_is_text() -> None:
    told = Outline(page(NASTY))
    assert "script" not in told.tags
    assert NASTY in told.text
    assert "49" not in told.text


def test_a_screen_reader_finds_its_way(outline: Outline) -> None:
    assert [tag for tag in outline.tags if re.fullmatch("h[1-6]", tag)][:2] == ["h1", "h2"]
    assert outline.tags.count("h1") == 1
    assert outline.tags.count("h4") == 2  # the items
    assert ("scope", "col") in outline.attributes
    assert ("scope", "row") in outline.attributes
    assert {"caption", "main", "title", "desc"} <= set(outline.tags)
    assert ("lang", "en") in outline.attributes


def test_a_page_is_readable_in_both_looks_and_on_paper() -> None:
    made = page()
    assert made.count("<svg") == 2
    assert "prefers-color-scheme:dark" in made
    assert "@media print" in made


def test_words_run_in_their_own_direction() -> None:
    assert re.search(r'dir="auto">[^<]*' + RIGHT_TO_LEFT[:4], page(RIGHT_TO_LEFT))
