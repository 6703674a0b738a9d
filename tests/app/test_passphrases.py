"""Advice about passphrases is gentle, and right about the worst ones."""

from __future__ import annotations

import pytest

from fidelity_rater.app.passphrases import advice


@pytest.mark.parametrize(
    ("passphrase", "tone"),
    [
        ("", "none"),
        ("short", "weak"),
        ("aaaaaaaaaaaaaaaaaaaa", "weak"),
        ("ruth and the long river", "weak"),
        ("sevenlettersplus", "fair"),
        ("walnut otter seven canal", "good"),
    ],
)
def test_tone(passphrase: str, tone: str) -> None:
    assert advice(passphrase, personal=("Ruth", "Adler")).tone == tone


def test_every_advice_is_a_sentence() -> None:
    for passphrase in ("", "x", "walnut otter seven canal", "sevenlettersplus"):
        assert advice(passphrase).sentence.endswith((".", "digits."))


def test_initials_are_no_name() -> None:
    assert advice("walnut otter seven canal", personal=("A", "Al")).tone == "good"
