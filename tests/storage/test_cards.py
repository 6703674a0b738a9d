"""Cards: what mail does to a text leaves them whole, and what has changed is noticed."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.domain.people import Person
from fidelity_rater.storage.cards import TextCards
from fidelity_rater.storage.identity import fingerprint
from helpers.packages import cheap_person

ADA = replace(cheap_person("Ada").person, name="Áda Ex-Ample, Dr.", initials="ÁE")
CARDS = TextCards()
CARD = CARDS.write(ADA)


def refusal(text: str) -> str:
    with pytest.raises(UserFacingError) as error:
        CARDS.read(text)
    return error.value.message


def test_it_begins_with_the_fingerprint_and_is_a_few_lines() -> None:
    lines = CARD.splitlines()
    assert fingerprint(ADA) in lines[0]
    assert len(lines) <= 12
    assert CARD.isascii()


MAIL: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "quoted twice": lambda text: textwrap.indent(text, "> > "),
    "indented": lambda text: textwrap.indent(text, "\t  "),
    "other line ends": lambda text: text.replace("\n", "\r\n"),
    "on one line": lambda text: text.replace("\n", " "),
    "broken anew": lambda text: "\n".join(text[start : start + 31] for start in range(0, len(text), 31)),
    "spaced out": lambda text: text.replace("\n", " \u00a0\n\n"),
    "quoted-printable breaks": lambda text: text.replace("\n", "=\n"),
    "within a letter": lambda text: f"Dear Ben,\n\nhere is my [new] card:\n\n{text}\nAda [sent from afar]\n",
    "twice the same": lambda text: text + text,
    "behind a mark": lambda text: "\ufeff" + text,
}


@pytest.mark.parametrize("way", MAIL)
def test_mail_leaves_it_whole(way: str) -> None:
    if way == "broken anew":
        body = CARD[CARD.index("[") :]
        assert CARDS.read(MAIL[way](body)) == ADA
    assert CARDS.read(MAIL[way](CARD)) == ADA


@settings(max_examples=40)
@given(
    name=st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=60),
    initials=st.text(st.characters(categories=["L"]), min_size=1, max_size=8),
    keys=st.binary(min_size=64, max_size=64),
)
def test_anybody_fits_on_a_card(name: str, initials: str, keys: bytes) -> None:
    person = Person("0b6e9a2c-1f1a-4a3c-9c51-0c8c0b5e7f11", name, initials, keys[:32], keys[32:])
    assert CARDS.read(CARDS.write(person)) == person


def test_a_changed_letter_is_noticed_wherever_it_is() -> None:
    begin, end = CARD.index("]") + 2, CARD.index("[end]") - 1
    for place in range(begin, end, 13):
        if CARD[place] != "\n":
            other = "A" if CARD[place] != "A" else "B"
            assert "damaged" in refusal(CARD[:place] + other + CARD[place + 1 :])


def test_half_a_card_is_none() -> None:
    assert "not complete" in refusal(CARD[: len(CARD) // 2])
    assert "not complete" in refusal("\n".join(CARD.splitlines()[:3]) + "\n[end]")


@pytest.mark.parametrize("text", ["", "Dear Ben,", "[end]", "\0" * 1000, "x" * 1_000_000, "[" * 1_000_000])
def test_a_text_without_a_card_is_called_so(text: str) -> None:
    assert "no card" in refusal(text)


def test_a_later_card_is_called_so() -> None:
    assert "later version" in refusal(CARD.replace("card 1", "card 2"))


def test_a_text_made_to_take_for_ever_does_not() -> None:
    assert "damaged" in refusal("[Fidelity card 1]" + "A" * 250_000 + "[end]")
    assert "damaged" in refusal("[Fidelity card 1][end]" * 20_000)


def test_two_peoples_cards_at_once_are_refused() -> None:
    assert "more than one" in refusal(CARD + CARDS.write(cheap_person("Ben").person))


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"name": "x" * 201},
        {"name": "two\nlines"},
        {"name": "turned \u202e round"},
        {"initials": ""},
        {"initials": "too many letters"},
        {"uid": "../../etc"},
        {"uid": ""},
        {"signing_key": bytes(31)},
        {"receiving_key": bytes(33)},
    ],
)
def test_what_could_be_nobody_is_refused(wrong: dict[str, object]) -> None:
    assert "damaged" in refusal(CARDS.write(replace(ADA, **wrong)))  # type: ignore[arg-type]
